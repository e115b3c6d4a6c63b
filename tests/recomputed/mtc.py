"""Multiplication tables check, from 2022: an empty code is a pupil who took it; those who did not are in full marks' denominator."""

from fractions import Fraction

from tests.recomputed.rules import Mean, Percent, Row, number, years

HELD = years((2022, 2026))


def mark(row: Row, year: int) -> Fraction | None:
    return number(row["MTCMARK"]) if row["NOTTAKENREASON"] == "" else None


def _among(row: Row) -> bool:
    return row["NOTTAKENREASON"].upper() in ("", "A", "B", "J", "U", "Q", "X", "NAA", "H")


def full(row: Row, year: int) -> bool | None:
    return mark(row, year) == 25 if _among(row) else None


def not_taken(row: Row, year: int) -> bool | None:
    return mark(row, year) is None if _among(row) else None


RULES = [
    Percent("mtc_full", HELD, full),
    Mean("mtc_mean", HELD, mark),
    Percent("mtc_not_taken", HELD, not_taken),
]
