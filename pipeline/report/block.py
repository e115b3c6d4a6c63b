"""A block: one thing a notebook shows, which knows what place it is about and every place it names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, ClassVar

from pipeline.report.paper import TYPST, call

NEGATIVE = re.compile(r"(?<![^\s(])-(?=\d)")  # a hyphen that stands for minus
# A shape, its figure, its word and its gap are never divided between two lines.
SHAPE = re.compile(r"(?:[\d.]+ )?(?:[▲●▼] [a-z ]+\([^)]*\)|[▲●▼] (?:in line)?)")
JSON_TYPE = "application/vnd.booklets.block+json"


@dataclass(frozen=True, kw_only=True)
class Block:
    """One thing on the page: its HTML for readers, its words for a terminal, its content for the workbook and last checks.

    A new kind of block is one subclass in one file: `html` for the web page, `paper` for the PDF, `columns` and `rows` for its sheet in the
    workbook (none without both), `alt` for a picture, and `css` for what booklet.css does not set already.
    """

    id: str  # unique in the booklet; prefixes every id in the block's HTML
    place: str  # the place the booklet is about
    places: tuple[str, ...] = ()  # every place named in the block
    caption: str = ""
    kind = "note"
    css: ClassVar[str] = ""  # rules of classes of its own, set after booklet.css; colours from tokens.yml only

    def html(self) -> str:
        raise NotImplementedError

    def paper(self) -> str:
        """The block's form in Typst: a `call` of a function of style/paper/booklet.typ."""
        raise NotImplementedError

    def columns(self) -> list[str]:
        return []

    def rows(self) -> list[list[str]]:
        return []

    def alt(self) -> str:
        return ""

    def content(self) -> dict:
        """The block's data, from which the workbook, the check for other places and the approved content are made."""
        named = list(dict.fromkeys([self.place, *self.places]))
        content = {"id": self.id, "kind": self.kind, "place": self.place, "places": named, "caption": self.caption}
        return {**content, "alt": self.alt(), "columns": self.columns(), "rows": self.rows()}

    def text(self) -> str:
        lines = [self.caption, self.alt(), *("\t".join(row) for row in [self.columns(), *self.rows()])]
        return "\n".join(line for line in lines if line.strip())

    def _repr_html_(self) -> str:
        return self.html()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict:
        return {
            "text/html": self.html(),
            TYPST: self.paper(),
            "text/plain": self.text(),
            JSON_TYPE: self.content(),
        }


class Blocks(tuple):
    """Several blocks shown one after another by one cell."""

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for block in self:
            display(block)


def styles() -> str:
    """The style rules of every kind of block that has its own, in the order of their names, so that they never vary."""
    own = {f"{kind.__module__}.{kind.__qualname__}": kind.css for kind in _kinds(Block) if "css" in vars(kind)}
    return "\n".join(own[name] for name in sorted(own))


def _kinds(kind: type[Block]) -> Iterator[type[Block]]:
    for narrower in kind.__subclasses__():
        yield narrower
        yield from _kinds(narrower)


def safe(text: object) -> str:
    """Delivered text, safe inside HTML and its attributes."""
    return escape(str(text), quote=True)


def as_printed(text: str) -> str:
    """Text as it is printed: with real minus signs and dashes, and without line breaks inside a figure."""
    text = NEGATIVE.sub("−", text).replace("sig-", "sig−").replace(" - ", " – ").replace(" %", "%")
    return SHAPE.sub(lambda found: found[0].replace(" ", "\u00a0"), text)


def typeset(text: str) -> str:
    """Text as it is printed, safe inside HTML."""
    return safe(as_printed(text))


def typeset_call(function: str, **given: object) -> str:
    """The call of a function of booklet.typ, every text in it as it is printed; drawings are left as they are."""
    return call(function, **_printed(given))


def _printed(value: Any) -> Any:
    if isinstance(value, str):
        return as_printed(value)
    if isinstance(value, Mapping):
        return {name: v if name == "picture" else _printed(v) for name, v in value.items()}
    return [_printed(v) for v in value] if isinstance(value, Sequence) else value
