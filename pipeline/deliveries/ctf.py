"""The Common Transfer File: XML a school's system writes -> its header, pupils and results as plain records.

This is the only place where delivered XML is read. A file comes from outside, so document types, entities and references to
other files are refused, and size and depth are limited. Nothing is decided here about what a result means: see `ctf_tables`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from pipeline.declared.ctf import Combination

LARGEST = 50_000_000  # bytes; a school's own file is a few million at most
DEEPEST = 24  # elements inside each other; the format itself needs about eight
ROOT = re.compile(rb"<CTfile[\s/>]", re.IGNORECASE)
SEEN_FROM_START = 8_000  # bytes in which the root element begins
SEND_AGAIN = "Have the school export the file again, and receive it without opening it in between."


class CtfUnreadable(Exception):
    """The file cannot be read; `rule`, `problem`, `remedy` and `line` are for a finding and repeat nothing of the file's content."""

    def __init__(self, rule: str, problem: str, remedy: str = SEND_AGAIN, line: int | None = None) -> None:
        super().__init__(problem)
        self.rule, self.problem, self.remedy, self.line = rule, problem, remedy, line


@dataclass(frozen=True)
class CtfResult:
    """One StageAssessment, all as written; `year` is the calendar year of the summer, None where none can be read."""

    combination: Combination
    locale: str
    status: str
    year: int | None
    value: str


@dataclass(frozen=True)
class CtfPupil:
    """One pupil. `place` counts the pupils of the file from 1; `fields` holds texts by path, `BasicDetails/NCyearActual`."""

    place: int
    fields: Mapping[str, str]
    results: tuple[CtfResult, ...]


@dataclass(frozen=True)
class CommonTransferFile:
    """A whole file. Schools are LAESTABs, "" where the header names none: letters X instead of digits mean no school."""

    from_school: str
    to_school: str
    year_begun: int | None  # AcademicYear: the year in which the academic year of the file began
    pupils: tuple[CtfPupil, ...]


def is_ctf_name(name: str) -> bool:
    """Whether a kept file is a Common Transfer File: nothing else that ends in .xml is kept."""
    return name.casefold().endswith(".xml")


def is_ctf(name: str, data: bytes) -> bool:
    """Whether a file that arrives is a Common Transfer File, by its ending and its first element."""
    # Without its zero bytes, a root element in UTF-16 is the same text as in UTF-8.
    return is_ctf_name(name) and bool(ROOT.search(data[:SEEN_FROM_START].replace(b"\0", b"")))


def school_in_name(name: str) -> str:
    """The LAESTAB of the sending school in a name such as 3512001_CTF_351LLLL_001.xml, or ""."""
    # Only what comes before the first underscore: the school the file was sent to may follow it.
    match = re.match(r"[^\d_]*(\d{7})(?!\d)", name)
    return match[1] if match else ""


def delivery_fingerprint(name: str, data: bytes, source: str, year: int | None) -> str:
    """The key a delivery is kept under: a digest of its bytes and, for a Common Transfer File, its source and results year.

    One file gives a table for each source it has results of, and each is a delivery of its own, with the whole file beside it.
    """
    digest = sha256(data)
    if is_ctf_name(name):
        digest = sha256(f"{digest.hexdigest()} {source} {year}".encode())
    return digest.hexdigest()


def read_ctf(data: bytes) -> CommonTransferFile:
    """The file's content as written. CtfUnreadable where it is not well-formed XML, is too large or too deep, or declares entities."""
    root = _parsed(data)
    if root.tag != "CTfile":
        raise CtfUnreadable("not_a_ctf", "the file's first element is not CTfile, so it is no Common Transfer File.")
    pupils = root.findall("CTFpupilData/Pupil")
    if not pupils:
        problem = "the file holds no pupils: there is no element Pupil in CTFpupilData, where a Common Transfer File has them."
        raise CtfUnreadable("no_pupils", problem)
    return CommonTransferFile(
        from_school=_laestab(root, "Header/SourceSchool"),
        to_school=_laestab(root, "Header/DestSchool"),
        year_begun=_year(_text(root, "Header/SourceSchool/AcademicYear")),
        pupils=tuple(_pupil(place, element) for place, element in enumerate(pupils, start=1)),
    )


class _LimitedBuilder:
    """Builds the tree of elements, without their namespaces, and stops at an element that is too deep."""

    def __init__(self) -> None:
        self._builder, self._depth = TreeBuilder(), 0

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        self._depth += 1
        if self._depth > DEEPEST:
            raise CtfUnreadable("too_deep", f"its elements are nested more than {DEEPEST} deep.")
        return self._builder.start(tag.rpartition("}")[2], {})

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return self._builder.end(tag.rpartition("}")[2])

    def data(self, text: str) -> None:
        self._builder.data(text)

    def close(self) -> Element:
        return self._builder.close()


def _parsed(data: bytes) -> Element:
    if len(data) > LARGEST:
        problem = f"the file is larger than {LARGEST // 1_000_000} MB, which no Common Transfer File of schools is."
        raise CtfUnreadable("too_large", problem)
    parser = DefusedXMLParser(target=_LimitedBuilder(), forbid_dtd=True)
    try:
        parser.feed(data)
        return parser.close()
    except DefusedXmlException:
        problem = "the file declares a document type, entities or other files to load, which a Common Transfer File never does."
        raise CtfUnreadable("unsafe_xml", problem, "Ask the sender where the file came from; do not open it.") from None
    except ParseError as error:  # its message may repeat a part of the file, so it is not passed on
        problem = "the file is not well-formed XML from this line on: it was cut short or changed on the way."
        raise CtfUnreadable("not_xml", problem, line=error.position[0]) from None
    except (LookupError, ValueError):
        raise CtfUnreadable("encoding", "the file is written in an encoding that cannot be read.") from None


def _pupil(place: int, element: Element) -> CtfPupil:
    """A pupil's own texts and those one element further in; a list (languages, addresses) is not one of them."""
    fields: dict[str, str] = {}
    # Where an element is there twice, the first counts.
    for child in element:
        fields.setdefault(child.tag, (child.text or "").strip())
        for inner in child:
            fields.setdefault(f"{child.tag}/{inner.tag}", (inner.text or "").strip())
    results = [
        _result(stage, assessment)
        for stage in element.findall("StageAssessments/KeyStage")
        for assessment in stage.findall("StageAssessment")
    ]
    return CtfPupil(place, fields, tuple(results))


def _result(stage: Element, element: Element) -> CtfResult:
    codes = [_text(element, tag) for tag in ("Subject", "Method", "Component", "ResultQualifier")]
    return CtfResult(
        combination=Combination(_text(stage, "Stage"), *codes),
        locale=_text(element, "Locale"),
        status=_text(element, "ResultStatus"),
        year=_year(_text(element, "Year")),
        value=_text(element, "Result"),
    )


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _year(text: str) -> int | None:
    return int(text) if re.fullmatch(r"(19|20)[0-9]{2}", text) else None


def _laestab(root: Element, path: str) -> str:
    authority, school = _text(root, f"{path}/LEA"), _text(root, f"{path}/Estab")
    return authority + school if re.fullmatch(r"[0-9]{3} [0-9]{4}", f"{authority} {school}") else ""
