"""Checks within a pupil's row: numbers, codes and marks that can go together, and the age of the year group.

Each kind of check gives, for each column it is about, true, false or not assessable for every row; only these go on to Great
Expectations, so no value of a pupil reaches it. An empty cell is the word "" here; a cell that could not be read is not
assessable, since it has a finding of its own.
"""

from collections.abc import Callable

import pandas as pd

from pipeline.declared.sources import Check
from pipeline.errors import ParamsWrong
from pipeline.pupil_numbers import PERMANENT, TEMPORARY, check_letter
from pipeline.validated.cell_forms import RECEPTION_STARTS, STEPS
from pipeline.validated.shape import Shaped
from pipeline.validated.types import MISSING, SHOWN

Results = list[tuple[str, pd.Series]]  # (column, one boolean a row; NA where not assessable)


def column_of(check: Check) -> str:
    """The column a check is about; ParamsWrong where its declaration names none."""
    if check.value is None:
        raise ParamsWrong(
            "sources", [f"check {check.id!r} of the kind {check.kind!r} needs `value:`, the column it is about."]
        )
    return check.value


def _upn_letter(check: Check, shaped: Shaped, year: int | None) -> Results:
    """Permanent numbers only: a temporary one ends in a letter, and its check letter is calculated in another way."""
    column = column_of(check)
    numbers = shaped.table[column]
    permanent = numbers.str.fullmatch(PERMANENT).fillna(False).astype(bool)
    letters = numbers[permanent].map(lambda upn: check_letter(upn[1:]) == upn[0])
    return [(column, letters.reindex(numbers.index).astype("boolean"))]


def _upn_permanent(check: Check, shaped: Shaped, year: int | None) -> Results:
    column = column_of(check)
    return [(column, ~shaped.table[column].str.fullmatch(TEMPORARY).astype("boolean"))]


def _age(check: Check, shaped: Shaped, year: int | None) -> Results:
    """Born in the twelve months from 1 September that the year group is for, give or take `by` years.

    Not assessable beyond `at_most` years, which another check is about.
    """
    if year is None:
        return []
    column, table = column_of(check), shaped.table
    one_group = pd.Series(check.year_group, index=table.index, dtype="string")
    groups = table.get(check.year_group, one_group)
    out_by = years_out(table[column], groups, year)
    within = out_by <= check.by
    return [(column, within if check.at_most is None else within.mask((out_by > check.at_most).fillna(False)))]


def years_out(born: pd.Series, groups: pd.Series, year: int) -> pd.Series:
    """How many school years a pupil is older or younger than the year group; NA where either is not known, or for a date of
    birth after the end of the school year."""
    starts = pd.to_numeric(born.str[:4], errors="coerce") - (born.str[5:7] < "09").astype("Int64")
    expected = year - RECEPTION_STARTS - groups.map(STEPS).astype("Int64")
    out_by = (starts.astype("Int64") - expected).abs()
    return out_by.mask((born > f"{year}-08-31").fillna(False))


def _born_by(check: Check, shaped: Shaped, year: int | None) -> Results:
    """Nobody in a file of results was born after the end of its school year."""
    if year is None:
        return []
    column = column_of(check)
    return [(column, (shaped.table[column] <= f"{year}-08-31").astype("boolean"))]


def _goes_with(check: Check, shaped: Shaped, year: int | None) -> Results:
    """Where `value` is one of `words`, each of `among` is as declared: empty or filled, one of some words, within limits."""
    applies = _applies(check, shaped)
    if applies is None:
        return []
    return [
        (beside, _fits(check, shaped, beside).where(applies)) for beside in check.among if beside in shaped.delivered
    ]


def _applies(check: Check, shaped: Shaped) -> pd.Series | None:
    """The rows a check applies to; None where the delivery lacks the column that decides it."""
    if not check.words:
        return pd.Series(True, index=shaped.table.index)
    column = column_of(check)
    if column not in shaped.delivered:
        return None
    return _words(shaped, column).isin(check.words).fillna(False).astype(bool)


def _words(shaped: Shaped, column: str) -> pd.Series:
    """A column's codes, "" for an empty cell; a number's status instead, "" where it is missing and NA where unreadable."""
    table = shaped.table
    status = f"{column}__status"
    if status in table:
        return table[status].map({MISSING: "", SHOWN: SHOWN}).astype("string")
    readable = shaped.readable.get(column)
    return table[column] if readable is None else table[column].mask(table[column].isna() & readable, "")


def _fits(check: Check, shaped: Shaped, beside: str) -> pd.Series:
    """Whether the cells of a column are as the check declares for them; every condition it declares must be met."""
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


def _not_all(check: Check, shaped: Shaped, year: int | None) -> Results:
    """Not every one of `values` is one of `words`: such a row was probably filled down, or never filled in."""
    values = [v for v in check.values if v in shaped.delivered]
    if not values:
        return []
    alike = pd.concat([_words(shaped, v).isin(check.words) for v in values], axis=1).all(axis=1)
    return [(values[0], ~alike.astype("boolean"))]


def _times(check: Check, shaped: Shaped, year: int | None) -> Results:
    """A pupil with a row in which `value` is one of `words` has exactly `times` rows of that word."""
    applies = _applies(check, shaped)
    if applies is None:
        return []
    column, table = column_of(check), shaped.table[applies]
    rows = table.groupby(["upn", column], dropna=False)["row"].transform("size")
    return [(column, (rows == check.times).reindex(shaped.table.index).astype("boolean"))]


def _points_of_grade(check: Check, shaped: Shaped, year: int | None) -> Results:
    """The points beside a grade are those of the scale in that year; not assessable for a grade the scale gives no points."""
    column = column_of(check)
    scale = shaped.scales.get(column)
    if scale is None or year is None or not {column, *check.among} <= set(shaped.delivered):
        return []
    worth = {word: code.worth(year) for word, code in scale.codes.items()}
    expected = shaped.table[column].map(worth).astype("Float64")
    return [(points, (shaped.table[points] == expected).astype("boolean")) for points in check.among]


KINDS: dict[str, Callable[[Check, Shaped, int | None], Results]] = {
    "goes_with": _goes_with,
    "not_all": _not_all,
    "age": _age,
    "born_by": _born_by,
    "upn_letter": _upn_letter,
    "upn_permanent": _upn_permanent,
    "points_of_grade": _points_of_grade,
    "times": _times,
}
