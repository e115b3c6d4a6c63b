"""Phonics screening check: Wa met; Wt, A, D and Q are in and not met; L, Z and an empty code are out."""

from collections.abc import Iterable
from fractions import Fraction

from tests.recomputed.rules import Mean, Percent, Row, number, years

HELD = years((2012, 2019), (2022, 2026))


def met(row: Row, year: int) -> bool | None:
    code = row["PHONICSOUTCOME"].upper()
    return code == "WA" if code in ("WA", "WT", "A", "D", "Q") else None


def mark(row: Row, year: int) -> Fraction | None:
    return None if met(row, year) is None else number(row["PHONICSMARK"])


def year_one(row: Row) -> bool:
    return row["YEARGROUP"] == "1"


RULES = [Percent("phonics_y1", HELD, met, year_one), Mean("phonics_mark", HELD, mark, year_one)]


def by_the_end_of_year_two(now: Iterable[Row], before: Iterable[Row]) -> tuple[set[str], set[str]]:
    """Pupils who met in year 1 a year ago or in year 2 now, and pupils whose year 2 row takes them out (L, Z)."""
    passed = {r["UPN"] for r in before if r["YEARGROUP"] == "1" and met(r, 0)}
    again = [r for r in now if r["YEARGROUP"] == "2"]
    out = {r["UPN"] for r in again if met(r, 0) is None and r["PHONICSOUTCOME"]}
    return passed | {r["UPN"] for r in again if met(r, 0)}, out


Y2 = Percent("phonics_y2", HELD, lambda row, year: row["Y2"])  # asked of rows of the roll
