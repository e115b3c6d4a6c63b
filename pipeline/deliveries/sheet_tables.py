"""A workbook's sheets -> one table for a source: every sheet with rows is read, or named with the reason why it is not.

Several sheets with the source's headings (a class on each) are one delivery. What could mean two things is a blocking
finding that names sheet, row and column, never a cell's value; a sheet's own name is printed only where no pupils are meant.
"""

from dataclasses import dataclass, field

from pipeline.declared.sources import Source
from pipeline.deliveries.findings import ADVISORY, BLOCKING, Finding, blocking
from pipeline.deliveries.row_numbers import row_number
from pipeline.deliveries.table_rows import (
    LOOKED_AT,
    NO_RECORDS,
    TableRecords,
    columns_named,
    declared_names,
    heading_text,
    holds_pupils,
    records,
)
from pipeline.deliveries.workbook import WorkbookSheet, cell_address, open_workbook


@dataclass
class SheetsTable:
    """The headings of the sheets read and their rows under them, by row number; with a blocking finding no rows count."""

    headings: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)  # why rows were left out -> how many


@dataclass
class _Candidate:
    sheet: WorkbookSheet
    records: TableRecords
    named: set[str]  # the columns its heading row names, by our names

    @property
    def first_row(self) -> int:
        return row_number(self.sheet.number, self.records.heading_line)


def sheets_table(name: str, data: bytes, source: Source) -> SheetsTable:
    """The one table of a workbook."""
    book = open_workbook(name, data)
    if book.findings:
        return SheetsTable(findings=book.findings)
    if not book.sheets:
        problem = "the workbook holds no cell with anything in it."
        return SheetsTable(findings=[Finding(name, None, None, "empty", problem, "Ask for the file again.")])
    names = declared_names(source)
    candidates = []
    for sheet in book.sheets:
        table = records(name, _headings_filled(sheet), source, source.format.heading_row, sheet.number)
        candidates.append(_Candidate(sheet, table, columns_named(table.headings, names)))
    required = {ours for ours, column in source.columns.items() if column.required}
    # Where no column is required, two that are named are enough: one may be there by chance.
    fitting = [c for c in candidates if (required <= c.named if required else len(c.named) >= 2)]
    fitting = fitting or [max(candidates, key=lambda c: len(c.named))]
    chosen = [c for c in fitting if not c.sheet.hidden] or fitting
    out = SheetsTable()
    out.findings += [_hidden_sheet(name, c, source, is_read=c in chosen) for c in fitting if c.sheet.hidden]
    out.findings += _not_read(name, [c for c in candidates if c not in fitting], source)
    for other in chosen[1:]:
        out.findings += _other_headings(name, other, chosen[0], source)
    for candidate in chosen:
        out.findings += candidate.records.findings
        out.findings += _faulty_cells(name, candidate, names)
        out.findings += _merged(name, candidate, names)
        out.findings += _hidden_rows(name, candidate)
    if not book.shows_errors:
        problem = "in this workbook a formula's error value cannot be told from an empty cell."
        remedy = "Nothing, if it holds no formulas; else save it as .xlsx and receive that."
        out.findings.append(Finding(name, chosen[0].first_row, None, "errors_not_seen", problem, remedy, ADVISORY, 1))
    out.left_out = {
        NO_RECORDS: sum(c.records.no_records for c in chosen),
        "on sheets that were not read": sum(len(c.sheet.rows) for c in candidates if c not in chosen),
    }
    if not blocking(out.findings):
        _combine(out, chosen)
    return out


def workbook_tops(data: bytes) -> list[list[str]]:
    """The rows at the top of every sheet, among which its headings are; none for what is no workbook."""
    sheets = open_workbook("", data).sheets
    return [[heading_text(cell) for cell in row] for s in sheets for _, row in _headings_filled(s)[:LOOKED_AT]]


def _headings_filled(sheet: WorkbookSheet) -> list[tuple[int, list[str]]]:
    """The rows, with a heading that is merged over several rows written in each of them; merged records are not touched."""
    rows = {line: list(cells) for line, cells in sheet.rows}
    for (top, left), (bottom, right) in sheet.merged:
        if left == right and top < bottom and top + 1 in rows and not _is_data(rows, top + 1, bottom + 1):
            for line in range(top + 2, bottom + 2):
                if line in rows and left < len(rows[line]):
                    rows[line][left] = rows[top + 1][left]
    return list(rows.items())


def _is_data(rows: dict[int, list[str]], first: int, last: int) -> bool:
    """Whether more than a fifth of the filled cells are numbers, as among records; headings are words, with few numbers."""
    cells = [cell for line in range(first, last + 1) for cell in rows.get(line, []) if cell]
    return sum(cell.replace(".", "").replace("-", "").isdigit() for cell in cells) * 5 > len(cells)


def _combine(out: SheetsTable, chosen: list[_Candidate]) -> None:
    """The rows of every sheet under the first one's headings, by heading; headings a later sheet adds come at the end."""
    out.headings = list(chosen[0].records.headings)
    for candidate in chosen:
        headings = candidate.records.headings
        places = list(range(len(headings))) if candidate is chosen[0] else _places(out.headings, headings)
        width = max([len(out.headings), *(p + 1 for p in places)])
        for line, cells in candidate.records.rows:
            row = [""] * width
            for place, cell in zip(places, cells, strict=False):
                row[place] = cell
            out.rows.append((row_number(candidate.sheet.number, line), row))
    out.rows = [(n, row + [""] * (len(out.headings) - len(row))) for n, row in out.rows]


