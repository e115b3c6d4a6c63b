"""Rows of a pupil source -> a Common Transfer File, by the code set of their year: the reverse of `ctf_tables`.

For files that leave (pupils who move to their next school) and for tests of the reading. Only what the code set lists can
be written; a column without a line is left out, and the writer says which.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pipeline.declared.ctf import CodeSet, ResultLine

Row = Mapping[str, str]  # our column -> text as the source's file would hold it; "" and an absent column are no result


@dataclass(frozen=True)
class CtfHeader:
    """Who sends what to whom. `version` is the format's number of that year; schools are LAESTABs, the receiver may be 351LLLL."""

    from_school: str
    to: str
    year_begun: int  # the year in which the academic year of the file begins
    version: str
    made: str  # yyyy-mm-ddThh:mm:ss; not read from the clock, so that the same rows make the same bytes


def write_ctf(header: CtfHeader, tables: Mapping[str, Iterable[Row]], code_set: CodeSet) -> bytes:
    """The file's bytes. `tables` holds the rows of each source by its id; rows of several sources with one `upn` are one pupil.

    A pupil who is twice in one source is written twice, so that nothing wrong with the rows is hidden by writing them.
    """
    root = Element("CTfile")
    _header(root, header)
    holder = SubElement(root, "CTFpupilData")
    pupils: dict[tuple[str, int], list[tuple[str, Row]]] = {}
    for source, rows in tables.items():
        seen: Counter[str] = Counter()
        for row in rows:
            pupils.setdefault((row["upn"], seen[row["upn"]]), []).append((source, row))
            seen[row["upn"]] += 1
    for of_pupil in pupils.values():
        known = {column: text for _, row in reversed(of_pupil) for column, text in row.items() if text}
        pupil = _pupil(holder, known, code_set)
        for source, row in of_pupil:
            _results(pupil, row, [line for line in code_set.results if line.source == source], code_set)
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def not_written(source: str, columns: Iterable[str], code_set: CodeSet) -> list[str]:
    """The columns for which the code set has no line and no element, so that a file cannot hold them."""
    lines = [line for line in code_set.results if line.source == source]
    writable = {"laestab", *code_set.pupil, *(c for line in lines for c in (line.column, line.number))}
    return [c for c in columns if c not in writable]


def _header(root: Element, header: CtfHeader) -> None:
    top = SubElement(root, "Header")
    _texts(top, DocumentName="Common Transfer File", CTFversion=header.version, DateTime=header.made)
    _texts(top, DocumentQualifier="partial")
    _texts(SubElement(top, "SourceSchool"), LEA=header.from_school[:3], Estab=header.from_school[3:])
    _texts(top[-1], AcademicYear=str(header.year_begun))
    _texts(SubElement(top, "DestSchool"), LEA=header.to[:3], Estab=header.to[3:])


def _pupil(holder: Element, row: Row, code_set: CodeSet) -> Element:
    """A pupil with the elements of the code set, under the first name of each."""
    pupil = SubElement(holder, "Pupil")
    for column, paths in code_set.pupil.items():
        if row.get(column):
            *above, last = paths[0].split("/")
            parent = pupil
            for tag in above:
                child = parent.find(tag)  # an element without children is false, so it is compared with None
                parent = SubElement(parent, tag) if child is None else child
            _texts(parent, **{last: row[column]})
    SubElement(pupil, "StageAssessments")
    return pupil


def _results(pupil: Element, row: Row, lines: list[ResultLine], code_set: CodeSet) -> None:
    for line in lines:
        value = row.get(line.column, "") or row.get(line.number, "")
        if value:
            written = {ours: code for code, ours in line.codes.items()}
            assessment = SubElement(_stage(pupil, line.stage), "StageAssessment")
            _texts(
                assessment, Locale=code_set.locale, Year=str(code_set.year), Subject=line.subject, Method=line.method
            )
            _texts(assessment, Component=line.component, ResultStatus=code_set.status, ResultQualifier=line.qualifier)
            _texts(assessment, Result=written.get(value, value))


def _stage(pupil: Element, stage: str) -> Element:
    """The pupil's element for a stage, added where it is not there yet."""
    assessments = pupil[-1]  # StageAssessments, which `_pupil` writes last
    for element in assessments:
        if element.findtext("Stage") == stage:
            return element
    added = SubElement(assessments, "KeyStage")
    _texts(added, Stage=stage)
    return added


def _texts(parent: Element, **texts: str) -> None:
    for tag, text in texts.items():
        SubElement(parent, tag).text = text
