"""Per pupil -> per school and group: how many pupils are in a measure and what they add up to, exactly."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pipeline.pupils.cohort import Cohort
from pipeline.pupils.numbers import Bools, Ints
from pipeline.pupils.perpupil import PerPupil

EXACT = 2**53  # whole numbers up to here are exact as floats, which is how weights are added


@dataclass(frozen=True)
class Tally:
    """One row a unit of the cohort, one column a group."""

    pupils: Ints  # in the measure
    total: Ints  # of the amounts, times the scale
    of: Ints  # pupils the coverage is measured against
    spread: Ints | None = None  # pupils by amount, of a measure of how amounts spread

    def pooled(self, places: list[np.ndarray]) -> "Tally":
        """One row a place: all pupils of the place's units together."""
        first = np.cumsum([0, *(len(units) for units in places)])[:-1]
        units = np.concatenate([np.zeros(0, dtype=np.int64), *places])
        parts = (self.pupils, self.total, self.of, self.spread)
        return Tally(*(None if p is None else _together(p, units, first) for p in parts))


def _together(part: Ints, units: np.ndarray, first: np.ndarray) -> Ints:
    return np.add.reduceat(part[units], first, axis=0) if len(first) else part[:0]


def tally(cohort: Cohort, per: PerPupil, about: Bools) -> Tally:
    """Counts and totals of the pupils the measure is about."""
    groups, width = list(cohort.groups.values()), len(cohort.units)
    eligible, of = per.eligible & about, about & (per.eligible if per.of is None else per.of)
    pupils = _columns(_count(cohort.unit, eligible & g, width) for g in groups)
    total = _columns(_total(cohort.unit, eligible & g, per.amount, width) for g in groups)
    counted = pupils if per.of is None else _columns(_count(cohort.unit, of & g, width) for g in groups)
    spread = _spread(cohort, per, eligible) if per.ranked else None
    return Tally(pupils, total, counted, spread)


def _columns(arrays) -> Ints:
    return np.stack(list(arrays), axis=1)


def _count(unit: np.ndarray, chosen: Bools, width: int) -> Ints:
    return np.bincount(unit[chosen], minlength=width)


def _total(unit: np.ndarray, chosen: Bools, amount: Ints, width: int) -> Ints:
    added = amount[chosen]
    if len(added) and int(np.abs(added).max()) * len(added) >= EXACT:
        exact = np.zeros(width, dtype=np.int64)
        np.add.at(exact, unit[chosen], added)
        return exact
    return np.bincount(unit[chosen], weights=added, minlength=width).astype(np.int64)


def _spread(cohort: Cohort, per: PerPupil, eligible: Bools) -> Ints:
    """How many pupils of each unit and group have each amount, from 0 up."""
    units, wide = len(cohort.units), int(per.amount[eligible].max(initial=0)) + 1
    cells = cohort.unit * wide + per.amount
    counts = (
        np.bincount(cells[eligible & g], minlength=units * wide).reshape(units, wide) for g in cohort.groups.values()
    )
    return np.stack(list(counts), axis=1)


def lowest_fifth_gap(spread: Ints) -> float:
    """(median - mean of the lowest fifth) / median, in per cent; a part of a pupil in the fifth counts as a whole one."""
    amounts, ranked = np.arange(len(spread)), np.cumsum(spread)
    pupils = int(ranked[-1])
    fewest = -(-pupils // 5)
    taken = np.minimum(ranked, fewest)
    lowest = Fraction(int((np.diff(taken, prepend=0) * amounts).sum()), fewest)
    middle = Fraction(sum(int(np.searchsorted(ranked, at, side="right")) for at in ((pupils - 1) // 2, pupils // 2)), 2)
    return float(100 * (middle - lowest) / middle)
