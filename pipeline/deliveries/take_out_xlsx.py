"""Empties rows of an .xlsx workbook, and leaves every other byte of its sheets as it is.

The rows are cut out of the sheets' XML by their position in it. A text that no cell refers to any more is emptied where the
workbook keeps its texts. A workbook with parts in which the pupil cannot be looked for is not rewritten.
"""

import io
import re
import zipfile
from collections.abc import Collection
from xml.parsers import expat

from pipeline.deliveries.row_numbers import row_number
from pipeline.deliveries.sought import Sought
from pipeline.deliveries.xlsx_marks import sheet_parts

# What a plain workbook consists of. Pivot tables, charts, comments, links and macros hold copies of cells, or may.
PLAIN = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(core|app|custom)\.xml|xl/(workbook|styles|sharedStrings|calcChain|metadata)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/theme/[^/]+|xl/worksheets/[^/]+\.xml|xl/worksheets/_rels/[^/]+|xl/tables/[^/]+"
    r"|xl/printerSettings/[^/]+"
)
TEXTS = "xl/sharedStrings.xml"


def xlsx_without(data: bytes, gone: Collection[int], sought: Sought) -> bytes | None:
    """The workbook with the rows of these numbers empty; None where it is no plain workbook, or has links in its cells."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info: archive.read(info) for info in archive.infolist() if not info.is_dir()}
        sheets = sheet_parts(archive)
    by_name = {info.filename: content for info, content in parts.items()}
    if not all(PLAIN.fullmatch(name) for name in by_name):
        return None
    used: set[int] = set()
    for number, part in enumerate(sheets, start=1):
        if part not in by_name:
            continue
        if b"hyperlink" in by_name[part]:
            return None
        sheet = _Sheet(by_name[part])
        lines = {line for line in sheet.rows if row_number(number, line) in gone}
        by_name[part] = _cut(by_name[part], [span for line in lines for span in sheet.rows[line]], b"")
        used |= {text for line, texts in sheet.texts.items() if line not in lines for text in texts}
    if TEXTS in by_name:
        inner = _inner_spans(by_name[TEXTS], "si")
        by_name[TEXTS] = _cut(by_name[TEXTS], [span for at, span in enumerate(inner) if at not in used], b"<t/>")
    for name, content in by_name.items():
        if name.endswith((".xml", ".rels")):
            # As latin-1, which gives every byte back: the number is plain letters and digits in whatever XML is written.
            by_name[name] = sought.number.sub("erased", content.decode("latin-1")).encode("latin-1")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in parts:
            entry = zipfile.ZipInfo(info.filename, info.date_time)
            archive.writestr(entry, by_name[info.filename], zipfile.ZIP_DEFLATED)
    return out.getvalue()


class _Sheet:
    """Where each row's cells lie in a sheet's XML, by its line, and the numbers of the texts that its cells refer to."""

    def __init__(self, content: bytes) -> None:
        self.rows: dict[int, list[tuple[int, int]]] = {}
        self.texts: dict[int, list[int]] = {}
        self._line, self._is_text, self._in_value, self._value = 0, False, False, ""
        self._first: int | None = None
        self._parser = parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(content, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._line, self._first = int(attributes.get("r", self._line + 1)), None
        elif name == "c":
            if self._first is None:
                self._first = self._parser.CurrentByteIndex
            self._is_text = attributes.get("t") == "s"
        elif name == "v":
            self._in_value, self._value = True, ""

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            spans = self.rows.setdefault(self._line, [])
            if self._first is not None:
                spans.append((self._first, self._parser.CurrentByteIndex))
        elif name == "v":
            self._in_value = False
            if self._is_text and self._value.strip().isdecimal():
                self.texts.setdefault(self._line, []).append(int(self._value))

    def _characters(self, text: str) -> None:
        if self._in_value:
            self._value += text


def _inner_spans(content: bytes, name: str) -> list[tuple[int, int]]:
    """From the first element inside to the end tag, of every element of this name; an empty one has an empty span."""
    spans: list[tuple[int, int]] = []
    depth, inner = 0, -1
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, inner
        if depth and inner < 0:
            inner = parser.CurrentByteIndex
        if tag.rpartition(":")[2] == name:
            depth, inner = 1, -1

    def end(tag: str) -> None:
        nonlocal depth
        if tag.rpartition(":")[2] == name:
            depth = 0
            spans.append((inner, parser.CurrentByteIndex) if inner >= 0 else (-1, -1))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(content, True)
    return spans


def _cut(content: bytes, spans: list[tuple[int, int]], instead: bytes) -> bytes:
    out, kept = [], 0
    for begins, ends in sorted(span for span in spans if span[0] >= 0):
        out += [content[kept:begins], instead]
        kept = ends
    return b"".join([*out, content[kept:]])
