"""The forms in which people and programs write one and the same cell, read where only one meaning is possible.

A form that could mean two things is not read: the cell stays as it is, and becomes a question to the sender. Whether dates
have the day or the month first, or are days counted from 1900 or from 1904, is decided for a whole column from its cells.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import pandas as pd

RECEPTION_STARTS = 6  # a reception child of results year t was born from 1 September of t - 6
STEPS = {"N1": -2, "N2": -1, "R": 0} | {str(n): n for n in range(1, 15)}  # year group -> years after reception

# What words beside its codes can mean, by the meaning a source declares for a code. No form is listed under two meanings
# that one column can have.
FORMS: dict[str, frozenset[str]] = {
    "boy": frozenset({"m", "male", "boy", "b"}),
    "girl": frozenset({"f", "female", "girl", "g"}),
    "yes": frozenset({"y", "yes", "true", "t", "1"}),
    "no": frozenset({"n", "no", "false", "f", "0"}),
    "none": frozenset({"none", "no sen", "no sen provision", "no special educational need"}),
    "support": frozenset({"sen support", "support"}),
    "plan": frozenset({"ehcp", "ehc plan", "plan", "education, health and care plan"}),
    "english": frozenset({"english"}),
    "other_than_english": frozenset({"other than english", "other"}),
    "unclassified": frozenset({"unclassified", "unknown"}),
    "R": frozenset({"reception", "rec", "year r"}),
}
NOT_AVAILABLE = frozenset({"n/a", "null", "nan"})  # programs' words for an empty cell, which are no code anywhere
YEAR_GROUP = re.compile(r"(?:(?:national curriculum |nc )?year|yr|y)[ .]*0?(\d{1,2})", re.IGNORECASE)
NURSERY = re.compile(r"(nursery|nur|n)( class| year)?( ?[12])?", re.IGNORECASE)
TIME = re.compile(r"[ T]+\d{1,2}:\d\d(:\d\d(\.\d+)?)?( ?[AaPp][Mm])?Z?\Z")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
NAMED_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
DAY_MONTH = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[-/ .]*{NAMED_MONTH}[-/ .,]*(\d{{4}}|\d\d)", re.IGNORECASE)
MONTH_DAY = re.compile(rf"{NAMED_MONTH}[-/ .]*(\d{{1,2}})(?:st|nd|rd|th)?[-/ .,]+(\d{{4}})", re.IGNORECASE)
NUMBERS = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})")
SERIAL = re.compile(r"(\d{5})(\.\d+)?")
DAY_0 = (
    date(1899, 12, 30),
    date(1904, 1, 1),
)  # Excel's two; the first is right from March 1900 on, since Excel has a 29 February 1900
AT_SCHOOL = range(3, 21)  # ages on 31 August of the results year that a pupil in any of the files can have
MOST_OUT = 1  # school years by which a pupil may be out of the year group and still be taken as one of it


def read_code(text: str, codes: Mapping[str, str]) -> str | None:
    """What a cell means by a column's codes: as declared, in another case, with leading zeros or ".0", or as the word for it."""
    if text in codes:
        return codes[text]
    folded = " ".join(text.casefold().split())
    plain = re.sub(r"^0+(?=\d)|\.0+$", "", folded)
    meanings = {meaning for code, meaning in codes.items() if code.casefold() in (folded, plain)}
    if not meanings:
        meanings = {meaning for meaning in codes.values() if plain in FORMS.get(meaning, ())}
    year = YEAR_GROUP.fullmatch(plain)
    if not meanings and year and {"R", year[1]} <= set(codes):  # with reception among the codes, they are year groups
        meanings = {codes[year[1]]}
    return meanings.pop() if len(meanings) == 1 else None


def read_nursery(text: str, born: str | None, year: int | None) -> str | None:
    """N1 or N2 for a cell with "Nursery" or "Nursery 1": the number is as often a class as a year, so the age decides."""
    if year is None or not isinstance(born, str) or not NURSERY.fullmatch(text.strip()):
        return None
    group = {expected_start(g, year): g for g in ("N1", "N2")}
    return group.get(_school_year_of_birth(date.fromisoformat(born)))


def leaves_blank(text: Iterable[str], code: str) -> bool:
    """Whether a column has empty cells where it means a code: some of its cells are empty, some not, and none has the code."""
    seen = {t.casefold() for t in text}
    return bool(code) and "" in seen and len(seen) > 1 and code.casefold() not in seen


def is_not_available(text: str) -> bool:
    """Whether a cell holds a program's word for an empty cell."""
    return text.casefold() in NOT_AVAILABLE


def without_repeated_code(score: pd.Series, outcome: pd.Series | None) -> pd.Series:
    """A score column without the outcome's own code where that was written in both: there is then no score."""
    if outcome is None:
        return score
    same = (score.str.casefold() == outcome.str.casefold()) & ~score.str.contains(r"\d")
    return score.mask(same, "")


def expected_start(group: str, year: int) -> int:
    """The year in whose September the twelve months begin in which the pupils of a year group were born."""
    return year - RECEPTION_STARTS - STEPS[group]


def read_written_date(text: str) -> str | None:
    """A date with a year of four digits, as yyyy-mm-dd: day first, year first, or with the month's name; None for another form."""
    dates = _written(TIME.sub("", text.strip()))
    return dates[0].isoformat() if len(dates) == 1 else None


