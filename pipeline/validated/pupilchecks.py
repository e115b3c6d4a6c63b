"""What must be true within a pupil's row: numbers, codes and marks that can go together, and the age of the year group.

Each kind of check gives, for each column it asks about, true, false or not-assessable a row; Great Expectations is then
asked of those, so no value reaches it. An empty cell is the word "" here; a cell that could not be read is not assessable,
since it has a finding of its own.
"""

from collections.abc import Callable

import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.declared.sources import Check
from pipeline.pupil_numbers import PERMANENT, TEMPORARY, check_letter
from pipeline.validated.shape import Shaped
from pipeline.validated.types import MISSING, SHOWN

RECEPTION_STARTS = 6  # a reception child of results year t was born from 1 September of t - 6
STEPS = {"N1": -2, "N2": -1, "R": 0} | {str(n): n for n in range(1, 15)}

Answered = list[tuple[str, pd.Series]]


def _upn_letter(check: Check, shaped: Shaped, year: int | None) -> Answered:
    """Asked of permanent numbers only: a temporary one ends in a letter and its sum is worked out another way."""
    numbers = shaped.table[check.value]
    permanent = numbers.str.fullmatch(PERMANENT).fillna(False).astype(bool)
    letters = numbers[permanent].map(lambda upn: check_letter(upn[1:]) == upn[0])
    return [(check.value, letters.reindex(numbers.index).astype("boolean"))]


def _upn_permanent(check: Check, shaped: Shaped, year: int | None) -> Answered:
    numbers = shaped.table[check.value]
    return [(check.value, ~numbers.str.fullmatch(TEMPORARY).astype("boolean"))]


def _age(check: Check, shaped: Shaped, year: int | None) -> Answered:
    """Born in the twelve months from 1 September that the year group is for; how many years out is too many is `by`."""
    if year is None:
        return []
    out_by = years_out(shaped.table[check.value], _groups(check, shaped), year)
    beyond = out_by > check.at_most if check.at_most is not None else out_by < 0
    return [(check.value, (out_by <= check.by).mask(beyond.fillna(False)))]


def years_out(born: pd.Series, groups: pd.Series, year: int) -> pd.Series:
    """How many school years a pupil is older or younger than the year group; NA where either is not known, or not yet born."""
    starts = pd.to_numeric(born.str[:4], errors="coerce") - (born.str[5:7] < "09").astype("Int64")
    expected = year - RECEPTION_STARTS - groups.map(STEPS).astype("Int64")
    out_by = (starts.astype("Int64") - expected).abs()
    return out_by.mask((born > f"{year}-08-31").fillna(False))


def _groups(check: Check, shaped: Shaped) -> pd.Series:
    table = shaped.table
    if check.year_group in table:
        return table[check.year_group]
    return pd.Series(check.year_group, index=table.index, dtype="string")


def _born_by(check: Check, shaped: Shaped, year: int | None) -> Answered:
    """Nobody in a file of results was born after the school year they are of."""
    if year is None:
        return []
    return [(check.value, (shaped.table[check.value] <= f"{year}-08-31").astype("boolean"))]


def _goes_with(check: Check, shaped: Shaped, year: int | None) -> Answered:
    """Where `value` is one of `words`, each of `among` is as declared: empty or filled, one of some words, within limits."""
    asked = _asked(check, shaped)
    if asked is None:
        return []
    return [(beside, _fits(check, shaped, beside).where(asked)) for beside in check.among if beside in shaped.delivered]


def _asked(check: Check, shaped: Shaped) -> pd.Series | None:
    """The rows a check is asked of; None where the delivery has not the column that says so."""
    if not check.words:
        return pd.Series(True, index=shaped.table.index)
    if check.value not in shaped.delivered:
        return None
    return _words(shaped, check.value).isin(check.words).fillna(False).astype(bool)


def _words(shaped: Shaped, column: str) -> pd.Series:
    """A column's codes, "" for an empty cell; a number's status instead, "" where it is missing and NA where unreadable."""
    table = shaped.table
    status = f"{column}__status"
    if status in table:
        return table[status].map({MISSING: "", SHOWN: SHOWN}).astype("string")
    readable = shaped.readable.get(column)
    return table[column] if readable is None else table[column].mask(table[column].isna() & readable, "")


def _fits(check: Check, shaped: Shaped, beside: str) -> pd.Series:
    words, numbers = _words(shaped, beside), shaped.table[beside]
    fits = pd.Series(True, index=words.index, dtype="boolean").mask(words.isna())
    if check.empty is not None:
        fits &= ((words == "") == check.empty).astype("boolean")
    if check.one_of:
        fits &= words.isin(check.one_of).astype("boolean")
    if check.never:
        fits &= ~words.isin(check.never).astype("boolean")
    if check.least is not None:
        fits &= (numbers >= check.least).astype("boolean")
    if check.most is not None:
        fits &= (numbers <= check.most).astype("boolean")
    return fits


def _not_all(check: Check, shaped: Shaped, year: int | None) -> Answered:
    """A row in which every one of `values` is one of `words` is a row somebody filled down, or never filled in."""
    values = [v for v in check.values if v in shaped.delivered]
    if not values:
        return []
    alike = pd.concat([_words(shaped, v).isin(check.words) for v in values], axis=1).all(axis=1)
    return [(values[0], ~alike.astype("boolean"))]


def _times(check: Check, shaped: Shaped, year: int | None) -> Answered:
    """A pupil with a row of one of `words` has exactly so many of them."""
    asked = _asked(check, shaped)
    if asked is None:
        return []
    table = shaped.table[asked]
    rows = table.groupby(["upn", check.value], dropna=False)["row"].transform("size")
    return [(check.value, (rows == check.times).reindex(shaped.table.index).astype("boolean"))]


def _points_of_grade(check: Check, shaped: Shaped, year: int | None) -> Answered:
    """The points beside a grade are those of the scale in that year; a grade without points there brings its own."""
    scale: Scale | None = shaped.scales.get(check.value)
    if scale is None or year is None or not {check.value, *check.among} <= set(shaped.delivered):
        return []
    worth = {word: code.worth(year) for word, code in scale.codes.items()}
    right = shaped.table[check.value].map(worth).astype("Float64")
    return [(points, (shaped.table[points] == right).astype("boolean")) for points in check.among]


KINDS: dict[str, Callable[[Check, Shaped, int | None], Answered]] = {
    "goes_with": _goes_with,
    "not_all": _not_all,
    "age": _age,
    "born_by": _born_by,
    "upn_letter": _upn_letter,
    "upn_permanent": _upn_permanent,
    "points_of_grade": _points_of_grade,
    "times": _times,
}
