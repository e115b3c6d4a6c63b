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
    """The file cannot be read; `rule`, `said` and `line` are for a finding and hold nothing of the file's content."""

    def __init__(self, rule: str, said: str, remedy: str = SEND_AGAIN, line: int | None = None) -> None:
        super().__init__(said)
        self.rule, self.said, self.remedy, self.line = rule, said, remedy, line


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
    """A whole file. Schools are LAESTABs, "" where the header names none (XXX/XXXX stands for one that is not a school)."""

    from_school: str
    to_school: str
    year_begun: int | None  # AcademicYear: the year in which the academic year of the file began
    pupils: tuple[CtfPupil, ...]


def is_ctf_name(name: str) -> bool:
    """Whether a kept file is a Common Transfer File: nothing else that ends in .xml is kept."""
    return name.casefold().endswith(".xml")


def is_ctf(name: str, data: bytes) -> bool:
    """Whether a file that arrives is a Common Transfer File, by its ending and its first element."""
    return is_ctf_name(name) and bool(ROOT.search(data[:SEEN_FROM_START].replace(b"\0", b"")))


def school_in_name(name: str) -> str:
    """The LAESTAB of the sending school in a name such as 3512001_CTF_351LLLL_001.xml, or ""."""
    found = re.match(r"[^\d_]*(\d{7})(?!\d)", name)
    return found[1] if found else ""


def delivery_fingerprint(name: str, data: bytes, source: str, year: int | None) -> str:
    """What a delivery is kept under: its bytes; of a Common Transfer File each table by itself, so its source and year too.

    One file gives a table for each source it has results of, and each is a delivery of its own, with the whole file beside it.
    """
    digest = sha256(data)
    if is_ctf_name(name):
        digest = sha256(f"{digest.hexdigest()} {source} {year}".encode())
    return digest.hexdigest()


def read_ctf(data: bytes) -> CommonTransferFile:
    """The file's content as written. CtfUnreadable where it is not sound XML, is too large or too deep, or declares entities."""
    root = _parsed(data)
    if root.tag != "CTfile":
        raise CtfUnreadable("not_a_ctf", "the file's first element is not CTfile, so it is no Common Transfer File.")
    pupils = root.findall("CTFpupilData/Pupil")
    if not pupils:
        said = "the file holds no pupils: there is no element Pupil in CTFpupilData, where a Common Transfer File has them."
        raise CtfUnreadable("no_pupils", said)
    begun = _text(root, "Header/SourceSchool/AcademicYear")
    return CommonTransferFile(
        from_school=_laestab(root, "Header/SourceSchool"),
        to_school=_laestab(root, "Header/DestSchool"),
        year_begun=_year(begun),
        pupils=tuple(_pupil(place, element) for place, element in enumerate(pupils, start=1)),
    )


class _LimitedBuilder:
    """Builds the tree of elements, without their namespaces, and stops at an element that is too deep."""

    def __init__(self) -> None:
        self._builder, self._depth = TreeBuilder(), 0

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        self._depth += 1
        if self._depth > DEEPEST:
            raise CtfUnreadable("too_deep", f"its elements stand more than {DEEPEST} deep inside each other.")
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
        said = f"the file is larger than {LARGEST // 1_000_000} MB, which no Common Transfer File of schools is."
        raise CtfUnreadable("too_large", said)
    parser = DefusedXMLParser(target=_LimitedBuilder(), forbid_dtd=True)
    try:
        parser.feed(data)
        return parser.close()
    except DefusedXmlException:
        said = "the file declares a document type, entities or other files to load, which a Common Transfer File never does."
        raise CtfUnreadable("unsafe_xml", said, "Ask the sender where the file came from; do not open it.") from None
    except ParseError as error:  # its own words may hold a part of the file
        said = "the file is not sound XML from here on: it was cut short or changed on the way."
        raise CtfUnreadable("not_xml", said, line=error.position[0]) from None
    except (LookupError, ValueError):
        raise CtfUnreadable("encoding", "the file is written in an encoding that cannot be read.") from None


def _pupil(place: int, element: Element) -> CtfPupil:
    """A pupil's own texts and those one element further in; a list (languages, addresses) is not one of them."""
    fields: dict[str, str] = {}
    for child in element:
        fields.setdefault(child.tag, (child.text or "").strip())
        for inner in child:
            fields.setdefault(f"{child.tag}/{inner.tag}", (inner.text or "").strip())
    stages = element.findall("StageAssessments/KeyStage")
    results = tuple(_result(stage, one) for stage in stages for one in stage.findall("StageAssessment"))
    return CtfPupil(place, fields, results)


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
