"""A library's own lines do not reach the console, and the program's lines do again afterwards."""

import ctypes
import os

import pytest

from pipeline.disclosure.quiet_stdout import quiet_stdout

pytestmark = pytest.mark.rule


def test_what_is_written_past_python_is_discarded_and_nothing_after_it(capfd):
    with quiet_stdout():
        os.write(1, b"a line of the library\n")
    os.write(1, b"a line of the program\n")
    assert capfd.readouterr().out == "a line of the program\n"


@pytest.mark.skipif(os.name != "posix", reason="the C library's printf can be called like this on POSIX only")
def test_lines_the_c_library_still_buffers_are_discarded_too(capfd):
    with quiet_stdout():
        ctypes.CDLL(None).printf(b"held back\n")
    ctypes.CDLL(None).fflush(None)
    assert capfd.readouterr().out == ""
