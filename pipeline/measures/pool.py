"""Pooled figures: all pupils of several schools together, never a mean of percentages in disguise."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from pipeline.declared.measures import Measure
from pipeline.measures.arithmetic import counts_behind, exact, half_up
from pipeline.measures.figure import SHOWN


@dataclass(frozen=True)
class Part:
    """One school's figure on its way into a pooled one."""

    numerator: int | None
    denominator: int | None
    value: float | None
    status: str


def pool(parts: Iterable[Part], measure: Measure) -> dict:
    """The pooled figure's numerator, denominator, value, lower, upper and status.

    Counts are summed. Where a count is only known within bounds (a rounded percentage of more than 100 pupils), the pooled
    figure is shown if both bounds print the same, else it is `bounded` with the bounds as lower and upper. A mean
    of points is weighted by pupils. Without cohorts nothing can be pooled and the figure is not available.
    """
    shown = [p for p in parts if p.status == SHOWN and p.value is not None]
    if not shown:
        return {"status": "not_available"}
    if any(p.denominator is None for p in shown):
        return {"status": "not_available"}
    if measure.unit == "percent":
        return _percentages(shown, measure)
    if measure.unit == "points":
        return _means(shown)
    return {"status": "not_available"}


def _percentages(shown: list[Part], measure: Measure) -> dict:
    ranges = [_range(p) for p in shown]
    pupils = sum(p.denominator for p in shown)
    if None in ranges or pupils == 0:
        return {"status": "not_available"}
    low, high = (sum(r[i] for r in ranges) for i in (0, 1))
    if low == high:
        return {"numerator": low, "denominator": pupils, "value": 100 * low / pupils, "status": SHOWN}
    bounds = Fraction(100 * low, pupils), Fraction(100 * high, pupils)
    middle = float(sum(bounds) / 2)
    if half_up(bounds[0], measure.decimals) == half_up(bounds[1], measure.decimals):
        return {"denominator": pupils, "value": middle, "status": SHOWN}
    lower, upper = map(float, bounds)
    return {"denominator": pupils, "value": middle, "lower": lower, "upper": upper, "status": "bounded"}


def _range(part: Part) -> tuple[int, int] | None:
    if part.numerator is not None:
        return part.numerator, part.numerator
    return counts_behind(part.value, part.denominator)


def _means(shown: list[Part]) -> dict:
    """Σ(mean × pupils) / Σ pupils: exact but for the rounding of each school's published mean."""
    pupils = sum(p.denominator for p in shown)
    if pupils == 0:
        return {"status": "not_available"}
    total = sum(exact(p.value) * p.denominator for p in shown)
    return {"denominator": pupils, "value": float(total / pupils), "status": SHOWN}
