"""The Typst source of a booklet as a tagged PDF (PDF/UA-1). The only module that imports Typst.

Typst keeps threads that a fork does not have: whoever compiles in a forked process after its parent has compiled waits for them
for ever. So nothing here compiles before a fork (`warm` does not), and a process forked too late compiles in a new one instead.
"""

import os
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

from pipeline.paths import STYLE
from pipeline.render.row_heads import with_row_heads
from pipeline.report.style import FONTS

if TYPE_CHECKING:
    from typst import Fonts

_compiled_in: set[int] = set()  # the processes, this one or those it was forked from, that have compiled


@cache
def _fonts() -> "Fonts":
    """The fonts that come with the project, and none of the system's."""
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def pdf(source: str, layout: str = "booklet") -> bytes:
    """The PDF of a Typst source: the same source gives the same bytes, whenever and wherever it is made."""
    if _compiled_in - {os.getpid()}:
        return _in_a_new_process(source, layout)
    _compiled_in.add(os.getpid())
    return _compiled(source, layout)


def _compiled(source: str, layout: str) -> bytes:
    import typst

    compiler = typst.Compiler(
        source.encode(), root=str(STYLE), font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"layout": layout}
    )
    made = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=0)
    assert isinstance(made, bytes)  # a list only of pictures, one a page
    return with_row_heads(made)


def _in_a_new_process(source: str, layout: str) -> bytes:
    """The same, where threads are missing in this one."""
    code = f"from pipeline.render.pdf import main; main({layout!r})"
    return subprocess.run([sys.executable, "-c", code], input=source.encode(), capture_output=True, check=True).stdout


def main(layout: str) -> None:
    """Read a source from standard input, write its PDF to standard output."""
    sys.stdout.buffer.write(_compiled(sys.stdin.buffer.read().decode(), layout))


def warm() -> None:
    """Do once, before any fork, what every booklet would do again: import Typst and read the fonts; but compile nothing."""
    import typst  # noqa: F401

    _fonts()
