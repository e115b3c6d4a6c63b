"""An erasure happens as a whole or not at all: it is written down beside the data first, and from then on it is always completed.

Everything it will put in place is made durable in one folder, which is then renamed to its final name. That rename is the moment it
is decided: before it nothing has changed, after it the next run of any kind completes what a killed one left.
"""

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.access import make_folder
from pipeline.atomic import part_of, sync_folder, write_durably
from pipeline.deliveries.delivery import read_delivery
from pipeline.deliveries.originals import enter_erasure
from pipeline.deliveries.tombstone import tombstones
from pipeline.ledger.runs import ItemResult
from pipeline.paths import Folders

NAME = "erasure"  # in the data folder, while one is being completed
STEPS = "steps.json"


@dataclass(frozen=True)
class DataChange:
    """What an erasure does to the data folder, by paths below it; `ends` is what the ledger is told of it."""

    replaced: Mapping[str, Path]  # path -> the file that holds its new content
    deleted: tuple[str, ...]
    ends: tuple[ItemResult, ...]


def decide(where: Folders, change: DataChange) -> None:
    """Write the change down; when this returns it will be completed, whatever happens."""
    home = where.data / NAME
    beside = part_of(home)
    make_folder(beside)
    try:
        for number, file in enumerate(change.replaced.values()):
            write_durably(beside / str(number), file.read_bytes())
        steps = {
            "replaced": list(change.replaced), "deleted": list(change.deleted), "ends": [asdict(e) for e in change.ends],
        }  # fmt: skip
        write_durably(beside / STEPS, json.dumps(steps, ensure_ascii=False).encode())
        sync_folder(beside)
        beside.rename(home)
        sync_folder(where.data)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def complete(where: Folders) -> list[ItemResult]:
    """Carry out what was decided, from wherever it was left; returns what it erased, nothing where nothing was decided."""
    home = where.data / NAME
    if not (home / STEPS).is_file():
        return []
    steps = json.loads((home / STEPS).read_text(encoding="utf-8"))
    for number, path in enumerate(steps["replaced"]):
        content, target = home / str(number), where.data / path
        if content.is_file():  # else it is in place already
            make_folder(target.parent)
            content.replace(target)
    for path in steps["deleted"]:
        (where.data / path).unlink(missing_ok=True)
    touched = [*steps["replaced"], *steps["deleted"]]
    _sync(where.data / path for path in touched)
    _enter(where, touched)
    done = part_of(home)
    home.rename(done)  # renamed first, so that no run meets half of it
    shutil.rmtree(done, ignore_errors=True)
    return [ItemResult(**end) for end in steps["ends"]]


def _enter(where: Folders, touched: Iterable[str]) -> None:
    """Tell the ledger how the deliveries stand now, so that their originals do not count as altered."""
    below = where.deliveries.relative_to(where.data).parts
    for name in sorted({Path(p).parts[len(below)] for p in touched if Path(p).parts[: len(below)] == below}):
        if (where.deliveries / name / "delivery.json").is_file():
            stone = tombstones(where, read_delivery(where.deliveries / name))[-1]
            enter_erasure(where, name, stone.reason)


def _sync(files: Iterable[Path]) -> None:
    for folder in {file.parent for file in files}:
        if folder.is_dir():
            sync_folder(folder)
