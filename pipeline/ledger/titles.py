"""What a file calls itself: the title inside a web page, a PDF or a workbook, whatever the file's name.

It is a stranger's word and only ever repeated as one: a file is known by its content alone.
"""

import html
import io
import re
import zipfile
import zlib

LONGEST = 200  # signs of a title that are repeated
MOST = 1_000_000  # bytes looked at in any one part
PAGE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
XMP = re.compile(rb"<dc:title\b.*?<rdf:li[^>]*>(.*?)</rdf:li>", re.DOTALL)
CORE = re.compile(rb"<dc:title[^>]*>(.*?)</dc:title>", re.DOTALL)
METADATA = re.compile(rb"/Type\s*/Metadata\b.{0,200}?stream\r?\n(.*?)endstream", re.DOTALL)


def title_inside(content: bytes) -> str:
    """The title a file carries; "" where it carries none that can be read."""
    if content.startswith(b"%PDF"):
        found = XMP.search(_metadata(content))
    elif content.startswith(b"PK"):
        found = CORE.search(_properties(content))
    else:
        found = PAGE.search(content[:MOST])
    return _plain(found[1]) if found else ""


def _metadata(pdf: bytes) -> bytes:
    """The PDF's own description, compressed or not."""
    held = METADATA.search(pdf)
    if held is None:
        return b""
    try:
        return zlib.decompressobj().decompress(held[1], MOST)
    except zlib.error:
        return held[1][:MOST]


def _properties(workbook: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as parts, parts.open("docProps/core.xml") as core:
            return core.read(MOST)
    except (zipfile.BadZipFile, KeyError, zlib.error, EOFError, OSError, NotImplementedError):
        return b""


def _plain(raw: bytes) -> str:
    """One line of signs that can be printed."""
    words = " ".join(html.unescape(raw.decode("utf-8", "replace")).split())
    return "".join(sign for sign in words if sign.isprintable())[:LONGEST]
