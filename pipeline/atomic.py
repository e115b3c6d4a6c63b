"""Writing so that a reader sees the old content or the new, never a half, and so that it lasts through a power cut."""

import os
import re
import shutil
import time
from pathlib import Path
from uuid import uuid4

from pipeline import processes

PART = re.compile(r"\..+\.(\w+-\d+)\.\w+\.part")
LONG_AGO = 3600  # seconds; nothing is an hour in the writing, so an older part was left, wherever its run was


def write_bytes(file: Path, content: bytes) -> None:
    """Written beside under a name of its own, made durable, then renamed into place."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(file)
    try:
        write_durably(part, content)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def write_text(file: Path, content: str) -> None:
    write_bytes(file, content.encode())


def write_durably(file: Path, content: bytes) -> None:
    """Write and wait until the disk has it."""
    with file.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def sync_folder(folder: Path) -> None:
    """Make the folder's own entries durable; Windows cannot open a folder and does not need it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def part_of(file: Path) -> Path:
    """Where a file or folder is written before it is renamed into place; the name says which process is writing."""
    return file.with_name(f".{file.name}.{processes.here()}.{uuid4().hex[:12]}.part")


def is_left_over(part: Path) -> bool:
    """Whether nobody is writing a part any more: its process has ended, or it is older than anything takes."""
    named = PART.fullmatch(part.name)
    if named and processes.ended(named[1]):
        return True
    try:
        return time.time() - part.stat().st_mtime > LONG_AGO
    except FileNotFoundError:  # taken away, or into its place, since it was listed
        return False


def clear_parts(folder: Path) -> int:
    """Take away what killed runs left below a folder; how many parts there were. What somebody is writing stays."""
    left = [p for p in folder.rglob(".*.part") if is_left_over(p)]
    for part in left:
        shutil.rmtree(part, ignore_errors=True) if part.is_dir() else part.unlink(missing_ok=True)
    return len(left)
