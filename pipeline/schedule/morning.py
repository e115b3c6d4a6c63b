"""What is started each morning, where, when, and where what it says is kept."""

from dataclasses import dataclass
from pathlib import Path

NAME = "booklets-run-due"
SAID = "Assessment booklets: make what the data year owes today"


@dataclass(frozen=True)
class Morning:
    """One command a day. Every path is absolute: a scheduler starts it in no folder of ours."""

    command: tuple[str, ...]
    folder: Path
    log: Path
    hour: int
    minute: int
