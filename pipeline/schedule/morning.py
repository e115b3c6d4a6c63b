"""The command that is started each morning: where, when, and in which log."""

from dataclasses import dataclass
from pathlib import Path

NAME = "booklets-run-due"
DESCRIPTION = "Assessment booklets: make what is due in the data year today"


@dataclass(frozen=True)
class Morning:
    """One command a day. Every path is absolute, since a scheduler starts it in a folder of its own."""

    command: tuple[str, ...]
    folder: Path
    log: Path
    hour: int
    minute: int
