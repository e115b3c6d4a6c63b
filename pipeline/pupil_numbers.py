"""Unique pupil numbers (UPN): their form, their check letter, and how they are found in text. Holds no pupil's number.

A number is a check letter, the authority's code (3 digits), the school's (4), the year (2), and a serial of 3 digits, or of
2 digits and a letter while the number is temporary. The rules are those of the Department's guide to unique pupil numbers.
"""

import re
from collections.abc import Iterable

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # the 23 letters in use: without I, O and S, which look like digits
WEIGHTS = range(2, 14)  # of the twelve characters after the check letter
# As it is written in text: between characters that are no part of a word, and in capitals.
IN_TEXT = re.compile(rf"(?<![0-9A-Za-z])([{LETTERS}])(\d{{11}}[\d{LETTERS}])(?![0-9A-Za-z])")
# A cell that holds nothing else, in either case; the last character may be any letter, since a slip is a pupil's number too.
WHOLE_CELL = rf"(?i)^[{LETTERS}]\d{{11}}[0-9A-Z]$"
# Read more widely where the letter itself may be wrong: a mistake in a delivered number, or words about a pupil.
ANY_LETTER = r"[A-Z][0-9]{11}[0-9A-Z]"
IN_WORDS = re.compile(rf"(?i)\b{ANY_LETTER}\b")  # in a reason or a note that somebody wrote
PERMANENT, TEMPORARY = r"[A-Z][0-9]{12}", r"[A-Z][0-9]{11}[A-Z]"


def check_letter(rest: Iterable[str]) -> str:
    """The letter a number begins with, from the twelve characters after it: their sum weighted 2 to 13, modulo 23."""
    values = (int(c) if c.isdigit() else LETTERS.index(c) for c in rest)
    total = sum(value * weight for value, weight in zip(values, WEIGHTS, strict=True))
    return LETTERS[total % len(LETTERS)]


def holds_pupil_number(text: str) -> bool:
    """Whether a pupil number with a fitting check letter stands in the text."""
    return any(check_letter(found[2]) == found[1] for found in IN_TEXT.finditer(text))


def without_pupil_numbers(text: str) -> str:
    """The text with everything of a pupil number's form hidden, whether or not its check letter fits."""
    return IN_TEXT.sub("<pupil number>", text)
