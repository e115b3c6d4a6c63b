"""Whether files are still what they were, by SHA-256, without reading again what nobody has touched.

A file is read again where its size, its inode or one of its two times (content changed, entry changed) differs from when it was
hashed. Copying, editing or replacing a file changes at least one of them, and so does setting its date back, because the second
time cannot be set; so a run that finds nothing to do reads no file, and still notices every change short of one made on the disk
below the file system. `check` trusts no note and reads everything.
"""

import hashlib
import json
import stat
import time
from pathlib import Path
from typing import IO

from pipeline.atomic import write_text

FRESH = 2_000_000_000  # nanoseconds; a file may be changed twice within one tick of a disk's clock, so a fresh one is not noted
BLOCK = 1 << 20  # bytes read at a time: an original may be larger than the memory a run should take


class FileHashes:
    """The SHA-256 of files, with notes of an earlier run; `trusting` is False where every file is to be read."""

    def __init__(self, notes: Path, trusting: bool = True) -> None:
        self._file, self._changed = notes, False
        self._notes: dict[str, list[int | str]] = _read(self._file) if trusting else {}

    def of(self, file: Path) -> str | None:
        """A file's SHA-256; None where no file is there, a link or a folder included."""
        try:
            about = file.lstat()
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(about.st_mode):
            return None
        marks = [about.st_size, about.st_ino, about.st_mtime_ns, about.st_ctime_ns]
        noted = self._notes.get(str(file))
        if noted and noted[:4] == marks:
            return str(noted[4])
        found = sha256_of(file)
        if time.time_ns() - max(about.st_mtime_ns, about.st_ctime_ns) > FRESH:
            self._notes[str(file)] = [*marks, found]
            self._changed = True
        return found

    def save(self) -> None:
        """Note what was read for the next run."""
        if self._changed:
            write_text(self._file, json.dumps(self._notes, sort_keys=True))
            self._changed = False


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    with file.open("rb") as content:
        return sha256_of_rest(content)


def sha256_of_rest(content: IO[bytes]) -> str:
    """The SHA-256 of what is left to read of an open file, in hexadecimal."""
    digest = hashlib.sha256()
    while block := content.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _read(file: Path) -> dict[str, list[int | str]]:
    """The notes; none where they cannot be read, since everything is then read again."""
    try:
        notes = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return notes if isinstance(notes, dict) and all(len(n) == 5 for n in notes.values()) else {}
