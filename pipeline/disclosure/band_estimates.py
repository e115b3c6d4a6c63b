"""What a reader can work out of a group's counts by band from its printed estimate: the sum of the counts times known rates.

The reader knows the whole cohort's counts by band, each group's pupils, the rates, and that an estimate is printed as whole pupils.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from pipeline.disclosure.linked_table import ProtectionLevel
from pipeline.disclosure.quiet_stdout import quiet_stdout

DOWN, UP = (
    0.5,
    0.4995,
)  # an estimate printed as 7 pupils is from 6.5 to less than 7.5; rates are in tenths of a per cent


@dataclass(frozen=True)
class BandEstimates:
    """A family of groups that make up a cohort: rows of counts by band, and the estimates printed of the first of them.

    What is left of the cohort, pupils whose group is not known, is a last row without an estimate.
    """

    counts: tuple[tuple[int, ...], ...]
    rates: tuple[float, ...]  # by band: of pupils who start there, which share reaches the standard
    printed: tuple[int, ...]


def given_away(family: BandEstimates, level: ProtectionLevel, protects_below: int) -> bool:
    """Whether any count of a few pupils, though not printed, can be had more closely than is wanted."""
    counts, known = np.array(family.counts), _known(family)
    small = [at for at, n in np.ndenumerate(counts) if 0 < n < protects_below]
    return any(_range(counts, known, at) < min(level.interval, counts[at]) for at in small)


def _known(family: BandEstimates) -> list[LinearConstraint]:
    """Every row and every band adds up, and every printed estimate is of the counts."""
    counts = np.array(family.counts)
    rows, bands = counts.shape
    by_row, by_band = np.kron(np.eye(rows), np.ones(bands)), np.kron(np.ones(rows), np.eye(bands))
    estimates = np.kron(np.eye(rows), np.array(family.rates))[: len(family.printed)]
    printed = np.array(family.printed)
    exact = ((by_row, counts.sum(axis=1)), (by_band, counts.sum(axis=0)))
    return [*(LinearConstraint(a, n, n) for a, n in exact), LinearConstraint(estimates, printed - DOWN, printed + UP)]


def _range(counts: np.ndarray, known: list[LinearConstraint], at: tuple[int, ...]) -> int:
    """From the least to the most one count can be."""
    cost = np.zeros(counts.size)
    cost[np.ravel_multi_index(at, counts.shape)] = 1
    most = Bounds(0, np.tile(counts.sum(axis=0), len(counts)))
    whole = np.ones(counts.size, dtype=int)
    with quiet_stdout():
        ends = [milp(sign * cost, constraints=known, bounds=most, integrality=whole) for sign in (1, -1)]
    return round(-ends[1].fun - ends[0].fun)
