"""Processes by machine, number and start: who is at work, and whether they still live."""

import os
import socket
import zlib
from pathlib import Path

HOST = socket.gethostname()


def here() -> str:
    """This process on this machine, in letters and digits fit for a file's name."""
    return f"{_machine()}-{os.getpid()}"


def start_of(pid: int) -> str:
    """When a process of this machine began, in ticks since the machine was switched on; "" where the system does not say.

    A number is given to another process after its owner's end; the start tells the two apart, and no change of the clock
    moves it.
    """
    return _linux(pid)[1]


def alive(pid: int, start: str = "") -> bool:
    """Whether the process of this machine still runs: not ended, not waiting to be buried, not another of the same number."""
    import psutil

    if not psutil.pid_exists(pid):
        return False
    state, begun = _linux(pid)
    return state != "Z" and not (start and begun and start != begun)


def ended(who: str) -> bool:
    """Whether `who` (as `here` names it) was a process of this machine that is no more; of another machine's nobody can say."""
    machine, _, pid = who.partition("-")
    return machine == _machine() and pid.isdigit() and not alive(int(pid))


def _machine() -> str:
    return f"{zlib.crc32(HOST.encode()):08x}"


def _linux(pid: int) -> tuple[str, str]:
    """(state, start) from the process table; nothing on systems without one."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return "", ""
    return fields[0], fields[19]
