"""A text file's bytes -> its rows, in whichever of the usual shapes it was written.

Each shape that has only one meaning is read: UTF-8 or UTF-16 with its mark, Windows text, any line end, a `sep=` line, a
separator other than the comma where the whole file keeps to it, zero-width characters and non-breaking spaces.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.deliveries.findings import ADVISORY, Finding

SEPARATORS = ",;\t|"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
INVISIBLE = {ord(c): None for c in "\u200b\u2060\ufeff\u00ad"} | {ord(c): " " for c in "\u00a0\u202f\u2007"}
INVISIBLE_AT_ALL = re.compile("[" + "".join(map(chr, INVISIBLE)) + "]")
SEP_LINE = re.compile(r"\s*\"?sep=(.)\"?[\s,;\t|]*\Z", re.IGNORECASE)
AGAIN = "Ask for the file again as CSV (comma separated), or download it again."

Line = tuple[int, list[str]]


@dataclass
class TextRows:
    """Every row that holds anything, with the line it starts on; with a blocking finding there are none."""

    rows: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def decode(data: bytes) -> tuple[str | None, str]:
    """The text of a file and the encoding it was read in; None where it is none of those a table comes in."""
    for encoding in ("utf-16",) if data[:2] in UTF_16_MARKS else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return None, ""


def without_invisible(text: str) -> str:
    """The text without characters that take no room, and with plain spaces for the non-breaking ones."""
    return text.translate(INVISIBLE) if INVISIBLE_AT_ALL.search(text) else text


def text_rows(name: str, data: bytes) -> TextRows:
    """The rows of a text file, or the finding that says why it cannot be read."""
    text, encoding = decode(data)
    if text is None:
        problem = "the text is neither UTF-8, UTF-16 nor Windows text (cp1252)."
        return TextRows(findings=[Finding(name, None, None, "encoding", problem, AGAIN)])
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        problem = "the file holds NUL characters: it is not text, or it was damaged on the way."
        return TextRows(findings=[Finding(name, line, None, "binary", problem, AGAIN, rows=1)])
    table = TextRows()
    if encoding == "cp1252":
        problem = "the text is not UTF-8; it was read as Windows text (cp1252), so accents in names may be wrong."
        remedy = "Check names with accents."
        table.findings.append(Finding(name, None, None, "encoding_fallback", problem, remedy, ADVISORY))
    body, skipped, separator = _declared_separator(without_invisible(text))
    try:
        table.rows = _parsed(body, separator or _usual_separator(body), skipped)
    except csv.Error:
        problem = "the separators and quotation marks do not make a table."
        table.findings.append(Finding(name, None, None, "not_a_table", problem, AGAIN))
    return table


def _declared_separator(text: str) -> tuple[str, int, str]:
    """The text after a `sep=` line, how many lines were taken off, and the separator that line names."""
    first = re.match(r"([^\r\n]*)(\r\n|\r|\n)", text)
    named = SEP_LINE.match(first[1]) if first else None
    if not first or not named:
        return text, 0, ""
    return text[first.end() :], 1, named[1]


def _usual_separator(text: str) -> str:
    """The mark that gives the rows most cells; of several that give equally many the first, which is the comma."""
    return max(SEPARATORS, key=lambda mark: _width(text, mark))


def _width(text: str, mark: str) -> int:
    """How many cells the rows have by a mark, where two thirds of them have as many as the widest heading; else 0."""
    start = text[:200_000]  # enough to see the usual width
    if len(text) > len(start):  # without the row that is cut through, where there is a whole one before it
        start = start[: max(start.rfind("\n"), start.rfind("\r")) + 1] or start
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=mark)
    try:
        counts = [len(row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:  # a cell beyond any length a table has
        return 0
    usual = max(set(counts), key=counts.count, default=0)
    return usual if counts.count(usual) * 3 >= len(counts) * 2 else 0


def _parsed(text: str, separator: str, skipped: int) -> list[Line]:
    """Every row that holds anything, with the line of the file it starts on."""
    return [(start, row) for start, _, row in _with_lines(text, separator, skipped)]


def _with_lines(text: str, separator: str, skipped: int) -> Iterator[tuple[int, int, list[str]]]:
    """Every row that holds anything, with the first and the last line of the file it stands on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    start = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield start + skipped, reader.line_num + skipped, row
        start = reader.line_num + 1


def row_lines(data: bytes) -> list[tuple[int, int, list[str]]]:
    """The rows of a file that `text_rows` reads, each with the first and the last line it stands on."""
    text, _ = decode(data)
    if text is None:
        return []
    body, skipped, separator = _declared_separator(without_invisible(text))
    return list(_with_lines(body, separator or _usual_separator(body), skipped))


def join_ragged(rows: list[Line], last_is_words: bool) -> tuple[list[Line], int]:
    """The rows, with a last cell that holds commas without quotation marks joined again; and how many rows that changed.

    The cells of a row that runs over could be joined at any column. They are joined at the last one, and only where that
    keeps the form of the other columns better than joining at any other; every other row stays as it is, and is reported
    as too long.
    """
    width = len(rows[0][1])
    if not last_is_words or not any(len(row) > width for _, row in rows[1:]):
        return rows, 0
    forms = _forms([row for _, row in rows[1:] if len(row) == width], width)
    out, joined = [rows[0]], 0
    for line, row in rows[1:]:
        if len(row) > width and any(row[width:]) and _runs_over_at_the_end(row, forms, width):
            row, joined = [*row[: width - 1], ",".join(row[width - 1 :])], joined + 1
        out.append((line, row))
    return out, joined


def _forms(rows: list[list[str]], width: int) -> dict[int, frozenset[str]]:
    """By column, the forms (or, written "=word", the few words) of its cells in the regular rows.

    A cell moved from its place would break them. Columns of varied words are left out, since any cell fits those.
    """
    forms = {}
    for at in range(width):
        cells = {row[at].strip() for row in rows}
        seen = {_form(cell) for cell in cells}
        if "words" not in seen and seen - {""}:
            forms[at] = frozenset(seen)
        elif rows and len(cells) <= 12 and cells != {""}:  # a short list, such as names of subjects or M and F
            forms[at] = frozenset("=" + cell for cell in cells)
    return forms


def _form(cell: str) -> str:
    """What a cell looks like: nothing, a number, a date, or words."""
    if not cell:
        return ""
    if re.fullmatch(r"-?\d+(\.\d+)?", cell):
        return "number"
    return "date" if re.fullmatch(r"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}", cell) else "words"


def _runs_over_at_the_end(row: list[str], forms: dict[int, frozenset[str]], width: int) -> bool:
    """Whether putting the row together at its last column breaks fewer forms than at any other."""
    over = len(row) - width

    def broken(at: int) -> int:
        joined = [*row[:at], ",".join(row[at : at + over + 1]), *row[at + over + 1 :]]
        cells = [cell.strip() for cell in joined]
        return sum(_form(cells[c]) not in seen and "=" + cells[c] not in seen for c, seen in forms.items())

    at_the_end = broken(width - 1)
    # With fewer than three columns of a known form, too little would break for the comparison to mean anything.
    return len(forms) >= 3 and all(broken(at) > at_the_end for at in range(width - 1))
