"""Tries whether a workbook can be opened, in a process of its own with limits of memory and time.

The library that reads workbooks may, at a file made to harm it or damaged in a new way, ask for all the memory there is or stop
the process it runs in. That process is then this one. Where the system has no such limits (Windows), only its time is limited.
"""

import subprocess
import sys

from pipeline.declared.receipt_limits import MEGABYTE, Opening
from pipeline.deliveries.findings import Finding
from pipeline.deliveries.workbook import OPEN_AND_SAVE, workbook_kind

# What the library itself says of a damaged or protected workbook is told where the workbook is read.
TRIAL = """
import io, sys
from python_calamine import CalamineError, CalamineWorkbook
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except ImportError:
    pass
try:
    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    for name in book.sheet_names:
        book.get_sheet_by_name(name)
except (CalamineError, OSError, ValueError):
    pass
"""


def opening_complaint(name: str, data: bytes, opening: Opening) -> Finding | None:
    """The finding that refuses a workbook which cannot be opened within the limits; None for any other file."""
    if not workbook_kind(data):
        return None
    command = [sys.executable, "-c", TRIAL, str(opening.megabytes * MEGABYTE)]
    try:
        ended = subprocess.run(command, input=data, capture_output=True, timeout=opening.seconds, check=False)
    except subprocess.TimeoutExpired:
        problem = f"it was not open after {opening.seconds} seconds."
        return Finding(name, None, None, "cannot_be_opened", problem, OPEN_AND_SAVE)
    if ended.returncode == 0:
        return None
    problem = f"the workbook is damaged, or it needs more than {opening.megabytes:,} MB of memory to open."
    return Finding(name, None, None, "cannot_be_opened", problem, OPEN_AND_SAVE)
