"""An executed notebook as one HTML file that fetches nothing."""

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

import nbformat

from pipeline.paths import STYLE
from pipeline.render import exporters
from pipeline.render.page import LANGUAGE, Page
from pipeline.report import style

if TYPE_CHECKING:
    from pipeline.render.exporters import TemplateExporter

TEMPLATE = "template"  # pipeline/report/style/template
PRINTED = ["text/html", "text/markdown", "image/png", "image/jpeg", "text/plain"]  # never a script
HEADING = re.compile(r"<h([1-6])((?:\s[^>]*)?)>(.*?)</h\1>", re.DOTALL)
ID = re.compile(r"""\sid\s*=\s*["']([^"']+)["']""")
TAG = re.compile(r"<[^>]*>")


def stylesheet() -> str:
    """The stylesheets of the page and of its blocks, to be set inline."""
    return f"{_page_css()}\n{style.stylesheet()}"


@cache
def _page_css() -> str:
    return (STYLE / TEMPLATE / "page.css").read_text(encoding="utf-8")


@cache
def exporter() -> "TemplateExporter":
    """The web page's exporter: made once in a process, used for every booklet."""
    return exporters.exporter(TEMPLATE, ".html", PRINTED, {"with_anchors": with_anchors, "chapters": chapters})


def html(notebook: nbformat.NotebookNode, page: Page, css: str) -> str:
    """The booklet's HTML: landmarks, contents list, and every block in reading order."""
    return exporters.exported(exporter(), notebook, {"page": page, "css": css, "language": LANGUAGE})


def with_anchors(main: str) -> str:
    """The HTML with an id on every heading: its own if it has one, else made from its words; no id twice."""
    taken = set(ID.findall(HEADING.sub("", main)))

    def anchored(heading: re.Match) -> str:
        level, attributes, words = heading.groups()
        own = ID.search(attributes)
        stem = own[1] if own else slug(plain(words))
        name, copy = stem, 2
        while name in taken:
            name, copy = f"{stem}-{copy}", copy + 1
        taken.add(name)
        return f'<h{level} id="{name}"{ID.sub("", attributes)}>{words}</h{level}>'

    return HEADING.sub(anchored, main)


def chapters(main: str) -> list[tuple[str, str]]:
    """The id and words of every second-level heading of a text with anchors."""
    second_level = [
        (ID.search(attributes), words) for level, attributes, words in HEADING.findall(main) if level == "2"
    ]
    return [(id[1], plain(words)) for id, words in second_level if id]


def plain(words: str) -> str:
    """A heading's words without markup."""
    return " ".join(unescape(TAG.sub("", words)).split())


def slug(words: str) -> str:
    """Words as an id: lower case, ASCII letters and digits, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "section"
