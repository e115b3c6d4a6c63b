"""What is left of erased records: how many were taken out of a delivery, on which day, on whose decision and why.

A tombstone names no pupil, and holds nothing that a pupil could be found by. A keyed hash of the pupil number would not do: the
numbers of a school's year group are a thousand at most, so whoever holds the key beside the data tries them all in a moment. It
would keep a list of those who asked to be erased, which says more of them than the record did.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.deliveries.delivery import Delivery
from pipeline.paths import Folders

NAME = "erased.json"  # beside delivery.json


@dataclass(frozen=True)
class Tombstone:
    """One erasure from one delivery. `original` is the SHA-256 of the file as it stands since; "" where none is left."""

    on: str  # ISO
    by: str  # a role
    because: str
    rule: str  # "one pupil", or "before" and the day
    records: int  # rows, or a Common Transfer File's pupils, that were taken out
    left: int  # that stay
    form: str  # how the original was changed, in words
    original: str

    @property
    def reason(self) -> str:
        """The erasure in one line, for the ledger."""
        return f"{self.on}, {self.rule}: {self.because} ({self.by})"


def tombstones(folders: Folders, delivery: Delivery) -> list[Tombstone]:
    """The erasures from a delivery, oldest first; none for one that is whole."""
    file = delivery.folder(folders) / NAME
    return [Tombstone(**raw) for raw in json.loads(file.read_text(encoding="utf-8"))] if file.is_file() else []


def tombstones_text(stones: Iterable[Tombstone]) -> str:
    """The content of a delivery's erased.json."""
    return json.dumps([asdict(s) for s in stones], ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def is_emptied(folders: Folders, delivery: Delivery) -> bool:
    """Whether every record of the delivery was erased, so that there is no original to read."""
    stones = tombstones(folders, delivery)
    return bool(stones) and not stones[-1].original


def erasures(folder: Path) -> str:
    """What was erased from the delivery in a folder, as text to key on; "" where nothing was."""
    file = folder / NAME
    return file.read_text(encoding="utf-8") if file.is_file() else ""
