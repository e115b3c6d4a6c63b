"""cron: one line for the morning, and one for the next start of a machine that was off then."""

import shlex

from pipeline.schedule.morning import DESCRIPTION, Morning


def crontab(morning: Morning) -> str:
    """Lines to add with `crontab -e`."""
    words = " ".join(shlex.quote(word) for word in morning.command)
    line = f"cd {shlex.quote(str(morning.folder))} && {words} >> {shlex.quote(str(morning.log))} 2>&1"
    command = line.replace("%", "\\%")  # cron ends the command at a bare per cent sign
    return (
        f"# {DESCRIPTION}.\n"
        "# The second line makes up for a morning on which the machine was off; documents made already are left alone.\n"
        f"{morning.minute} {morning.hour} * * * {command}\n"
        f"@reboot {command}\n"
    )
