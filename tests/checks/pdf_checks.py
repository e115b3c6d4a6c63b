"""What every issued PDF must be (PDF/UA-1, as far as the file can tell); each check returns its findings in words."""

import io
import re
from itertools import pairwise
from pathlib import Path

import pikepdf

from tests.checks.pdf_content import artifacts_and_content, fonts
from tests.checks.pdf_margins import margins
from tests.checks.pdf_tables import tables
from tests.checks.pdf_tree import attribute, elements, kids, kind_of

STANDARD_TYPES = {  # ISO 32000-1, 14.8.4
    *(
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "TOC",
        "TOCI",
        "Index",
        "NonStruct",
        "Private",
    ),
    *("P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody"),
    *("Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"),
    *("Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "Warichu"),
    *("Figure", "Formula", "Form"),
}
MAY_HOLD = {  # clause 7.2: what may stand directly inside each of these
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "TOC": {"TOC", "TOCI", "Caption"},
    "TOCI": {"Lbl", "Reference", "NonStruct", "P", "TOC"},
}
ONLY_IN = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TOCI": {"TOC"},
}


def findings(content: bytes) -> list[str]:
    """Everything wrong with one PDF."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        checks = (
            *(document, metadata, outlines, types, nesting, figures, tables_of, headings, links, pages),
            *(artifacts_and_content, fonts, margins),
        )
        return [finding for check in checks for finding in check(pdf)]


def findings_of(file: Path) -> list[str]:
    return findings(file.read_bytes())


def document(pdf: pikepdf.Pdf) -> list[str]:
    """7.1, 7.2: marked as tagged, no element suspected of being wrong, its language and title said."""
    root, out = pdf.Root, []
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        out.append("not marked as tagged")
    if bool(root.get("/MarkInfo", {}).get("/Suspects", False)):
        out.append("its tags are marked as suspect")
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
    """5, 7.1: it claims the standard and has a title; nothing in it tells when it was made."""
    out = [] if str(pdf.docinfo.get("/Title", "")).strip() else ["no title"]
    out += [f"{name} would change with every making" for name in ("/CreationDate", "/ModDate") if name in pdf.docinfo]
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        out += [] if xmp.get("dc:title") else ["no dc:title"]
        return out + ([] if str(xmp.get("pdfuaid:part", "")) == "1" else ["does not claim PDF/UA-1"])


def outlines(pdf: pikepdf.Pdf) -> list[str]:
    with pdf.open_outline() as outline:
        return [] if len(outline.root) else ["no bookmarks"]


def types(pdf: pikepdf.Pdf) -> list[str]:
    """7.1: every element is of a standard type, or mapped to one."""
    roles = {str(k): str(v) for k, v in pdf.Root.get("/StructTreeRoot", {}).get("/RoleMap", {}).items()}
    used = {str(e.S) for e in elements(pdf)}
    return [f"{name} is no standard type" for name in sorted(used) if roles.get(name, name)[1:] not in STANDARD_TYPES]


def nesting(pdf: pikepdf.Pdf) -> list[str]:
    """7.2: lists hold list items, items a label and a body, tables rows, rows cells; and these stand nowhere else."""
    out = []
    for element in elements(pdf):
        kind, held = kind_of(element), [kind_of(kid) for kid in kids(element)]
        allowed = MAY_HOLD.get(kind)
        out += [f"{kind} holds {h}" for h in held if allowed is not None and h not in allowed]
        out += [f"{h} stands in {kind}" for h in held if kind not in ONLY_IN.get(h, {kind})]
        if kind in MAY_HOLD and not held:
            out.append(f"{kind} holds nothing")
        if held.count("Caption") > 1 or ("Caption" in held and held.index("Caption") not in (0, len(held) - 1)):
            out.append(f"{kind} has a caption that is neither its first nor its last part")
    return list(dict.fromkeys(out))


def figures(pdf: pikepdf.Pdf) -> list[str]:
    """7.3: every figure has an alternative text and says how much of the page it takes."""
    found = list(elements(pdf, "Figure"))
    bare = [e for e in found if not str(e.get("/Alt", "")).strip()]
    out = [f"{len(bare)} figures without alternative text"] if bare else []
    unplaced = [e for e in found if not attribute(e, "/BBox")]
    return out + ([f"{len(unplaced)} figures without their place on the page"] if unplaced else [])


def tables_of(pdf: pikepdf.Pdf) -> list[str]:
    """7.5: see pdf_tables."""
    return [finding for table in elements(pdf, "Table") for finding in tables(table)]


def headings(pdf: pikepdf.Pdf) -> list[str]:
    """7.4: one title, and no level skipped."""
    levels = [int(str(e.S)[2]) for e in elements(pdf) if re.fullmatch(r"/H[1-6]", str(e.S))]
    out = [] if levels.count(1) == 1 else [f"{levels.count(1)} H1 tags"]
    return out + [f"H{a} is followed by H{b}" for a, b in pairwise(levels) if b > a + 1]


def links(pdf: pikepdf.Pdf) -> list[str]:
    """7.18: every annotation is a link, in a Link element, and says in words where it leads."""
    out = []
    for number, page in enumerate(pdf.pages, start=1):
        for annotation in page.get("/Annots", []):
            if str(annotation.get("/Subtype")) != "/Link":
                out.append(f"page {number}: an annotation that is no link")
            if not str(annotation.get("/Contents", "")).strip():
                out.append(f"page {number}: a link without words")
            if "/StructParent" not in annotation:
                out.append(f"page {number}: a link outside the structure")
    return list(dict.fromkeys(out))


def pages(pdf: pikepdf.Pdf) -> list[str]:
    """7.18.3: tab order follows the structure; every page is part of it."""
    out = []
    for number, page in enumerate(pdf.pages, start=1):
        if str(page.get("/Tabs", "")) != "/S":
            out.append(f"page {number}: tab order does not follow the structure")
        if "/StructParents" not in page:
            out.append(f"page {number} is not in the structure tree")
    return out


def alternative_texts(pdf: pikepdf.Pdf) -> list[str]:
    """The alternative text of every figure, and of every mark that is a figure, in reading order."""
    return [str(e.get("/Alt", "")) for e in elements(pdf, "Figure")]
