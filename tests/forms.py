"""One school's key stage 2 file, written in the forms in which such a file arrives, and what became of each when it was read."""

import csv
import io
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pandas as pd

from pipeline.declared.sources import Source
from pipeline.deliveries.findings import Finding, blocking
from pipeline.deliveries.read import read
from pipeline.paths import ROOT
from pipeline.validated import declared
from pipeline.validated.shape import Shaped, shape
from pipeline.validated.types import UNREADABLE

CASES = ROOT / "tests" / "cases"
ERROR = "#DIV/0!"  # written as an error value, not as its text
READ, ASKED, REFUSED, WRONG = "read", "asked", "refused", "silently wrong"
Rows = list[list[object]]


def source_of(name: str) -> Source:
    return declared(ROOT / "params")[name]


@cache
def base() -> tuple[tuple[str, ...], ...]:
    """The plain form: the heading row and 26 invented pupils, dates in ISO form."""
    file = CASES / "06-pupil-file-shapes" / "9992001_ks2_pupils_2025_o-cr-only.csv"
    text = file.read_bytes().decode("utf-8-sig")
    return tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline="")))


def rows() -> Rows:
    """The plain form's rows, to be changed."""
    return [list(row) for row in base()]


def as_csv(table: Rows, separator: str = ",", end: str = "\r\n") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(table)
    return out.getvalue().encode("utf-8")


def as_xlsx(*sheets: tuple[str, Rows], after: Callable | None = None) -> bytes:
    """A workbook of sheets; digits are numbers, as a person would have typed them. `after` is given the workbook."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for title, table in sheets:
        sheet = book.create_sheet(title)
        for row in table:
            sheet.append([_typed(cell) for cell in row])
    if after:
        after(book)
    book.save(out)
    return out.getvalue()


def _typed(cell: object) -> object:
    if isinstance(cell, str) and cell.isdigit() and not (cell.startswith("0") and len(cell) > 1):
        return int(cell)
    return None if cell == "" else cell


def as_ods(*sheets: tuple[str, Rows], hidden: tuple[int, ...] = ()) -> bytes:
    """An open document workbook, with numbers as numbers and these lines of its sheets hidden."""
    tables = []
    for title, table in sheets:
        lines = ""
        for line, row in enumerate(table, 1):
            filtered = ' table:visibility="filter"' if line in hidden else ""
            lines += f"<table:table-row{filtered}>{''.join(map(_ods_cell, row))}</table:table-row>"
        tables.append(f'<table:table table:name="{escape(title)}">{lines}</table:table>')
    spaces = ("office", "table", "text")
    named = " ".join(f'xmlns:{s}="urn:oasis:names:tc:opendocument:xmlns:{s}:1.0"' for s in spaces)
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", f"<office:document-content {named}>{body}</office:document-content>")
    return out.getvalue()


def _ods_cell(cell: object) -> str:
    typed = _typed(cell)
    if typed is None:
        return "<table:table-cell/>"
    if isinstance(typed, int):
        return f'<table:table-cell office:value-type="float" office:value="{typed}"/>'
    if typed == ERROR:
        formula = '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0">'
        return f"{formula}<text:p>{ERROR}</text:p></table:table-cell>"
    if str(typed).endswith("%"):
        return f'<table:table-cell office:value-type="percentage" office:value="{float(str(typed)[:-1]) / 100}"/>'
    words = escape(str(typed))
    return f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'


def as_xlsb(*sheets: tuple[str, Rows]) -> bytes:
    """A binary workbook: records of a kind, a length and their bytes, as little of them as a reader needs."""
    bundle = b"".join(
        _record(156, struct.pack("<II", 0, n) + _wide(f"rId{n}") + _wide(t)) for n, (t, _) in enumerate(sheets, 1)
    )
    book = _record(131) + _record(143) + bundle + _record(144) + _record(132)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.bin"/>'
        for n in range(1, len(sheets) + 1)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{package}">{links}</Relationships>')
        for n, (_, table) in enumerate(sheets, 1):
            archive.writestr(f"xl/worksheets/sheet{n}.bin", _xlsb_sheet(table))
    return out.getvalue()


def _xlsb_sheet(table: Rows) -> bytes:
    out = [
        _record(129),
        _record(148, struct.pack("<IIII", 0, len(table) - 1, 0, max(map(len, table)) - 1)),
        _record(145),
    ]
    for r, row in enumerate(table):
        out.append(_record(0, struct.pack("<IIHBBBI", r, 0, 300, 0, 0, 0, 0)))
        for c, cell in enumerate(row):
            typed = _typed(cell)
            start = struct.pack("<II", c, 0)
            if isinstance(typed, int):
                out.append(_record(5, start + struct.pack("<d", typed)))
            elif typed == ERROR:
                out.append(_record(3, start + b"\x07"))
            elif typed is not None:
                out.append(_record(6, start + _wide(str(typed))))
    return b"".join([*out, _record(146), _record(130)])


def _record(kind: int, data: bytes = b"") -> bytes:
    return _length(kind) + _length(len(data)) + data


def _length(number: int) -> bytes:
    out = bytearray()
    while True:
        number, low = number >> 7, number & 127
        out.append(low | (128 if number else 0))
        if not number:
            return bytes(out)


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def as_zip(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def shaped(name: str, data: bytes, source: str = "ks2_pupils", year: int = 2025) -> tuple[Shaped | None, list[Finding]]:
    """The typed table of a file and the findings about the file; no table where it is refused."""
    declaration = source_of(source)
    raw = read(name, data, declaration)
    if blocking(raw.findings):
        return None, raw.findings
    return shape(raw, declaration, name, year, "school"), raw.findings


def facts(found: Shaped) -> pd.DataFrame:
    """The typed table without its row numbers, which differ from form to form."""
    return found.table.drop(columns="row").reset_index(drop=True)


def is_asked(found: Shaped) -> bool:
    """Whether any cell could not be read, and so is asked about."""
    statuses = [c for c in found.table if c.endswith("__status")]
    return any((found.table[c] == UNREADABLE).any() for c in statuses) or any(
        (~series.fillna(False).astype(bool)).any() for series in [*found.readable.values(), *found.filled.values()]
    )


@cache
def plain_facts() -> pd.DataFrame:
    found, _ = shaped("9992001_ks2_pupils_2025.csv", as_csv(rows()))
    assert found is not None and len(found.table) == 26
    return facts(found)


def outcome(name: str, data: bytes) -> str:
    """What became of a form of the plain file: read as it, asked about, refused, or kept as something else."""
    found, _ = shaped(name, data)
    if found is None or not set(plain_facts().columns) <= set(found.table.columns):
        return REFUSED
    if is_asked(found):
        return ASKED
    mine = facts(found)[list(plain_facts().columns)]
    return READ if mine.equals(plain_facts()) else WRONG


def case_files(folder: str) -> list[Path]:
    """The files of a case, without the Common Transfer File, which has tests of its own."""
    return sorted(f for f in (CASES / folder).iterdir() if f.suffix != ".xml")
