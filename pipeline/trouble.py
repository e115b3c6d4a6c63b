"""What the machine says when a disk is full, a folder is read-only or a drive has gone, in words a person can act on."""

import errno
import sqlite3
from pathlib import Path

from pipeline.errors import CannotRead, CannotWrite, DiskFull, PipelineError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
GONE = {errno.ENOENT, errno.ESTALE, errno.EIO, errno.ENOTCONN, errno.EHOSTDOWN, errno.ETIMEDOUT, errno.ENODEV}
SQLITE = {  # the beginning of SQLite's own name for it
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CANTOPEN": READ_ONLY,
    "SQLITE_IOERR_WRITE": READ_ONLY,
    "SQLITE_IOERR_FSYNC": READ_ONLY,
    "SQLITE_IOERR_TRUNCATE": READ_ONLY,
    "SQLITE_IOERR": GONE,
}


def in_words(error: BaseException, fallback: Path) -> PipelineError | None:
    """The error a person is told instead, or None where it is of another kind. Files are told by their folder: a delivered
    file's name may be a pupil's. `fallback` is the folder meant where the system names none."""
    if isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", None) or ""
        kind = next((k for said, k in SQLITE.items() if name.startswith(said)), None)
        return _told(kind, fallback, str(error)) if kind else None
    if not isinstance(error, OSError):
        return None
    kind = next((k for k in (FULL, READ_ONLY, GONE) if error.errno in k), None)
    named = error.filename if isinstance(error.filename, str) else None
    return _told(kind, Path(named).parent if named else fallback, error.strerror or "") if kind else None


def _told(kind: set[int], folder: Path, why: str) -> PipelineError:
    if kind is FULL:
        return DiskFull(folder=folder)
    return (CannotWrite if kind is READ_ONLY else CannotRead)(folder=folder, why=why)
