"""What a compiled library writes to the console past every option of its own is not our reader's business."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_stdout() -> Iterator[None]:
    """Nothing written to standard output's descriptor in between reaches anybody: HiGHS prints lines about its own trials there."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        _flush()
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _flush() -> None:
    """Have the C library write what it holds, while nobody hears it."""
    (ctypes.CDLL(None) if os.name == "posix" else ctypes.cdll.msvcrt).fflush(None)
