"""Writes files so that whoever reads one sees the old content or the new, never half, and so that it survives a power cut.

What is written is closed to all other accounts of the machine, whatever the umask, unless the writer says otherwise (see `access`).
"""

import os
import re
import shutil
import time
from pathlib import Path
from uuid import uuid4

from pipeline import processes
from pipeline.access import PRIVATE, Access, make_folder

PART = re.compile(r"\..+\.(\w+-\d+)\.\w+\.part")
LONG_AGO = (
    3600  # seconds; nothing takes an hour to write, so an older part is left over, on whichever machine it was written
)


def write_bytes(file: Path, content: bytes, access: Access = PRIVATE) -> None:
    """Write to a temporary file beside it, make that durable, then rename it into place; folders that are missing are made."""
    make_folder(file.parent, access)
    part = part_of(file)
    try:
        write_durably(part, content, access)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def write_text(file: Path, content: str, access: Access = PRIVATE) -> None:
    """As `write_bytes`, in UTF-8."""
    write_bytes(file, content.encode(), access)


def write_durably(file: Path, content: bytes, access: Access = PRIVATE) -> None:
    """Write the file and wait until the disk has it."""
    with open(file, "wb", opener=access.opener) as out:
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
    """The temporary path a file or folder is written to before it is renamed; its name says which process is writing."""
    return file.with_name(f".{file.name}.{processes.here()}.{uuid4().hex[:12]}.part")


def is_left_over(part: Path) -> bool:
    """Whether no process is writing a part any more: its process has ended, or it is older than any write takes."""
    named = PART.fullmatch(part.name)
    if named and processes.ended(named[1]):
        return True
    try:
        return time.time() - part.stat().st_mtime > LONG_AGO
    except FileNotFoundError:  # deleted or renamed into place since it was listed
        return False


def clear_parts(folder: Path) -> int:
    """Delete the parts that killed runs left below a folder, and return their number; parts being written stay."""
    left = [p for p in folder.rglob(".*.part") if is_left_over(p)]
    for part in left:
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)
    return len(left)
