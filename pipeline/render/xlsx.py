"""Every table of a booklet as an accessible workbook. The only module of this room that imports openpyxl.

One table to a sheet, a cover and a notes sheet, no merged and no blank cells (Analysis Function: releasing statistics in
spreadsheets). Cells are values, never formulas.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.ledger.issues import DRAFT
from pipeline.packs.pack import Pack
from pipeline.render.blocks import ShownBlock
from pipeline.render.page import Page

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

NUMBER = re.compile(r"^([+\-−–]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?( ?%)?$")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
UNTIMED = datetime(2000, 1, 1)  # a workbook's own dates would differ between two makings of the same booklet
ZIP_TIME = (2000, 1, 1, 0, 0, 0)
NO_DATA = "no data"


@dataclass(frozen=True)
class Sheet:
    """One table made ready: a name, a title, heads and typed cells (numbers where the printed cell is a plain number)."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]


def sheets(blocks: Iterable[ShownBlock]) -> list[Sheet]:
    """A sheet for every block that has a table, in reading order, each name once."""
    made, taken = [], {"cover", "notes"}
    for block in blocks:
        if block.columns and block.rows:
            name = _sheet_name(block.id, taken)
            columns = [
                _column(head, cells) for head, cells in zip(block.columns, zip(*block.rows, strict=True), strict=True)
            ]
            heads = _distinct([head for head, _ in columns])
            made.append(
                Sheet(name, block.caption or block.id, heads, tuple(zip(*(cells for _, cells in columns), strict=True)))
            )
    return made


def _column(head: str, printed: Iterable[object]) -> tuple[str, list[str | int | float]]:
    """One column: if every number in it is a percentage the unit moves to the head, and 63 % becomes the number 63."""
    texts = [NO_DATA if cell is None or str(cell).strip() == "" else cell for cell in printed]
    numbers = [_number(cell) for cell in texts]
    percents = [str(cell).rstrip().endswith("%") for cell, n in zip(texts, numbers, strict=True) if n is not None]
    head = " ".join(str(head).split()) or "Column"
    if percents and any(percents) != all(percents):  # a mixed column keeps its percentages in words
        return head, [
            str(c) if n is None or str(c).rstrip().endswith("%") else n for c, n in zip(texts, numbers, strict=True)
        ]
    if percents and all(percents) and "%" not in head:
        head = f"{head} (%)"
    return (head, [str(cell) if n is None else n for cell, n in zip(texts, numbers, strict=True)])


def _number(cell: object) -> int | float | None:
    """The plain number a cell prints, or None; a year or a count stays whole."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return cell
    found = NUMBER.match(str(cell).strip())
    if not found:
        return None
    sign, whole, part, _ = found.groups()
    value = float(whole.replace(",", "") + part) if part else int(whole.replace(",", ""))
    return -value if sign in ("-", "−", "–") else value


def _sheet_name(id: str, taken: set[str]) -> str:
    """A sheet name Excel accepts: at most 31 characters, none of its signs, and not used before."""
    stem = re.sub(r"[^\w-]+", "_", id)[:31] or "table"
    name, copy = stem, 2
    while name.lower() in taken:
        name, copy = f"{stem[:28]}_{copy}", copy + 1
    taken.add(name.lower())
    return name


def _distinct(heads: list[str]) -> tuple[str, ...]:
    """Heads of an Excel table must differ."""
    seen: dict[str, int] = {}
    out = []
    for head in heads:
        seen[head.lower()] = seen.get(head.lower(), 0) + 1
        out.append(head if seen[head.lower()] == 1 else f"{head} ({seen[head.lower()]})")
    return tuple(out)


def warm() -> None:
    """Import what makes workbooks."""
    import openpyxl  # noqa: F401


def xlsx(blocks: Iterable[ShownBlock], pack: Pack, page: Page) -> bytes:
    """The workbook of one booklet: a cover, notes and sources, then a sheet for each table; of a draft each sheet says so."""
    tables = sheets(blocks)
    book = _empty_book(page.heading)
    _write_cover(book.create_sheet("Cover"), pack, page, tables)
    _write_notes(book.create_sheet("Notes"), pack, page)
    return _saved(book, tables, page.draft)


def workbook(title: str, tables: list[Sheet]) -> bytes:
    """A workbook of nothing but these tables; the same tables give the same bytes."""
    return _saved(_empty_book(title), tables)


def _empty_book(title: str) -> "Workbook":
    """A workbook without any sheet, its properties set."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    book.properties.creator, book.properties.title, book.properties.language = "", title, "en-GB"
    book.properties.created = book.properties.modified = UNTIMED
    return book


