"""What an xlsx workbook records of its cells beyond their values: errors, formulas never calculated, percentages, hidden rows.

The parts are read as XML by local names, so that a strict workbook, which has other namespaces, is read the same.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, iterparse

Cell = tuple[int, int]  # row and column, from 0
PERCENT_FORMATS = (9, 10)  # the two that are built in and never listed in a workbook: 0% and 0.00%
QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')  # parts of a number format that are printed as they stand


@dataclass
class SheetMarks:
    """The cells of a sheet that are more, or less, than the value they hold."""

    errors: dict[Cell, str] = field(default_factory=dict)  # #N/A, #REF! and the like
    uncalculated: set[Cell] = field(default_factory=set)  # formulas without their result
    percents: set[Cell] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)  # lines, from 1
    last: Cell = (0, 0)  # the lowest row and the rightmost column with a value

    @property
    def cells(self) -> int:
        return (self.last[0] + 1) * (self.last[1] + 1)


def sheet_marks(data: bytes) -> dict[str, SheetMarks]:
    """The marks of every sheet of an xlsx workbook, by the sheet's name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        percents = _percent_styles(archive)
        names = set(archive.namelist())
        parts = zip(_sheet_names(archive), sheet_parts(archive), strict=True)
        return {name: _marks(archive, part, percents) for name, part in parts if part in names}


def sheet_parts(archive: zipfile.ZipFile) -> list[str]:
    """The part of the archive that holds each sheet, in the workbook's order."""
    parts = {_attribute(e, "Id"): _attribute(e, "Target") for e in _elements(archive, "xl/_rels/workbook.xml.rels")}
    sheets = _elements(archive, "xl/workbook.xml", "sheet")
    return [part_name(parts.get(_attribute(sheet, "id"), "")) for sheet in sheets]


def _sheet_names(archive: zipfile.ZipFile) -> list[str]:
    return [_attribute(sheet, "name") for sheet in _elements(archive, "xl/workbook.xml", "sheet")]


def _marks(archive: zipfile.ZipFile, part: str, percents: set[str]) -> SheetMarks:
    marks, row, column = SheetMarks(), -1, -1
    with archive.open(part) as stream:
        for event, element in iterparse(stream, events=("start", "end")):
            name = local_name(element.tag)
            if event == "start" and name == "row":  # a row or cell may leave its place out: it is then the next one
                row, column = int(element.get("r", row + 2)) - 1, -1
                if element.get("hidden") in ("1", "true"):
                    marks.hidden_rows.add(row + 1)
            elif event == "end" and name == "c":
                column = _column(element.get("r", "")) if element.get("r") else column + 1
                _mark(marks, element, (row, column), percents)
            elif event == "end" and name == "row":
                element.clear()  # else the whole sheet stays in memory
    return marks


def _mark(marks: SheetMarks, element: Element, at: Cell, percents: set[str]) -> None:
    parts = {local_name(child.tag): child for child in element}
    value = (parts["v"].text or "") if "v" in parts else ""
    if element.get("t") == "e":
        marks.errors[at] = value or "#ERROR!"
    elif "f" in parts and not value and element.get("t") != "str":  # a formula's result may be an empty text
        marks.uncalculated.add(at)
    if element.get("s") in percents:
        marks.percents.add(at)
    if value or "is" in parts:
        marks.last = (max(marks.last[0], at[0]), max(marks.last[1], at[1]))


def _percent_styles(archive: zipfile.ZipFile) -> set[str]:
    """The numbers of the cell styles whose number format prints a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    formats = {str(n) for n in PERCENT_FORMATS}
    styles: set[str] = set()
    inside, place = False, 0  # only formats inside `cellXfs` are those that cells refer to, by their place in it
    with archive.open("xl/styles.xml") as stream:
        for event, element in iterparse(stream, events=("start", "end")):
            name = local_name(element.tag)
            if name == "numFmt" and event == "end" and "%" in QUOTED.sub("", element.get("formatCode", "")):
                formats.add(element.get("numFmtId", ""))
            elif name == "cellXfs":
                inside = event == "start"
            elif name == "xf" and event == "end" and inside:
                if element.get("numFmtId") in formats:
                    styles.add(str(place))
                place += 1
    return styles


def _elements(archive: zipfile.ZipFile, part: str, name: str = "") -> Iterator[Element]:
    with archive.open(part) as stream:
        for _, element in iterparse(stream):
            if not name or local_name(element.tag) == name:
                yield element


def _attribute(element: Element, name: str) -> str:
    """An attribute by its local name; of two (`id` and `r:id`) the one with a namespace, which is the reference."""
    keys = sorted((key for key in element.attrib if local_name(key) == name), key=lambda key: "}" not in key)
    return element.attrib[keys[0]] if keys else ""


def local_name(tag: str) -> str:
    """The name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2]


def part_name(target: str) -> str:
    """A part's name in the archive, from a link of the workbook: absolute, or relative to its folder."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _column(address: str) -> int:
    """The column of an address such as AB7, from 0."""
    number = 0
    for letter in re.sub(r"[^A-Za-z].*", "", address, flags=re.DOTALL).upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
