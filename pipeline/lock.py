"""One run at a time: whoever writes to an authority's data holds its lock, and says who and since when.

The lock is a folder with one small file in it, made beside and renamed into place. A rename is refused where a folder that
holds something stands, on a local disk and on a network share alike, so two runs cannot both have it and nobody sees a lock
half written. The locks of the operating system are not used: they do not say who holds them, and not every share keeps them.
"""

import errno
import getpass
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
from pipeline.atomic import part_of, write_durably
from pipeline.errors import StoreInUse

NAME = "run.lock"
HELD = (errno.ENOTEMPTY, errno.EEXIST, *((errno.EACCES,) if os.name == "nt" else ()))  # what a refused rename says
TRIES = 5  # at a lock that is let go at the moment it is looked at
ELSEWHERE = timedelta(
    hours=12
)  # a whole authority takes minutes; whether another machine's process lives cannot be asked


@dataclass(frozen=True)
class Owner:
    """The run that holds the lock: whose, where, doing what, since when (UTC, ISO 8601)."""

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
        """Whether its process has ended; one of another machine counts as ended when its lock is older than any run."""
        if self.host == processes.HOST:
            return not processes.alive(self.pid, self.start)
        return datetime.now(UTC) - datetime.fromisoformat(self.since) > ELSEWHERE


@contextmanager
def only_run(data: Path, verb: str) -> Iterator[Owner | None]:
    """Hold the lock of a data folder; StoreInUse where another run holds it. Gives the dead run it was taken over from, if any."""
    data.mkdir(parents=True, exist_ok=True)
    lock, me = data / NAME, _me(verb)
    dead = _take(lock, me)
    try:
        yield dead
    finally:
        with suppress(OSError):  # a disk gone bad: the next run sees that this one has ended
            _let_go(lock, me)


def holder(data: Path) -> Owner | None:
    """Who holds the lock of a data folder, dead or alive."""
    return next((owner for f in (data / NAME).glob("*.json") if (owner := _read(f))), None)


def _me(verb: str) -> Owner:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    pid = os.getpid()
    return Owner(_user(), processes.HOST, pid, processes.start_of(pid), verb, now, uuid4().hex)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a service account without a name
        return f"user {os.getuid()}"


def _take(lock: Path, me: Owner) -> Owner | None:
    claim, dead = part_of(lock), None
    claim.mkdir()
    try:
        write_durably(claim / f"{me.token}.json", json.dumps(asdict(me)).encode())
        for _ in range(TRIES):
            if _moved(claim, lock):
                return dead
            owner = holder(lock.parent)
            if owner and not owner.gone:
                raise StoreInUse(data=lock.parent, owner=owner, since=_said(owner.since))
            if owner:
                dead = owner
                _let_go(lock, owner)
        raise StoreInUse(data=lock.parent, owner="another run", since="this moment")
    finally:
        shutil.rmtree(claim, ignore_errors=True)


def _moved(claim: Path, lock: Path) -> bool:
    try:
        if os.name == "nt":  # Windows does not rename over a folder, not even an empty one
            with suppress(OSError):
                lock.rmdir()
        claim.rename(lock)
    except OSError as error:
        if error.errno not in HELD:
            raise
        return False
    return True


def _let_go(lock: Path, owner: Owner) -> None:
    """Take this owner's lock away and no other's: the file bears its token, and a folder that holds another's stays."""
    (lock / f"{owner.token}.json").unlink(missing_ok=True)
    with suppress(OSError):
        lock.rmdir()


def _read(file: Path) -> Owner | None:
    try:
        return Owner(**json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:  # let go since it was listed
        return None


def _said(since: str) -> str:
    return f"{datetime.fromisoformat(since):%d %B %Y %H:%M} UTC"
