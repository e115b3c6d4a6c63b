"""Signs that the fonts of a printed page do not have: said in words, since a box says nothing."""

import unicodedata

LAST_OF_BASIC_PLANE = 0xFFFF


def printable(text: str) -> str:
    """The text with every sign beyond the basic plane as the plain letter it stands for, else as its name in square brackets.

    A school's name may hold one ("𝒜" becomes A, a picture of a school becomes [school]). The web page keeps the sign: browsers
    bring fonts of their own.
    """
    if text.isascii() or max(text) <= chr(LAST_OF_BASIC_PLANE):
        return text
    return "".join(sign if ord(sign) <= LAST_OF_BASIC_PLANE else _in_words(sign) for sign in text)


def _in_words(sign: str) -> str:
    plain = unicodedata.normalize("NFKC", sign)
    if max(plain) <= chr(LAST_OF_BASIC_PLANE):
        return plain
    return f"[{unicodedata.name(sign, f'sign U+{ord(sign):X}').lower()}]"
