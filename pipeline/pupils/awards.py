"""What each pupil was awarded at key stage 4: the best points, the entries and the passes of each kind of qualification.

The slots of Attainment 8 and the pillars of the EBacc follow the Department's guide to secondary accountability measures.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.pupils.numbers import Bools, Ints, decimals_of, whole
from pipeline.pupils.outcomes import PupilOutcomes

LANGUAGE, LITERATURE, MATHS = "english_language", "english_literature", "maths"
SCIENCE, COMBINED, HUMANITIES, LANGUAGES = "science", "combined_science", "humanities", "language"
EBACC = (SCIENCE, COMBINED, HUMANITIES, LANGUAGES)  # what fills the three EBacc slots
OTHER = ("other_gcse", "non_gcse")


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
        rank = np.arange(len(who)) - np.searchsorted(who, who, side="left")  # 0 for each pupil's best award
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


def english(awards: Awards) -> tuple[Ints, Ints, Bools]:
    """Each pupil's better and worse points of English language and literature, and whether both were taken."""
    both = (awards.taken(LANGUAGE) > 0) & (awards.taken(LITERATURE) > 0)
    language, literature = awards.best(1, LANGUAGE)[:, 0], awards.best(1, LITERATURE)[:, 0]
    return np.maximum(language, literature), np.where(both, np.minimum(language, literature), 0), both


def attainment8(awards: Awards) -> Ints:
    """Each pupil's Attainment 8, times the awards' scale.

    English counts double where both language and literature were taken, mathematics always; then the best three EBacc
    awards, and the best three of whatever is left. Three open slots cannot hold more than the three other
    qualifications that are allowed.
    """
    better, worse, both = english(awards)
    ebacc = awards.best(6, *EBACC)
    left = np.hstack([ebacc[:, 3:], worse[:, None], awards.best(3, *OTHER)])
    open_slots = -np.sort(-left, axis=1)[:, :3]
    maths = awards.best(1, MATHS)[:, 0]
    return np.where(both, 2, 1) * better + 2 * maths + ebacc[:, :3].sum(axis=1) + open_slots.sum(axis=1)


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
