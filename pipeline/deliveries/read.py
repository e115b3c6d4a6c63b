"""A delivered file's bytes -> its cells as text, changing nothing; or findings that say why it cannot be read."""

import io
from dataclasses import dataclass, field

import pandas as pd

from pipeline.declared.sources import Source
from pipeline.deliveries.archive import ZIP_START, Opened, open_archive
from pipeline.deliveries.ctf import is_ctf_name
from pipeline.deliveries.ctf_tables import ctf_table
from pipeline.deliveries.findings import ADVISORY, Finding, blocking
from pipeline.deliveries.sheet_tables import sheets_table, workbook_tops
from pipeline.deliveries.table_rows import LOOKED_AT, NO_RECORDS, declared_names, heading_text, records
from pipeline.deliveries.text_table import UTF_16_MARKS, join_ragged, text_rows
from pipeline.deliveries.workbook import OLE_START, workbook_kind

HTML_STARTS = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")
DOWNLOAD_AGAIN = "Download the file again from the publisher and receive it without opening it in between."
QUOTE_COMMAS = (
    "A cell that holds a comma must stand in quotation marks: look at the row, and save it as CSV again from where it came, "
    "or download it again."
)


@dataclass
class RawTable:
    """The heading row and the cells of a delivery, all text; the frame's index is the line in the file."""

    headings: list[str] = field(default_factory=list)
    cells: pd.DataFrame = field(default_factory=pd.DataFrame)
    findings: list[Finding] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)  # why rows that are no records were left out -> how many


def read(name: str, data: bytes, source: Source, year: int | None = None) -> RawTable:
    """The delivery's cells as text, with every finding about the file as a whole; with a blocking one there are no cells.

    Of a Common Transfer File, which can hold several sources and years, those of this source and results year.
    """
    raw = RawTable()
    opened = open_archive(name, data)
    if opened.findings:
        raw.findings = opened.findings
    elif not opened.data.strip():
        raw.findings.append(_file(name, "empty", "the file is empty.", DOWNLOAD_AGAIN))
    elif is_ctf_name(name) and source.of_pupils:
        _read_ctf(name, data, source, year, raw)
    else:
        _READ_AS[_form(opened, source)](name, opened.data, source, raw)
    if not blocking(raw.findings):
        raw.findings += _headings_repeated(name, raw.headings, source)
        if source.of_pupils:
            raw.findings += _unnamed(name, raw)
        if raw.cells.empty:
            problem = "the file has a heading row and nothing under it."
            raw.findings.append(_file(name, "header_only", problem, DOWNLOAD_AGAIN, row=source.format.heading_row))
    return raw


def _unnamed(name: str, raw: RawTable) -> list[Finding]:
    """Columns that hold something under no heading: reported by their place, since anything may be in them."""
    out = []
    for place in (n for n, heading in enumerate(raw.headings) if not heading):
        filled = raw.cells.index[raw.cells[place].str.strip() != ""]
        if len(filled):
            problem = "the column has no heading, so its cells were not read."
            remedy = "Nothing, if it is not needed; else name it."
            row, column = int(filled[0]), f"number {place + 1}"
            out.append(_file(name, "unnamed_column", problem, remedy, ADVISORY, row, column, len(filled)))
    return out


def headings_of(opened: Opened, source: Source) -> list[list[str]]:
    """The rows at the top of a file, among which its headings are, for recognising it."""
    form = _form(opened, source)
    try:
        if form == "parquet":
            import pyarrow.parquet as pq

            return [pq.read_schema(io.BytesIO(opened.data)).names]
        if form == "xlsx":
            return workbook_tops(opened.data)
        start = opened.data[:400_000].rsplit(b"\n", 1)[0] or opened.data[:400_000]
        return [[heading_text(cell) for cell in row] for _, row in text_rows("", start).rows[:LOOKED_AT]]
    except Exception:  # whatever a library raises means the same: not this kind of file
        return []


def _read_csv(name: str, data: bytes, source: Source, raw: RawTable) -> None:
    if complaint := _not_a_csv(name, data):
        raw.findings.append(complaint)
        return
    text = text_rows(name, data)
    raw.findings += text.findings
    if blocking(raw.findings):
        return
    table = records(name, text.rows, source, None)
    raw.findings += table.findings
    raw.headings, raw.left_out = table.headings, {NO_RECORDS: table.no_records}
    if len(raw.headings) == 1 and any(mark in raw.headings[0] for mark in ";\t|"):
        problem = "columns are separated by something other than commas."
        raw.findings.append(_file(name, "separator", problem, "Save it as CSV with commas.", row=1))
    width = len(raw.headings)
    rows = [(n, r if any(r[width:]) else r[:width]) for n, r in table.rows]  # commas after the last cell hold nothing
    last = declared_names(source).get(raw.headings[-1].casefold())
    last_is_words = last is None or source.columns[last].type == "text"  # words, or not read: it may hold commas
    lines, joined = join_ragged([(table.heading_line, raw.headings), *rows], last_is_words)
    if joined:
        first = next(n for n, r in rows if len(r) > width)
        problem = "the last cell holds commas without quotation marks, so the row runs over; it was put together again."
        remedy = "Nothing, if that is right."
        raw.findings.append(Finding(name, first, None, "ragged_last_column", problem, remedy, ADVISORY, joined))
    raw.findings += _row_lengths(name, lines, source)
    raw.findings += _second_heading(name, lines)
    if not blocking(raw.findings):
        padded = [r + [""] * (width - len(r)) for _, r in lines[1:]]
        raw.cells = pd.DataFrame(padded, index=[n for n, _ in lines[1:]], columns=range(width), dtype="str")


