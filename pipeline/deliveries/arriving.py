"""What can be received at all: an ordinary file, of a plain name and a size that can be read.

A link is refused because the file it leads to was not what somebody chose to send; a pipe, a device or a socket because it has no
end. A second name of a file (a hard link) cannot be distinguished from its first, and does no harm: the bytes are read once and
kept as a copy.
"""

import os
import stat
from pathlib import Path

from pipeline.console import UNSEEN
from pipeline.declared.receipt_limits import MEGABYTE, ReceiptLimits
from pipeline.deliveries.findings import Finding

OTHER_KINDS = (
    (stat.S_ISLNK, "a link to another file or folder", "Receive the file or folder it leads to, or put a copy in its place."),
    (stat.S_ISDIR, "a folder", "Receive the files in it."),
    (stat.S_ISFIFO, "a pipe and holds no file", "Save what should come through it as a file, and receive that."),
    (stat.S_ISSOCK, "a socket and holds no file", "Receive a file."),
)  # fmt: skip
TOO_LARGE = "too_large"
RENAME = "Rename it to plain letters, digits, spaces and hyphens, and receive it again."


def read_arriving(path: Path, limits: ReceiptLimits) -> bytes | Finding:
    """The file's bytes, or the finding that says why it cannot be received. OSError where the system does not let it be read."""
    if complaint := _name_complaint(path.name, limits):
        return complaint
    if complaint := _kind_complaint(path.name, os.lstat(path).st_mode):
        return complaint
    # Not followed and not waited for: the path may have been exchanged for a link or a pipe since.
    opened = os.open(
        path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    )
    with open(opened, "rb") as file:
        if complaint := _kind_complaint(path.name, os.fstat(opened).st_mode):
            return complaint
        largest = limits.file_megabytes * MEGABYTE
        size = os.fstat(opened).st_size
        data = file.read(largest + 1) if size <= largest else b""
    if max(size, len(data)) > largest:
        problem = f"the file has {size / MEGABYTE:,.0f} MB, and {limits.file_megabytes:,} MB is the most that is read."
        return Finding(path.name, None, None, TOO_LARGE, problem, larger("file_megabytes"))
    return data


def larger(limit: str) -> str:
    """What to do about a file beyond a limit."""
    return (
        "Check that it is the file you meant, and ask for a smaller cut of it; "
        f"if it is right, raise `{limit}` in params/policy/receipt_limits.yml."
    )


def _name_complaint(name: str, limits: ReceiptLimits) -> Finding | None:
    if UNSEEN.search(name):
        problem = "its name holds characters that cannot be seen, which can make it look like another file's."
        return Finding(name, None, None, "unseen_in_name", problem, RENAME)
    if len(name) > limits.name_characters:
        problem = f"its name has {len(name)} characters, and {limits.name_characters} is the most that can be kept."
        shown = f"{name[:40]}…"
        return Finding(shown, None, None, "long_name", problem, "Give it a shorter name, and receive it again.")
    return None


def _kind_complaint(name: str, mode: int) -> Finding | None:
    if stat.S_ISREG(mode):
        return None
    what, remedy = next(
        ((w, r) for is_kind, w, r in OTHER_KINDS if is_kind(mode)), ("a device and no file", "Receive a file.")
    )
    return Finding(name, None, None, "no_plain_file", f"it is {what}.", remedy)
