"""`schedule`: the files with which this machine starts `run-due` each morning, and what to type to set it up."""

import re
import shlex
import sys
from pathlib import Path

from pipeline.access import AS_USUAL, make_file
from pipeline.atomic import write_bytes
from pipeline.errors import CommandWrong
from pipeline.paths import INSTALLED, ROOT, Folders
from pipeline.schedule import Morning, crontab, service, task, timer
from pipeline.schedule.morning import NAME
from pipeline.verbs.output import print_lines

TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def write_schedule(where: Folders, kind: str, out: Path, at: str) -> int:
    """Write the files of one kind of scheduler into a folder and return 0; the folder for the run's log is made too."""
    time = TIME_OF_DAY.fullmatch(at)
    if not time:
        raise CommandWrong(what=f"{at!r} is not a time of day: hours and minutes, as in 05:30.")
    folders = [f"--{k}={getattr(where, k)}" for k in ("params", "data", "outputs")]
    command = (sys.executable, "-m", "pipeline", *folders, "--scheduled", "run-due")
    # A checkout is run from its own folder, where Python finds the package without its being installed.
    run_in = where.params.parent if INSTALLED else ROOT
    morning = Morning(command, run_in, where.data / "logs" / "run-due.log", int(time[1]), int(time[2]))
    folder = out.resolve()
    files, to_type = _files(kind, morning, folder)
    for name, content in files.items():
        write_bytes(folder / name, content, AS_USUAL)
        print_lines(str(folder / name))
    make_file(morning.log)  # the scheduler would make one that every account may read
    print_lines(f"its output goes to {morning.log}", f"next: {to_type}")
    return 0


def _files(kind: str, morning: Morning, folder: Path) -> tuple[dict[str, bytes], str]:
    """File name -> content, and what to type next; CommandWrong for a scheduler that is not known."""
    if kind == "systemd":
        units = {f"{NAME}.service": service(morning), f"{NAME}.timer": timer(morning)}
        unit, clock = (shlex.quote(str(folder / name)) for name in units)
        to_type = f"systemctl --user link {unit} && systemctl --user enable --now {clock}"
        return {name: text.encode() for name, text in units.items()}, to_type
    if kind == "cron":
        return {f"{NAME}.cron": crontab(morning).encode()}, f"add the lines of {folder / NAME}.cron with crontab -e"
    if kind == "windows":
        to_type = f'schtasks /Create /TN {NAME} /XML "{folder / NAME}.xml" /RU USER /RP *'
        return {f"{NAME}.xml": task(morning)}, to_type
    raise CommandWrong(what=f"There is no scheduler {kind!r}; choose systemd, cron or windows.")
