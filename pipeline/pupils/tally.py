"""Per pupil -> per school and group: how many pupils are in a measure and their exact total."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pipeline.pupils.cohort import Cohort
from pipeline.pupils.numbers import Bools, Ints
from pipeline.pupils.perpupil import PerPupil

EXACT = 2**53  # whole numbers up to here are exact as floats, which is how numpy adds weights


@dataclass(frozen=True)
class Tally:
    """One row a unit of the cohort, one column a group."""

    pupils: Ints  # in the measure
    total: Ints  # of the amounts, times the scale
    of: Ints  # pupils the coverage is measured against
    spread: Ints | None = None  # pupils by amount, of a measure of how amounts are spread

    def pooled(self, places: list[np.ndarray]) -> "Tally":
        """One row a place: all pupils of the place's units together."""
        first = np.cumsum([0, *(len(units) for units in places)])[:-1]
        units = np.concatenate([np.zeros(0, dtype=np.int64), *places])

        def together(part: Ints) -> Ints:
            return np.add.reduceat(part[units], first, axis=0) if len(first) else part[:0]

        spread = None if self.spread is None else together(self.spread)
        return Tally(together(self.pupils), together(self.total), together(self.of), spread)


def tally(cohort: Cohort, per: PerPupil, about: Bools) -> Tally:
    """Counts and totals of the pupils the measure is about."""
    width = len(cohort.units)
    eligible = per.eligible & about
    base = eligible if per.base is None else per.base & about
    pupils, totals, bases, spreads = [], [], [], []
    for group in cohort.groups.values():
        inside = eligible & group
        pupils.append(np.bincount(cohort.unit[inside], minlength=width))
        totals.append(_total(cohort.unit[inside], per.amount[inside], width))
        bases.append(np.bincount(cohort.unit[base & group], minlength=width))
        if per.ranked:
            amounts = int(per.amount[eligible].max(initial=0)) + 1
            cells = (cohort.unit * amounts + per.amount)[inside]
            spreads.append(np.bincount(cells, minlength=width * amounts).reshape(width, amounts))
    return Tally(
        np.stack(pupils, axis=1),
        np.stack(totals, axis=1),
        np.stack(bases, axis=1),
        np.stack(spreads, axis=1) if per.ranked else None,
    )


def _total(unit: np.ndarray, amount: Ints, width: int) -> Ints:
    """The exact total of each unit: by the quick way where floats cannot lose a pupil's amount, else by adding whole numbers."""
    if len(amount) and int(np.abs(amount).max()) * len(amount) >= EXACT:
        exact = np.zeros(width, dtype=np.int64)
        np.add.at(exact, unit, amount)
        return exact
    return np.bincount(unit, weights=amount, minlength=width).astype(np.int64)


def lowest_fifth_gap(spread: Ints) -> float:
    """(median - mean of the lowest fifth) / median, in per cent; a part of a pupil in the fifth counts as a whole one.

    `spread` holds the pupils by amount, from 0 up.
    """
    amounts, ranked = np.arange(len(spread)), np.cumsum(spread)
    pupils = int(ranked[-1])
    fifth = -(-pupils // 5)  # rounded up
    taken = np.minimum(ranked, fifth)
    lowest = Fraction(int((np.diff(taken, prepend=0) * amounts).sum()), fifth)
    middle = Fraction(sum(int(np.searchsorted(ranked, at, side="right")) for at in ((pupils - 1) // 2, pupils // 2)), 2)
    return float(100 * (middle - lowest) / middle)