def _places(headings: list[str], added: list[str]) -> list[int]:
    """Where each column of an added sheet goes; `headings` grows by those it lacks."""
    places: list[int] = []
    for heading in added:
        folded = heading.casefold()
        free = [i for i, h in enumerate(headings) if h.casefold() == folded and i not in places]
        if not free:
            headings.append(heading)
            free = [len(headings) - 1]
        places.append(free[0])
    return places


def _sheet_words(sheet: WorkbookSheet, source: Source) -> str:
    return f"sheet {sheet.number}" if source.of_pupils else f"sheet {sheet.number} ({sheet.name})"


def _hidden_sheet(name: str, c: _Candidate, source: Source, is_read: bool) -> Finding:
    """A hidden sheet with the source's headings: read where no visible one has them, else the sender must decide."""
    where, rows = _sheet_words(c.sheet, source), len(c.records.rows)
    if is_read:
        problem = f"{where} is hidden; it is the only one with the headings looked for, so it was read."
        return Finding(name, c.first_row, None, "hidden_sheet", problem, "Check that it is the right one.", ADVISORY, 1)
    problem = f"{where} is hidden and holds {rows} rows under the same headings: whether they count is not known."
    remedy = "Show the sheet if its rows count (right click on a sheet's name, Unhide), or delete it; then receive the workbook again."
    return Finding(name, c.first_row, None, "hidden_sheet", problem, remedy, rows=1)


def _not_read(name: str, others: list[_Candidate], source: Source) -> list[Finding]:
    out = []
    for c in others:
        where = _sheet_words(c.sheet, source) + (", which is hidden," if c.sheet.hidden else "")
        row, rows = row_number(c.sheet.number, c.sheet.rows[0][0]), len(c.sheet.rows)
        if source.of_pupils and holds_pupils(c.sheet.rows):
            problem = f"{where} holds pupils' numbers, but not under the headings of the sheet that was read."
            remedy = "Give the sheet the same headings as the first, delete it, or save it as a file of its own and receive that."
            out.append(Finding(name, row, None, "other_sheet", problem, remedy, rows=1))
        else:
            problem = f"{where} holds {rows} rows without the headings looked for; it was not read."
            remedy = "Nothing, if it is a cover or notes; else give it the headings of the sheet that was read."
            out.append(Finding(name, row, None, "sheet_not_read", problem, remedy, ADVISORY, 1))
    return out


def _other_headings(name: str, c: _Candidate, first: _Candidate, source: Source) -> list[Finding]:
    differing = first.named ^ c.named
    if not differing:
        return []
    listed = ", ".join(sorted(next(iter(source.columns[ours].names), ours) for ours in differing))
    both = f"{_sheet_words(c.sheet, source)} and {_sheet_words(first.sheet, source)}"
    problem = f"{both} do not have the same columns; only one of them has: {listed}."
    remedy = "Give both sheets the same headings, or save each as a file of its own."
    return [Finding(name, c.first_row, None, "sheets_differ", problem, remedy, rows=1)]


def _read_places(c: _Candidate, names: dict[str, str]) -> dict[int, str]:
    """The columns that are read: place -> the declared heading."""
    return {i: h for i, h in enumerate(c.records.headings) if heading_text(h).casefold() in names}


def _faulty_cells(name: str, c: _Candidate, names: dict[str, str]) -> list[Finding]:
    """Error values, and formulas without a value, in the columns and rows that are read."""
    lines, columns, marks = {n for n, _ in c.records.rows}, _read_places(c, names), c.sheet.marks
    out = []
    for rule, cells, problem, remedy in (
        (
            "error_value", marks.errors, "the cell holds an error value (such as #N/A), so what it should say is not known",
            "Mend the formula, or write the value in; then save and receive the workbook again.",
        ),
        (
            "uncalculated", marks.uncalculated, "the cell holds a formula that was never calculated, so it has no value",
            "Open the workbook in Excel, let it calculate (F9), save it, and receive it again.",
        ),
    ):  # fmt: skip
        for column, heading in columns.items():
            faulty = sorted(row for row, at in cells if at == column and row + 1 in lines)
            if faulty:
                first = row_number(c.sheet.number, faulty[0] + 1)
                sentence = f"{problem} (first: cell {cell_address(faulty[0], column)})."
                out.append(Finding(name, first, heading, rule, sentence, remedy, BLOCKING, len(faulty)))
    return out


def _merged(name: str, c: _Candidate, names: dict[str, str]) -> list[Finding]:
    """Cells merged among the records: only the first holds the value, and which records it is meant for is not known."""
    lines, columns = dict(c.records.rows), _read_places(c, names)
    for (top, left), (bottom, right) in sorted(c.sheet.merged):
        touched = [line for line in range(top + 1, bottom + 2) if line in lines]
        read = [columns[at] for at in range(left, right + 1) if at in columns]
        filled = top + 1 in lines and left < len(lines[top + 1]) and lines[top + 1][left]
        if touched and read and filled:
            first, last = cell_address(top, left), cell_address(bottom, right)
            problem = f"cells are merged among the rows (first: {first} to {last})."
            remedy = (
                "Unmerge them, write the value in every cell it is meant for, save, and receive the workbook again."
            )
            row = row_number(c.sheet.number, touched[0])
            return [Finding(name, row, read[0], "merged_cells", problem, remedy, rows=1)]
    return []


def _hidden_rows(name: str, c: _Candidate) -> list[Finding]:
    hidden = [line for line, _ in c.records.rows if line in c.sheet.marks.hidden_rows]
    if not hidden:
        return []
    problem = "the row is hidden (perhaps by a filter); it was read like the others."
    remedy = "Nothing, if it counts; else delete it and send the file again."
    first = row_number(c.sheet.number, hidden[0])
    return [Finding(name, first, None, "hidden_rows", problem, remedy, ADVISORY, len(hidden))]
