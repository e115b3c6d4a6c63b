"""The booklet's HTML as a tagged PDF (PDF/UA-1). The only module that imports WeasyPrint."""

import logging
from functools import cache

from pipeline.render.page import Page
from pipeline.render.tagging import finish_tags


@cache
def _parsed(css: str):
    """A stylesheet, parsed once in a process."""
    from weasyprint import CSS

    return CSS(string=css, url_fetcher=_only_data())


def _only_data():
    """A fetcher that opens data: addresses and nothing else: no network, no file."""
    from weasyprint import URLFetcher

    return URLFetcher(allowed_protocols=["data"], allow_redirects=False)


def pdf(html: str, css: str, page: Page) -> bytes:
    """The PDF of the booklet's HTML. `css` is the stylesheet set inline in it, which need not be parsed again."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    source = html.replace(f"<style>{css}</style>", "", 1)
    sheets = [_parsed(css), CSS(string=furniture(page), url_fetcher=_only_data())]
    document = HTML(string=source, url_fetcher=_only_data())
    # A font map is made anew in each process: one made before a fork keeps a thread that the fork does not have.
    fonts = FontConfiguration()
    return document.write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1", finisher=finish_tags)


def furniture(page: Page) -> str:
    """The margins of every page: whose booklet it is, of which year, and who may read it."""
    place, title, marking = (quoted(words) for words in (page.place, f"{page.title}, {page.year}", page.marking))
    first = "@page :first { @top-left { content: none } @top-right { content: none } }"  # the cover says it itself
    return f"@page {{ @top-left {{ content: {place} }} @top-right {{ content: {title} }} @bottom-left {{ content: {marking} }} }} {first}"


def quoted(words: str) -> str:
    """Words as a CSS string: whatever is delivered stays words."""
    return '"' + "".join(c if c.isalnum() or c in " .,:'" else f"\\{ord(c):x} " for c in words) + '"'


def warm() -> None:
    """Do once, before any fork, what every booklet would do again: import, user-agent styles, the font cache."""
    pdf("<!DOCTYPE html><html lang='en-GB'><title>x</title><p>x</p></html>", "", Page("x", "x", 0, "x"))
