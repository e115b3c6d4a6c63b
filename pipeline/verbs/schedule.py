"""`schedule`: the files by which this machine starts `run-due` each morning, and what to type to have it do so."""

import re
import shlex
import sys
from pathlib import Path

from pipeline.atomic import write_bytes
from pipeline.errors import CommandWrong
from pipeline.paths import INSTALLED, ROOT, Folders
from pipeline.schedule import Morning, crontab, service, task, timer
from pipeline.schedule.morning import NAME

AT = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def write_schedule(where: Folders, kind: str, out: Path, at: str) -> int:
    """Write the files of one kind of scheduler into a folder; the folder for what is said is made too."""
    morning, folder = _morning(where, at), out.resolve()
    files, typed = _files(kind, morning, folder)
    for name, content in files.items():
        write_bytes(folder / name, content)
        sys.stdout.write(f"{folder / name}\n")
    morning.log.parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.write(f"what it says goes to {morning.log}\nnext: {typed}\n")
    return 0


def _morning(where: Folders, at: str) -> Morning:
    time = AT.fullmatch(at)
    if not time:
        raise CommandWrong(what=f"{at!r} is not a time of day: hours and minutes, as in 05:30.")
    folders = [f"--{k}={getattr(where, k)}" for k in ("params", "data", "outputs")]
    command = (sys.executable, "-m", "pipeline", *folders, "--scheduled", "run-due")
    folder = (
        where.params.parent if INSTALLED else ROOT
    )  # a checkout need not be installed to be run from its own folder
    return Morning(command, folder, where.data / "logs" / "run-due.log", int(time[1]), int(time[2]))


def _files(kind: str, morning: Morning, folder: Path) -> tuple[dict[str, bytes], str]:
    """Name -> content, and what to type next."""
    if kind == "systemd":
        units = {f"{NAME}.service": service(morning), f"{NAME}.timer": timer(morning)}
        unit, clock = (shlex.quote(str(folder / name)) for name in units)
        typed = f"systemctl --user link {unit} && systemctl --user enable --now {clock}"
        return {name: text.encode() for name, text in units.items()}, typed
    if kind == "cron":
        return {f"{NAME}.cron": crontab(morning).encode()}, f"add the lines of {folder / NAME}.cron with crontab -e"
    if kind == "windows":
        typed = f'schtasks /Create /TN {NAME} /XML "{folder / NAME}.xml" /RU USER /RP *'
        return {f"{NAME}.xml": task(morning)}, typed
    raise CommandWrong(what=f"There is no scheduler {kind!r}; choose systemd, cron or windows.")
