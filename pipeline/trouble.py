"""Explains errors of the operating system (disk full, folder read-only, file missing) in words a person can act on.

Only what is known is said: that a file was there before, and that a drive may have gone, is said of data/ and outputs/, which the
project fills itself, and of a params/ that was there when the run began; of any other path only that it is missing or cannot be
used, and what to write.
"""

import errno
import sqlite3
from pathlib import Path

from pipeline.errors import (
    CannotRead,
    CannotWrite,
    CommandWrong,
    DiskFull,
    FileMissing,
    LedgerDamaged,
    NotAllowed,
    OutOfMemory,
    PathUnusable,
    PipelineError,
    RestoreUnfinished,
)
from pipeline.paths import INSTALLED, PACKAGE, STARTING, UNFINISHED, Folders

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
# A disk or a network share that no longer answers.
FAILED = {errno.ESTALE, errno.EIO, errno.ENOTCONN, errno.EHOSTDOWN, errno.ETIMEDOUT, errno.ENODEV}
WRONG_KIND = {errno.EEXIST, errno.ENOTDIR, errno.EISDIR}  # a file where a folder is needed, or the other way about
SQLITE = {  # the beginning of SQLite's name for the error; the first that fits counts
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CANTOPEN": READ_ONLY,
    "SQLITE_IOERR_WRITE": READ_ONLY,
    "SQLITE_IOERR_FSYNC": READ_ONLY,
    "SQLITE_IOERR_TRUNCATE": READ_ONLY,
    "SQLITE_IOERR": FAILED,
}
SQLITE_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
NO_MEMORY = {errno.ENOMEM, errno.EAGAIN}  # EAGAIN is what the system says of one process or thread too many
NO_ROOM_TO_LOAD = "failed to map segment"  # how the system says that a library does not fit into the memory
SHIPPED = (  # every file below pipeline/ that is read at run time and is not Python; a test compares it with the folder
    "invented/cast.yml",
    "invented/national.yml",
    "invented/words.yml",
    "portal/calendar.template.html",
    "portal/index.template.html",
    "portal/look.css",
    "portal/search.js",
    "report/style/booklet.css",
    "report/style/fonts/IBMPlexSans-Bold-Latin1.woff2",
    "report/style/fonts/IBMPlexSans-Bold.ttf",
    "report/style/fonts/IBMPlexSans-Regular-Latin1.woff2",
    "report/style/fonts/IBMPlexSans-Regular.ttf",
    "report/style/fonts/IBMPlexSansCondensed-Bold-Latin1.woff2",
    "report/style/fonts/IBMPlexSansCondensed-Bold.ttf",
    "report/style/fonts/IBMPlexSansCondensed-Regular-Latin1.woff2",
    "report/style/fonts/IBMPlexSansCondensed-Regular.ttf",
    "report/style/fonts/LICENSE.txt",
    "report/style/paper/booklet.typ",
    "report/style/paper/conf.json",
    "report/style/paper/index.typ.j2",
    "report/style/template/conf.json",
    "report/style/template/index.html.j2",
    "report/style/template/page.css",
    "report/style/tokens.yml",
)


def in_words(error: BaseException, where: Folders) -> PipelineError | None:
    """The error to print instead, or None for an error of another kind.

    Below data/ and outputs/ the folder is named and not the file: a delivered file's name may be a pupil's. Where the system
    names no file, a full or failing disk is taken to be that of data/.
    """
    if _is_of_memory(error):
        return OutOfMemory()
    if isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", None) or ""
        if name.startswith(SQLITE_DAMAGED):
            return LedgerDamaged(file=where.ledger, what="cannot be read: it is cut short or damaged")
        kind = next((k for beginning, k in SQLITE.items() if name.startswith(beginning)), None)
        return _below_data(kind, where.data, str(error)) if kind else None
    if not isinstance(error, OSError) or error.errno is None:
        return None
    why = error.strerror or ""
    kind = next((k for k in (FULL, READ_ONLY, FAILED, WRONG_KIND) if error.errno in k), None)
    if not isinstance(error.filename, str):
        return _below_data(kind, where.data, why) if kind and kind is not WRONG_KIND else None
    path = Path(error.filename).absolute()
    missing = error.errno == errno.ENOENT
    if any(path.is_relative_to(folder) for folder in (where.data, where.outputs)):
        return _below_data(FAILED if missing else kind, path.parent, why) if missing or kind else None
    if missing:
        return _missing(path, where)
    if kind is FULL:
        return DiskFull(folder=path.parent)
    if kind is READ_ONLY:
        return NotAllowed(path=path, why=why)
    if kind is FAILED:
        return CannotRead(folder=path.parent, why=why)
    return PathUnusable(path=path, why=why) if kind is WRONG_KIND else None


