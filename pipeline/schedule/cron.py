"""cron: one line for the morning, and one for the next start of a machine that was off then."""

import shlex

from pipeline.schedule.morning import SAID, Morning


def crontab(morning: Morning) -> str:
    """Lines to add with `crontab -e`."""
    command = _command(morning)
    return (
        f"# {SAID}.\n"
        "# The second line makes up for a morning on which the machine was off: what is made already is left alone.\n"
        f"{morning.minute} {morning.hour} * * * {command}\n"
        f"@reboot {command}\n"
    )


def _command(morning: Morning) -> str:
    words = " ".join(shlex.quote(word) for word in morning.command)
    line = f"cd {shlex.quote(str(morning.folder))} && {words} >> {shlex.quote(str(morning.log))} 2>&1"
    return line.replace("%", "\\%")  # cron takes a bare per cent sign for the end of the line
