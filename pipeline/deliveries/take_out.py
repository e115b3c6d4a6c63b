"""Takes records out of an original and leaves the rest of the file as it was.

A text file keeps its encoding, line ends and every other row; the lines of a row that goes stay as blank ones. An .xlsx workbook
keeps its sheets, and the rows that go stay as empty ones (`take_out_xlsx`). A Common Transfer File keeps every other element, and
an empty Pupil stands where one was. So each row that stays has the number it had, by which findings and corrections know it. A
file of another kind (.xls, .xlsb, .ods), or a workbook with parts in which a pupil cannot be looked for (pivot tables, charts,
comments), is replaced by its rows as they were read, as comma-separated text under the same name; what was never read of it is gone.

Whatever the form, the result is read again: it counts only where it gives the rows it gave before, less those taken out.
"""

import csv
import io
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

import pandas as pd

from pipeline.declared.sources import Source
from pipeline.deliveries.archive import open_archive
from pipeline.deliveries.ctf import is_ctf_name
from pipeline.deliveries.findings import blocking
from pipeline.deliveries.read import RawTable, read
from pipeline.deliveries.row_numbers import row_number
from pipeline.deliveries.sought import INSTEAD, Sought
from pipeline.deliveries.take_out_xlsx import xlsx_without
from pipeline.deliveries.text_table import UTF_16_MARKS, decode, row_lines
from pipeline.deliveries.workbook import open_workbook, workbook_kind

UTF_8_MARK = b"\xef\xbb\xbf"
SAME, AS_CSV = "rewritten in its own form", "replaced by its rows as comma-separated text"


@dataclass(frozen=True)
class TakenOut:
    """An original without some records. `data` is None where no record is left, so that nothing of the file stays."""

    data: bytes | None
    records: int  # taken out
    left: int
    form: str  # how the file was changed, in words


class _Element(NamedTuple):
    """A pupil in a Common Transfer File: the texts inside, and at which byte the element and its end tag begin."""

    tag: str
    texts: tuple[str, ...]
    begins: int
    end_tag: int


class CannotTakeOut(Exception):
    """The file cannot be rewritten; the text says why, without anything the file holds."""


def take_out(
    name: str, data: bytes, source: Source, year: int | None, sought: Sought, rows: Collection[int] = ()
) -> TakenOut | None:
    """The file without the pupil's records; None where it holds none. CannotTakeOut where that cannot be done faithfully.

    `year` is the results year of the file's rows; `rows` are records known to be the pupil's although their number is missing.
    """
    before = read(name, data, source, year)
    opened = open_archive(name, data)
    gone = _rows_of(name, opened.data, before, sought, set(rows))
    mentions = [] if gone else _mentions(opened.data, sought)
    if not gone and not mentions:
        return None
    records = before.cells.index.intersection(sorted(gone))
    wanted = before.cells.drop(index=records).map(sought.cleared)
    if wanted.empty and len(records):
        return TakenOut(None, len(records), 0, "deleted, since no other record was in it")
    for form, rewritten in (
        (SAME, _in_its_form(name, opened.data, gone, sought)),
        (AS_CSV, None if is_ctf_name(name) else _as_csv(before, wanted)),
    ):
        if rewritten is None:
            continue
        again = rewritten if opened.data is data or form == AS_CSV else _zipped(opened.name, rewritten)
        if not _mentions(rewritten, sought) and _is_read_as(name, again, source, year, before, wanted):
            return TakenOut(again, len(records) or int(bool(gone)), len(wanted), form)
    raise CannotTakeOut("its rows would not be read as before once the pupil's were taken out")


def _rows_of(name: str, data: bytes, table: RawTable, sought: Sought, rows: set[int]) -> set[int]:
    """The numbers of the rows to take out: the pupil's records, and rows beside the records that speak of the pupil."""
    if is_ctf_name(name):
        return rows | {n for n, pupil in enumerate(_pupil_elements(data), start=1) if sought.is_row(pupil.texts)}
    numbered: list[tuple[int, list[str]]]
    if workbook_kind(data):
        sheets = open_workbook(name, data).sheets
        numbered = [(row_number(s.number, line), cells) for s in sheets for line, cells in s.rows]
    else:
        numbered = [(first, cells) for first, _, cells in row_lines(data)]
    is_record = set(table.cells.index)
    pupils = {n for n, cells in numbered if sought.is_row(cells)}
    beside = {n for n, cells in numbered if n not in is_record and sought.is_named(cells)}
    return rows | pupils | beside


