"""Copied text reads well: what a reader copies from a PDF is every sentence of the page, whole and in the page's words."""

import re

import pypdfium2
import pytest
from lxml import html

MARKS = re.compile(r"[▲●▼✓✗↑→↓]")
# Heads of columns are left out: one of two lines is copied line by line with its neighbours.
ELEMENTS = " or ".join(
    f"self::{name}" for name in ("p", "li", "h1", "h2", "h3", "caption", "th[@scope='row']", "td", "dt", "dd")
)


def plain(text: str) -> str:
    """Words with single spaces between them, without the marks that paper draws."""
    whole = re.sub("[\x02\ufffe]", "-", text)  # a word that ends a line at its own hyphen
    return " ".join(MARKS.sub(" ", whole).split())


def said_on_the_page(file) -> list[str]:
    """What each paragraph, item, heading and cell of a web page prints; what only a screen has, or only a screen reader, is left out."""
    main = html.fromstring(file.read_text(encoding="utf-8")).xpath("//main")[0]
    for extra in main.xpath(".//nav|.//details|.//svg|.//*[@class='bk-said']"):
        extra.drop_tree()
    leaves = main.xpath(f".//*[({ELEMENTS}) and not(.//p or .//li)]")
    return [words for leaf in leaves if (words := plain(" ".join(leaf.itertext())))]


def copied(file) -> str:
    with pypdfium2.PdfDocument(file) as document:
        return plain(" ".join(page.get_textpage().get_text_bounded() for page in document))


@pytest.fixture(scope="module")
def pairs(issued):
    return {key: (said_on_the_page(f / "booklet.html"), copied(f / "booklet.pdf")) for key, f in issued.items()}


def test_every_sentence_and_cell_of_a_page_can_be_copied_from_its_pdf(pairs):
    lost = {key: [s for s in said if s not in text] for key, (said, text) in pairs.items()}
    assert all(len(said) > 20 for said, _ in pairs.values())
    assert {key: found[:5] for key, found in lost.items() if found} == {}


def test_no_sentence_or_cell_begins_in_the_middle(pairs):
    """ ": known only between two values" was the key of a mark that no cell had."""
    torn = {key: [s for s in said if s[0] in ":;,."] for key, (said, _) in pairs.items()}
    assert {key: found for key, found in torn.items() if found} == {}
