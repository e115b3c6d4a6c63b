"""The three kinds of rule, and the figure each makes of some pupils. Fractions throughout; nothing is rounded."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

Row = dict[str, str]  # one delivered row: heading -> text


class Figure(NamedTuple):
    """What is stored of one figure."""

    numerator: int | None
    denominator: int | None
    value: Fraction | None
    status: str = "shown"
    lower: float | None = None
    upper: float | None = None


NOBODY = Figure(None, 0, None, "not_applicable")


@dataclass(frozen=True)
class Rule:
    """`years` are the results years the measure exists; `where` says which rows it is about at all."""

    measure: str
    years: frozenset[int]
    pupil: Callable[[Row, int], object]  # what one pupil adds; None where the pupil is not in the measure
    where: Callable[[Row], bool] = lambda row: True

    def figure(self, answers: list) -> Figure:
        """The figure of the answers of the pupils who are in the measure."""
        raise NotImplementedError


class Percent(Rule):
    """`pupil` answers True (met) or False; the percentage of those who met."""

    def figure(self, answers: list[bool]) -> Figure:
        if not answers:
            return NOBODY
        met = sum(answers)
        return Figure(met, len(answers), Fraction(100 * met, len(answers)))


class Mean(Rule):
    """`pupil` answers a number; the mean of them."""

    def figure(self, answers: list[Fraction]) -> Figure:
        return Figure(None, len(answers), sum(answers, Fraction(0)) / len(answers)) if answers else NOBODY


class Gap(Rule):
    """`pupil` answers a number; how far the mean of the lowest fifth lies below the median, in per cent of the median."""

    def figure(self, answers: list[Fraction]) -> Figure:
        if not answers:
            return NOBODY
        n, numbers = len(answers), sorted(answers)
        lowest = numbers[: -(-n // 5)]
        median = (numbers[(n - 1) // 2] + numbers[n // 2]) / Fraction(2)
        return Figure(None, n, 100 * (median - sum(lowest, Fraction(0)) / len(lowest)) / median)


class Progress(Rule):
    """`pupil` answers (score, spread), or True where the pupil is in the cohort and has no progress score."""

    def figure(self, answers: list) -> Figure:
        scored = [x for x in answers if x is not True]
        if not scored:
            return NOBODY
        n, spread = len(scored), scored[0][1]
        if 2 * n < len(answers):
            return Figure(None, n, None, "low_coverage")
        value = sum((score for score, _ in scored), Fraction(0)) / n
        half = 1.96 * float(spread) / n**0.5
        return Figure(None, n, value, "shown", float(value) - half, float(value) + half)


def years(*spans: tuple[int, int]) -> frozenset[int]:
    """The results years of these spans, first and last included; nothing was held in 2020 and 2021."""
    return frozenset(y for first, last in spans for y in range(first, last + 1)) - {2020, 2021}


def number(text: str) -> Fraction | None:
    """The number in a cell; None for an empty one."""
    return Fraction(text) if text else None


def words(text: str) -> list[str]:
    """Codes or headings, listed as one line of words."""
    return text.split()