def _read_ctf(name: str, data: bytes, source: Source, year: int | None, raw: RawTable) -> None:
    """The index of the cells is the pupil's place in the file, which has no lines to count."""
    table = ctf_table(name, data, source, year)
    raw.headings, raw.findings = table.headings, table.findings
    raw.cells = pd.DataFrame(table.rows, index=table.places, columns=range(len(table.headings)), dtype="str")


def _not_a_csv(name: str, data: bytes) -> Finding | None:
    start = data[:512].lstrip().lower()
    if data.startswith((ZIP_START, OLE_START)):
        problem = "this is a spreadsheet workbook, and its source is received as CSV."
        return _file(name, "workbook", problem, "Save the sheet as CSV UTF-8, or download the CSV itself.")
    if start.startswith(HTML_STARTS):
        problem = "this is a web page, not a table: the download probably met a sign-in or an error page."
        return _file(name, "web_page", problem, DOWNLOAD_AGAIN)
    if b"\0" in data and data[:2] not in UTF_16_MARKS:
        problem = "the file holds NUL bytes: it is not text, or it was damaged on the way."
        return _file(name, "binary", problem, DOWNLOAD_AGAIN, row=data[: data.index(b"\0")].count(b"\n") + 1)
    return None


def _row_lengths(name: str, lines: list[tuple[int, list[str]]], source: Source) -> list[Finding]:
    """Rows with more cells than headings, and rows that stop before the declared column."""
    width, shortest = len(lines[0][1]), len(lines[0][1])
    ends_at = source.format.shortest_row_ends_at
    if ends_at:
        folded = [h.strip().casefold() for h in lines[0][1]]
        shortest = folded.index(ends_at.casefold()) + 1 if ends_at.casefold() in folded else width
    out = []
    long = "more cells than the heading row has names."
    short = "the row stops early: the file was cut short, or the row is a note."
    for rule, problem, remedy, wrong in (
        ("long_row", long, QUOTE_COMMAS, [n for n, r in lines[1:] if len(r) > width]),
        (
            "short_row",
            short,
            f"Take notes out of the file. {DOWNLOAD_AGAIN}",
            [n for n, r in lines[1:] if len(r) < shortest],
        ),
    ):
        if wrong:
            out.append(_file(name, rule, problem, remedy, row=wrong[0], rows=len(wrong)))
    return out


def _second_heading(name: str, lines: list[tuple[int, list[str]]]) -> list[Finding]:
    """A heading row that comes again further down (two files pasted into one)."""
    first = [h.strip().casefold() for h in lines[0][1]]
    for number, row in lines[1:]:
        same = sum(a == b.strip().casefold() != "" for a, b in zip(first, row, strict=False))
        if same >= max(2, len(first) // 2):
            problem = "the heading row comes a second time."
            remedy = "Take out the extra heading row, or send one file a year."
            return [_file(name, "second_heading", problem, remedy, row=number)]
    return []


def _headings_repeated(name: str, headings: list[str], source: Source) -> list[Finding]:
    listed = (n for c in source.columns.values() for names in (c.names, *c.named.values()) for n in names)
    declared = {n.casefold(): n for n in listed}
    folded = [h.strip().casefold() for h in headings]
    twice = sorted({h for h in folded if h in declared and folded.count(h) > 1})
    problem = "the column is there twice, so it is not known which one counts."
    row = source.format.heading_row
    return [
        _file(name, "repeated_column", problem, "Take one of them out.", row=row, column=declared[h]) for h in twice
    ]


def _read_parquet(name: str, data: bytes, source: Source, raw: RawTable) -> None:
    try:
        frame = pd.read_parquet(io.BytesIO(data))
    except Exception:  # a library's message may quote cells, so it is not repeated
        problem = "the file cannot be read as a Parquet file."
        raw.findings.append(_file(name, "unreadable", problem, DOWNLOAD_AGAIN))
        return
    raw.headings = [str(c) for c in frame.columns]
    frame.columns = range(len(raw.headings))
    frame = frame.astype("str").fillna("").replace({"nan": "", "None": ""})
    frame.index = range(2, 2 + len(frame))
    raw.cells = frame[(frame != "").any(axis=1)]


def _read_workbook(name: str, data: bytes, source: Source, raw: RawTable) -> None:
    table = sheets_table(name, data, source)
    raw.findings += table.findings
    raw.headings, raw.left_out = table.headings, table.left_out
    if not blocking(raw.findings):
        rows, numbers = [row for _, row in table.rows], [n for n, _ in table.rows]
        raw.findings += _second_heading(name, [(1, raw.headings), *table.rows])
        raw.cells = pd.DataFrame(rows, index=numbers, columns=range(len(raw.headings)), dtype="str")


_READ_AS = {"csv": _read_csv, "parquet": _read_parquet, "xlsx": _read_workbook}


def _form(opened: Opened, source: Source) -> str:
    """How a file is read: by its name's ending, unless it only has a workbook's name and is plain text inside."""
    kind = source.format.kind_of(opened.name)
    start = opened.data[:512].lstrip().lower()
    if kind != "xlsx" or workbook_kind(opened.data) or start.startswith(HTML_STARTS):
        return kind
    return "csv" if b"\0" not in opened.data or opened.data[:2] in UTF_16_MARKS else kind


def _file(
    name: str, rule: str, problem: str, remedy: str, severity: str = "blocking", row: int | None = None,
    column: str | None = None, rows: int = 1,
) -> Finding:  # fmt: skip
    return Finding(name, row, column, rule, problem, remedy, severity, rows if row else 0)
