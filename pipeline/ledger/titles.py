"""What a file calls itself: the title inside a web page, a PDF or a workbook, whatever the file's name.

The title proves nothing, since anybody can write one: a file is identified by the hash of its content alone.
"""

import html
import io
import re
import zipfile
import zlib

LONGEST = 200  # characters of a title that are printed
MOST = 1_000_000  # bytes read of any one part: the file may be built to fill the memory
PAGE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
XMP = re.compile(rb"<dc:title\b.*?<rdf:li[^>]*>(.*?)</rdf:li>", re.DOTALL)
CORE = re.compile(rb"<dc:title[^>]*>(.*?)</dc:title>", re.DOTALL)
METADATA = re.compile(rb"/Type\s*/Metadata\b.{0,200}?stream\r?\n(.*?)endstream", re.DOTALL)


def title_inside(content: bytes) -> str:
    """The title a file carries; "" where it carries none that can be read."""
    if content.startswith(b"%PDF"):
        match = XMP.search(_pdf_metadata(content))
    elif content.startswith(b"PK"):
        match = CORE.search(_workbook_properties(content))
    else:
        match = PAGE.search(content[:MOST])
    if match is None:
        return ""
    words = " ".join(html.unescape(match[1].decode("utf-8", "replace")).split())
    return "".join(sign for sign in words if sign.isprintable())[:LONGEST]


def _pdf_metadata(pdf: bytes) -> bytes:
    """The PDF's XMP metadata, compressed or not."""
    match = METADATA.search(pdf)
    if match is None:
        return b""
    try:
        return zlib.decompressobj().decompress(match[1], MOST)
    except zlib.error:
        return match[1][:MOST]


def _workbook_properties(workbook: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as parts, parts.open("docProps/core.xml") as core:
            return core.read(MOST)
    except (zipfile.BadZipFile, KeyError, zlib.error, EOFError, OSError, NotImplementedError):
        return b""
