"""An executed notebook as the Typst source of its PDF: each block's own Typst form, and markdown between them."""

from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING

import nbformat

from pipeline.render import exporters
from pipeline.render.page import Page
from pipeline.render.printable import printable
from pipeline.report.paper import TYPST, call, literal

if TYPE_CHECKING:
    from pipeline.render.exporters import TemplateExporter

TEMPLATE = "paper"  # pipeline/report/style/paper
PRINTED = [TYPST, "text/markdown", "image/png", "image/jpeg", "text/plain"]
WRAPPED = {"strong": "strong", "emphasis": "emph", "block_quote": "quote", "list_item": "", "block_text": ""}


@cache
def exporter() -> "TemplateExporter":
    """The PDF's exporter: made once in a process, used for every booklet."""
    filters: dict[str, Callable] = {
        "typst_arguments": arguments,
        "markdown2typst": markdown,
        "typst_picture": picture,
        "typst_printed": printed,
    }
    return exporters.exporter(TEMPLATE, ".typ", PRINTED, filters)


def source(notebook: nbformat.NotebookNode, page: Page) -> str:
    """The Typst source of the booklet's PDF."""
    return printable(exporters.exported(exporter(), notebook, {"page": page}))


def arguments(page: Page) -> str:
    """What stands around the blocks, as the arguments of booklet.typ's `booklet`."""
    facts = {name: value for name, value in asdict(page).items() if name != "layout"} | {"title-inside": page.heading}
    return ", ".join(f"{name}: {literal(value)}" for name, value in facts.items())


def picture(content: str, said: str, format: str = "png") -> str:
    """A picture that a cell shows, with its description."""
    numbers = ", ".join(map(str, b64decode(content)))
    return f"#picture(said: {literal(said)}, format: {literal(format)}, content: ({numbers}))\n"


def printed(text: str) -> str:
    """Text that a cell prints."""
    return call("printed", words=text)


def markdown(text: str) -> str:
    """Markdown in Typst's notation: headings, paragraphs, lists, emphasis, code and links; every word a string literal."""
    import mistune  # comes with nbconvert, which reads a web page's markdown with it

    parsed = mistune.create_markdown(renderer=None)(text)
    return "".join(_typst(token) for token in parsed if isinstance(token, dict))


def _typst(token: dict) -> str:
    """One piece of parsed markdown."""
    kind, inside = token["type"], "".join(_inside(token))
    match kind:
        case "heading":
            return f"#heading(level: {token['attrs']['level']})[{inside}]\n"
        case "paragraph":
            return f"#par[{inside}]\n"
        case "list":
            return f"#{'enum' if token['attrs']['ordered'] else 'list'}{inside}\n"
        case "list_item":
            return f"[{inside}]"
        case "strong" | "emphasis":
            return f"#{WRAPPED[kind]}[{inside}]"
        case "link":
            return f"#link({literal(token['attrs']['url'])})[{inside}]"
        case "codespan" | "block_code":
            return f"#raw({literal(token.get('raw', ''))}, block: {literal(kind == 'block_code')})"
        case "linebreak":
            return "#linebreak()"
        case "softbreak":
            return " "
    return inside


def _inside(token: dict) -> Iterator[str]:
    """The pieces within a piece, or its own words."""
    for child in token.get("children", ()):
        yield _typst(child)
    if "children" not in token and token["type"] not in ("softbreak", "linebreak", "blank_line"):
        yield f"#{literal(token.get('raw', ''))}"
