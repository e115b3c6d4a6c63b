"""The booklet's HTML as a tagged PDF (PDF/UA-1). The only module that imports WeasyPrint."""

import gc
import logging
import time
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.ledger.issues import DRAFT
from pipeline.render.font_dates import fix_font_dates
from pipeline.render.page import Page
from pipeline.render.printable import printable
from pipeline.render.tagging import finish_tags

if TYPE_CHECKING:
    from weasyprint import CSS, URLFetcher

DRAFT_LOOK = (
    "font-weight: bold; font-size: 11pt; color: #A3130D; border: 1pt solid #A3130D; margin: 5mm 0; padding: 0 2mm"
)
PATIENCE = 10.0  # seconds for the font library's threads to end; they take hundredths


@cache
def _parsed(css: str) -> "CSS":
    """A stylesheet, parsed once in a process."""
    from weasyprint import CSS

    return CSS(string=css, url_fetcher=_only_data())


def _only_data() -> "URLFetcher":
    """A fetcher that opens data: addresses and nothing else: no network, no file."""
    from weasyprint import URLFetcher

    return URLFetcher(allowed_protocols=["data"], allow_redirects=False)


def pdf(html: str, css: str, page: Page) -> bytes:
    """The PDF of the booklet's HTML: the same HTML gives the same bytes, whenever it is made.

    `css` is the stylesheet set inline in it, which need not be parsed again.
    """
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    source = printable(html.replace(f"<style>{css}</style>", "", 1))
    sheets = [_parsed(css), CSS(string=furniture(page), url_fetcher=_only_data())]
    document = HTML(string=source, url_fetcher=_only_data())
    # A font map is made anew in each process: one made before a fork keeps a thread that the fork does not have.
    fonts = FontConfiguration()
    return document.write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1", finisher=_finish)


def _finish(document: Any, pdf: Any) -> None:
    """WeasyPrint's `finisher`: called with the laid-out document and the PDF about to be written."""
    finish_tags(document, pdf)
    fix_font_dates(pdf)


def furniture(page: Page) -> str:
    """The margins of every page: whose booklet it is, of which year, and who may read it."""
    place, title, marking = (
        quoted(printable(words)) for words in (page.place, f"{page.title}, {page.year}", page.marking)
    )
    if page.draft:
        marking = f'"{DRAFT}. " {marking}'
    first = "@page :first { @top-left { content: none } @top-right { content: none } }"  # the cover says it itself
    draft = f'@page {{ @top-center {{ content: "{DRAFT}"; {DRAFT_LOOK} }} }}' if page.draft else ""
    return (
        f"@page {{ @top-left {{ content: {place} }} @top-right {{ content: {title} }} @bottom-left {{ content: {marking} }} }} "
        f"{first} {draft}".rstrip()
    )


def quoted(words: str) -> str:
    """Words as a CSS string: whatever is delivered stays words."""
    return '"' + "".join(c if c.isalnum() or c in " .,:'" else f"\\{ord(c):x} " for c in words) + '"'


def warm() -> None:
    """Do once, before any fork, what every booklet would do again: import, user-agent styles, the font cache.

    Pango looks fonts up in threads of its own, which may still be at work when the PDF is there. A fork at that moment would
    hand on a lock that one of them holds and that nobody in the fork lets go; so they have ended when this returns.
    """
    import weasyprint  # noqa: F401  # what starts threads for good has started them now

    before = _threads()
    pdf("<!DOCTYPE html><html lang='en-GB'><title>x</title><p>x</p></html>", "", Page("x", "x", 0, "x"))
    gc.collect()  # the font map goes, and what waits for it
    until = time.monotonic() + PATIENCE
    while _threads() - before and time.monotonic() < until:
        time.sleep(0.001)


def _threads() -> set[int]:
    """The threads of this process, also those that Python did not start."""
    import psutil

    return {thread.id for thread in psutil.Process().threads()}
