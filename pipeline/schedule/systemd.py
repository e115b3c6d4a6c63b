"""systemd: a service that runs once, and the timer that starts it; Persistent makes up for a start missed while it was off."""

from pipeline.schedule.morning import DESCRIPTION, Morning


def service(morning: Morning) -> str:
    """The text of booklets-run-due.service, which runs the command once."""
    log = _literal(str(morning.log))
    return (
        "[Unit]\n"
        f"Description={DESCRIPTION}\n"
        "\n"
        "[Service]\n"
        "Type=oneshot\n"
        f"WorkingDirectory={_literal(str(morning.folder))}\n"
        f"ExecStart={' '.join(_quoted(word) for word in morning.command)}\n"
        f"StandardOutput=append:{log}\n"
        f"StandardError=append:{log}\n"
        "Nice=10\n"
    )


def timer(morning: Morning) -> str:
    """The text of booklets-run-due.timer, which starts the service each morning."""
    return (
        "[Unit]\n"
        f"Description={DESCRIPTION}\n"
        "\n"
        "[Timer]\n"
        f"OnCalendar=*-*-* {morning.hour:02d}:{morning.minute:02d}:00\n"
        "Persistent=true\n"
        "\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )


def _literal(text: str) -> str:
    """Text in a unit file: systemd reads a single per cent sign as the start of a specifier."""
    return text.replace("%", "%%")


def _quoted(word: str) -> str:
    """One word of a command line; systemd reads a single dollar sign as the start of a variable."""
    escaped = _literal(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{escaped}"'
