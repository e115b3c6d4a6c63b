"""What each pupil was awarded at key stage 4: the best points, the entries and the passes of each kind of qualification.

The slots of Attainment 8 are declared with the measure, year by year. The pillars of the EBacc follow the Department's guide to
secondary accountability measures.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.declared.measures import Slot
from pipeline.pupils.numbers import Bools, Ints, decimals_of, whole
from pipeline.pupils.outcomes import PupilOutcomes

LANGUAGE, LITERATURE, MATHS = "english_language", "english_literature", "maths"
SCIENCE, COMBINED, HUMANITIES, LANGUAGES = "science", "combined_science", "humanities", "language"


@dataclass(frozen=True)
class Awards:
    """One row an entry."""

    pupils: int  # of the cohort, with or without entries
    who: np.ndarray  # the pupil's position in the cohort
    kind: np.ndarray  # what the entry counts as
    points: Ints  # times `scale`
    scale: int
    grade: PupilOutcomes
    entry: np.ndarray  # the entry's position among the grades

    @classmethod
    def of(
        cls,
        pupils: pd.DataFrame,
        entries: pd.DataFrame,
        points: np.ndarray,
        grade: PupilOutcomes,
        ranks: Mapping[str, int],
    ) -> "Awards":
        """The entries of each pupil, by UPN: those of the pupil's release, else of the latest release stage that has any.

        `points` and `grade` are of the rows of `entries`, in their order; `ranks` gives the order of the release stages.
        """
        decimals = decimals_of(points)
        left = pd.DataFrame({"upn": pupils["upn"], "own_release": pupils["release"]}).assign(who=np.arange(len(pupils)))
        right = entries[["upn", "release"]].assign(entry=np.arange(len(entries)))
        pairs = left.dropna(subset="upn").merge(right, on="upn")
        rank = pairs["release"].map(ranks).to_numpy()
        of_own_release = (pairs["release"] == pairs["own_release"]).to_numpy(dtype=bool)
        rank = np.where(of_own_release, len(ranks), rank)
        highest = pd.Series(rank).groupby(pairs["who"].to_numpy()).transform("max").to_numpy()
        pairs = pairs[rank == highest]
        entry = pairs["entry"].to_numpy()
        kind = entries["counts_as"].to_numpy(dtype=object)[entry]
        return cls(
            len(pupils), pairs["who"].to_numpy(), kind, whole(points, decimals)[entry], 10**decimals, grade, entry
        )

    def best(self, most: int, *kinds: str) -> Ints:
        """The points of each pupil's best so many awards of these kinds, best first; an empty slot is 0."""
        chosen = np.isin(self.kind, kinds)
        who, points = self.who[chosen], self.points[chosen]
        order = np.lexsort((-points, who))
        who, points = who[order], points[order]
        rank = _rank(who)
        slots = np.zeros((self.pupils, most), dtype=np.int64)
        slots[who[rank < most], rank[rank < most]] = points[rank < most]
        return slots

    def taken(self, *kinds: str) -> Ints:
        """How many awards of these kinds each pupil was entered for."""
        return np.bincount(self.who[np.isin(self.kind, kinds)], minlength=self.pupils)

    def reached(self, level: str, *kinds: str) -> Ints:
        """How many awards of these kinds each pupil has with a grade at the level."""
        passed = self.grade.met(level)[self.entry]
        return np.bincount(self.who[np.isin(self.kind, kinds) & passed], minlength=self.pupils)


def slot_points(awards: Awards, slots: list[Slot]) -> Ints:
    """Each pupil's points in all the slots together, times the awards' scale: Attainment 8 with the slots of its year."""
    left = np.ones(len(awards.who), dtype=bool)
    total = np.zeros(awards.pupils, dtype=np.int64)
    for slot in slots:
        filled = _best_entries(awards, left & np.isin(awards.kind, slot.of), slot)
        left[filled] = False
        points = np.bincount(awards.who[filled], awards.points[filled], minlength=awards.pupils).astype(np.int64)
        everyone = np.ones(awards.pupils, dtype=bool)
        in_full = np.logical_and.reduce([everyone, *(awards.taken(kind) > 0 for kind in slot.times_with_all)])
        total += np.where(in_full, slot.times, 1) * points
    return total


def _best_entries(awards: Awards, among: Bools, slot: Slot) -> Ints:
    """The entries that fill a slot: each pupil's best of those it is filled from."""
    at = np.flatnonzero(among)
    at = at[np.lexsort((-awards.points[at], awards.who[at]))]
    for kind, most in slot.at_most.items():
        its = at[awards.kind[at] == kind]
        at = at[~np.isin(at, its[_rank(awards.who[its]) >= most])]
    return at[_rank(awards.who[at]) < slot.best]


def _rank(who: np.ndarray) -> Ints:
    """0 for the first entry of each pupil, 1 for the second; entries of one pupil stand together."""
    return np.arange(len(who)) - np.searchsorted(who, who, side="left")


def ebacc_entered(awards: Awards) -> Bools:
    """Both Englishes, mathematics, both combined science awards or three sciences, a humanity and a language."""
    sciences = (awards.taken(COMBINED) >= 2) | (awards.taken(SCIENCE) >= 3)
    others = (awards.taken(kind) > 0 for kind in (LANGUAGE, LITERATURE, MATHS, HUMANITIES, LANGUAGES))
    return np.logical_and.reduce([sciences, *others])


def basics(awards: Awards, level: str) -> Bools:
    """English language or literature, and mathematics, each at the level."""
    return (awards.reached(level, LANGUAGE, LITERATURE) > 0) & (awards.reached(level, MATHS) > 0)


def ebacc_met(awards: Awards, level: str) -> Bools:
    """Entered for the whole EBacc, with every pillar at the level."""
    sciences = (awards.reached(level, COMBINED) >= 2) | (awards.reached(level, SCIENCE) >= 2)
    others = (awards.reached(level, HUMANITIES) > 0) & (awards.reached(level, LANGUAGES) > 0)
    return ebacc_entered(awards) & basics(awards, level) & sciences & others


def ebacc_points(awards: Awards) -> Ints:
    """The sum of the six EBacc slots, times the awards' scale: English, mathematics, two sciences, a humanity, a language."""
    singles = (
        awards.best(1, *kinds)[:, 0] for kinds in ((LANGUAGE, LITERATURE), (MATHS,), (HUMANITIES,), (LANGUAGES,))
    )
    sciences = np.maximum(awards.best(2, COMBINED).sum(axis=1), awards.best(2, SCIENCE).sum(axis=1))
    return sum(singles) + sciences
