"""The parts of a workbook, piece by piece: where their cells lie, how much text is in them, and XML that is refused unread."""

import re
import struct
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate

from pipeline.declared.receipt_limits import MEGABYTE, ReceiptLimits
from pipeline.deliveries.arriving import larger
from pipeline.deliveries.other_marks import old_stream

DEEPEST = 100  # elements inside each other, in any part of a workbook
LONGEST_TAG = 1 << 20  # bytes of one tag with its attributes, of one comment, or of one record
STRAY = (
    "If a cell stands far from the rest, delete it (Ctrl+End goes to it) and save; "
    "else split the table into several files, or raise `{limit}` in params/policy/receipt_limits.yml."
)
# The records of cells in an old workbook: formula, number, text, true or error, short number, text by number.
OLD_CELLS = (0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD)
OLD_NUMBERS = 0x00BD
ADDRESS = re.compile(r"([A-Za-z]{1,8})([0-9]{1,12})")
RANGE = re.compile(r"\$?[A-Za-z]{1,3}\$?(\d{1,10})(?::\$?[A-Za-z]{1,3}\$?(\d{1,10}))?")


class Beyond(Exception):
    """A limit is passed, or a part is unsafe: what is said of it, and what to do."""

    def __init__(self, rule: str, problem: str, remedy: str) -> None:
        super().__init__(rule)
        self.rule, self.problem, self.remedy = rule, problem, remedy


@dataclass
class Totals:
    """What a file was found to hold so far, held to the limits."""

    limits: ReceiptLimits
    texts: list[int] = field(default_factory=list)  # the lengths of the texts that cells refer to
    text: int = 0  # characters in all cells
    cells: int = 0  # rows by columns of the sheets before this one
    last_row: int = -1  # of this sheet, from 0
    last_column: int = -1
    merged_rows: int = 0

    def cell(self, row: int, column: int) -> None:
        """A cell that holds something."""
        if row > self.last_row or column > self.last_column:
            self.last_row, self.last_column = max(row, self.last_row), max(column, self.last_column)
            rows, columns = self.last_row + 1, self.last_column + 1
            self.require_table(rows, columns)
            self.require_cells(self.cells + rows * columns)

    def end_of_sheet(self) -> None:
        self.cells += (self.last_row + 1) * (self.last_column + 1)
        self.last_row = self.last_column = -1

    def require_table(self, rows: int, columns: int) -> None:
        for found, most, what in ((rows, self.limits.rows, "rows"), (columns, self.limits.columns, "columns")):
            if found > most:
                problem = f"it reaches over {found:,} {what}, and {most:,} is the most that is read."
                raise Beyond("stray_cell", problem, STRAY.format(limit=what))

    def require_cells(self, cells: int) -> None:
        if cells > self.limits.cells:
            problem = (
                f"its rows by its columns are {cells:,} cells, and {self.limits.cells:,} is the most that is read."
            )
            raise Beyond("stray_cell", problem, STRAY.format(limit="cells"))

    def add_text(self, characters: int) -> None:
        self.text += characters
        if self.text > self.limits.text_megabytes * MEGABYTE:
            problem = (
                f"its cells hold more than {self.limits.text_megabytes:,} MB of text, which is the most that is read."
            )
            raise Beyond("too_much_text", problem, larger("text_megabytes"))

    def add_reference(self, number: int) -> None:
        """A cell whose text is the one of this number."""
        if 0 <= number < len(self.texts):
            self.add_text(self.texts[number])

    def one_text(self, characters: int) -> None:
        if characters > self.limits.cell_characters:
            problem = (
                f"a cell holds more than {self.limits.cell_characters:,} characters, which is the most that is read."
            )
            raise Beyond("long_cell", problem, larger("cell_characters"))

    def merge(self, rows: int) -> None:
        self.merged_rows += rows
        if self.merged_rows > self.limits.rows:
            problem = f"its merged cells reach over {self.merged_rows:,} rows, and {self.limits.rows:,} is the most that is read."
            raise Beyond("merged_too_far", problem, "Unmerge the cells of the sheet, save it, and receive it again.")


class PartReader:
    """Reads one part of a workbook."""

    def feed(self, piece: bytes) -> None:
        """The next piece of the part; Beyond where a limit is passed."""
        raise NotImplementedError

    @staticmethod
    def of(part: str, totals: Totals) -> "PartReader | None":
        """The reader for a part of this name; None for one that is only unpacked (a picture)."""
        if part.endswith((".xml", ".rels")):
            return XmlPart(totals, is_sheets=part == "content.xml")
        return BinaryPart(totals) if part.endswith(".bin") and part.startswith("xl/") else None


