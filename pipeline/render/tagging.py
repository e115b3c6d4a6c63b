"""Complete WeasyPrint's tag tree: a scope on every table header, and decoration that no screen reader announces.

WeasyPrint 70 writes neither: header cells lack /Scope, and an image without a description becomes a /Figure without /Alt,
which PDF/UA forbids. Both are set on its own objects just before the file is written.
"""

from itertools import pairwise
from typing import Any

SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}


def finish_tags(document: Any, pdf: Any) -> None:
    """WeasyPrint's `finisher`: called with the laid-out document and the PDF about to be written."""
    set_scopes(document)
    turn_decoration_into_artifacts(pdf)


def set_scopes(document: Any) -> None:
    """Every header cell says whether it heads a column or a row, as its HTML does."""
    for page in document.pages:
        for box in page._page_box.descendants():
            mark = getattr(box, "mark", None)
            if mark is not None and box.element is not None and box.element_tag == "th":
                mark["A"]["Scope"] = SCOPES.get(box.element.attrib.get("scope"), "/Column")


def turn_decoration_into_artifacts(pdf: Any) -> None:
    """Take images without a description out of the tag tree; their drawing is marked as an artifact on its page."""
    # Per page, which structure element each piece of marked content belongs to (the parent tree).
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    owners: dict[int, list] = dict(zip(numbers[::2], numbers[1::2], strict=True))
    decoration: dict[bytes, set[int]] = {}  # a page's contents -> the numbers of its marked content that is decoration
    figures: list[Any] = [o for o in pdf.objects if isinstance(o, dict) and o.get("S") == "/Figure"]
    for figure in (f for f in figures if "Alt" not in f):
        page = _object(pdf, figure["Pg"])
        for mcid in [kid for kid in figure["K"] if isinstance(kid, int)]:
            decoration.setdefault(page["Contents"], set()).add(mcid)
            owners[page["StructParents"]][mcid] = "null"
        _object(pdf, figure["P"])["K"].remove(figure.reference)
    for contents, mcids in decoration.items():
        # WeasyPrint keeps the operators of marked content apart: a tag, its properties, then BDC.
        stream = _object(pdf, contents)
        for index, (tag, properties) in enumerate(pairwise(stream.stream)):
            if tag == "/Figure" and properties.get("MCID") in mcids:
                stream.stream[index] = "/Artifact"
                properties.clear()


def _object(pdf: Any, reference: bytes) -> Any:
    """The object that a reference such as b"12 0 R" names."""
    return pdf.objects[int(reference.split()[0])]
