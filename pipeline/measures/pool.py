"""Figures of several places together: pooled areas, which count all pupils of their schools, and the median of the neighbours.

A pooled figure is never a mean of percentages: a school of 10 pupils must not weigh as much as one of 90.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from pipeline.declared import Declarations
from pipeline.declared.measures import Measure
from pipeline.measures.arithmetic import counts_behind, exact, half_up
from pipeline.measures.figure import SHOWN
from pipeline.places import Register

NOT_AVAILABLE = {"status": "not_available"}


def pooled_areas(declared: Declarations, register: Register, year: int) -> Iterator[tuple[str, list[str]]]:
    """The authority, the clusters and the trusts of a year, each with its schools of the kinds that policy pools."""
    pooling = declared.policy.pooling
    kinds = [(register.authority.id, pooling.authority)]
    kinds += [(c.id, pooling.cluster) for c in register.clusters(year)]
    kinds += [(t.id, pooling.trust) for t in register.trusts(year)]
    for area, pooled in kinds:
        yield area, [m.id for m in register.members(area, year) if m.school_kind in pooled]


@dataclass(frozen=True)
class Part:
    """One school's figure, as it goes into a pooled one."""

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
    shown: list[tuple[int, float, int | None]] = []  # pupils, value, numerator
    for part in parts:
        if part.status == SHOWN and part.value is not None:
            if part.denominator is None:  # without its cohort a school has no weight
                return dict(NOT_AVAILABLE)
            shown.append((part.denominator, part.value, part.numerator))
    pupils = sum(cohort for cohort, _, _ in shown)
    if pupils == 0:
        return dict(NOT_AVAILABLE)
    if measure.unit == "points":
        # Exact but for the rounding of each school's published mean.
        total = sum((exact(value) * cohort for cohort, value, _ in shown), Fraction(0))
        return {"denominator": pupils, "value": float(total / pupils), "status": SHOWN}
    if measure.unit != "percent":
        return dict(NOT_AVAILABLE)
    low = high = 0
    for cohort, value, numerator in shown:
        counts = (numerator, numerator) if numerator is not None else counts_behind(value, cohort)
        if counts is None:  # no count of this cohort gives the published percentage
            return dict(NOT_AVAILABLE)
        low, high = low + counts[0], high + counts[1]
    if low == high:
        return {"numerator": low, "denominator": pupils, "value": 100 * low / pupils, "status": SHOWN}
    lower, upper = Fraction(100 * low, pupils), Fraction(100 * high, pupils)
    between = {"denominator": pupils, "value": float((lower + upper) / 2)}
    if half_up(lower, measure.decimals) == half_up(upper, measure.decimals):
        return between | {"status": SHOWN}
    return between | {"lower": float(lower), "upper": float(upper), "status": "bounded"}


def medians(rows: Iterable[dict], neighbours: Iterable[str], place: str) -> Iterator[dict]:
    """For each year, release stage, measure and group the median of the neighbours' unrounded figures, as Figure columns.

    Every neighbour must have a figure, so that the median of one year is of the same places as that of another. It is rounded,
    half up, only where it is printed.
    """
    wanted = set(neighbours)
    by_grain: dict[tuple[int, str, str, str], list[dict]] = {}
    for row in rows:
        if row["place_id"] in wanted and row["status"] == SHOWN and row["value"] is not None:
            grain = row["year"], row["release"], row["measure"], row["group"]
            by_grain.setdefault(grain, []).append(row)
    for (year, release, measure, group), of_neighbours in by_grain.items():
        if len(of_neighbours) < len(wanted):
            continue
        deliveries = {d for row in of_neighbours for d in row["delivery"].split(",")}
        yield {
            "place_id": place,
            "year": year,
            "release": release,
            "measure": measure,
            "group": group,
            "value": float(median([exact(row["value"]) for row in of_neighbours])),
            "status": SHOWN,
            "delivery": ",".join(sorted(deliveries)),
        }
