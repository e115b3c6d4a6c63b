"""Secondary suppression: which further cells to hide so that no protected one can be derived, losing as few pupils' figures as possible.

Where few cells are suppressible, every choice is tried, cheapest first. Otherwise the choice is made by integer programming with
cutting planes: the intruder attacks a choice, each cell it exposes adds the condition which its dual bound states, and the cheapest
choice that meets all conditions is attacked again, until none is exposed. For the method see Fischetti and Salazar-González (2001),
named in `intruder`, and Hundepool and others, Statistical Disclosure Control (Wiley, 2012), chapter 4.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from pipeline.disclosure.intruder import NEARLY, Intruder
from pipeline.disclosure.linked_table import LinkedTable, ProtectionLevel
from pipeline.disclosure.quiet_stdout import quiet_stdout

Condition = tuple[np.ndarray, float]  # what hiding each suppressible cell contributes, and how much is needed
FEW = 6  # suppressible cells: at most 64 choices to try


def suppress_component(component: LinkedTable, level: ProtectionLevel) -> tuple[frozenset[int], frozenset[int]]:
    """The cells of one component to hide at the least cost, and the protected ones that known figures give away in part or in full.

    The cost of a cell is its pupils, plus one so that no cell is free. A protected cell whose interval would be too narrow even with
    every suppressible cell hidden keeps what is attainable. One that is known exactly is still not printed, but nothing else is
    hidden for it: that would withhold figures and protect nobody.
    """
    intruder = Intruder(component)
    everything = [i for i, c in enumerate(component.cells) if not c.known]
    given_away = frozenset(intruder.exposed(everything, level))
    if given_away:
        cells = list(component.cells)
        for i in given_away:
            least, most = intruder.feasible_interval(everything, i)
            if most - least <= NEARLY:
                cells[i] = replace(cells[i], protected=False, unprinted=True)
            else:
                cells[i] = replace(cells[i], attainable=most - least)
        intruder = Intruder(LinkedTable(tuple(cells), component.sums))
    suppressible = [i for i, c in enumerate(intruder.linked.cells) if c.suppressible]
    if len(suppressible) <= FEW:
        choices = _choices(intruder.linked, suppressible)
        return next(choice for choice in choices if not intruder.exposed(choice, level)), given_away
    return _by_programme(intruder, suppressible, level), given_away


def _choices(linked: LinkedTable, suppressible: list[int]) -> Iterator[frozenset[int]]:
    """Every choice of further cells, cheapest first; of two as cheap the one with fewer cells, then the one with earlier cells."""
    subsets = (c for n in range(len(suppressible) + 1) for c in combinations(suppressible, n))
    for extra in sorted(subsets, key=lambda c: (sum(_cost(linked, i) for i in c), len(c), c)):
        yield linked.always_hidden() | set(extra)


def _cost(linked: LinkedTable, cell: int) -> int:
    return linked.cells[cell].pupils + 1


def _by_programme(intruder: Intruder, suppressible: list[int], level: ProtectionLevel) -> frozenset[int]:
    linked, number = intruder.linked, len(suppressible)
    # Earlier cells cost more by less than a pupil in all, so that of two choices as cheap the same one is always taken.
    costs = np.array([_cost(linked, i) + 0.5 * (number - n) / number**2 for n, i in enumerate(suppressible)])
    conditions = _minimum_hidden_conditions(linked, suppressible, level)
    hidden = _cheapest(linked, suppressible, costs, conditions)
    while exposed := intruder.exposed(hidden, level):
        conditions += [_protection_condition(intruder, hidden, suppressible, cell, level) for cell in exposed]
        hidden = _cheapest(linked, suppressible, costs, conditions)
    return hidden


def _cheapest(
    linked: LinkedTable, suppressible: list[int], costs: np.ndarray, conditions: list[Condition]
) -> frozenset[int]:
    """The cheapest choice that meets every condition found so far."""
    if not conditions:
        return linked.always_hidden()
    rows, least = zip(*conditions, strict=True)
    met = LinearConstraint(np.array(rows), np.array(least), np.inf)
    binary = np.ones(len(suppressible), dtype=int)
    with quiet_stdout():
        solved = milp(costs, constraints=met, bounds=Bounds(0, 1), integrality=binary)
    return linked.always_hidden() | {i for i, taken in zip(suppressible, solved.x, strict=True) if taken > 0.5}


def _minimum_hidden_conditions(linked: LinkedTable, suppressible: list[int], level: ProtectionLevel) -> list[Condition]:
    """For every sum with a protected part: enough pupils must be hidden together, or else the total."""
    conditions: list[Condition] = []
    always = linked.always_hidden()
    for total in linked.sums:
        needed = level.minimum_hidden - linked.hidden_pupils(total, always)
        applies = any(linked.cells[i].protected and linked.cells[i].attainable is None for i in total[1:])
        if needed <= 0 or not applies or total[0] in always:
            continue
        row = np.zeros(len(suppressible))
        for n, cell in enumerate(suppressible):
            if cell == total[0]:
                row[n] = needed  # with the total hidden nothing can be subtracted from it
            elif cell in total[1:]:
                row[n] = min(linked.cells[cell].pupils, needed)
        conditions.append((row, float(needed)))
    return conditions


def _protection_condition(
    intruder: Intruder, hidden: frozenset[int], suppressible: list[int], cell: int, level: ProtectionLevel
) -> Condition:
    """What every choice must meet for the cell to be safe, and the present one does not."""
    linked, bound = intruder.linked, intruder.dual_bound(hidden, cell)
    needed = level.width(linked.cells[cell]) - bound.slack - sum(bound.gain[i] for i in linked.always_hidden()) - NEARLY
    row = np.minimum(bound.gain[suppressible], max(needed, 0.0))
    if sum(gain for i, gain in zip(suppressible, row, strict=True) if i in hidden) < needed:
        return row, needed
    # The interval is wide enough for fractions of pupils and too narrow for whole ones: one more cell must be hidden.
    return np.array([float(i not in hidden) for i in suppressible]), 1.0
