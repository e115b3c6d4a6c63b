"""Figures that are linked: cells that add up to others, and what is known of each when it is printed and when it is not.

A cell is the number of pupils of one place and group who met a measure; for a mean it is the sum of their scores, put on a scale
on which each pupil counts from 0 to 1. So a hidden cell lies between 0 and its pupils, whatever the measure's unit.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

Key = tuple[str, str]  # place, pupil group


@dataclass(frozen=True)
class Cell:
    """One cell, and what a reader who sees its figure printed may conclude: it lies from `low` to `high`.

    `pupils` are taken to be known to everybody: cohorts are published elsewhere, and whoever is not protected by a small
    cohort's secrecy is protected all the same.
    """

    key: Key
    pupils: int
    low: float
    high: float
    whole: bool = True  # a count of pupils, not a sum of scores
    protected: bool = False  # must not be printed, nor be had from what is
    known: bool = False  # printed already, here or elsewhere: hiding it now hides nothing
    unprinted: bool = False  # not for this audience in any case: hiding it costs nothing
    best: float | None = None  # how wide its range is with everything of ours hidden, where that is less than is wanted

    @property
    def free(self) -> bool:
        """Whether hiding the cell is ours to decide."""
        return not (self.protected or self.known or self.unprinted)


@dataclass(frozen=True)
class ProtectionLevel:
    """What hiding must come to: how wide a protected cell's range must stay, and how many pupils hidden cells of one sum hold together."""

    interval: int
    together: int

    def width(self, cell: Cell) -> float:
        """How far apart the ends of a protected cell's range must be: the policy's interval, all its pupils if fewer, or what can be."""
        return min(self.interval, cell.pupils, self.interval if cell.best is None else cell.best)


@dataclass(frozen=True)
class LinkedTable:
    """Cells and sums: in each sum the first cell is the total of the others (numbers are places in `cells`)."""

    cells: tuple[Cell, ...]
    sums: tuple[tuple[int, ...], ...]

    def always_hidden(self) -> frozenset[int]:
        return frozenset(i for i, c in enumerate(self.cells) if (c.protected or c.unprinted) and not c.known)

    def company(self, total: tuple[int, ...], hidden: Collection[int]) -> int:
        """The pupils of a sum's hidden cells together: whose figure the printed rest gives away."""
        return sum(self.cells[i].pupils for i in total[1:] if i in hidden)


@dataclass(frozen=True)
class Suppression:
    """The cells not to be printed, and the protected ones that what is already out gives away, in part or whole."""

    hidden: frozenset[Key]
    beyond: frozenset[Key]


def parts(linked: LinkedTable) -> Iterator[LinkedTable]:
    """The linked cells taken apart where no sum joins them; only parts with a protected cell, each in the same order as before."""
    joined = list(range(len(linked.cells)))

    def root(i: int) -> int:
        while joined[i] != i:
            joined[i] = joined[joined[i]]
            i = joined[i]
        return i

    for total in linked.sums:
        for i in total[1:]:
            joined[root(i)] = root(total[0])
    members: dict[int, list[int]] = {}
    for i in range(len(linked.cells)):
        members.setdefault(root(i), []).append(i)
    for chosen in members.values():
        if any(linked.cells[i].protected for i in chosen):
            yield _part(linked, chosen)


def _part(linked: LinkedTable, chosen: Collection[int]) -> LinkedTable:
    at = {i: n for n, i in enumerate(chosen)}
    sums = tuple(tuple(at[i] for i in total) for total in linked.sums if total[0] in at)
    return LinkedTable(tuple(linked.cells[i] for i in chosen), sums)
