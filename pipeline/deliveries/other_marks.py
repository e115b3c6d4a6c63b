"""Error values, percentages and hidden rows of workbooks that are not xlsx: open document, binary (xlsb) and old (xls).

The reader of values gives an error as an empty cell or as zero. Here the file's own records are walked, and no value is read.
"""

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, iterparse

from pipeline.deliveries.xlsx_marks import SheetMarks, local_name, part_name

ERROR = "#ERROR!"
ERROR_WORDS = re.compile(r"#|Err:\d")  # how an error is printed in an open document workbook
FREE, END_OF_CHAIN = 0xFFFFFFFF, 0xFFFFFFFE  # sectors of an old file
SMALL_STREAM = 4096  # bytes; a smaller stream of an old file lies in the small sectors


def ods_marks(data: bytes) -> dict[str, SheetMarks]:
    """The marks of every table of an open document workbook, by its name."""
    out: dict[str, SheetMarks] = {}
    marks, row = SheetMarks(), 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("content.xml") as stream:
        for event, element in iterparse(stream, events=("start", "end")):
            name = local_name(element.tag)
            if event == "start" and name == "table":
                marks, row = SheetMarks(), 0
                out[_value(element, "name")] = marks
            elif event == "end" and name == "table-row":
                row = _ods_row(marks, element, row)
                element.clear()
    return out


def _ods_row(marks: SheetMarks, element: Element, row: int) -> int:
    """Mark the cells of a row, which may be repeated over several rows; returns the number of the next row."""
    repeated, column = int(_value(element, "number-rows-repeated") or 1), 0
    for cell in element:
        wide = int(_value(cell, "number-columns-repeated") or 1)
        kinds = {v for k, v in cell.attrib.items() if local_name(k) == "value-type"}
        printed = "".join(cell.itertext())
        is_error = "error" in kinds or (bool(_value(cell, "formula")) and bool(ERROR_WORDS.match(printed)))
        for at in ((r, c) for r in range(row, row + repeated) for c in range(column, column + wide)) if kinds else ():
            if is_error:
                marks.errors[at] = ERROR
            elif "percentage" in kinds:
                marks.percents.add(at)
        column += wide
    if _value(element, "visibility") in ("collapse", "filter") and repeated < 1000:  # else it is the rest of the sheet
        marks.hidden_rows.update(range(row + 1, row + repeated + 1))
    return row + repeated


def xlsb_marks(data: bytes) -> dict[str, SheetMarks]:
    """The marks of every sheet of a binary workbook, by its name."""
    out = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        with archive.open("xl/_rels/workbook.bin.rels") as stream:
            links = {e.get("Id", ""): e.get("Target", "") for _, e in iterparse(stream)}
        for kind, body in _xlsb_records(archive.read("xl/workbook.bin")):
            if kind == 156:  # a sheet: state, number, then the text of its link and of its name
                link, after = _wide_text(body, 8)
                name, _ = _wide_text(body, after)
                out[name] = _xlsb_sheet(archive.read(part_name(links.get(link, ""))))
    return out


def _xlsb_sheet(data: bytes) -> SheetMarks:
    marks, row = SheetMarks(), 0
    for kind, body in _xlsb_records(data):
        if kind == 0:
            row = struct.unpack_from("<I", body)[0]
            if len(body) > 11 and body[11] & 0x10:
                marks.hidden_rows.add(row + 1)
        elif kind in (3, 11):  # a cell that holds an error, and a formula whose result is one
            marks.errors[row, struct.unpack_from("<I", body)[0]] = ERROR
    return marks


def _xlsb_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        kind, at = _varying(data, at)
        length, at = _varying(data, at)
        yield kind, data[at : at + length]
        at += length


def _varying(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, lowest first, and where it ends."""
    number, shift = 0, 0
    while True:
        byte = data[at]
        number, shift, at = number | (byte & 127) << shift, shift + 7, at + 1
        if not byte & 128:
            return number, at


def _wide_text(body: bytes, at: int) -> tuple[str, int]:
    """A text that begins with its length in characters, and where it ends."""
    length = struct.unpack_from("<I", body, at)[0]
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le"), end


def xls_marks(data: bytes) -> list[SheetMarks]:
    """The marks of every sheet of an old workbook (of Excel 97 and later), in the workbook's order.

    Every formula is marked as uncalculated: which of them have a value is known when the values have been read.
    """
    stream = old_stream(data)
    starts: list[int] = []
    by_start: dict[int, SheetMarks] = {}
    marks, at = SheetMarks(), 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        if kind == 0x0809:  # the beginning of a sheet, or of what comes before them
            marks = by_start.setdefault(at, SheetMarks())
        elif kind == 0x0085:  # a sheet's place in the stream
            starts.append(struct.unpack_from("<I", body)[0])
        elif kind == 0x0205 and body[7]:  # true or false or, with the last byte set, an error
            marks.errors[struct.unpack_from("<HH", body)] = ERROR
        elif kind == 0x0006:  # a formula: two set bytes mean its result is no number, the first byte which kind it is
            cell, is_no_number = struct.unpack_from("<HH", body), body[12:14] == b"\xff\xff"
            if is_no_number and body[6] == 2:
                marks.errors[cell] = ERROR
            elif not (is_no_number and body[6] == 3):  # 3 is the empty text, which is a value
                marks.uncalculated.add(cell)
        elif kind == 0x0208 and body[12] & 0x20:
            marks.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
        at += 4 + length
    return [by_start.get(start, SheetMarks()) for start in starts]


def old_stream(data: bytes, names: tuple[str, ...] = ("Workbook", "Book")) -> bytes:
    """A stream of a compound file, put together from its sectors: that of an old workbook."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    listed = [n for n in struct.unpack_from("<109I", data, 76) if n < END_OF_CHAIN - 2]
    more = struct.unpack_from("<I", data, 68)[0]
    seen: set[int] = set()
    while (
        more < END_OF_CHAIN - 2 and more not in seen
    ):  # a large file lists its tables in further sectors, chained by their last number
        seen.add(more)  # else a chain that leads back into itself would have no end
        numbers = struct.unpack(f"<{size // 4}I", sector(more))
        listed += [n for n in numbers[:-1] if n < END_OF_CHAIN - 2]
        more = numbers[-1]
    table = [n for s in listed for n in struct.unpack(f"<{size // 4}I", sector(s))]

    def chain(start: int, links: list[int]) -> list[int]:
        out: list[int] = []
        while start < END_OF_CHAIN - 2 and start < len(links) and len(out) <= len(links):
            out.append(start)
            start = links[start]
        return out

    def whole(start: int) -> bytes:
        return b"".join(map(sector, chain(start, table)))

    folder = whole(struct.unpack_from("<I", data, 48)[0])
    entries = {}
    for at in range(0, len(folder) - 127, 128):
        length = struct.unpack_from("<H", folder, at + 64)[0]
        entries[folder[at : at + max(length - 2, 0)].decode("utf-16-le")] = struct.unpack_from("<II", folder, at + 116)
    start, length = next((entries[name] for name in names if name in entries), (END_OF_CHAIN, 0))
    if length >= SMALL_STREAM:
        return whole(start)[:length]
    root = whole(entries.get("Root Entry", (END_OF_CHAIN, 0))[0])
    links = whole(struct.unpack_from("<I", data, 60)[0])
    small = list(struct.unpack(f"<{len(links) // 4}I", links))
    return b"".join(root[n * 64 : n * 64 + 64] for n in chain(start, small))[:length]


def _value(element: Element, name: str) -> str:
    return next((v for k, v in element.attrib.items() if local_name(k) == name), "")
