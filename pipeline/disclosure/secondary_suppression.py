"""Which further cells to hide, so that no protected one can be worked out, and the fewest pupils go untold.

A few cells are tried out, cheapest first. More are chosen by integer programming: a choice is attacked, each cell it
gives away adds the condition its proof states, and the cheapest choice that meets all conditions is attacked again.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from pipeline.disclosure.intruder import NEARLY, Intruder
from pipeline.disclosure.linked_table import Cell, LinkedTable, ProtectionLevel
from pipeline.disclosure.quiet_stdout import quiet_stdout

Condition = tuple[np.ndarray, float]  # what hiding each free cell counts for, and how much is needed
FEW = 6  # free cells: at most 64 choices to try


def suppress_part(part: LinkedTable, level: ProtectionLevel) -> tuple[frozenset[int], frozenset[int]]:
    """The cells of one part to hide at the least cost, and the protected ones that cannot be helped, or not in full.

    The cost of a cell is its pupils, plus one so that no cell is free. A protected cell whose range would be too narrow even if
    everything of ours were hidden keeps what range it can have; one that is known exactly is still not printed, since repeating
    what is known elsewhere helps nobody.
    """
    intruder = Intruder(part)
    ours = [i for i, c in enumerate(part.cells) if not c.known]
    lost = frozenset(intruder.exposed(ours, level))
    if lost:
        cells = (_as_far_as_can_be(intruder, ours, i, c) if i in lost else c for i, c in enumerate(part.cells))
        intruder = Intruder(LinkedTable(tuple(cells), part.sums))
    return _cheapest(intruder, level), lost


def _as_far_as_can_be(intruder: Intruder, ours: list[int], place: int, cell: Cell) -> Cell:
    least, most = intruder.reach(ours, place)
    if most - least <= NEARLY:
        return replace(cell, protected=False, unprinted=True)
    return replace(cell, best=most - least)


def _cheapest(intruder: Intruder, level: ProtectionLevel) -> frozenset[int]:
    part = intruder.linked
    free = [i for i, c in enumerate(part.cells) if c.free]
    if len(free) <= FEW:
        return next(tried for tried in _choices(part, free) if not intruder.exposed(tried, level))
    return _by_programme(intruder, free, level)


def _choices(part: LinkedTable, free: list[int]) -> Iterator[frozenset[int]]:
    """Every choice of further cells, cheapest first; of two as cheap the one with fewer cells, then the earlier cells."""
    all_choices = (c for n in range(len(free) + 1) for c in combinations(free, n))
    for extra in sorted(all_choices, key=lambda c: (sum(_cost(part, i) for i in c), len(c), c)):
        yield part.always_hidden() | set(extra)


def _cost(part: LinkedTable, cell: int) -> int:
    return part.cells[cell].pupils + 1


def _by_programme(intruder: Intruder, free: list[int], level: ProtectionLevel) -> frozenset[int]:
    part = intruder.linked
    # Earlier cells are dearer by less than a pupil in all, so that of two choices as cheap always the same is taken.
    costs = np.array([_cost(part, i) + 0.5 * (len(free) - n) / len(free) ** 2 for n, i in enumerate(free)])
    conditions = _company_wanted(part, free, level)
    hidden = _meeting(part, free, costs, conditions)
    while given_away := intruder.exposed(hidden, level):
        conditions += [_condition(intruder, hidden, free, cell, level) for cell in given_away]
        hidden = _meeting(part, free, costs, conditions)
    return hidden


def _meeting(part: LinkedTable, free: list[int], costs: np.ndarray, conditions: list[Condition]) -> frozenset[int]:
    """The cheapest choice that meets every condition found so far."""
    if not conditions:
        return part.always_hidden()
    rows, least = zip(*conditions, strict=True)
    met = LinearConstraint(np.array(rows), np.array(least), np.inf)
    each = np.ones(len(free), dtype=int)
    with quiet_stdout():
        solved = milp(costs, constraints=met, bounds=Bounds(0, 1), integrality=each)
    return part.always_hidden() | {i for i, taken in zip(free, solved.x, strict=True) if taken > 0.5}


def _company_wanted(part: LinkedTable, free: list[int], level: ProtectionLevel) -> list[Condition]:
    """In every sum with a protected cell, so many pupils must be hidden together, or the total."""
    found, always = [], part.always_hidden()
    for total in part.sums:
        needed = level.together - part.company(total, always)
        asks = any(part.cells[i].protected and part.cells[i].best is None for i in total[1:])
        if needed > 0 and asks and total[0] not in always:
            found.append((np.array([_company_of(part, total, i, needed) for i in free]), float(needed)))
    return found


def _company_of(part: LinkedTable, total: tuple[int, ...], cell: int, needed: int) -> float:
    """What hiding a cell adds to the pupils hidden in a sum; hiding the total settles the matter."""
    if cell == total[0]:
        return needed
    return min(part.cells[cell].pupils, needed) if cell in total[1:] else 0.0


def _condition(
    intruder: Intruder, hidden: frozenset[int], free: list[int], cell: int, level: ProtectionLevel
) -> Condition:
    """What any choice must meet for the cell to be safe, and this one does not."""
    part, why = intruder.linked, intruder.proof(hidden, cell)
    needed = level.width(part.cells[cell]) - why.slack - sum(why.gain[i] for i in part.always_hidden()) - NEARLY
    row = np.minimum(why.gain[free], max(needed, 0.0))
    if sum(gain for i, gain in zip(free, row, strict=True) if i in hidden) < needed:
        return row, needed
    # The range is wide enough for fractions of pupils and too narrow for whole ones: one more cell must be hidden.
    return np.array([float(i not in hidden) for i in free]), 1.0
