"""Row heads in Typst's tag tree, so that a screen reader names a figure's row as well as its column.

Typst 0.15 tags the cells of a table's head as headers, and every cell of its body as data that names its column's headers. Its own
call for a row's head is not to be had from Python. Here the first cell of each body row becomes a header of its row, and data cells
no longer name their headers, since those named would be the only ones read out: the scope of each header says it all.

The pass changes bytes in place and keeps their number, so every object stays where the file's table of objects says it is.
"""

import re

BODY = re.compile(rb"/S/TBody/P \d+ 0 R(?:/\w+ ?\[[^\]]*\])*?/K\[([^\]]*)\]")
ROW = re.compile(rb"/S/TR/P \d+ 0 R(?:/\w+ ?\[[^\]]*\])*?/K\[(\d+) 0 R")
DATA = re.compile(rb"/S/TD(?=/)")
NAMED = re.compile(rb"/Headers ?\[[^\]]*\]")
REFERENCE = re.compile(rb"(\d+) 0 R")
OBJECT = re.compile(rb"^(\d+) 0 obj\n(.*?)\nendobj", re.M | re.DOTALL)
ROW_SCOPE = b"/Scope/Row"


def with_row_heads(pdf: bytes) -> bytes:
    """The PDF with a header at the start of every body row; the same number of bytes."""
    elements = {int(m[1]): m for m in OBJECT.finditer(pdf) if m[2].startswith(b"<</Type/StructElem")}
    rows = {int(r) for m in elements.values() for found in BODY.finditer(m[2]) for r in REFERENCE.findall(found[1])}
    heads = {int(found[1]) for row in rows if row in elements for found in ROW.finditer(elements[row][2])}
    changed = bytearray(pdf)
    for number, element in elements.items():
        if DATA.search(element[2]):
            changed[element.start(2) : element.end(2)] = _cell(element[2], is_head=number in heads)
    return bytes(changed)


def _cell(cell: bytes, is_head: bool) -> bytes:
    """A data cell without the names of its headers, or as the head of its row; as many bytes as before."""
    if is_head:
        cell = DATA.sub(b"/S/TH", cell, count=1)
    return NAMED.sub(lambda named: (ROW_SCOPE if is_head else b"").ljust(len(named[0])), cell, count=1)