def _mentions(data: bytes, sought: Sought) -> list[str]:
    """The texts of a file in which the pupil's number still stands, whatever the file is."""
    if workbook_kind(data) in ("xlsx", "xlsb", "ods"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [part for part in archive.namelist() if _holds(archive.read(part), sought)]
    return ["the file"] if _holds(data, sought) else []


def _holds(data: bytes, sought: Sought) -> bool:
    return any(sought.upn.encode(form) in data.upper() for form in ("ascii", "utf-16-le", "utf-16-be"))


def _in_its_form(name: str, data: bytes, gone: set[int], sought: Sought) -> bytes | None:
    """The file with these rows blank and no mention of the pupil; None where a file of its kind cannot be rewritten so."""
    if is_ctf_name(name):
        return _ctf_without(data, gone, sought)
    kind = workbook_kind(data)
    if kind:
        return xlsx_without(data, gone, sought) if kind == "xlsx" else None
    return _text_without(data, gone, sought)


def _text_without(data: bytes, gone: set[int], sought: Sought) -> bytes | None:
    text, mark, codec = _text_of(data)
    if text is None:
        return None
    lines = list(io.StringIO(text, newline=""))
    for first, last, _ in row_lines(data):
        if first in gone:
            for at in range(first - 1, last):
                lines[at] = lines[at][len(lines[at].rstrip("\r\n")) :]
    return mark + sought.cleared("".join(lines)).encode(codec)


def _text_of(data: bytes) -> tuple[str | None, bytes, str]:
    """A file's text, its byte order mark and its encoding; no text where writing it again would not give the same bytes."""
    text, encoding = decode(data)
    if data[:2] in UTF_16_MARKS:
        mark, codec = data[:2], "utf-16-le" if data[:2] == UTF_16_MARKS[0] else "utf-16-be"
    else:
        mark, codec = (UTF_8_MARK if data.startswith(UTF_8_MARK) else b""), encoding.removesuffix("-sig") or "utf-8"
    if text is not None and mark + text.encode(codec) != data:
        return None, mark, codec
    return text, mark, codec


def _pupil_elements(data: bytes) -> list["_Element"]:
    """Every Pupil of a Common Transfer File, which `ctf` has read before and so holds no document type and no entities."""
    found: list[_Element] = []
    path: list[str] = []
    texts: list[str] = []
    begins: list[int] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(tag: str, attributes: dict[str, str]) -> None:
        path.append(tag)
        if _is_pupil(path):
            texts.clear()
            begins.append(parser.CurrentByteIndex)

    def end(tag: str) -> None:
        if _is_pupil(path):
            found.append(_Element(tag, tuple(texts), begins.pop(), parser.CurrentByteIndex))
        path.pop()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = texts.append
    parser.Parse(data, True)
    return found


def _is_pupil(path: list[str]) -> bool:
    return [tag.rpartition(":")[2] for tag in path[1:]] == ["CTFpupilData", "Pupil"]


def _ctf_without(data: bytes, gone: set[int], sought: Sought) -> bytes:
    """The file with an empty Pupil in these places, and byte for byte the same outside them."""
    codec = "latin-1"  # gives every byte of UTF-8 back
    if data[:2] in UTF_16_MARKS:
        codec = "utf-16-le" if data[:2] == UTF_16_MARKS[0] else "utf-16-be"
    out, kept = [], 0
    for place, element in enumerate(_pupil_elements(data), start=1):
        if place in gone:
            out += [data[kept : element.begins], f"<{element.tag}/>".encode(codec)]
            bracket = ">".encode(codec)
            kept = data.index(bracket, element.end_tag) + len(bracket)
    joined = b"".join([*out, data[kept:]])
    return sought.number.sub(INSTEAD, joined.decode(codec)).encode(codec)


def _as_csv(before: RawTable, wanted: pd.DataFrame) -> bytes:
    """The headings and the rows that stay as comma-separated text, on the lines they had in a workbook of one sheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    written = 0
    first = int(before.cells.index[0])
    rows = [
        (first - 1, before.headings),
        *((int(n), [*row]) for n, row in zip(wanted.index, wanted.values, strict=True)),
    ]
    for line, row in rows:
        while written < line - 1 and line < 2_000_000:  # a row of a later sheet has a number far beyond any line
            out.write("\r\n")
            written += 1
        writer.writerow(row)
        written += 1
    return UTF_8_MARK + out.getvalue().encode()


def _is_read_as(
    name: str, data: bytes, source: Source, year: int | None, before: RawTable, wanted: pd.DataFrame
) -> bool:  # fmt: skip
    """Whether the rewritten file gives the headings and rows wanted, and nothing about it refuses it."""
    after = read(name, data, source, year)
    refusals = {f.rule for f in blocking(after.findings)} - {f.rule for f in blocking(before.findings)}
    if refusals or after.headings != before.headings:
        return False
    return after.cells.values.tolist() == wanted.values.tolist()


def _zipped(name: str, data: bytes) -> bytes:
    """A zip with the one file in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
