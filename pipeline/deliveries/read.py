"""Reads a delivered file's cells as text and changes nothing; or gives findings that say why it cannot be read."""

import csv
import io
from dataclasses import dataclass, field

import pandas as pd

from pipeline.declared.sources import Source
from pipeline.deliveries.ctf import is_ctf_name
from pipeline.deliveries.ctf_tables import ctf_table
from pipeline.deliveries.findings import ADVISORY, BLOCKING, Finding, blocking

EXCEL_START, HTML_STARTS = b"PK\x03\x04", (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")
DOWNLOAD_AGAIN = "Download the file again from the publisher and receive it without opening it in between."


@dataclass
class RawTable:
    """The heading row and the cells of a delivery, all text; columns are numbered from 0, the index is the line in the file."""

    headings: list[str] = field(default_factory=list)
    cells: pd.DataFrame = field(default_factory=pd.DataFrame)
    findings: list[Finding] = field(default_factory=list)


def read(name: str, data: bytes, source: Source, year: int | None = None) -> RawTable:
    """The delivery's cells as text, with every finding about the file as a whole; with a blocking one there are no cells.

    Of a Common Transfer File, which can hold several sources and years, those of this source and results year.
    """
    raw = RawTable()
    if not data.strip():
        raw.findings.append(_file(name, "empty", "the file is empty.", DOWNLOAD_AGAIN))
    elif is_ctf_name(name) and source.of_pupils:
        _read_ctf(name, data, source, year, raw)
    elif source.format.kind_of(name) == "csv":
        _read_csv(name, data, source, raw)
    else:
        _read_table(name, data, source, raw)
    if not blocking(raw.findings):
        raw.findings += _headings_repeated(name, raw.headings, source)
        if raw.cells.empty:
            problem = "the file has a heading row and nothing under it."
            raw.findings.append(_file(name, "header_only", problem, DOWNLOAD_AGAIN, row=source.format.heading_row))
    return raw


def peek_headings(data: bytes, heading_row: int = 1) -> list[str]:
    """The names in a text file's heading row, for recognising it; none for a file that is not text."""
    text, _ = decode(data[:400_000].rsplit(b"\n", 1)[0] or data[:400_000])
    if text is None or "\0" in text:
        return []
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        return next((r for i, r in enumerate(rows, 1) if i == heading_row), [])
    except csv.Error:
        return []


def table_headings(data: bytes, source: Source, kind: str) -> list[str]:
    """The names in a Parquet file's or workbook's heading row, for recognising it; none for another kind of file."""
    try:
        if kind == "parquet":
            import pyarrow.parquet as pq

            return pq.read_schema(io.BytesIO(data)).names
        return _sheet(data, source)[0]
    except Exception:  # whatever the library objects to, it is not this kind of file
        return []


def decode(data: bytes) -> tuple[str | None, str]:
    """The text of a file and the encoding it was read in; None where it is neither UTF-8 nor Windows text."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return None, ""


def _read_csv(name: str, data: bytes, source: Source, raw: RawTable) -> None:
    not_a_csv = _not_a_csv(name, data)
    if not_a_csv:
        raw.findings.append(not_a_csv)
        return
    text, encoding = decode(data)
    if text is None:
        problem = "the text is neither UTF-8 nor Windows (cp1252)."
        raw.findings.append(_file(name, "encoding", problem, DOWNLOAD_AGAIN))
        return
    if encoding == "cp1252":
        problem = "the text is not UTF-8; it was read as Windows text (cp1252), so accents in names may be wrong."
        raw.findings.append(_file(name, "encoding_fallback", problem, "Check names with accents.", severity=ADVISORY))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []  # (the line a row starts on, its cells); blank rows are left out
    start = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                lines.append((start, row))
            start = reader.line_num + 1  # a quoted cell may run over several lines
    except csv.Error:
        problem = "the commas and quotation marks do not make a table."
        raw.findings.append(_file(name, "not_a_table", problem, DOWNLOAD_AGAIN))
        return
    raw.headings = [h.strip() for h in lines[0][1]]
    if len(raw.headings) == 1 and any(mark in raw.headings[0] for mark in ";\t|"):
        problem = "columns are separated by something other than commas."
        raw.findings.append(_file(name, "separator", problem, "Save it as CSV with commas.", row=1))
    raw.findings += _row_lengths(name, lines, source)
    raw.findings += _second_heading(name, lines)
    if not blocking(raw.findings):
        width = len(raw.headings)
        padded = [r + [""] * (width - len(r)) for _, r in lines[1:]]
        raw.cells = pd.DataFrame(padded, index=[n for n, _ in lines[1:]], columns=range(width), dtype="str")


def _read_ctf(name: str, data: bytes, source: Source, year: int | None, raw: RawTable) -> None:
    """The index of the cells is the pupil's place in the file, which has no lines to count."""
    table = ctf_table(name, data, source, year)
    raw.headings, raw.findings = table.headings, table.findings
    raw.cells = pd.DataFrame(table.rows, index=table.places, columns=range(len(table.headings)), dtype="str")


def _not_a_csv(name: str, data: bytes) -> Finding | None:
    start = data[:512].lstrip().lower()
    if data.startswith(EXCEL_START) or data.startswith(b"\xd0\xcf\x11\xe0"):
        problem = "this is a spreadsheet workbook with a .csv name."
        return _file(name, "workbook", problem, "Save the sheet as CSV UTF-8, or download the CSV itself.")
    if start.startswith(HTML_STARTS):
        problem = "this is a web page, not a table: probably a sign-in page or an error page was downloaded."
        return _file(name, "web_page", problem, DOWNLOAD_AGAIN)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _file(name, "encoding", "the text is UTF-16.", "Save it as CSV UTF-8 and receive it again.")
    if b"\0" in data:
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
    for rule, problem, wrong in (
        ("long_row", "more cells than the heading row has names.", [n for n, r in lines[1:] if len(r) > width]),
        ("short_row", "the row stops early: the file was cut short.", [n for n, r in lines[1:] if len(r) < shortest]),
    ):
        if wrong:
            out.append(_file(name, rule, problem, DOWNLOAD_AGAIN, row=wrong[0], rows=len(wrong)))
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
    """Declared headings that occur more than once."""
    listed = (n for c in source.columns.values() for names in (c.names, *c.named.values()) for n in names)
    declared = {n.casefold(): n for n in listed}
    folded = [h.strip().casefold() for h in headings]
    twice = sorted({h for h in folded if h in declared and folded.count(h) > 1})
    problem = "the column is there twice, so it is not known which one counts."
    row = source.format.heading_row
    remedy = "Take one of them out."
    return [_file(name, "repeated_column", problem, remedy, row=row, column=declared[h]) for h in twice]


def _read_table(name: str, data: bytes, source: Source, raw: RawTable) -> None:
    is_parquet = source.format.kind_of(name) == "parquet"
    try:
        if is_parquet:
            parquet = pd.read_parquet(io.BytesIO(data))
            raw.headings, first = [str(c) for c in parquet.columns], 2
            parquet.columns = range(len(raw.headings))
            frame = parquet.astype("str").fillna("").replace({"nan": "", "None": ""})
        else:
            raw.headings, rows, first = _sheet(data, source)
            frame = pd.DataFrame(rows, columns=range(len(raw.headings)), dtype="str")
    except Exception:  # the library's own message may quote cells, so it is not repeated
        kind = "a Parquet file" if is_parquet else "a spreadsheet workbook"
        raw.findings.append(_file(name, "unreadable", f"the file cannot be read as {kind}.", DOWNLOAD_AGAIN))
        return
    frame.index = range(first, first + len(frame))
    raw.cells = frame[(frame != "").any(axis=1)]


def _sheet(data: bytes, source: Source) -> tuple[list[str], list[list[str]], int]:
    """A workbook's first sheet: its headings, the rows below them and the line of the first of these rows."""
    sheet = pd.read_excel(io.BytesIO(data), header=None, dtype=object, na_filter=False)
    rows = []
    for values in sheet.itertuples(index=False, name=None):
        # As a CSV would have them: a whole number without ".0", a blank cell (None or NaN) as no text.
        blank = ["" if v is None or v != v else v for v in values]
        rows.append([str(int(v)) if isinstance(v, float) and v.is_integer() else str(v) for v in blank])
    at = source.format.heading_row
    return [h.strip() for h in rows[at - 1]], rows[at:], at + 1


def _file(
    name: str, rule: str, problem: str, remedy: str, severity: str = BLOCKING, row: int | None = None,
    column: str | None = None, rows: int = 1,
) -> Finding:  # fmt: skip
    """A finding about the file, or about `rows` rows of it from `row` on."""
    return Finding(name, row, column, rule, problem, remedy, severity, rows if row else 0)
