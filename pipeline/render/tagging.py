"""Finish the tag tree WeasyPrint leaves: a scope on every table header, and decoration that no screen reader meets.

WeasyPrint 70 writes neither: header cells lack /Scope, and an image without a description becomes a /Figure without /Alt,
which PDF/UA forbids. Both are set on its own objects just before the file is written.
"""

from itertools import pairwise

SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}


def finish_tags(document, pdf) -> None:
    """WeasyPrint's `finisher`: called with the laid-out document and the PDF about to be written."""
    set_scopes(document)
    turn_decoration_into_artifacts(document, pdf)


def set_scopes(document) -> None:
    """Every header cell says whether it heads a column or a row, as its HTML does."""
    for page in document.pages:
        for box in page._page_box.descendants():
            mark = getattr(box, "mark", None)
            if mark is not None and box.element is not None and box.element_tag == "th":
                mark["A"]["Scope"] = SCOPES.get(box.element.attrib.get("scope"), "/Column")


def turn_decoration_into_artifacts(document, pdf) -> None:
    """Images without a description leave the tag tree; their drawing is marked as an artifact on its page."""
    owners, decoration = _owners_of_marked_content(pdf), {}
    for figure in [o for o in pdf.objects if _is_figure(o) and "Alt" not in o]:
        page = _object(pdf, figure["Pg"])
        for mcid in [kid for kid in figure["K"] if isinstance(kid, int)]:
            decoration.setdefault(page["Contents"], set()).add(mcid)
            owners[page["StructParents"]][mcid] = "null"
        _object(pdf, figure["P"])["K"].remove(figure.reference)
    for contents, mcids in decoration.items():
        _mark_as_artifacts(_object(pdf, contents), mcids)


def _is_figure(thing: object) -> bool:
    return isinstance(thing, dict) and thing.get("S") == "/Figure"


def _object(pdf, reference: bytes):
    """The object that a reference such as b"12 0 R" names."""
    return pdf.objects[int(reference.split()[0])]


def _owners_of_marked_content(pdf) -> dict[int, list]:
    """Per page, which structure element each piece of marked content belongs to (the parent tree)."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    return dict(zip(numbers[::2], numbers[1::2], strict=True))


def _mark_as_artifacts(stream, mcids: set[int]) -> None:
    """WeasyPrint keeps the operators of marked content apart: a tag, its properties, then BDC."""
    for index, (tag, properties) in enumerate(pairwise(stream.stream)):
        if tag == "/Figure" and properties.get("MCID") in mcids:
            stream.stream[index] = "/Artifact"
            properties.clear()
