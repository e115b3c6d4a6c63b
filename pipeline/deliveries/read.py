"""A delivered file's bytes -> its cells as text, changing nothing; or findings that say why it cannot be read."""

import csv
import io
from dataclasses import dataclass, field

import pandas as pd

from pipeline.declared.sources import Source
from pipeline.deliveries.findings import ADVISORY, Finding, blocking

EXCEL_START, HTML_STARTS = b"PK\x03\x04", (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")
DOWNLOAD_AGAIN = "Download the file again from the publisher and receive it without opening it in between."


@dataclass
class RawTable:
    """The heading row and the cells of a delivery, all text; the frame's index is the line in the file."""

    headings: list[str] = field(default_factory=list)
    cells: pd.DataFrame = field(default_factory=pd.DataFrame)
    findings: list[Finding] = field(default_factory=list)


def read(name: str, data: bytes, source: Source) -> RawTable:
    """The delivery's cells as text, with every finding about the file as such; blocking ones leave no cells."""
    raw = RawTable()
    if not data.strip():
        raw.findings.append(_file(name, "empty", "the file is empty.", DOWNLOAD_AGAIN))
    elif source.format.kind_of(name) == "csv":
        _read_csv(name, data, source, raw)
    else:
        _read_table(name, data, source, raw)
    if not blocking(raw.findings):
        raw.findings += _headings_repeated(name, raw.headings, source)
        if raw.cells.empty:
            said = "the file has a heading row and nothing under it."
            raw.findings.append(_file(name, "header_only", said, DOWNLOAD_AGAIN, row=source.format.heading_row))
    return raw


def peek_headings(data: bytes, heading_row: int = 1) -> list[str]:
    """The names in a text file's heading row, for recognising it; nothing for what is not text."""
    text, _ = decode(data[:400_000].rsplit(b"\n", 1)[0] or data[:400_000])
    if text is None or "\0" in text:
        return []
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        return next((r for i, r in enumerate(rows, 1) if i == heading_row), [])
    except csv.Error:
        return []


def table_headings(data: bytes, source: Source, kind: str) -> list[str]:
    """The names in a Parquet file's or workbook's heading row, for recognising it; nothing for another kind of file."""
    try:
        if kind == "parquet":
            import pyarrow.parquet as pq

            return pq.read_schema(io.BytesIO(data)).names
        return _sheet(data, source)[0]
    except Exception:  # any reader's complaint means: not this kind of file
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
    complaint = _not_a_csv(name, data)
    text, encoding = decode(data)
    if complaint is None and text is None:
        complaint = _file(name, "encoding", "the text is neither UTF-8 nor Windows (cp1252).", DOWNLOAD_AGAIN)
    if complaint:
        raw.findings.append(complaint)
        return
    if encoding == "cp1252":
        said = "the text is not UTF-8; it was read as Windows text (cp1252), so accents in names may be wrong."
        raw.findings.append(_file(name, "encoding_fallback", said, "Check names with accents.", severity=ADVISORY))
    try:
        lines = _numbered(text)
    except csv.Error:
        said = "the commas and quotation marks do not make a table."
        raw.findings.append(_file(name, "not_a_table", said, DOWNLOAD_AGAIN))
        return
    raw.headings = [h.strip() for h in lines[0][1]]
    raw.findings += _separator(name, raw.headings)
    raw.findings += _row_lengths(name, lines, source)
    raw.findings += _second_heading(name, lines)
    if not blocking(raw.findings):
        width = len(raw.headings)
        padded = [r + [""] * (width - len(r)) for _, r in lines[1:]]
        raw.cells = pd.DataFrame(padded, index=[n for n, _ in lines[1:]], columns=range(width), dtype="str")


def _numbered(text: str) -> list[tuple[int, list[str]]]:
    """Every row that holds anything, with the line it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    out, start = [], 1
    for row in reader:
        if any(cell.strip() for cell in row):
            out.append((start, row))
        start = reader.line_num + 1
    return out


def _not_a_csv(name: str, data: bytes) -> Finding | None:
    start = data[:512].lstrip().lower()
    if data.startswith(EXCEL_START) or data.startswith(b"\xd0\xcf\x11\xe0"):
        said = "this is a spreadsheet workbook with a .csv name."
        return _file(name, "workbook", said, "Save the sheet as CSV UTF-8, or download the CSV itself.")
    if start.startswith(HTML_STARTS):
        said = "this is a web page, not a table: the download probably met a sign-in or an error page."
        return _file(name, "web_page", said, DOWNLOAD_AGAIN)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _file(name, "encoding", "the text is UTF-16.", "Save it as CSV UTF-8 and receive it again.")
    if b"\0" in data:
        said = "the file holds NUL bytes: it is not text, or it was damaged on the way."
        return _file(name, "binary", said, DOWNLOAD_AGAIN, row=data[: data.index(b"\0")].count(b"\n") + 1)
    return None


def _separator(name: str, headings: list[str]) -> list[Finding]:
    if len(headings) > 1 or not any(mark in headings[0] for mark in ";\t|"):
        return []
    said = "columns are separated by something other than commas."
    return [_file(name, "separator", said, "Save it as CSV with commas.", row=1)]


def _row_lengths(name: str, lines: list[tuple[int, list[str]]], source: Source) -> list[Finding]:
    """Rows with more cells than headings, and rows that stop before the declared column."""
    width, shortest = len(lines[0][1]), len(lines[0][1])
    ends_at = source.format.shortest_row_ends_at
    if ends_at:
        folded = [h.strip().casefold() for h in lines[0][1]]
        shortest = folded.index(ends_at.casefold()) + 1 if ends_at.casefold() in folded else width
    out = []
    for rule, said, wrong in (
        ("long_row", "more cells than the heading row has names.", [n for n, r in lines[1:] if len(r) > width]),
        ("short_row", "the row stops early: the file was cut short.", [n for n, r in lines[1:] if len(r) < shortest]),
    ):
        if wrong:
            out.append(_file(name, rule, said, DOWNLOAD_AGAIN, row=wrong[0], rows=len(wrong)))
    return out


def _second_heading(name: str, lines: list[tuple[int, list[str]]]) -> list[Finding]:
    """A heading row that comes again further down (two files pasted into one)."""
    first = [h.strip().casefold() for h in lines[0][1]]
    for number, row in lines[1:]:
        same = sum(a == b.strip().casefold() != "" for a, b in zip(first, row, strict=False))
        if same >= max(2, len(first) // 2):
            said = "the heading row comes a second time."
            return [
                _file(
                    name, "second_heading", said, "Take out the extra heading row, or send one file a year.", row=number
                )
            ]
    return []


def _headings_repeated(name: str, headings: list[str], source: Source) -> list[Finding]:
    listed = (n for c in source.columns.values() for names in (c.names, *c.named.values()) for n in names)
    declared = {n.casefold(): n for n in listed}
    folded = [h.strip().casefold() for h in headings]
    twice = sorted({h for h in folded if h in declared and folded.count(h) > 1})
    said = "the column is there twice, so it is not known which one counts."
    row = source.format.heading_row
    return [_file(name, "repeated_column", said, "Take one of them out.", row=row, column=declared[h]) for h in twice]


def _read_table(name: str, data: bytes, source: Source, raw: RawTable) -> None:
    is_parquet = source.format.kind_of(name) == "parquet"
    try:
        raw.headings, rows, first = _parquet(data) if is_parquet else _sheet(data, source)
    except Exception:  # the reader's own words may hold cells, so they are not repeated
        kind = "a Parquet file" if is_parquet else "a spreadsheet workbook"
        raw.findings.append(_file(name, "unreadable", f"the file cannot be read as {kind}.", DOWNLOAD_AGAIN))
        return
    frame = (
        rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows, columns=range(len(raw.headings)), dtype="str")
    )
    frame.index = range(first, first + len(frame))
    raw.cells = frame[(frame != "").any(axis=1)]


def _parquet(data: bytes) -> tuple[list[str], pd.DataFrame, int]:
    frame = pd.read_parquet(io.BytesIO(data))
    headings = [str(c) for c in frame.columns]
    frame.columns = range(len(headings))
    return headings, frame.astype("str").fillna("").replace({"nan": "", "None": ""}), 2


def _sheet(data: bytes, source: Source) -> tuple[list[str], list[list[str]], int]:
    sheet = pd.read_excel(io.BytesIO(data), header=None, dtype=object, na_filter=False)
    rows = [[_cell_text(v) for v in row] for row in sheet.itertuples(index=False, name=None)]
    at = source.format.heading_row
    return [h.strip() for h in rows[at - 1]], rows[at:], at + 1


def _cell_text(value: object) -> str:
    """A workbook's cell as a CSV would hold it: a whole number without ".0", a blank without a word for it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None or value != value else str(value)


def _file(
    name: str, rule: str, said: str, remedy: str, severity: str = "blocking", row: int | None = None,
    column: str | None = None, rows: int = 1,
) -> Finding:  # fmt: skip
    return Finding(name, row, column, rule, said, remedy, severity, rows if row else 0)
