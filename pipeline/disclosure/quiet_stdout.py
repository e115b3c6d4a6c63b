"""Keeps what a compiled library writes to standard output, past all its own options, off the console of the person at work."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_stdout() -> Iterator[None]:
    """Discard everything written to the descriptor of standard output within: HiGHS prints lines about its own trials there.

    `contextlib.redirect_stdout` is not enough, since it replaces Python's `sys.stdout` and not the descriptor.
    """
    sys.stdout.flush()
    console, null = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    try:
        yield
    finally:
        # The C library buffers too: what it still holds must be written while the descriptor leads nowhere.
        (ctypes.CDLL(None) if os.name == "posix" else ctypes.cdll.msvcrt).fflush(None)
        os.dup2(console, 1)
        os.close(console)
        os.close(null)
