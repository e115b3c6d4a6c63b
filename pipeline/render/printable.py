"""Signs that the fonts of a printed page do not have: said in words, since PDF/UA-1 refuses a document with one."""

import unicodedata
from functools import cache

from pipeline.report.style import FONTS

DRAWN = "▲●▼✗"  # marks that style/paper/booklet.typ draws


def printable(text: str) -> str:
    """The text with every sign that the fonts lack as the plain letters it stands for, else as its name in square brackets.

    A school's name may hold one ("𝒜" becomes A, a picture of a school becomes [school]). The web page keeps the sign: browsers
    bring fonts of their own.
    """
    if text.isascii():
        return text
    strange = {sign for sign in set(text) - _signs() if sign not in DRAWN and not sign.isspace()}
    return text.translate({ord(sign): _in_words(sign) for sign in strange})


def _in_words(sign: str) -> str:
    plain = "".join(part for part in unicodedata.normalize("NFKD", sign) if part in _signs())
    return plain or f"[{unicodedata.name(sign, f'sign U+{ord(sign):X}').lower()}]"


@cache
def _signs() -> frozenset[str]:
    """Every sign that all of the fonts have."""
    from matplotlib.ft2font import FT2Font

    held = [set(FT2Font(str(file)).get_charmap()) for file in sorted(FONTS.glob("*.ttf"))]
    return frozenset(map(chr, set.intersection(*held)))
