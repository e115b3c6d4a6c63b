"""What an intruder can derive about a group's counts by band from its printed estimate: the sum of the counts times known rates.

The intruder knows the whole cohort's counts by band, each group's pupils and the rates, and that an estimate is printed in whole pupils.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from pipeline.disclosure.linked_table import ProtectionLevel
from pipeline.disclosure.quiet_stdout import quiet_stdout

# An estimate printed as 7 pupils is from 6.5 to less than 7.5. Rates are in tenths of a per cent, so estimates are in thousandths of
# a pupil, and the largest below 7.5 is 7.499; half a thousandth is left for the solver.
BELOW, ABOVE = 0.5, 0.4995


@dataclass(frozen=True)
class BandEstimates:
    """A family of groups that make up a cohort: rows of counts by band, and the estimates printed for the first rows.

    Pupils of the cohort whose group is not known are a last row without an estimate.
    """

    counts: tuple[tuple[int, ...], ...]
    rates: tuple[float, ...]  # by band: the share (0 to 1) of pupils starting there who reach the standard
    printed: tuple[int, ...]  # pupils


def given_away(family: BandEstimates, level: ProtectionLevel, protects_below: int) -> bool:
    """Whether any count of fewer than `protects_below` pupils, though not printed, can be derived more closely than the level allows."""
    counts = np.array(family.counts)
    rows, bands = counts.shape
    by_row, by_band = np.kron(np.eye(rows), np.ones(bands)), np.kron(np.ones(rows), np.eye(bands))
    estimates = np.kron(np.eye(rows), np.array(family.rates))[: len(family.printed)]
    printed = np.array(family.printed)
    known = [LinearConstraint(a, n, n) for a, n in ((by_row, counts.sum(axis=1)), (by_band, counts.sum(axis=0)))]
    known.append(LinearConstraint(estimates, printed - BELOW, printed + ABOVE))
    for position, count in enumerate(counts.ravel().tolist()):
        if 0 < count < protects_below and _width(counts, known, position) < min(level.interval, count):
            return True
    return False


def _width(counts: np.ndarray, known: list[LinearConstraint], position: int) -> int:
    """The width of the feasible interval of one count, in pupils."""
    cost = np.zeros(counts.size)
    cost[position] = 1
    bounds = Bounds(0, np.tile(counts.sum(axis=0), len(counts)))
    whole = np.ones(counts.size, dtype=int)
    with quiet_stdout():
        least, most = (milp(sign * cost, constraints=known, bounds=bounds, integrality=whole) for sign in (1, -1))
    return round(-most.fun - least.fun)
