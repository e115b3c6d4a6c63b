"""The one door for reading workbooks: the bytes of any kind of them -> every sheet's cells as text.

Values are read by python-calamine, which knows xlsx, xlsm, xlsb, xls, ods and strict workbooks, hidden sheets, wrong dimension
tags and dates counted from 1904. It gives an error value and a formula that was never calculated as an empty cell, and a
percentage as its fraction; what it leaves out is therefore read from the file's own parts by `xlsx_marks` and `other_marks`.
"""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.deliveries.archive import ZIP_START
from pipeline.deliveries.findings import Finding
from pipeline.deliveries.other_marks import ods_marks, xls_marks, xlsb_marks
from pipeline.deliveries.text_table import without_invisible
from pipeline.deliveries.xlsx_marks import Cell, SheetMarks, sheet_marks

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

OLE_START = b"\xd0\xcf\x11\xe0"  # of the compound files of Office before 2007
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MOST_CELLS = 30_000_000  # more cannot be laid out in memory; a stray cell in the last row and column makes 17 billion
OPEN_AND_SAVE = "Open it in Excel and save it again as an ordinary workbook (.xlsx), then receive that."
TAKE_PASSWORD_OFF = (
    "Open it in Excel with the password, choose File, Info, Protect Workbook, Encrypt with Password, empty the box, "
    "save, and receive it again."
)


@dataclass
class WorkbookSheet:
    """One sheet: its rows that hold anything, each with its line from 1, all cells text."""

    number: int  # its place in the workbook, from 1
    name: str
    hidden: bool
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    marks: SheetMarks = field(default_factory=SheetMarks)
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)  # first and last cell of each, from (0, 0)


@dataclass
class Workbook:
    """Every sheet with rows. `kind` is what the bytes are, whatever the name says. With findings there are no sheets."""

    kind: str = ""
    sheets: list[WorkbookSheet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    shows_errors: bool = True  # whether error values can be distinguished from empty cells


def workbook_kind(data: bytes) -> str:
    """xlsx, xlsb, ods or xls by the bytes; "" for what is no workbook."""
    if data.startswith(OLE_START):
        return "xls"
    if not data.startswith(ZIP_START):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return ""
    inside = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "content.xml": "ods"}
    return next((kind for part, kind in inside.items() if part in names), "")


def open_workbook(name: str, data: bytes) -> Workbook:
    """The workbook's sheets, or the finding with the true reason why it cannot be read and a remedy that works."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    kind = workbook_kind(data)
    if _is_encrypted(data, kind):
        return _refused(name, "password", "the workbook is protected by a password.", TAKE_PASSWORD_OFF)
    if not kind:
        problem = (
            "the file is not a workbook of any kind this project reads (xlsx, xlsm, xlsb, xls, ods), or it is damaged."
        )
        return _refused(name, "unreadable", problem, OPEN_AND_SAVE)
    try:
        marks = sheet_marks(data) if kind == "xlsx" else {}
        shows_errors = True
        if too_large := [m for m in marks.values() if m.cells > MOST_CELLS]:
            row, column = too_large[0].last
            problem = f"a sheet has a cell in row {row + 1:,}, column {column + 1:,}, far from the rest."
            remedy = "Delete the stray cell: go to it with Ctrl+End, clear it, save, and receive the workbook again."
            return _refused(name, "stray_cell", problem, remedy)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if kind != "xlsx":
            marks, shows_errors = _other_marks(kind, data, book.sheet_names)
        sheets = [_sheet(book, at, marks) for at, meta in enumerate(book.sheets_metadata) if _is(meta.typ, "WorkSheet")]
    except PasswordError:
        return _refused(name, "password", "the workbook is protected by a password.", TAKE_PASSWORD_OFF)
    except (
        CalamineError,
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        SyntaxError,
        OSError,
    ):  # SyntaxError: XML that does not close
        old = " of the old kind (.xls)" if kind == "xls" else ""
        return _refused(name, "unreadable", f"the workbook{old} is damaged or cut short.", OPEN_AND_SAVE)
    return Workbook(kind, [sheet for sheet in sheets if sheet.rows], shows_errors=shows_errors)


def _other_marks(kind: str, data: bytes, names: list[str]) -> tuple[dict[str, SheetMarks], bool]:
    """The marks of a workbook that is not xlsx, and whether they could be read. Its values may be readable even so."""
    try:
        if kind == "xls":
            by_position = xls_marks(data)  # in the order of the sheets, whose names calamine has
            return dict(zip(names, by_position, strict=False)), len(by_position) == len(names)
        return (ods_marks if kind == "ods" else xlsb_marks)(data), True
    except (struct.error, IndexError, KeyError, ValueError, SyntaxError):
        return {}, False


def _is_encrypted(data: bytes, kind: str) -> bool:
    if kind == "xls":
        return ENCRYPTED in data  # a modern workbook with a password is stored inside a file of the old kind
    if kind == "ods":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            manifest = "META-INF/manifest.xml"
            return manifest in archive.namelist() and b"encryption-data" in archive.read(manifest)
    return False


def _refused(name: str, rule: str, problem: str, remedy: str) -> Workbook:
    return Workbook(findings=[Finding(name, None, None, rule, problem, remedy)])


def _sheet(book: "CalamineWorkbook", at: int, marks_by_name: dict[str, SheetMarks]) -> WorkbookSheet:
    meta = book.sheets_metadata[at]
    values = book.get_sheet_by_name(meta.name)
    marks = marks_by_name.get(meta.name, SheetMarks())
    sheet = WorkbookSheet(at + 1, meta.name, not _is(meta.visible, "Visible"), marks=marks)
    sheet.merged = list(values.merged_cell_ranges or [])
    # With the empty area above and left of the first value, so that rows and columns count from the sheet's first cell.
    for line, row in enumerate(values.to_python(skip_empty_area=False)):
        cells = [_text_of(value, (line, c), marks) for c, value in enumerate(row)]
        if any(cells):
            sheet.rows.append((line + 1, cells))
        # An old workbook (xls) has every formula marked: those with a value were calculated.
        marks.uncalculated -= {(line, c) for c, cell in enumerate(cells) if cell}
    return sheet


def _is(kind: object, name: str) -> bool:
    return str(kind).rpartition(".")[2] == name  # the kinds are calamine's enumerations, compared by name


def _text_of(value: object, at: Cell, marks: SheetMarks) -> str:
    if at in marks.errors:
        return marks.errors[at]
    if at in marks.percents and isinstance(value, float):
        # Without the digits that binary fractions leave behind (0.07 * 100 is 7.000000000000001).
        return f"{round(Decimal(repr(value)) * 100, 10).normalize():f}%"
    return cell_text(value)


def cell_text(value: object) -> str:
    """A workbook's cell as a CSV would hold it: a whole number without ".0", a date in ISO form, a blank without a word for it."""
    if value is None or value != value:  # NaN, which differs from itself
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return without_invisible(str(value)).strip()


def cell_address(row: int, column: int) -> str:
    """A cell's name as the sheet shows it (B7), from its place counted from (0, 0)."""
    letters, number = "", column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"
