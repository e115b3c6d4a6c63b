"""What a reader can work out of a hidden cell: its range, given everything printed and every sum.

The reader knows each cohort and how figures are rounded. Counts are whole, so the range is that of whole numbers. Programmes
are solved by HiGHS through SciPy; what one solution proves is kept, so that most cells need none of their own.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp
from scipy.sparse import csr_array

from pipeline.disclosure.linked_table import LinkedTable, ProtectionLevel
from pipeline.disclosure.quiet_stdout import quiet_stdout

LOOKS = ([1.0], [1.0, -1.0], [1.0, 1.0, -1.0, -1.0])  # which protected cells are looked at from above, which from below
NEARLY = 1e-6  # how far a solver may stray from a whole number


@dataclass(frozen=True)
class DualBound:
    """Why a cell's range is no wider: `slack` from what is printed with its rounding, and what hiding each cell would add to it."""

    slack: float
    gain: np.ndarray


class Intruder:
    """Somebody who holds everything printed and works on the rest; `tables` are those found possible so far."""

    def __init__(self, linked: LinkedTable) -> None:
        self.linked = linked
        self.whole = np.array([c.whole for c in linked.cells])
        self.pupils = np.array([float(c.pupils) for c in linked.cells])
        self.low = np.array([float(c.low) for c in linked.cells])
        self.high = np.array([float(c.high) for c in linked.cells])
        self.watched = [i for i, c in enumerate(linked.cells) if c.protected]
        self.matrix = _matrix(linked)
        self.tables = np.empty((0, len(linked.cells)))

    def exposed(self, hidden: Collection[int], level: ProtectionLevel) -> list[int]:
        """The protected cells that what is printed gives away, alone or together with too few others."""
        low, high = self.bounds(hidden)
        alone = [cell for cell in self.watched if self.alone(hidden, cell, level)]
        widths = {cell: level.width(self.linked.cells[cell]) for cell in self.watched if cell not in alone}
        doubtful = self._not_seen_wide(widths, low, high)
        if len(doubtful) > len(LOOKS) and len(self.linked.sums) > 1:
            self._look_around(low, high)
            doubtful = self._not_seen_wide(doubtful, low, high)
        return sorted([*alone, *(cell for cell, width in doubtful.items() if not self._wide(cell, width, low, high))])

    def alone(self, hidden: Collection[int], cell: int, level: ProtectionLevel) -> tuple[int, ...] | None:
        """A sum whose printed cells give away the cell together with too few other pupils, if there is one that could be helped."""
        if self.linked.cells[cell].best is not None:
            return None
        sums = (t for t in self.linked.sums if cell in t[1:] and t[0] not in hidden)
        return next((t for t in sums if self.linked.company(t, hidden) < level.together), None)

    def reach(self, hidden: Collection[int], cell: int) -> tuple[float, float]:
        """The least and the most a cell can be."""
        low, high = self.bounds(hidden)
        if len(self.linked.sums) < 2:
            return self._reach_in_one_sum(cell, low, high)
        ends = [self._whole_end(cell, sign, low, high) for sign in (1.0, -1.0)]
        return (low[cell], high[cell]) if None in ends else (ends[0], ends[1])

    def bounds(self, hidden: Collection[int]) -> tuple[np.ndarray, np.ndarray]:
        """The least and the most each cell can be before any sum is looked at."""
        unseen = np.zeros(len(self.pupils), dtype=bool)
        unseen[list(hidden)] = True
        return np.where(unseen, 0.0, self.low), np.where(unseen, self.pupils, self.high)

    def proof(self, hidden: Collection[int], cell: int) -> DualBound:
        """The dual of the reader's two problems (least and most), as a bound on the width that holds for every choice of hidden cells.

        See Fischetti and Salazar-González, "Solving the cell suppression problem on tabular data with linear
        constraints", Management Science 47(7), 2001.
        """
        low, high = self.bounds(hidden)
        slack, gain = 0.0, np.zeros(len(self.pupils))
        for sign in (1.0, -1.0):
            cost, solved = self._solved(cell, sign, low, high)
            prices = cost - self.matrix.T @ solved.eqlin.marginals
            up, down = np.maximum(prices, 0), np.minimum(prices, 0)
            slack -= up @ self.low + down @ self.high
            gain += up * self.low - down * (self.pupils - self.high)
        return DualBound(float(slack), gain)

    def _look_around(self, low: np.ndarray, high: np.ndarray) -> None:
        """A few tables at the far ends of all protected cells at once: most ranges are seen to be wide from these."""
        for look in LOOKS:
            cost = np.zeros(len(self.pupils))
            cost[self.watched] = np.resize(look, len(self.watched))
            for sign in (1.0, -1.0):
                solved = self._programme(sign * cost, low, high)
                if solved.success:
                    self._keep(solved.x)

    def _not_seen_wide(self, widths: dict[int, float], low: np.ndarray, high: np.ndarray) -> dict[int, float]:
        """The cells in which the tables found possible, as far as they are so still, are not as far apart as they must be."""
        possible = self.tables[((self.tables >= low - NEARLY) & (self.tables <= high + NEARLY)).all(axis=1)]
        if len(possible) < 2:
            return widths
        apart = np.ptp(possible, axis=0)
        return {cell: width for cell, width in widths.items() if apart[cell] < width - NEARLY}

    def _wide(self, cell: int, width: float, low: np.ndarray, high: np.ndarray) -> bool:
        if len(self.linked.sums) < 2:
            least, most = self._reach_in_one_sum(cell, low, high)
            return most - least >= width - NEARLY
        fractions = [self._solved(cell, sign, low, high)[1] for sign in (1.0, -1.0)]
        if not all(s.success for s in fractions):
            return True  # figures that contradict each other tell nothing of any cell
        if fractions[1].x[cell] - fractions[0].x[cell] < width - NEARLY:
            return False
        if all(self._keep(s.x) for s in fractions):
            return True
        least, most = (self._whole_end(cell, sign, low, high) for sign in (1.0, -1.0))
        return least is None or most is None or most - least >= width - NEARLY

    def _keep(self, table: np.ndarray) -> bool:
        """Keep a table of whole pupils; whether it was one."""
        if np.abs(table - np.round(table))[self.whole].max(initial=0.0) > NEARLY:
            return False
        self.tables = np.vstack([self.tables, np.where(self.whole, np.round(table), table)])
        return True

    def _solved(self, cell: int, sign: float, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, OptimizeResult]:
        cost = np.zeros(len(self.pupils))
        cost[cell] = sign
        return cost, self._programme(cost, low, high)

    def _programme(self, cost: np.ndarray, low: np.ndarray, high: np.ndarray) -> OptimizeResult:
        nought = np.zeros(len(self.linked.sums))
        return linprog(cost, A_eq=self.matrix, b_eq=nought, bounds=np.c_[low, high], method="highs")

    def _whole_end(self, cell: int, sign: float, low: np.ndarray, high: np.ndarray) -> float | None:
        cost = np.zeros(len(self.pupils))
        cost[cell] = sign
        sums = LinearConstraint(self.matrix, 0, 0)
        whole = self.whole.astype(int)
        with quiet_stdout():
            solved = milp(cost, constraints=sums, bounds=Bounds(low, high), integrality=whole)
        if not solved.success:
            return None
        self._keep(solved.x)
        return float(solved.x[cell])

    def _reach_in_one_sum(self, cell: int, low: np.ndarray, high: np.ndarray) -> tuple[float, float]:
        total = next(iter(self.linked.sums), (cell,))
        whole, part = total[0], list(total[1:])
        if cell == whole:
            return (
                (max(low[cell], low[part].sum()), min(high[cell], high[part].sum()))
                if part
                else (low[cell], high[cell])
            )
        others = [i for i in part if i != cell]
        return (
            max(low[cell], low[whole] - high[others].sum()),
            min(high[cell], high[whole] - low[others].sum()),
        )


def _matrix(linked: LinkedTable) -> csr_array:
    """One row a sum: the total less its parts is nought."""
    rows = [n for n, total in enumerate(linked.sums) for _ in total]
    columns = [i for total in linked.sums for i in total]
    signs = [1.0 if at == 0 else -1.0 for total in linked.sums for at in range(len(total))]
    return csr_array((signs, (rows, columns)), shape=(len(linked.sums), len(linked.cells)))
