"""What an intruder can derive about a hidden cell: its feasible interval, given everything printed and every sum.

Every intruder knows each cohort and how figures are rounded; an insider also knows the figures of their own school. Counts are whole,
so the interval is that of whole numbers. The tables that the solution of one programme shows to be possible are kept, because most
other cells are seen to be safe from them without a programme of their own.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from pipeline.disclosure.linked_table import Insider, LinkedTable, ProtectionLevel
from pipeline.disclosure.programmes import Programmes

NEARLY = 1e-6  # how far a solver may stray from a whole number
KEPT = 1024  # feasible tables; an older one seldom settles what newer ones do not


class Threat(NamedTuple):
    """One reader of the intruder's `readers`, and one protected cell they try to derive."""

    reader: int
    cell: int


@dataclass(frozen=True)
class Knowledge:
    """What one reader knows beside what is printed: how many pupils of each cell are their own, and so the least and most it can be."""

    own: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class DualBound:
    """An upper bound on the width of a cell's feasible interval: `slack` from rounding, and what hiding each cell adds (`gain`)."""

    slack: float
    gain: np.ndarray

    def at(self, hidden: Collection[int]) -> float:
        """The bound where these cells are hidden."""
        return self.slack + float(self.gain[list(hidden)].sum())


class Intruder:
    """Everybody who has what is printed and derives the rest: first a reader without a school, then each insider.

    `wanted` is the width, in pupils, that each threat's feasible interval must keep. `possible` are tables found to be feasible.
    """

    def __init__(self, linked: LinkedTable, level: ProtectionLevel) -> None:
        self.linked, self.level = linked, level
        self.whole = np.array([c.whole for c in linked.cells])
        self.pupils = np.array([float(c.pupils) for c in linked.cells])
        self.low = np.array([float(c.low) for c in linked.cells])
        self.high = np.array([float(c.high) for c in linked.cells])
        outsider = Knowledge(np.zeros(len(self.pupils)), np.zeros(len(self.pupils)), self.pupils)
        self.readers = [outsider, *(_knowledge(insider, self.pupils) for insider in linked.insiders)]
        self.own = np.array([reader.own for reader in self.readers])
        protected = [i for i, c in enumerate(linked.cells) if c.protected]
        others = (
            (Threat(r, i), self.pupils[i] - reader.own[i]) for r, reader in enumerate(self.readers) for i in protected
        )
        self.wanted = {threat: min(level.interval, pupils) for threat, pupils in others if pupils > 0}
        self.settled: set[Threat] = set()  # what hiding everything does not avert
        self.avertable: set[Threat] = set()  # what hiding everything averts, of those that were asked about
        self.suspects = {0}  # readers who have succeeded before, and the one without a school
        self.possible = np.full((KEPT, len(linked.cells)), np.nan)
        self.found = 0  # feasible tables found so far; the latest are kept in `possible`
        # One row a sum: the total less its parts is 0.
        rows = [n for n, total in enumerate(linked.sums) for _ in total]
        columns = [i for total in linked.sums for i in total]
        signs = [1.0 if at == 0 else -1.0 for total in linked.sums for at in range(len(total))]
        self.matrix = csr_array((signs, (rows, columns)), shape=(len(linked.sums), len(linked.cells)))
        self.programmes = Programmes(self.matrix, self.whole)

    @cached_property
    def base(self) -> np.ndarray | None:
        """A table that is feasible to all readers at once with everything printed; None where what they know contradicts itself."""
        known = [self.bounds((), reader) for reader in range(len(self.readers))]
        low, high = np.max([k[0] for k in known], axis=0), np.min([k[1] for k in known], axis=0)
        solved = self.programmes.linear(np.zeros(len(self.pupils)), low, np.maximum(low, high))
        return solved.table if solved is not None and self._keep_if_whole(solved.table) else None

    def settle(self, threat: Threat, everything: Collection[int]) -> bool:
        """Ask no more for a threat than what hiding everything would keep; returns whether it keeps less than was wanted.

        Where nothing at all would be kept, nothing is left to protect from that reader.
        """
        if threat in self.avertable:
            return False
        least, most = self.feasible_interval(everything, threat)
        if most - least >= self.wanted[threat] - NEARLY and threat not in self.with_too_few(everything):
            self.avertable.add(threat)
            return False
        self.settled.add(threat)
        if most - least <= NEARLY:
            del self.wanted[threat]
        else:
            self.wanted[threat] = min(self.wanted[threat], most - least)
        return True

    def exposed(self, hidden: Collection[int]) -> list[Threat]:
        """The protected cells that what is printed gives away, alone or together with too few other pupils, and to whom.

        Readers who have succeeded before are asked first, then those whose own cells were chosen to be hidden, and the others only
        where those find nothing. Of each cell only the first reader is told: once it is safe from one it is often safe from all.
        """
        chosen = [i for i in hidden if self.linked.cells[i].suppressible]
        companions = set(np.flatnonzero((self.own[:, chosen] > 0).any(axis=1)).tolist()) - self.suspects
        others = set(range(len(self.readers))) - self.suspects - companions
        for readers in (self.suspects, companions, others):
            first: dict[int, Threat] = {}
            for threat in self._exposed(hidden, readers, first.keys()):
                first.setdefault(threat.cell, threat)
            if first:
                self.suspects |= {threat.reader for threat in first.values()}
                return sorted(first.values())
        return []

    def _exposed(self, hidden: Collection[int], readers: Collection[int], found: Collection[int]) -> Iterator[Threat]:
        """The threats that succeed of these readers; a cell that is `found` meanwhile is not asked about again."""
        too_few = {threat for threat in self.with_too_few(hidden) if threat.reader in readers}
        yield from too_few
        open_to: dict[int, dict[int, float]] = {}
        for threat, width in self.wanted.items():
            if threat.reader in readers and threat not in too_few:
                open_to.setdefault(threat.reader, {})[threat.cell] = width
        for reader, widths in open_to.items():
            asked = {cell: width for cell, width in widths.items() if cell not in found}
            yield from (Threat(reader, cell) for cell in self._narrow(asked, *self.bounds(hidden, reader)))

    def feasible_interval(self, hidden: Collection[int], threat: Threat) -> tuple[float, float]:
        """The least and the most a cell can be to a reader, in pupils."""
        low, high = self.bounds(hidden, threat.reader)
        if len(self.linked.sums) < 2:
            return self._interval_in_one_sum(threat.cell, low, high)
        least, most = (self._whole_end(threat.cell, sign, low, high) for sign in (1.0, -1.0))
        return (low[threat.cell], high[threat.cell]) if least is None or most is None else (least, most)

    def bounds(self, hidden: Collection[int], reader: int) -> tuple[np.ndarray, np.ndarray]:
        """The least and the most each cell can be to a reader before any sum is looked at."""
        unseen = np.zeros(len(self.pupils), dtype=bool)
        unseen[list(hidden)] = True
        low, high = np.where(unseen, 0.0, self.low), np.where(unseen, self.pupils, self.high)
        knows = self.readers[reader]
        return np.maximum(low, knows.low), np.minimum(high, knows.high)

    def dual_bound(self, hidden: Collection[int], threat: Threat) -> DualBound:
        """The dual of the threat's two problems (least and most): a bound on the width that holds for every choice of hidden cells.

        For this choice it is the width itself, if pupils may be divided.
        See Fischetti and Salazar-González, "Solving the cell suppression problem on tabular data with linear
        constraints", Management Science 47(7), 2001.
        """
        low, high = self.bounds(hidden, threat.reader)
        printed_low, printed_high = self.bounds((), threat.reader)
        knows, slack, gain = self.readers[threat.reader], 0.0, np.zeros(len(self.pupils))
        for sign in (1.0, -1.0):
            cost = self._cost(threat.cell, sign)
            solved = self.programmes.linear(cost, low, high)
            assert solved is not None  # what is true fits
            prices = cost - self.matrix.T @ solved.prices
            up, down = np.maximum(prices, 0), np.minimum(prices, 0)
            slack -= up @ printed_low + down @ printed_high
            gain += up * (printed_low - knows.low) - down * (knows.high - printed_high)
        return DualBound(float(slack), gain)

    def others_hidden(self, total: tuple[int, ...], hidden: Collection[int]) -> np.ndarray:
        """For each reader, the pupils in the hidden parts of a sum who are not their own: their joint figure is the total less all else."""
        parts = [i for i in total[1:] if i in hidden]
        return self.pupils[parts].sum() - self.own[:, parts].sum(axis=1)

    def with_too_few(self, hidden: Collection[int]) -> set[Threat]:
        """The threats in which a printed total, less its printed parts, is the joint figure of the cell and too few other pupils.

        A cell that known figures give away in part is not held to this: hiding more cells would not help it.
        """
        found: set[Threat] = set()
        for total in (t for t in self.linked.sums if t[0] not in hidden):
            protected = [i for i in total[1:] if self.linked.cells[i].protected]
            if not protected:
                continue
            for reader in np.flatnonzero(self.others_hidden(total, hidden) < self.level.minimum_hidden).tolist():
                found.update(Threat(reader, cell) for cell in protected)
        return (found & self.wanted.keys()) - self.settled

    def _narrow(self, widths: dict[int, float], low: np.ndarray, high: np.ndarray) -> list[int]:
        """The cells whose feasible interval is narrower than the width wanted, where each cell lies between these bounds."""
        doubtful = self._not_seen_wide(widths, low, high)
        if doubtful and len(self.linked.sums) > 1 and self.base is not None:
            for cell, width in doubtful.items():
                self._look_near(cell, width, low, high)
            doubtful = self._not_seen_wide(doubtful, low, high)
        return [cell for cell, width in doubtful.items() if not self._is_wide(cell, width, low, high)]

    def _look_near(self, cell: int, width: float, low: np.ndarray, high: np.ndarray) -> None:
        """Find feasible tables in which the cell differs by the width wanted and little else from the one that suits every reader."""
        assert self.base is not None
        for sign in (1.0, -1.0):
            goal = np.zeros(len(self.pupils))
            goal[cell] = sign * width
            table = self.programmes.nearest(self.base, goal, low, high)
            if table is None or not self._keep_if_whole(table):
                return
            width -= abs(table[cell] - self.base[cell])
            if width <= NEARLY:
                return

    def _not_seen_wide(self, widths: dict[int, float], low: np.ndarray, high: np.ndarray) -> dict[int, float]:
        """The cells that do not differ by their required width between the feasible tables found so far."""
        kept = self.possible[: self.found]
        possible = kept[((kept >= low - NEARLY) & (kept <= high + NEARLY)).all(axis=1)]
        if len(possible) < 2:
            return widths
        apart = np.ptp(possible, axis=0)
        return {cell: width for cell, width in widths.items() if apart[cell] < width - NEARLY}

    def _is_wide(self, cell: int, width: float, low: np.ndarray, high: np.ndarray) -> bool:
        if len(self.linked.sums) < 2:
            shortest, longest = self._interval_in_one_sum(cell, low, high)
            return longest - shortest >= width - NEARLY
        # The relaxation to fractions of pupils is quicker, and its interval never narrower, than that of whole pupils.
        ends = [self.programmes.linear(self._cost(cell, sign), low, high) for sign in (1.0, -1.0)]
        tables = [end.table for end in ends if end is not None]
        if len(tables) < 2:
            return True  # printed figures that contradict each other give nothing away
        if tables[1][cell] - tables[0][cell] < width - NEARLY:
            return False
        if all(self._keep_if_whole(table) for table in tables):
            return True
        least, most = (self._whole_end(cell, sign, low, high) for sign in (1.0, -1.0))
        return least is None or most is None or most - least >= width - NEARLY

    def _keep_if_whole(self, table: np.ndarray) -> bool:
        """Keep a feasible table if all its counts are whole pupils; returns whether they are."""
        if np.abs(table - np.round(table))[self.whole].max(initial=0.0) > NEARLY:
            return False
        self.possible[self.found % KEPT] = np.where(self.whole, np.round(table), table)
        self.found += 1
        return True

    def _cost(self, cell: int, sign: float) -> np.ndarray:
        """The objective that minimises (sign 1) or maximises (sign -1) one cell."""
        cost = np.zeros(len(self.pupils))
        cost[cell] = sign
        return cost

    def _whole_end(self, cell: int, sign: float, low: np.ndarray, high: np.ndarray) -> float | None:
        """One end of the cell's interval in whole pupils; None where the printed figures contradict each other."""
        solved = self.programmes.whole(self._cost(cell, sign), low, high)
        if solved is None:
            return None
        self._keep_if_whole(solved.table)
        return float(solved.table[cell])

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


def _knowledge(insider: Insider, pupils: np.ndarray) -> Knowledge:
    """An insider: nobody else's pupil can lower a cell under what the insider's own add to it, nor raise it over what is then left."""
    own, low, high = np.zeros(len(pupils)), np.zeros(len(pupils)), pupils.copy()
    for cell, part in insider.own:
        own[cell], low[cell], high[cell] = part.pupils, part.low, pupils[cell] - part.pupils + part.high
    return Knowledge(own, low, high)