def _is_of_memory(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in NO_MEMORY
    return isinstance(error, MemoryError) or NO_ROOM_TO_LOAD in str(error) or "can't start new thread" in str(error)


def _below_data(kind: set[int] | None, folder: Path, why: str) -> PipelineError:
    """The error for a path below data/ or outputs/, which names the folder only."""
    if kind is FULL:
        return DiskFull(folder=folder)
    if kind is WRONG_KIND:
        return PathUnusable(path=f"Something in {folder}", why=why)
    return (CannotWrite if kind is READ_ONLY else CannotRead)(folder=folder, why=why)


def _missing(path: Path, where: Folders) -> PipelineError:
    """The error for a missing path outside data/ and outputs/."""
    # check_folders saw params/ when the run began, so here it went missing since.
    if path.is_relative_to(where.params) and not where.params.exists():
        return CannotRead(folder=where.params, why="it is no longer there")
    if path.is_relative_to(PACKAGE):
        return _incomplete(path)
    for folder in (where.params, where.notebooks):
        if path.is_relative_to(folder):
            return FileMissing(path=path, what=put_back(folder.name, path.relative_to(folder)))
    return FileMissing(path=path, what="Check how its path is written.")


def _incomplete(path: Path) -> FileMissing:
    """The error for a missing file of the program itself."""
    remedy = (
        "install it again" if INSTALLED else f"put it back with: git checkout -- {path.relative_to(PACKAGE.parent)}"
    )
    return FileMissing(path=path, what=f"This copy of the project is incomplete; {remedy}.")


def put_back(kind: str, file: Path) -> str:
    """How to replace what is missing from params/ or notebooks/ (`kind`); `file` is its path below that folder."""
    if file == Path("authority.yml"):  # the starting one is of one authority
        return 'Write it with at least two lines, as in: code: "351" and name: Bury'
    start = STARTING / kind / file
    return f"Copy the starting one: {start}" if start.exists() else "Put it back, from a backup or with git."


def check_copy() -> None:
    """Refuse to begin where a template, a stylesheet or another file of the program itself is missing; FileMissing says which."""
    for name in SHIPPED:
        if not (PACKAGE / name).is_file():
            raise _incomplete(PACKAGE / name)


def check_folders(where: Folders, params: bool = True, restoring: bool = False) -> None:
    """Refuse folders no verb can work with, before anything is done; CommandWrong says which and what to write.

    `params` is False for a verb that does not need declarations of its own. data/ and outputs/ need not exist yet. RestoreUnfinished
    where data/ is of two moments, but to the verb that is `restoring` it.
    """
    if not restoring and (where.data / UNFINISHED).exists():
        raise RestoreUnfinished(data=where.data)
    if params:
        check_params(where.params)
    for option, folder in (("--data", where.data), ("--outputs", where.outputs)):
        existing = next(f for f in (folder, *folder.parents) if f.exists())
        if not existing.is_dir():
            raise CommandWrong(
                what=f"{existing} is a file. Write a folder after {option}; it is created if it does not exist."
            )


def check_params(params: Path) -> None:
    """Refuse a folder that holds no declarations at all; which of them are wrong or missing is for `declared` to say."""
    if not params.exists():
        problem = f"There is no folder {params}."
    elif not params.is_dir():
        problem = f"{params} is a file, not a folder of declarations."
    elif not any(params.rglob("*.yml")):
        problem = f"{params} holds no declarations."
    else:
        return
    raise CommandWrong(
        what=f"{problem} Go to a working folder (cd FOLDER), or name its declarations before the verb: "
        "booklets --params FOLDER/params …\nTo open a new working folder: booklets init --into FOLDER --authority CODE --name NAME"
    )
