"""A text file's bytes -> its rows, in whichever of the usual shapes it was written.

Each shape that has only one meaning is read: UTF-8 or UTF-16 with its mark, Windows text, any line end, a `sep=` line, a
separator other than the comma where the whole file keeps to it, zero-width characters and non-breaking spaces.
"""

import csv
import io
import re
from dataclasses import dataclass, field

from pipeline.deliveries.findings import ADVISORY, Finding

SEPARATORS = ",;\t|"
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
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
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
        said = "the text is neither UTF-8, UTF-16 nor Windows text (cp1252)."
        return TextRows(findings=[Finding(name, None, None, "encoding", said, AGAIN)])
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        said = "the file holds NUL characters: it is not text, or it was damaged on the way."
        return TextRows(findings=[Finding(name, line, None, "binary", said, AGAIN, rows=1)])
    found = TextRows()
    if encoding == "cp1252":
        said = "the text is not UTF-8; it was read as Windows text (cp1252), so accents in names may be wrong."
        found.findings.append(
            Finding(name, None, None, "encoding_fallback", said, "Check names with accents.", ADVISORY)
        )
    text, skipped, separator = _declared_separator(without_invisible(text))
    try:
        found.rows = _parsed(text, separator or _separator(text), skipped)
    except csv.Error:
        said = "the separators and quotation marks do not make a table."
        found.findings.append(Finding(name, None, None, "not_a_table", said, AGAIN))
    return found


def _declared_separator(text: str) -> tuple[str, int, str]:
    """The text after a `sep=` line, how many lines were taken off, and the separator that line names."""
    first = re.match(r"([^\r\n]*)(\r\n|\r|\n)", text)
    named = SEP_LINE.match(first[1]) if first else None
    if not first or not named:
        return text, 0, ""
    return text[first.end() :], 1, named[1]


def _separator(text: str) -> str:
    """The mark by which the whole file has the most cells a row; the comma where no other has more."""
    widths = {mark: _width(text, mark) for mark in SEPARATORS}
    return max(widths, key=lambda mark: widths[mark])  # of equals the first, which is the comma


def _width(text: str, mark: str) -> int:
    """How many cells the rows have by a mark, where two thirds of them have as many as the widest heading; else 0."""
    start = text[:200_000]
    whole = start if len(text) <= len(start) else start[: max(start.rfind("\n"), start.rfind("\r")) + 1] or start
    reader = csv.reader(io.StringIO(whole, newline=""), delimiter=mark)
    try:
        counts = [len(row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:  # a cell beyond any length a table has
        return 0
    usual = max(set(counts), key=counts.count, default=0)
    return usual if counts.count(usual) * 3 >= len(counts) * 2 else 0


def _parsed(text: str, separator: str, skipped: int) -> list[Line]:
    """Every row that holds anything, with the line of the file it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    out, start = [], 1
    for row in reader:
        if any(cell.strip() for cell in row):
            out.append((start + skipped, row))
        start = reader.line_num + 1
    return out


def join_ragged(rows: list[Line], last_is_words: bool) -> tuple[list[Line], int]:
    """Rows that run over because their last cell holds commas without quotation marks, put right; and how many there were.

    The cells of a row that runs over could be put together again at any column. It is done at the last one, and only where
    that is the one reading which keeps the form of every other column best: rows of which that cannot be said stay as they
    are, and are found too long.
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
    """Columns of one form, or of a few words, in every regular row: what a cell moved from its place would break."""
    forms = {}
    for at in range(width):
        cells = {row[at].strip() for row in rows}
        seen = {_form(cell) for cell in cells}
        if "words" not in seen and seen - {""}:
            forms[at] = frozenset(seen)
        elif rows and len(cells) <= 12 and cells != {""}:
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
        whole = [*row[:at], ",".join(row[at : at + over + 1]), *row[at + over + 1 :]]
        return sum(
            _form(whole[c].strip()) not in seen and "=" + whole[c].strip() not in seen for c, seen in forms.items()
        )

    last = broken(width - 1)
    return len(forms) >= 3 and all(broken(at) > last for at in range(width - 1))
