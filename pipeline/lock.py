"""One run at a time: whoever writes to an authority's data holds its lock, which names the owner and the start.

The lock is a folder with one small file in it, made under another name and renamed. A rename onto a folder that is not empty is
refused, on a local disk and on a network share alike, so two runs cannot both hold the lock and nobody sees one half written.
The operating system's own locks are not used: they do not say who holds them, and not every network share supports them.
"""

import errno
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from pipeline import processes
from pipeline.access import make_folder
from pipeline.atomic import part_of, write_durably
from pipeline.errors import LockUnreadable, StoreInUse

NAME = "run.lock"
REFUSED = (
    errno.ENOTEMPTY,
    errno.EEXIST,
    errno.ENOTDIR,
    *((errno.EACCES,) if os.name == "nt" else ()),
)  # of a rename onto a lock
TRIES = 5  # a lock may be released between the refused rename and the look at its owner
# Whether a process on another machine still runs cannot be found out; a whole authority takes minutes, so this is ample.
ELSEWHERE = timedelta(hours=12)


@dataclass(frozen=True)
class Owner:
    """The run that holds the lock: user, machine, process, verb, and since when (UTC, ISO 8601)."""

    user: str
    host: str
    pid: int
    start: str
    verb: str
    since: str
    token: str

    def __str__(self) -> str:
        return f"{self.verb}, by {self.user} on {self.host} (process {self.pid})"

    @property
    def gone(self) -> bool:
        """Whether its process has ended; on another machine it counts as ended once the lock is older than any run takes."""
        if self.host == processes.HOST:
            return not processes.alive(self.pid, self.start)
        return datetime.now(UTC) - datetime.fromisoformat(self.since) > ELSEWHERE


@contextmanager
def only_run(data: Path, verb: str) -> Iterator[Owner | None]:
    """Hold the lock of a data folder; StoreInUse where another run holds it.

    Yields the owner of a run that was killed, whose lock this one took over, or None.
    """
    make_folder(data)
    lock, me = data / NAME, _me(verb)
    dead = _take(lock, me)
    try:
        yield dead
    finally:
        with suppress(OSError):  # the disk may have failed; the next run sees that this one has ended
            _let_go(lock, me)


def holder(data: Path) -> Owner | None:
    """Who holds the lock of a data folder, whether or not that run is still alive; None where it is free.

    LockUnreadable where the lock is there and names no run.
    """
    lock = data / NAME
    try:
        held_by = sorted(lock.iterdir())
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        raise LockUnreadable(lock=lock) from None
    for file in held_by:
        with suppress(FileNotFoundError):  # released since it was listed
            return _owner(file)
    return None


def _owner(file: Path) -> Owner:
    try:
        owner = Owner(**json.loads(file.read_text(encoding="utf-8")))
        datetime.fromisoformat(owner.since)
    except (ValueError, TypeError, IsADirectoryError):  # cut short, not text, or without one of its facts
        raise LockUnreadable(lock=file.parent) from None
    return owner


def _me(verb: str) -> Owner:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    pid = os.getpid()
    return Owner(processes.account(), processes.HOST, pid, processes.start_of(pid), verb, now, uuid4().hex)


def _take(lock: Path, me: Owner) -> Owner | None:
    """Rename a lock of our own into place; returns the owner of a killed run that held it. StoreInUse where a live run does."""
    claim, dead = part_of(lock), None
    make_folder(claim)
    try:
        write_durably(claim / f"{me.token}.json", json.dumps(asdict(me)).encode())
        for _ in range(TRIES):
            if _moved(claim, lock):
                return dead
            owner = holder(lock.parent)
            if owner and not owner.gone:
                since = f"{datetime.fromisoformat(owner.since):%d %B %Y %H:%M} UTC"
                raise StoreInUse(data=lock.parent, owner=owner, since=since)
            if owner:
                dead = owner
                _let_go(lock, owner)
        raise StoreInUse(data=lock.parent, owner="another run", since="this moment")
    finally:
        shutil.rmtree(claim, ignore_errors=True)


def _moved(claim: Path, lock: Path) -> bool:
    """Whether the claim became the lock; False where another lock is there."""
    try:
        if os.name == "nt":  # Windows does not rename onto a folder, not even an empty one
            with suppress(OSError):
                lock.rmdir()
        claim.rename(lock)
    except OSError as error:
        if error.errno not in REFUSED:
            raise
        return False
    return True


def _let_go(lock: Path, owner: Owner) -> None:
    """Release this owner's lock and no other's: its file is named by the owner's token, and a folder with another file stays."""
    (lock / f"{owner.token}.json").unlink(missing_ok=True)
    with suppress(OSError):
        lock.rmdir()
