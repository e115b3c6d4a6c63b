"""Processes, identified by machine, number and start: which one is at work, whose it is, and whether it still runs."""

import getpass
import os
import socket
import zlib
from pathlib import Path

HOST = socket.gethostname()


def here() -> str:
    """This process on this machine, in letters and digits fit for a file's name."""
    return f"{_machine()}-{os.getpid()}"


def account() -> str:
    """The operating-system account this process runs as, by its name; with sudo also whose command it was.

    Not taken from the environment where the system itself says it, since anybody can set a variable.
    """
    if os.name == "nt":
        return getpass.getuser()
    import pwd

    number = os.getuid()
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:  # a service account without a name
        name = f"user {number}"
    by = os.environ.get("SUDO_USER", "")
    return f"{name} (sudo by {by})" if by.isprintable() and by not in ("", name) else name


def start_of(pid: int) -> str:
    """When a process of this machine started, in clock ticks since the machine was switched on; "" where the system does not say.

    The system gives a process number again after the process has ended; the start distinguishes the two, and setting the clock
    does not change it.
    """
    return _linux(pid)[1]


def alive(pid: int, start: str = "") -> bool:
    """Whether the process of this machine still runs: not ended, no zombie (state Z), not a later process with the same number."""
    import psutil

    if not psutil.pid_exists(pid):
        return False
    state, begun = _linux(pid)
    return state != "Z" and not (start and begun and start != begun)


def ended(who: str) -> bool:
    """Whether `who` (a name from `here`) was a process of this machine that has ended; False for another machine, which we cannot ask."""
    machine, _, pid = who.partition("-")
    return machine == _machine() and pid.isdigit() and not alive(int(pid))


def _machine() -> str:
    """The host's name as eight hexadecimal digits, since a host's name may not be fit for a file's name."""
    return f"{zlib.crc32(HOST.encode()):08x}"


def _linux(pid: int) -> tuple[str, str]:
    """(state, start) from /proc; empty texts on systems without it."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return "", ""
    return fields[0], fields[19]
