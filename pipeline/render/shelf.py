"""Put a booklet's files in place all at once: readers see the last complete issue or the new complete one, never a mixture."""

import ctypes
import os
import shutil
import time
from pathlib import Path
from uuid import uuid4

from pipeline.atomic import sync_folder, write_durably

AT_FDCWD, RENAME_EXCHANGE = -100, 2  # Linux renameat2
STALE_AFTER = 3600  # seconds; no booklet takes an hour, so an older part was left by a killed run


def shelve(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files beside the folder, make them durable, then swap them with what is there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    tidy(folder)
    part = folder.with_name(f".{folder.name}.{uuid4().hex[:12]}.part")
    part.mkdir()
    try:
        for name, content in files.items():
            write_durably(part / name, content)
        sync_folder(part)
        _take_the_place_of(folder, part)
        sync_folder(folder.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def tidy(folder: Path) -> None:
    """Bring back an issue a killed swap set aside, and clear parts that killed runs left."""
    aside = _aside(folder)
    if aside.exists() and not folder.exists():
        aside.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)
    for part in folder.parent.glob(f".{folder.name}.*.part"):
        if time.time() - part.stat().st_mtime > STALE_AFTER:
            shutil.rmtree(part, ignore_errors=True)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.last")


def _take_the_place_of(folder: Path, part: Path) -> None:
    """Swap in one step where the system can; else set the old issue aside for the moment between two renames."""
    if not folder.exists():
        part.rename(folder)
    elif not _exchange(folder, part):
        aside = _aside(folder)
        folder.rename(aside)
        part.rename(folder)
        shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Whether the two folders were swapped atomically (Linux; not on every file share)."""
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    return swap is not None and swap(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0
