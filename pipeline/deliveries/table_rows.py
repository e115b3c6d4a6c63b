"""The rows of a file or a sheet -> the heading row and the records under it.

Titles above the headings, notes below the records, totals among them: what is no record is left out, and reported with
its row. A row that holds a pupil number is a record whatever else is in it.
"""

import re
from dataclasses import dataclass, field

from pipeline.declared.sources import Source
from pipeline.deliveries.findings import ADVISORY, Finding
from pipeline.deliveries.row_numbers import row_number
from pipeline.pupil_numbers import WHOLE_CELL

Line = tuple[int, list[str]]
NO_RECORDS = "totals and notes"
MOST_OF_A_NOTE = 4  # cells that a note below a table may fall into at its commas
LOOKED_AT = 40  # rows from the top among which a heading row is looked for
TOTAL = re.compile(
    r"((grand |sub-?)?totals?|count|average|mean|sum|(number|no\.?) of (pupils|records|rows)|all pupils)\s*[:=]?\s*\d*",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"(sources?|notes?|footnotes?|key|printed|produced|generated|exported|created|downloaded|report|page|end of|copyright)\b"
    r"|[©*]|--|\(\w\)|\d{1,2}[).] |\[(note )?\w{1,4}\]|\w{1,8} ?= ?[a-z]",
    re.IGNORECASE,
)
# After a heading.
FOOTNOTE_MARK = re.compile(r"(?<=\w)\s*(\[(note )?\d{1,2}\]|\((foot)?note \d{1,2}\))$", re.IGNORECASE)
DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*")
TEXT_MARK = re.compile(r"'(?=[A-Za-z]?\d)")  # an apostrophe that keeps a spreadsheet from reading a number as a number
TEXT_FORMULA = re.compile(r'="([^"=]*)"')  # a formula around a text, for the same purpose


@dataclass
class TableRecords:
    """A heading row and the records under it, each with its line; and what was left out, as advisory findings."""

    headings: list[str]
    heading_line: int
    rows: list[Line]
    findings: list[Finding] = field(default_factory=list)
    no_records: int = 0  # how many rows below the headings were left out


def declared_names(source: Source) -> dict[str, str]:
    """Every name the publisher may give a column, folded -> our name for it; those with a year in them are left out."""
    by_name: dict[str, str] = {}
    for ours, column in source.columns.items():
        for names in (column.names, *column.named.values()):
            by_name |= {heading_text(name).casefold(): ours for name in names if "{" not in name}
    return by_name


def columns_named(row: list[str], names: dict[str, str]) -> set[str]:
    """Our names for the columns a row's cells name."""
    return {names[folded] for cell in row if (folded := heading_text(cell).casefold()) in names}


def heading_text(cell: str) -> str:
    """A heading on one line, without a footnote's mark at its end: breaks and runs of spaces in it are one space."""
    return FOOTNOTE_MARK.sub("", " ".join(cell.split()))


def records(name: str, rows: list[Line], source: Source, declared_line: int | None, sheet: int = 1) -> TableRecords:
    """The records of a table. The heading row is the first that names the most columns; else the one declared.

    `declared_line` is the line the source's headings are declared to be on; None for the first row that holds anything.
    """
    declared_at = 0
    if declared_line is not None:
        declared_at = next((i for i, (n, _) in enumerate(rows) if n >= declared_line), 0)
    at = _heading_index(rows, source, declared_at)
    line, cells = rows[at]
    table = TableRecords([heading_text(cell) for cell in cells], line, [])
    if at > declared_at:
        problem = "the rows above the heading row are a title; they were not read."
        table.findings.append(_left_out(name, "title_rows", problem, [n for n, _ in rows[declared_at:at]], sheet))
    below = [(n, without_text_marks(row)) for n, row in rows[at + 1 :]]
    ends = _footer_starts(below, source)
    notes = [n for n, _ in below[ends:]]
    totals = [n for n, row in below[:ends] if source.of_pupils and _is_total(row)]
    table.rows = [(n, row) for n, row in below[:ends] if n not in set(totals)]
    table.no_records = len(notes) + len(totals)
    if notes or totals:
        problem = "a total or a note, and no record; it was not read."
        table.findings.append(_left_out(name, "footer_rows", problem, sorted(totals + notes), sheet))
    return table


def _heading_index(rows: list[Line], source: Source, declared_at: int) -> int:
    """Where the heading row is: as declared, unless another row near the top names at least twice as many columns."""
    names = declared_names(source)
    named = [len(columns_named(row, names)) for _, row in rows[:LOOKED_AT]]
    best = max(named, default=0)
    if declared_at >= len(named) or best < 2 or named[declared_at] * 2 > best:
        return declared_at
    first = named.index(best)
    # Rows above the headings are left out, so none of them may be a pupil's.
    return declared_at if any(_holds_pupil(row) for _, row in rows[:first]) else first


def _footer_starts(rows: list[Line], source: Source) -> int:
    """How many rows there are before the notes and totals at the end."""
    ends = len(rows)
    if not source.of_pupils and any(c.skip_row_if_empty or c.keep_only_codes for c in source.columns.values()):
        return ends  # the declaration itself says which rows are notes
    while ends and _is_footer(rows[ends - 1][1], source):
        ends -= 1
    return ends


def _is_footer(row: list[str], source: Source) -> bool:
    if source.of_pupils and _is_total(row):
        return True
    filled = [cell.strip() for cell in row if cell.strip()]
    # A note with commas falls into several cells, of which none holds a figure.
    words = len(filled) <= MOST_OF_A_NOTE and not any(cell.replace(".", "").isdecimal() for cell in filled[1:])
    return words and bool(filled) and bool(NOTE.match(filled[0])) and not _holds_pupil(row)


def _is_total(row: list[str]) -> bool:
    """A row whose first cells say that it adds up others; with a pupil number or a date of birth it is a pupil's."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if _holds_pupil(row) or any(DATE.fullmatch(cell) for cell in filled):
        return False
    return any(TOTAL.fullmatch(cell) for cell in filled[:3])


def _holds_pupil(row: list[str]) -> bool:
    return any(re.match(WHOLE_CELL, cell) for cell in row)


def holds_pupils(rows: list[Line]) -> bool:
    """Whether any row holds a pupil number."""
    return any(_holds_pupil(without_text_marks(row)) for _, row in rows)


def without_text_marks(row: list[str]) -> list[str]:
    """The row without the apostrophes, and the formulas around texts, that keep a spreadsheet from reading them as numbers."""
    whole = "\n".join(row)
    if "'" not in whole and '="' not in whole:  # true of most rows, and much faster than a look at every cell
        return row
    cells = []
    for cell in row:
        formula = TEXT_FORMULA.fullmatch(cell)
        if formula:
            cells.append(formula[1])
        else:
            cells.append(TEXT_MARK.sub("", cell, count=1) if cell.startswith("'") else cell)
    return cells


def _left_out(name: str, rule: str, problem: str, lines: list[int], sheet: int) -> Finding:
    remedy = "Nothing, if that is right; else take the rows out, or write them as the other rows are, and send the file again."
    numbered = tuple(row_number(sheet, n) for n in lines)
    return Finding(name, numbered[0], None, rule, problem, remedy, ADVISORY, len(lines))