def _saved(book: "Workbook", tables: list[Sheet], draft: str = "") -> bytes:
    """The workbook's file, with a sheet for each table after those it has; of a draft what each of them says of that."""
    for number, sheet in enumerate(tables, start=1):
        _write_table(book.create_sheet(sheet.name), sheet, number, draft)
    for page in book.worksheets if draft else ():
        page.oddHeader.center.text = DRAFT  # on every sheet of paper
    file = io.BytesIO()
    book.save(file)
    return _untimed(file.getvalue())


def _write_cover(page: "Worksheet", pack: Pack, furniture: Page, tables: list[Sheet]) -> None:
    licences = sorted({s.licence for s in pack.sources if s.licence})
    lines = [
        furniture.heading,
        f"{furniture.draft} {furniture.marking}".strip(),
        "Figures are those of the booklet of the same name. A cell without a figure says in words why there is none.",
        f"Licence of the sources: {'; '.join(licences) or 'not stated by the publisher'}.",
        f"Contact: {pack.contact or 'the school data team'}",
        "Contents (a link to each sheet)",
    ]
    for row, line in enumerate(lines, start=1):
        _put(page, row, 1, line)
    _head(page["A1"], 14)
    _head(page.cell(len(lines), 1), 12)
    _link(page, len(lines) + 1, "Notes", "Notes and sources")
    for row, sheet in enumerate(tables, start=len(lines) + 2):
        _link(page, row, sheet.name, sheet.title)
    page.column_dimensions["A"].width = 100


def _write_notes(page: "Worksheet", pack: Pack, furniture: Page) -> None:
    """Data notes, then where each figure came from."""
    from openpyxl.styles import Alignment

    _put(page, 1, 1, "Notes and sources")
    _head(page["A1"], 14)
    lines = [text for text in (furniture.draft, *(n.text for n in pack.notes)) if text]
    for source in pack.sources:
        facts = (source.title, source.publisher, source.year, source.release, source.licence, source.origin)
        line = "Source: " + ", ".join(str(fact) for fact in facts if fact)
        lines += [line] if line not in lines else []
    for row, line in enumerate(lines or ["There are no notes."], start=2):
        _put(page, row, 1, line)
        page.cell(row, 1).alignment = Alignment(vertical="top", wrap_text=True)
    page.column_dimensions["A"].width = 100


def _write_table(page: "Worksheet", sheet: Sheet, number: int, draft: str) -> None:
    """Title in the first row, a named Excel table below it, header and first column frozen."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableStyleInfo

    _put(page, 1, 1, sheet.title)
    _head(page["A1"], 12)
    for row, cells in enumerate((sheet.heads, *sheet.rows), start=3):
        for column, value in enumerate(cells, start=1):
            _put(page, row, column, value)
    _put(page, 2, 1, f"{draft} This sheet holds one table of {len(sheet.rows)} rows.".strip())
    area = f"A3:{get_column_letter(len(sheet.heads))}{len(sheet.rows) + 3}"
    table = Table(displayName=f"T{number:02d}_{re.sub(r'[^A-Za-z0-9_]', '_', sheet.name)}", ref=area)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    page.add_table(table)
    page.freeze_panes = "B4"
    for column, cells in enumerate(zip(sheet.heads, *sheet.rows, strict=True), start=1):
        page.column_dimensions[get_column_letter(column)].width = min(60, max(len(str(c)) for c in cells) + 4)


def _put(page: "Worksheet", row: int, column: int, value: str | int | float) -> None:
    """A value in a cell; text is text, whatever it starts with."""
    from openpyxl.styles import Alignment

    cell = page.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl takes a text that starts with = for a formula
        cell.quotePrefix = value.startswith(FORMULA_STARTS)  # so that it stays text when a person edits the cell
        cell.alignment = Alignment(vertical="top")


def _head(cell: "Cell", size: int) -> None:
    from openpyxl.styles import Font

    cell.font = Font(bold=True, size=size)


def _link(page: "Worksheet", row: int, sheet_name: str, words: str) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    _put(page, row, 1, words)
    cell = page.cell(row, 1)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet_name}'!A1", display=words)
    cell.style = "Hyperlink"


def _untimed(workbook: bytes) -> bytes:
    """The same workbook with every time in it fixed, so that the same tables give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, ZIP_TIME)
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 3
            content = old.read(name)
            if name == "docProps/core.xml":  # openpyxl writes the moment of saving into it
                moment = UNTIMED.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment, content)
            new.writestr(part, content)
    return out.getvalue()