def born_dates(text: pd.Series, year: int | None, groups: pd.Series | None) -> pd.Series:
    """A column of dates of birth, each as yyyy-mm-dd, "" where empty, None where it can be read in no way or in two.

    `groups` are the pupils' year groups, where known: they show from which day the file counts days. Where one date
    can only have the month first, dates whose day and month could change places are not read.
    """
    plain = text.str.strip().str.replace(TIME, "", regex=True)
    unique = list(plain.unique())
    month_first = any(_only_month_first(t) for t in unique)
    read: dict[str, str | None] = {t: _born(t, year, month_first) for t in unique}
    serials = plain[plain.str.fullmatch(SERIAL)]
    if len(serials) and year is not None:
        start = _first_day(serials, year, groups)
        if start is not None:
            read |= {t: (start + timedelta(int(float(t)))).isoformat() for t in serials.unique()}
    return plain.map(read)


def _born(text: str, year: int | None, month_first: bool) -> str | None:
    """One date of birth that is not a number of days; `month_first` where the column has a date with the month first."""
    if text == "":
        return ""
    numbers = NUMBERS.fullmatch(text)
    if numbers and month_first and len(numbers[1]) <= 2 and int(numbers[1]) <= 12:
        return None
    dates = set(_written(text))
    if not dates and year is not None:
        dates = {d for d in _of_two_digits(text) if _age(d, year) in AT_SCHOOL}
    return dates.pop().isoformat() if len(dates) == 1 else None


def _written(text: str) -> list[date]:
    """The one date in a text with a year of four digits, or none."""
    if eight := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text):
        return _dates([(eight[1], eight[2], eight[3])])
    numbers = NUMBERS.fullmatch(text)
    if numbers and len(numbers[1]) == 4 and len(numbers[4]) <= 2:
        return _dates([(numbers[1], numbers[3], numbers[4])])
    if numbers and len(numbers[1]) <= 2 and len(numbers[4]) == 4:
        return _dates([(numbers[4], numbers[3], numbers[1])])
    if (named := DAY_MONTH.fullmatch(text)) and len(named[3]) == 4:
        return _dates([(named[3], _month(named[2]), named[1])])
    named = MONTH_DAY.fullmatch(text)
    return _dates([(named[3], _month(named[1]), named[2])]) if named else []


def _of_two_digits(text: str) -> set[date]:
    """The dates that a text with a year of two digits can mean: in either century, and 13-10-14 with the year first as well."""
    if named := DAY_MONTH.fullmatch(text):
        orders = [(named[3], _month(named[2]), named[1])]
    elif (numbers := NUMBERS.fullmatch(text)) and len(numbers[1]) <= 2 and len(numbers[4]) == 2:
        orders = [(numbers[4], numbers[3], numbers[1])]
        if numbers[2] == "-" and len(numbers[1]) == 2:
            orders.append((numbers[1], numbers[3], numbers[4]))
    else:
        return set()
    return set(_dates((century + y, m, d) for y, m, d in orders for century in ("19", "20")))


def _dates(parts: Iterable[tuple[str, str, str]]) -> list[date]:
    """The dates of years, months and days, without those that the calendar does not have."""
    out = []
    for y, m, d in parts:
        try:
            out.append(date(int(y), int(m), int(d)))
        except ValueError:
            continue
    return out


def _month(name: str) -> str:
    """The number of a month, from its name or the first letters of it."""
    return str(MONTHS.index(name[:3].casefold()) + 1)


def _only_month_first(text: str) -> bool:
    """Whether a date can only be read with the month first, such as 03/25/2012."""
    numbers = NUMBERS.fullmatch(text)
    if numbers is None or len(numbers[1]) > 2:
        return False
    return int(numbers[1]) <= 12 < int(numbers[3])


def _age(born: date, year: int) -> int:
    """Whole years on 31 August of a results year."""
    return year - born.year - ((born.month, born.day) > (8, 31))


def _school_year_of_birth(born: date) -> int:
    """The year in whose September the school year of a birthday began."""
    return born.year - (born.month < 9)


def _first_day(serials: pd.Series, year: int, groups: pd.Series | None) -> date | None:
    """The day 0 by which nine in ten pupils have the age of their year group, where by the other fewer than half have.

    None where neither, or both, would do: the two are four years apart, and a file of many ages may fit both.
    """
    fit = {start: _fitting(serials, start, year, groups) for start in DAY_0}
    likely = [start for start, share in fit.items() if share >= 0.9]
    return likely[0] if len(likely) == 1 and min(fit.values()) < 0.5 else None


def _fitting(serials: pd.Series, start: date, year: int, groups: pd.Series | None) -> float:
    """The share of days that are birthdays of the pupils' year groups; of any pupil's, where the year group is not known."""
    fits = []
    for row, text in serials.items():
        born = start + timedelta(int(float(text)))
        group = groups.get(row) if groups is not None else None
        if isinstance(group, str) and group in STEPS:
            fits.append(abs(_school_year_of_birth(born) - expected_start(group, year)) <= MOST_OUT)
        else:
            fits.append(_age(born, year) in AT_SCHOOL)
    return sum(fits) / len(fits)


def is_fractions(texts: Iterable[str]) -> bool:
    """Whether a column of percentages holds fractions: every number from 0 to 1, some between, and no sign of per cent."""
    numbers = []
    for text in (t.strip() for t in texts):
        if text.endswith("%"):
            return False
        if re.fullmatch(r"\d+(\.\d+)?([eE]-?\d+)?", text):
            numbers.append(float(text))
    return bool(numbers) and max(numbers) <= 1 and any(0 < n < 1 for n in numbers)
