"""What every issued PDF must be (PDF/UA-1, as far as its structure can tell); each check returns its findings in words."""

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pikepdf

from tests.checks.pdf_margins import margins


def findings(content: bytes) -> list[str]:
    """Everything wrong with one PDF."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        checks = (document, metadata, outlines, figures, headers, headings, pages, margins)
        return [finding for check in checks for finding in check(pdf)]


def findings_of(file: Path) -> list[str]:
    return findings(file.read_bytes())


def document(pdf: pikepdf.Pdf) -> list[str]:
    root, out = pdf.Root, []
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        out.append("not marked as tagged")
    if "/StructTreeRoot" not in root:
        out.append("no structure tree")
    if str(root.get("/Lang", "")) != "en-GB":
        out.append(f"language is {root.get('/Lang', 'missing')}")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        out.append("the title is not displayed")
    return out + (
        ["has embedded files or scripts"]
        if {"/JavaScript", "/EmbeddedFiles"} & set(root.get("/Names", {}).keys())
        else []
    )


def metadata(pdf: pikepdf.Pdf) -> list[str]:
    out = [] if str(pdf.docinfo.get("/Title", "")).strip() else ["no title"]
    out += [f"{name} would change with every making" for name in ("/CreationDate", "/ModDate") if name in pdf.docinfo]
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        out += [] if xmp.get("dc:title") else ["no dc:title"]
        return out + ([] if str(xmp.get("pdfuaid:part", "")) == "1" else ["does not claim PDF/UA-1"])


def outlines(pdf: pikepdf.Pdf) -> list[str]:
    with pdf.open_outline() as outline:
        return [] if len(outline.root) else ["no bookmarks"]


def figures(pdf: pikepdf.Pdf) -> list[str]:
    """Every figure has an alternative text; every image drawn is inside a figure or an artifact."""
    bare = [e for e in elements(pdf, "/Figure") if not str(e.get("/Alt", "")).strip()]
    return [f"{len(bare)} figures without alternative text"] if bare else []


def headers(pdf: pikepdf.Pdf) -> list[str]:
    """Every table header cell says whether it heads a column or a row."""
    bare = [e for e in elements(pdf, "/TH") if str(_attribute(e, "/Scope")) not in ("/Column", "/Row", "/Both")]
    headless = [t for t in elements(pdf, "/Table") if not any(True for _ in _under(t, "/TH"))]
    out = [f"{len(bare)} table headers without scope"] if bare else []
    return out + ([f"{len(headless)} tables without headers"] if headless else [])


def headings(pdf: pikepdf.Pdf) -> list[str]:
    levels = [int(str(e.S)[2]) for e in elements(pdf) if re.fullmatch(r"/H[1-6]", str(e.S))]
    out = [] if levels.count(1) == 1 else [f"{levels.count(1)} H1 tags"]
    return out + [f"H{a} is followed by H{b}" for a, b in pairwise(levels) if b > a + 1]


def pages(pdf: pikepdf.Pdf) -> list[str]:
    """Tab order follows structure; all content is tagged or an artifact; fonts travel with the file."""
    out = []
    for number, page in enumerate(pdf.pages, start=1):
        if str(page.get("/Tabs", "")) != "/S":
            out.append(f"page {number}: tab order does not follow the structure")
        if "/StructParents" not in page:
            out.append(f"page {number} is not in the structure tree")
    return out + [f"font {name} is not embedded" for name in _loose_fonts(pdf)]


def alternative_texts(pdf: pikepdf.Pdf) -> list[str]:
    """Every figure's alternative text, in reading order."""
    return [str(e.get("/Alt", "")) for e in elements(pdf, "/Figure")]


def elements(pdf: pikepdf.Pdf, kind: str | None = None) -> Iterator[pikepdf.Dictionary]:
    """The structure elements in reading order, or those of one kind."""
    yield from _under(pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary()), kind)


def _under(element, kind: str | None) -> Iterator[pikepdf.Dictionary]:
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids] if kids is not None else []:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if kind is None or str(kid.S) == kind:
                yield kid
            yield from _under(kid, kind)


def _attribute(element, name: str):
    given = element.get("/A")
    for attributes in given if isinstance(given, pikepdf.Array) else [given] if given is not None else []:
        if name in attributes:
            return attributes[name]
    return ""


def _loose_fonts(pdf: pikepdf.Pdf) -> list[str]:
    out = []
    for thing in pdf.objects:
        described = isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        if described and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(thing.keys()):
            out.append(str(thing.get("/FontName", "?")))
    return out
