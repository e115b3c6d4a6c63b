"""A PDF's structure tree: its elements, what they hold, and what is said of them."""

from collections.abc import Iterator

import pikepdf


def elements(pdf: pikepdf.Pdf, kind: str | None = None) -> Iterator[pikepdf.Dictionary]:
    """The structure elements in reading order, or those of one kind."""
    for element in _under(pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())):
        if kind is None or kind_of(element) == kind:
            yield element


def kids(element) -> Iterator[pikepdf.Dictionary]:
    """The elements directly inside one."""
    held = element.get("/K")
    for kid in held if isinstance(held, pikepdf.Array) else [held] if held is not None else []:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def kind_of(element) -> str:
    """An element's type: "Table", "P"."""
    return str(element.S)[1:]


def attribute(element, name: str):
    """An attribute of an element, whoever owns it; "" where it has none of that name."""
    given = element.get("/A")
    for attributes in given if isinstance(given, pikepdf.Array) else [given] if given is not None else []:
        if name in attributes:
            return attributes[name]
    return ""


def _under(element) -> Iterator[pikepdf.Dictionary]:
    for kid in kids(element):
        yield kid
        yield from _under(kid)
