"""Writing so that a reader sees the old content or the new, never a half, and so that it lasts through a power cut."""

import os
from pathlib import Path
from uuid import uuid4


def write_bytes(file: Path, content: bytes) -> None:
    """Written beside under a name of its own, made durable, then renamed into place."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{uuid4().hex[:12]}.part")
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
