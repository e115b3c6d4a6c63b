"""Which accounts of the machine may open what is written: permission bits that do not depend on the umask.

Everything below data/ is for the account that works there and no other. Documents are for whom params/policy/access.yml says.
Windows has access control lists instead of these bits: there nothing is set and nothing is checked (docs/operating.md says what
to type).
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

HAS_BITS = os.name == "posix"
# Not this account's file, or a disk that keeps no bits (exFAT, some shares).
CANNOT = (errno.EPERM, errno.EACCES, errno.ENOTSUP)
OPEN_DATA = "open"  # data/open: the published data that comes with the project, which anybody may read


@dataclass(frozen=True)
class Access:
    """The permission bits of folders and of the files in them."""

    folder: int
    file: int
    exact: bool = True  # False: the bits are the most there may be, less the account's umask

    def opener(self, path: str, flags: int) -> int:
        """For `open`: the file has its bits from the moment it is made."""
        handle = os.open(path, flags, self.file)
        if self.exact:
            _set_bits(handle, self.file)
        return handle


PRIVATE = Access(0o700, 0o600)  # the account alone
GROUP = Access(0o750, 0o640)  # its group may read too
EVERYONE = Access(0o755, 0o644)
# As the account makes its other files: for declarations and what is asked for by hand.
AS_USUAL = Access(0o777, 0o666, exact=False)


def make_folder(folder: Path, access: Access = PRIVATE) -> None:
    """Make a folder and those above it that are missing; what is there already stays as it is."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        new.mkdir(mode=access.folder, exist_ok=True)
        if access.exact:
            _set_bits(new, access.folder)


def make_file(file: Path) -> None:
    """Make an empty file closed to other accounts, for a library that opens its files itself; one that is there stays as it is."""
    make_folder(file.parent)
    if not file.exists():
        with open(file, "ab", opener=PRIVATE.opener):
            pass


@contextmanager
def private_meanwhile() -> Iterator[None]:
    """For libraries that make files and folders themselves: all made meanwhile is the account's alone."""
    before = os.umask(0o777 & ~PRIVATE.folder)
    try:
        yield
    finally:
        os.umask(before)


def wider(root: Path, access: Access = PRIVATE, besides: tuple[Path, ...] = ()) -> Iterator[Path]:
    """The root and every folder and file below it that more accounts may use than `access` allows.

    Links are not followed; `besides` is left out with all it holds. Nothing on a system without these bits.
    """
    if not HAS_BITS or not root.exists():
        return
    if _is_wider(root, access.folder):
        yield root
    for here, folders, files in os.walk(root):
        folders[:] = [f for f in folders if Path(here, f) not in besides]
        yield from (Path(here, f) for f in folders if _is_wider(Path(here, f), access.folder))
        yield from (Path(here, f) for f in files if _is_wider(Path(here, f), access.file))


def is_open_to_others(folder: Path) -> bool:
    """Whether another account may do anything with what a folder holds; False on a system without these bits."""
    return HAS_BITS and folder.exists() and _is_wider(folder, PRIVATE.folder)


def close_to_others(root: Path) -> None:
    """Close a folder and all it holds to other accounts, as far as this account may and the disk keeps the bits."""
    for path in list(wider(root, besides=(root / OPEN_DATA,))):
        with suppress(FileNotFoundError):  # a temporary file that has gone since it was listed
            _set_bits(path, PRIVATE.folder if path.is_dir() else PRIVATE.file)


def _is_wider(path: Path, bits: int) -> bool:
    try:
        found = path.lstat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISLNK(found) and bool(found & 0o777 & ~bits)


def _set_bits(target: Path | int, bits: int) -> None:
    """Give a path, or an open file, these bits; nothing where that is another account's to do or the disk has no bits."""
    if not HAS_BITS:
        return
    try:
        os.chmod(target, bits)
    except OSError as error:
        if error.errno not in CANNOT:
            raise