class XmlPart(PartReader):
    """A part in XML: of an xlsx workbook a sheet or its texts, of an open document workbook all its sheets."""

    def __init__(self, totals: Totals, is_sheets: bool) -> None:
        self.totals, self.is_sheets = totals, is_sheets
        self.fed = self.depth = 0
        self.row = self.column = -1
        self.in_cell = False
        # Of the cell that is being read: its type, its length, its value.
        self.kind, self.characters, self.held = "", 0, ""
        self.repeated_rows = self.repeated = 1
        self.parser = ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def feed(self, piece: bytes) -> None:
        self.fed += len(piece)
        try:
            self.parser.Parse(piece, False)
        except ExpatError as error:
            raise ValueError("not XML") from error
        if self.fed - self.parser.CurrentByteIndex > LONGEST_TAG + len(piece):
            problem = "a part of it holds a tag or a comment longer than any workbook has."
            raise Beyond("unsafe_xml", problem, "Ask the sender where the file came from; do not open it.")

    def _doctype(self, *_: object) -> None:
        problem = "a part of it declares a document type, in which entities can be defined; a workbook never does."
        raise Beyond("unsafe_xml", problem, "Ask the sender where the file came from; do not open it.")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            problem = f"its elements are nested more than {DEEPEST} deep, which no workbook's are."
            raise Beyond("unsafe_xml", problem, "Ask the sender where the file came from; do not open it.")
        name = tag.rpartition(":")[2]
        if self.is_sheets:
            self._start_in_open_document(name, attributes)
        elif name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 2)) - 1, -1
        elif name == "c":
            self.column += 1
            if match := ADDRESS.fullmatch(attributes.get("r", "")):  # else it is the next of its row
                self.row, self.column = int(match[2]) - 1, _column(match[1])
            self.kind, self.characters, self.held, self.in_cell = attributes.get("t", ""), 0, "", True
        elif name in ("v", "is") and self.row >= 0:
            self.totals.cell(self.row, self.column)
        elif name == "si":
            self.characters, self.in_cell = 0, True
        elif name == "mergeCell" and (match := RANGE.fullmatch(attributes.get("ref", ""))):
            self.totals.merge(int(match[2] or match[1]) - int(match[1]) + 1)

    def _start_in_open_document(self, name: str, attributes: dict[str, str]) -> None:
        named = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "table":
            self.totals.end_of_sheet()
            self.row = -1
        elif name == "table-row":
            self.repeated_rows, self.column = int(named.get("number-rows-repeated", 1)), -1
            self.row += self.repeated_rows
        elif name in ("table-cell", "covered-table-cell"):
            self.repeated, self.characters, self.in_cell = int(named.get("number-columns-repeated", 1)), 0, True
            self.column += self.repeated
            self.totals.require_table(1, self.repeated)
            if "value-type" in named:
                self.totals.cell(self.row, self.column)

    def _end(self, tag: str) -> None:
        self.depth -= 1
        name = tag.rpartition(":")[2]
        if name == "si":
            self.totals.texts.append(self.characters)
        elif name == "c" and self.kind == "s" and self.held.strip().isdigit():
            self.totals.add_reference(int(self.held))
        elif name == "table-cell" and self.is_sheets:
            self.totals.add_text(self.characters * self.repeated * self.repeated_rows)
        self.in_cell = self.in_cell and name not in ("si", "c", "table-cell", "covered-table-cell")

    def _text(self, text: str) -> None:
        if self.in_cell:
            self.characters += len(text)
            self.held = (self.held + text)[:12]
            self.totals.one_text(self.characters)


def read_old_workbook(data: bytes, totals: Totals) -> None:
    """The cells of an old workbook (xls), by their records."""
    stream, at = old_stream(data), 0
    while at + 8 <= len(stream):
        kind, length, row, column = struct.unpack_from("<HHHH", stream, at)
        if kind == 0x0809:  # the beginning of a sheet
            totals.end_of_sheet()
        elif kind in OLD_CELLS and length >= 4:
            totals.cell(row, column)
        elif kind == OLD_NUMBERS and 6 <= length <= len(stream) - at - 4:
            # Several in a row: the last column comes last.
            totals.cell(row, struct.unpack_from("<H", stream, at + 2 + length)[0])
        at += 4 + length
    totals.end_of_sheet()


class BinaryPart(PartReader):
    """A part of an xlsb workbook, in records: a number for the kind, one for the length, then the body."""

    ROW, TEXT = 0, 19
    CELLS = range(2, 12)  # without 1, the blank cell
    REFERENCE = 7

    def __init__(self, totals: Totals) -> None:
        self.totals, self.held, self.row = totals, b"", 0

    def feed(self, piece: bytes) -> None:
        self.held += piece
        at = 0
        while (record := _record(self.held, at)) is not None:
            kind, body, at = record
            self._read(kind, body)
        self.held = self.held[at:]

    def _read(self, kind: int, body: bytes) -> None:
        try:
            if kind == self.ROW:
                self.row = struct.unpack_from("<I", body)[0]
            elif kind == self.TEXT:
                self.totals.texts.append(struct.unpack_from("<I", body, 1)[0])
            elif kind in self.CELLS:
                self.totals.cell(self.row, struct.unpack_from("<I", body)[0])
                if kind == self.REFERENCE:
                    self.totals.add_reference(struct.unpack_from("<I", body, 8)[0])
        except struct.error as error:
            raise ValueError("not a record") from error


def _record(data: bytes, at: int) -> tuple[int, bytes, int] | None:
    """Kind and body of the record at a place, and where the next begins; None where the rest of it is still to come."""
    numbers = []
    for _ in range(2):
        number = 0
        for shift in range(0, 28, 7):
            if at >= len(data):
                return None
            byte, at = data[at], at + 1
            number |= (byte & 127) << shift
            if not byte & 128:
                break
        numbers.append(number)
    kind, length = numbers
    if length > LONGEST_TAG:
        raise ValueError("not a record")
    return (kind, data[at : at + length], at + length) if at + length <= len(data) else None


def _column(letters: str) -> int:
    """The column of these letters (AB), from 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
