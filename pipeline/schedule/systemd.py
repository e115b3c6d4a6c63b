"""systemd: a service that runs once, and the timer that starts it; Persistent makes up for a start missed while it was off."""

from pipeline.schedule.morning import SAID, Morning


def service(morning: Morning) -> str:
    """booklets-run-due.service"""
    log = _literal(str(morning.log))
    return (
        "[Unit]\n"
        f"Description={SAID}\n"
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
    """booklets-run-due.timer"""
    return (
        "[Unit]\n"
        f"Description={SAID}\n"
        "\n"
        "[Timer]\n"
        f"OnCalendar=*-*-* {morning.hour:02d}:{morning.minute:02d}:00\n"
        "Persistent=true\n"
        "\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )


def _literal(text: str) -> str:
    """A per cent sign begins a specifier; doubled it stands for itself."""
    return text.replace("%", "%%")


def _quoted(word: str) -> str:
    """One word of a command line; a dollar sign would begin a variable."""
    escaped = _literal(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{escaped}"'
