"""Linked tables: cells that add up to other cells, and what is known of each cell when it is printed and when it is not.

A cell is the number of pupils of one place and pupil group who met a measure. For a mean it is the sum of their scores, scaled so that
each pupil counts from 0 to 1. So a hidden cell lies between 0 and its pupils, whatever the unit of the measure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Key = tuple[str, str]  # place, pupil group


@dataclass(frozen=True)
class Cell:
    """One cell. Somebody who sees its figure printed can conclude that it lies from `low` to `high`.

    Everybody is assumed to know `pupils`: cohorts are published elsewhere, and protection must not depend on a cohort being secret.
    """

    key: Key
    pupils: int
    low: float
    high: float
    whole: bool = True  # a count of pupils, not a sum of scores
    protected: bool = False  # must neither be printed nor be derivable from what is printed (primary suppression)
    known: bool = False  # already published or issued: hiding it now hides nothing
    unprinted: bool = False  # not printed for this audience in any case: hiding it costs nothing

    @property
    def suppressible(self) -> bool:
        """Whether the cell may be chosen for secondary suppression."""
        return not (self.protected or self.known or self.unprinted)


@dataclass(frozen=True)
class ProtectionLevel:
    """What suppression must achieve for every protected cell.

    `interval`: how many pupils wide its feasible interval must stay. `minimum_hidden`: how many pupils the hidden cells of a sum with
    a printed total must hold together, because the sum of the hidden cells is known. An insider's own pupils count for neither.
    """

    interval: int
    minimum_hidden: int


@dataclass(frozen=True)
class OwnPart:
    """What an insider knows of a cell that counts pupils of their own school: how many, and from where to where they add to it."""

    pupils: int
    low: float
    high: float


@dataclass(frozen=True)
class Insider:
    """A reader who knows their own school's figures, or several who put theirs together: their part of each cell, by its position."""

    schools: tuple[str, ...]
    own: tuple[tuple[int, OwnPart], ...]


@dataclass(frozen=True)
class LinkedTable:
    """Cells and the sums that link them: in each sum the first cell is the total of the others (numbers are positions in `cells`).

    Nothing protected may be derivable by somebody who has only what is printed, nor by any of the `insiders`.
    """

    cells: tuple[Cell, ...]
    sums: tuple[tuple[int, ...], ...]
    insiders: tuple[Insider, ...] = ()

    def always_hidden(self) -> frozenset[int]:
        """The cells that are not printed whatever else is chosen."""
        return frozenset(i for i, c in enumerate(self.cells) if (c.protected or c.unprinted) and not c.known)

    def never_printed(self) -> frozenset[int]:
        """The cells that are not printed whatever else is chosen, those among them too that somebody knows already."""
        return frozenset(i for i, c in enumerate(self.cells) if c.protected or c.unprinted)


@dataclass(frozen=True)
class Suppression:
    """The cells not to be printed, and the protected cells that known figures give away to some reader, in part or in full."""

    hidden: frozenset[Key]
    given_away: frozenset[Key]


def components(linked: LinkedTable) -> Iterator[LinkedTable]:
    """The connected components of the linked table, each to be protected by itself; only those with a protected cell.

    Cells and sums keep their order, so that the same component has the same fingerprint in every document.
    """
    parent = list(range(len(linked.cells)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for total in linked.sums:
        for i in total[1:]:
            parent[root(i)] = root(total[0])
    members: dict[int, list[int]] = {}
    for i in range(len(linked.cells)):
        members.setdefault(root(i), []).append(i)
    for chosen in members.values():
        if any(linked.cells[i].protected for i in chosen):
            position = {i: n for n, i in enumerate(chosen)}
            sums = tuple(tuple(position[i] for i in total) for total in linked.sums if total[0] in position)
            insiders = tuple(within for i in linked.insiders if (within := _within(i, position)).own)
            yield LinkedTable(tuple(linked.cells[i] for i in chosen), sums, insiders)


def _within(insider: Insider, position: Mapping[int, int]) -> Insider:
    return Insider(insider.schools, tuple((position[i], part) for i, part in insider.own if i in position))
