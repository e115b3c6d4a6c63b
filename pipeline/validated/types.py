"""How every cell is read: delivered text -> a number with the status `shown`, or no number and the reason why.

The special values are those of DfE performance tables and of Explore Education Statistics. Unknown text is the
status `unreadable`, which is always a finding: it never becomes a missing value.
"""

import re
from collections.abc import Mapping

from pipeline.pupil_numbers import ANY_LETTER
from pipeline.validated.cell_forms import is_not_available, read_code, read_written_date

UNREADABLE = "unreadable"
SHOWN = "shown"
MISSING = "missing"

# Letters are matched in the case in which they are published: "c", "k" and "low" are symbols, "C" and "K" are not.
SPECIAL = {
    "": MISSING,
    "SUPP": "suppressed_by_publisher",
    "c": "suppressed_by_publisher",
    "NE": "not_applicable",
    "NA": "not_applicable",
    "z": "not_applicable",
    "NP": "not_published",
    "LOWCOV": "low_coverage",
    "NEW": "new",
    "SP": "small",
    "LOW": "small",
    "low": "small",
    "k": "small",
    "RE": "redacted",
    "u": "redacted",
    "DNS": "not_available",
    "x": "not_available",
    "b": "not_available",
    ":": "not_available",
    "-": "not_available",
}

IN_BRACKETS = re.compile(
    r"\[(\w+)\]", re.ASCII
)  # government tables since 2022 write their symbols so: [c], [x], [z], [low]
THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")  # of a count alone: elsewhere the comma could be a decimal one
MINUS = "\u2212"  # the typographic minus; a dash is not one
NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,20})?([eE]-[0-9]{1,2})?")  # a small number may be stored as 5.2E-2
ACADEMIC = re.compile(r"(20\d\d)[-/]?(20)?(\d\d)", re.ASCII)
PLAIN_YEAR = re.compile(r"20\d\d", re.ASCII)


def read_number(text: str, kind: str = "points") -> tuple[float | None, str]:
    """The number in a cell and its status. Only a percentage may carry a % sign; a count must be a whole number."""
    text = _bare_symbol(text)
    if text in SPECIAL:
        return None, SPECIAL[text]
    if kind == "percent" and text.endswith("%"):
        text = text[:-1].rstrip()
    if kind == "count" and THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    text = text.replace(MINUS, "-", 1) if text.startswith(MINUS) else text
    if not NUMBER.fullmatch(text):
        return None, UNREADABLE
    value = float(text)
    if kind == "count" and value != int(value):
        return None, UNREADABLE
    return value, SHOWN


def _bare_symbol(text: str) -> str:
    """The text without spaces around it, and a publisher's symbol without its square brackets."""
    text = text.strip()
    inside = IN_BRACKETS.fullmatch(text)
    return inside[1] if inside and inside[1] in SPECIAL else text


def read_period(text: str, year_words: Mapping[str, str]) -> tuple[int | None, str | None]:
    """The results year in '2017', '2016/17', '2016-2017', '201617' or '2025 (prov)', and the release stage if one is given.

    `year_words` are the words for release stages that may be in brackets after the year. (None, None) for anything else.
    The results year is the calendar year of the summer; the two years of a pair must follow one another.
    """
    match = re.fullmatch(r"\s*([\d/-]+)\s*(?:\((\w+)\))?\s*", text)
    if not match:
        return None, None
    years, word = match[1], match[2]
    release = year_words.get(word.casefold()) if word else None
    if word and release is None:  # an unknown word could mean that these are not the year's results
        return None, None
    pair = ACADEMIC.fullmatch(years)
    if pair and int(pair[3]) == (int(pair[1]) + 1) % 100:
        return int(pair[1]) + 1, release
    return int(years) if PLAIN_YEAR.fullmatch(years) else None, release


def read_urn(text: str) -> str | None:
    """A school's unique reference number: six digits; a spreadsheet's '105287.0' is read as '105287'."""
    text = text.strip().removesuffix(".0")
    return text if re.fullmatch(r"[0-9]{6}", text) else None


def read_laestab(text: str) -> str | None:
    """A school's LAESTAB as seven digits, from '3512001' or '351/2001'."""
    text = text.strip().removesuffix(".0").replace("/", "")
    return text if re.fullmatch(r"[0-9]{7}", text) else None


def read_school(text: str, authority: str) -> str | None:
    """As `read_laestab`; a school's four digits alone are read with the authority's code, where the file is the authority's."""
    return read_laestab(text) or (authority and (estab := read_estab(text)) and authority + estab) or None


def read_la(text: str) -> str | None:
    """A local authority's code: three digits (region and national codes of the same files have three too)."""
    text = text.strip().removesuffix(".0")
    return text if re.fullmatch(r"[0-9]{3}", text) else None


def read_estab(text: str) -> str | None:
    """A school's establishment number within its authority: four digits."""
    text = text.strip().removesuffix(".0")
    return text if re.fullmatch(r"[0-9]{4}", text) else None


def read_date(text: str) -> str | None:
    """A date as yyyy-mm-dd, from 20170401, 2018-09-01, 2018-09-01 00:00:00, 30-11-2020, 30/11/2020, 3/9/2014 or 03-Sep-2014."""
    plain = text.strip().split(" ")[0].replace("/", "-")  # without a time of day
    for pattern, order in ((r"(\d{4})-?(\d\d)-?(\d\d)", (1, 2, 3)), (r"(\d\d)-(\d\d)-(\d{4})", (3, 2, 1))):
        match = re.fullmatch(pattern, plain)
        if match and 1 <= int(match[2]) <= 12 and 1 <= int(match[order[2]]) <= 31:
            return "-".join(match[i] for i in order)
    return read_written_date(text)


def read_upn(text: str) -> str | None:
    """A unique pupil number: a letter, eleven digits, and a digit (or a letter, where it is temporary). Only the form is checked."""
    text = text.strip().upper()
    return text if re.fullmatch(ANY_LETTER, text) else None


def read_plain(text: str, kind: str) -> tuple[float | None, str]:
    """`read_number` for pupils' records, which use no publisher's symbol for a missing number."""
    text = text.strip()
    if text == "" or is_not_available(text):
        return None, MISSING
    return read_number(text, kind) if _bare_symbol(text) not in SPECIAL else (None, UNREADABLE)


def read_yes_no(text: str) -> str | None:
    """'yes' or 'no' from 1, 0, Y, N, Yes, No, TRUE, FALSE, in any case."""
    return read_code(text.strip(), {"1": "yes", "0": "no"})
