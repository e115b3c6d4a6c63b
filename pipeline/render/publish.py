"""Put a booklet's files in place all at once: a folder holds the last complete issue or the new one, never a mixture."""

import ctypes
import os
import shutil
from pathlib import Path

from pipeline.access import PRIVATE, Access, make_folder
from pipeline.atomic import is_left_over, part_of, sync_folder, write_durably

AT_FDCWD, RENAME_EXCHANGE = -100, 2  # Linux renameat2


def put_in_place(folder: Path, files: dict[str, bytes], access: Access = PRIVATE) -> None:
    """Write the files beside the folder, make them durable, then swap them with what is there."""
    make_folder(folder.parent, access)
    tidy(folder)
    part = part_of(folder)
    make_folder(part, access)
    try:
        for name, content in files.items():
            write_durably(part / name, content, access)
        sync_folder(part)
        # Swap in one step where the system can; else set the old issue aside for the moment between two renames.
        if not folder.exists():
            part.rename(folder)
        elif not _exchange(folder, part):
            aside = _aside(folder)
            folder.rename(aside)
            part.rename(folder)
            shutil.rmtree(aside, ignore_errors=True)
        sync_folder(folder.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def tidy(folder: Path) -> None:
    """Restore an issue that a killed swap set aside, and remove the unfinished folders that killed runs left."""
    aside = _aside(folder)
    if aside.exists() and not folder.exists():
        aside.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)
    for part in folder.parent.glob(f".{folder.name}.*.part"):
        if is_left_over(part):
            shutil.rmtree(part, ignore_errors=True)


def bring_back(outputs: Path) -> int:
    """Restore every issue below the folder that a killed swap set aside; the number that were missing from their place."""
    missing = 0
    for aside in [a for a in outputs.rglob(".*.last") if a.is_dir()]:
        folder = aside.with_name(aside.name.removeprefix(".").removesuffix(".last"))
        missing += not folder.exists()
        tidy(folder)
    return missing


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.last")


def _exchange(one: Path, other: Path) -> bool:
    """Whether the two folders were swapped atomically (Linux; not on every file share)."""
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    return swap is not None and swap(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0
