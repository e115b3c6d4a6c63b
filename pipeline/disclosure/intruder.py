"""What an intruder can derive about a hidden cell: its feasible interval, given everything printed and every sum.

The intruder knows each cohort and how figures are rounded. Counts are whole, so the interval is that of whole numbers. The linear and
integer programmes are solved by HiGHS through SciPy; the tables that a solution shows to be possible are kept, because most other
cells are seen to be safe from them without a programme of their own.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp
from scipy.sparse import csr_array

from pipeline.disclosure.linked_table import LinkedTable, ProtectionLevel
from pipeline.disclosure.quiet_stdout import quiet_stdout

PROBES = (
    [1.0],
    [1.0, -1.0],
    [1.0, 1.0, -1.0, -1.0],
)  # which protected cells are minimised and which maximised, in turn
NEARLY = 1e-6  # how far a solver may stray from a whole number


@dataclass(frozen=True)
class DualBound:
    """An upper bound on the width of a cell's feasible interval: `slack` from rounding, and what hiding each cell adds (`gain`)."""

    slack: float
    gain: np.ndarray


class Intruder:
    """Somebody who has everything printed and derives the rest; `possible` are the tables found to be feasible so far."""

    def __init__(self, linked: LinkedTable) -> None:
        self.linked = linked
        self.whole = np.array([c.whole for c in linked.cells])
        self.pupils = np.array([float(c.pupils) for c in linked.cells])
        self.low = np.array([float(c.low) for c in linked.cells])
        self.high = np.array([float(c.high) for c in linked.cells])
        self.protected = [i for i, c in enumerate(linked.cells) if c.protected]
        self.possible = np.empty((0, len(linked.cells)))
        # One row a sum: the total less its parts is 0.
        rows = [n for n, total in enumerate(linked.sums) for _ in total]
        columns = [i for total in linked.sums for i in total]
        signs = [1.0 if at == 0 else -1.0 for total in linked.sums for at in range(len(total))]
        self.matrix = csr_array((signs, (rows, columns)), shape=(len(linked.sums), len(linked.cells)))

    def exposed(self, hidden: Collection[int], level: ProtectionLevel) -> list[int]:
        """The protected cells that what is printed gives away, alone or together with too few other pupils."""
        low, high = self.bounds(hidden)
        too_few = [cell for cell in self.protected if self._with_too_few(cell, hidden, level)]
        widths = {cell: level.width(self.linked.cells[cell]) for cell in self.protected if cell not in too_few}
        doubtful = self._not_seen_wide(widths, low, high)
        # A few probes settle most cells of a large table; for a few cells, or one sum, solving each is cheaper.
        if len(doubtful) > len(PROBES) and len(self.linked.sums) > 1:
            self._probe(low, high)
            doubtful = self._not_seen_wide(doubtful, low, high)
        narrow = [cell for cell, width in doubtful.items() if not self._is_wide(cell, width, low, high)]
        return sorted([*too_few, *narrow])

    def feasible_interval(self, hidden: Collection[int], cell: int) -> tuple[float, float]:
        """The least and the most a cell can be, in pupils."""
        low, high = self.bounds(hidden)
        if len(self.linked.sums) < 2:
            return self._interval_in_one_sum(cell, low, high)
        least, most = (self._whole_end(cell, sign, low, high) for sign in (1.0, -1.0))
        return (low[cell], high[cell]) if least is None or most is None else (least, most)

    def bounds(self, hidden: Collection[int]) -> tuple[np.ndarray, np.ndarray]:
        """The least and the most each cell can be before any sum is looked at."""
        unseen = np.zeros(len(self.pupils), dtype=bool)
        unseen[list(hidden)] = True
        return np.where(unseen, 0.0, self.low), np.where(unseen, self.pupils, self.high)

    def dual_bound(self, hidden: Collection[int], cell: int) -> DualBound:
        """The dual of the intruder's two problems (least and most): a bound on the width that holds for every choice of hidden cells.

        See Fischetti and Salazar-González, "Solving the cell suppression problem on tabular data with linear
        constraints", Management Science 47(7), 2001.
        """
        low, high = self.bounds(hidden)
        slack, gain = 0.0, np.zeros(len(self.pupils))
        for sign in (1.0, -1.0):
            cost = self._cost(cell, sign)
            solved = self._relaxed(cost, low, high)
            prices = cost - self.matrix.T @ solved.eqlin.marginals
            up, down = np.maximum(prices, 0), np.minimum(prices, 0)
            slack -= up @ self.low + down @ self.high
            gain += up * self.low - down * (self.pupils - self.high)
        return DualBound(float(slack), gain)

    def _with_too_few(self, cell: int, hidden: Collection[int], level: ProtectionLevel) -> bool:
        """Whether a printed total, less its printed parts, is the joint figure of the cell and too few other pupils.

        A cell that known figures give away in part is not held to this: hiding more cells would not help it.
        """
        if self.linked.cells[cell].attainable is not None:
            return False
        printed_totals = (t for t in self.linked.sums if cell in t[1:] and t[0] not in hidden)
        return any(self.linked.hidden_pupils(t, hidden) < level.minimum_hidden for t in printed_totals)

    def _probe(self, low: np.ndarray, high: np.ndarray) -> None:
        """Find a few feasible tables in which all protected cells are at the ends of their intervals at once."""
        for signs in PROBES:
            cost = np.zeros(len(self.pupils))
            cost[self.protected] = np.resize(signs, len(self.protected))
            for sign in (1.0, -1.0):
                solved = self._relaxed(sign * cost, low, high)
                if solved.success:
                    self._keep_if_whole(solved.x)

    def _not_seen_wide(self, widths: dict[int, float], low: np.ndarray, high: np.ndarray) -> dict[int, float]:
        """The cells that do not differ by their required width between the feasible tables found so far."""
        still_possible = ((self.possible >= low - NEARLY) & (self.possible <= high + NEARLY)).all(axis=1)
        possible = self.possible[still_possible]
        if len(possible) < 2:
            return widths
        apart = np.ptp(possible, axis=0)
        return {cell: width for cell, width in widths.items() if apart[cell] < width - NEARLY}

    def _is_wide(self, cell: int, width: float, low: np.ndarray, high: np.ndarray) -> bool:
        if len(self.linked.sums) < 2:
            shortest, longest = self._interval_in_one_sum(cell, low, high)
            return longest - shortest >= width - NEARLY
        # The relaxation to fractions of pupils is quicker, and its interval never narrower, than that of whole pupils.
        relaxed = [self._relaxed(self._cost(cell, sign), low, high) for sign in (1.0, -1.0)]
        if not all(s.success for s in relaxed):
            return True  # printed figures that contradict each other give nothing away
        if relaxed[1].x[cell] - relaxed[0].x[cell] < width - NEARLY:
            return False
        if all(self._keep_if_whole(s.x) for s in relaxed):
            return True
        least, most = (self._whole_end(cell, sign, low, high) for sign in (1.0, -1.0))
        return least is None or most is None or most - least >= width - NEARLY

    def _keep_if_whole(self, table: np.ndarray) -> bool:
        """Keep a feasible table if all its counts are whole pupils; returns whether they are."""
        if np.abs(table - np.round(table))[self.whole].max(initial=0.0) > NEARLY:
            return False
        self.possible = np.vstack([self.possible, np.where(self.whole, np.round(table), table)])
        return True

    def _cost(self, cell: int, sign: float) -> np.ndarray:
        """The objective that minimises (sign 1) or maximises (sign -1) one cell."""
        cost = np.zeros(len(self.pupils))
        cost[cell] = sign
        return cost

    def _relaxed(self, cost: np.ndarray, low: np.ndarray, high: np.ndarray) -> OptimizeResult:
        """The linear programme, in which pupils may be divided."""
        zero = np.zeros(len(self.linked.sums))
        return linprog(cost, A_eq=self.matrix, b_eq=zero, bounds=np.c_[low, high], method="highs")

    def _whole_end(self, cell: int, sign: float, low: np.ndarray, high: np.ndarray) -> float | None:
        """One end of the cell's interval in whole pupils; None where the printed figures contradict each other."""
        sums = LinearConstraint(self.matrix, 0, 0)
        with quiet_stdout():
            solved = milp(
                self._cost(cell, sign),
                constraints=sums,
                bounds=Bounds(low, high),
                integrality=self.whole.astype(int),
            )
        if not solved.success:
            return None
        self._keep_if_whole(solved.x)
        return float(solved.x[cell])

    def _interval_in_one_sum(self, cell: int, low: np.ndarray, high: np.ndarray) -> tuple[float, float]:
        """The feasible interval where at most one sum holds: by arithmetic, without a programme."""
        if not self.linked.sums:
            return low[cell], high[cell]
        total, parts = self.linked.sums[0][0], list(self.linked.sums[0][1:])
        if cell == total:
            return max(low[cell], low[parts].sum()), min(high[cell], high[parts].sum())
        others = [i for i in parts if i != cell]
        return (
            max(low[cell], low[total] - high[others].sum()),
            min(high[cell], high[total] - low[others].sum()),
        )
