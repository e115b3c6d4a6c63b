"""Secondary suppression: which further cells to hide so that no protected one can be derived, losing as few pupils' figures as possible.

Where few cells are suppressible, every choice is tried, cheapest first. Otherwise the choice is made by integer programming with
cutting planes: the intruder attacks a choice, each cell it exposes adds the condition which its dual bound states, and the cheapest
choice that meets all conditions is attacked again, until none is exposed. For the method see Fischetti and Salazar-González (2001),
named in `intruder`, and Hundepool and others, Statistical Disclosure Control (Wiley, 2012), chapter 4.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from pipeline.disclosure.intruder import NEARLY, Intruder, Threat
from pipeline.disclosure.linked_table import LinkedTable, ProtectionLevel
from pipeline.disclosure.programmes import CheapestChoice

Condition = tuple[np.ndarray, float]  # what hiding each suppressible cell contributes, and how much is needed
FEW = 6  # suppressible cells: at most 64 choices to try


def suppress_component(component: LinkedTable, level: ProtectionLevel) -> tuple[frozenset[int], frozenset[int]]:
    """The cells of one component to hide at the least cost, and the protected ones that known figures give away in part or in full.

    The cost of a cell is its pupils, plus one so that no cell is free. A protected cell whose interval would be too narrow to a reader
    even with every suppressible cell hidden keeps what is attainable. One that a reader knows exactly is still not printed, but nothing
    else is hidden from that reader for it: that would withhold figures and protect nobody.
    """
    intruder = Intruder(component, level)
    suppressible = [i for i, c in enumerate(component.cells) if c.suppressible]
    if len(suppressible) <= FEW:
        hidden = next(choice for choice in _choices(component, suppressible) if not _avertable(intruder, choice))
    else:
        hidden = _by_programme(intruder, suppressible)
    return hidden, frozenset(threat.cell for threat in intruder.settled)


def _avertable(intruder: Intruder, hidden: frozenset[int]) -> list[Threat]:
    """The threats that succeed where these cells are hidden and that hiding more would avert; what nothing averts is settled."""
    everything = [i for i, c in enumerate(intruder.linked.cells) if not c.known]
    while exposed := intruder.exposed(hidden):
        avertable = [threat for threat in exposed if not intruder.settle(threat, everything)]
        if avertable:
            return avertable
    return []


def _choices(linked: LinkedTable, suppressible: list[int]) -> Iterator[frozenset[int]]:
    """Every choice of further cells, cheapest first; of two as cheap the one with fewer cells, then the one with earlier cells."""
    subsets = (c for n in range(len(suppressible) + 1) for c in combinations(suppressible, n))
    for extra in sorted(subsets, key=lambda c: (sum(_cost(linked, i) for i in c), len(c), c)):
        yield linked.always_hidden() | set(extra)


def _cost(linked: LinkedTable, cell: int) -> int:
    return linked.cells[cell].pupils + 1


def _by_programme(intruder: Intruder, suppressible: list[int]) -> frozenset[int]:
    linked, number = intruder.linked, len(suppressible)
    # Earlier cells cost more by less than a pupil in all, so that of two choices as cheap the same one is always taken.
    costs = np.array([_cost(linked, i) + 0.5 * (number - n) / number**2 for n, i in enumerate(suppressible)])
    cheapest = CheapestChoice(costs)
    hidden = always = linked.always_hidden()
    while avertable := _avertable(intruder, hidden):
        too_few = intruder.with_too_few(hidden)
        for threat in avertable:
            if threat in too_few:
                conditions = _minimum_hidden_conditions(intruder, hidden, suppressible, threat)
            else:
                conditions = _protection_conditions(intruder, hidden, suppressible, threat)
            for contributions, needed in conditions:
                cheapest.must_meet(contributions, needed)
        hidden = always | {suppressible[n] for n in cheapest.choice()}
    return hidden


def _minimum_hidden_conditions(
    intruder: Intruder, hidden: frozenset[int], suppressible: list[int], threat: Threat
) -> Iterator[Condition]:
    """For every sum with the cell: enough pupils must be hidden together, beside the reader's own; or else the total."""
    always, own = intruder.linked.always_hidden(), intruder.own[threat.reader]
    for total in (t for t in intruder.linked.sums if threat.cell in t[1:] and t[0] not in hidden):
        needed = intruder.level.minimum_hidden - float(intruder.others_hidden(total, always)[threat.reader])
        if needed <= 0:
            continue
        counts = np.zeros(len(suppressible))
        for n, cell in enumerate(suppressible):
            if cell == total[0]:
                counts[n] = needed  # with the total hidden nothing can be subtracted from it
            elif cell in total[1:]:
                counts[n] = min(intruder.pupils[cell] - own[cell], needed)
        yield counts, needed


def _protection_conditions(
    intruder: Intruder, hidden: frozenset[int], suppressible: list[int], threat: Threat
) -> Iterator[Condition]:
    """What every choice must meet for a cell to be safe from a reader, and the present one does not.

    First what the dual bound says. Then that at least one more must be hidden than a largest choice which the threat still succeeds
    against, built up from the present one: that takes many choices together which the dual bound would rule out one by one. Cheap
    cells go in first, because they are what would be chosen next.
    """
    wanted, always = intruder.wanted[threat] - NEARLY, list(intruder.linked.always_hidden())
    bound, exposed = intruder.dual_bound(hidden, threat), set(hidden)
    if bound.at(hidden) < wanted:
        needed = wanted - bound.at(always)
        yield np.minimum(bound.gain[suppressible], needed), needed
        for cell in sorted((i for i in suppressible if i not in hidden), key=lambda i: _cost(intruder.linked, i)):
            wider = {*exposed, cell}
            if bound.at(wider) >= wanted:
                closer = intruder.dual_bound(wider, threat)
                if closer.at(wider) >= wanted:
                    continue
                bound = closer
            exposed = wider
    # Where the interval is wide enough for fractions of pupils and too narrow for whole ones, this alone holds.
    yield np.array([float(i not in exposed) for i in suppressible]), 1.0
