"""What every issued HTML booklet must be; each check returns its findings in words, none means it passes."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

from lxml import html as lxml_html

LANDMARKS = {"header": 1, "main": 1, "footer": 1}
FETCHED = re.compile(r"https?://|//[\w.-]+\.\w{2,}/|@import|url\((?!['\"]?data:)", re.IGNORECASE)


def findings(text: str) -> list[str]:
    """Everything wrong with one page."""
    tree = lxml_html.document_fromstring(text)
    checks = (language_and_title, policy, fetches_nothing, landmarks, headings, ids, links, images, tables, no_wrappers)
    return [finding for check in checks for finding in check(tree, text)]


def findings_of(file: Path) -> list[str]:
    return findings(file.read_text(encoding="utf-8"))


def language_and_title(tree, text: str) -> list[str]:
    out = [] if tree.get("lang") == "en-GB" else [f"html lang is {tree.get('lang')!r}"]
    title = (tree.findtext(".//title") or "").strip()
    out += [] if title else ["no title"]
    return out + ([] if tree.xpath("//meta[@name='viewport']") else ["no viewport"])


def policy(tree, text: str) -> list[str]:
    """A Content-Security-Policy that lets nothing be fetched or run, before anything it must rule."""
    found = tree.xpath("//meta[translate(@http-equiv,'CSP','csp')='content-security-policy']/@content")
    if not found:
        return ["no Content-Security-Policy"]
    wanted = ("default-src 'none'", "img-src data:", "style-src 'unsafe-inline'")
    out = [f"policy lacks {part}" for part in wanted if part not in found[0]]
    return out + ([f"policy allows {found[0]}"] if re.search(r"https?:|\*|script-src", found[0]) else [])


def fetches_nothing(tree, text: str) -> list[str]:
    """No address but data: and the page's own anchors, no script, no handler."""
    out = [f"element <{e.tag}>" for e in tree.xpath("//script|//link|//iframe|//object|//embed|//form|//base")]
    for element in tree.iter():
        for name, value in element.attrib.items():
            if name in ("src", "srcset", "poster", "data") and not value.startswith("data:"):
                out.append(f"<{element.tag} {name}> is no data: address")
            if name == "href" and not value.startswith("#"):
                out.append(f"link to {value[:60]}")
            if name.startswith("on"):
                out.append(f"<{element.tag}> has a handler {name}")
            if name == "style" and FETCHED.search(value):
                out.append(f"<{element.tag} style> fetches")
    return out + ["a stylesheet fetches" for style in tree.xpath("//style") if FETCHED.search(style.text or "")]


def landmarks(tree, text: str) -> list[str]:
    out = [f"{len(tree.xpath('//' + tag))} <{tag}>" for tag, n in LANDMARKS.items() if len(tree.xpath("//" + tag)) != n]
    out += ["a <nav> without a label" for nav in tree.xpath("//nav") if not nav.get("aria-label")]
    skip = tree.xpath("//body/a[1]/@href")
    return out + (
        []
        if skip and skip[0].startswith("#") and tree.xpath(f"//main[@id='{skip[0][1:]}']")
        else ["no skip link to main"]
    )


def headings(tree, text: str) -> list[str]:
    """One h1, no level skipped, none empty, each with an anchor."""
    found = list(tree.iter("h1", "h2", "h3", "h4", "h5", "h6"))
    levels = [int(e.tag[1]) for e in found]
    out = [] if levels.count(1) == 1 else [f"{levels.count(1)} h1"]
    out += [f"h{a} is followed by h{b}" for a, b in pairwise(levels) if b > a + 1]
    out += [f"empty {e.tag}" for e in found if not words(e)]
    return out + [f"{e.tag} without id" for e in found if not e.get("id")]


def ids(tree, text: str) -> list[str]:
    return [f"id {name!r} stands {n} times" for name, n in Counter(tree.xpath("//@id")).items() if n > 1]


def links(tree, text: str) -> list[str]:
    """Every reference inside the page leads somewhere."""
    known = set(tree.xpath("//@id"))
    targets = [h[1:] for h in tree.xpath("//a/@href") if h.startswith("#")]
    for attribute in ("aria-labelledby", "aria-describedby", "headers", "for"):
        targets += [name for value in tree.xpath(f"//@{attribute}") for name in value.split()]
    return [f"nothing has the id {target!r}" for target in targets if target not in known]


def images(tree, text: str) -> list[str]:
    out = ["an image without alt" for image in tree.xpath("//img[not(@alt)]")]
    out += [f"alt {a[:40]!r} says nothing" for a in tree.xpath("//img/@alt") if "no description" in a.lower()]
    silent = "//*[local-name()='svg'][not(@aria-hidden='true')][not(@role='img' and normalize-space(@aria-label))]"
    return out + ["an svg neither hidden nor named" for _ in tree.xpath(silent)]


def tables(tree, text: str) -> list[str]:
    """Caption, header scopes, and no blank cell."""
    out = []
    for table in tree.iter("table"):
        caption = table.find("caption")
        name = words(caption)[:50] if caption is not None else "a table"
        out += [] if caption is not None and words(caption) else ["a table without caption"]
        out += [f"{name}: a header without scope" for th in table.iter("th") if th.get("scope") not in SCOPES]
        out += [f"{name}: no header cell"] if table.find(".//th") is None else []
        out += [
            f"{name}: a blank cell" for cell in table.iter("td", "th") if not words(cell) and not holds_picture(cell)
        ]
    return out


def no_wrappers(tree, text: str) -> list[str]:
    """No leftovers of a notebook page: prompts, source, empty boxes."""
    out = [
        f"notebook class {c!r}" for c in tree.xpath("//@class") if re.search(r"\b(jp-|prompt|input_area|output_)", c)
    ]
    empty = [e for e in tree.iter("div", "section", "p", "ul", "ol") if not len(e) and not words(e)]
    return out + [f"an empty <{e.tag}>" for e in empty]


SCOPES = ("col", "row", "colgroup", "rowgroup")


def words(element) -> str:
    return " ".join(element.text_content().split())


def holds_picture(cell) -> bool:
    return bool(cell.xpath(".//img|.//*[local-name()='svg']"))
