"""How well a child does: a position among all children assessed that year, and the codes and scores that follow from it.

Results are handed out by rank, so that the share who reach a standard is England's of that year, moved a little for the
authority, whatever the children are like; who reaches it follows from ability, school and chance.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.invented import chance
from pipeline.invented.rare_codes import is_rare
from pipeline.invented.schools import InventedSchools, national

OURS = 0.012  # standard deviation of the authority's own difference from England's shares
SCHOOLS_OWN = 0.14  # of a school's own good or bad year in one subject, in standard deviations
CHANCE = {"eyfs": 0.35, "tracked": 0.45}  # the part of a result nobody can explain, by stage
PARTS = {
    "reading": "words",
    "writing": "words",
    "gps": "words",
    "english": "words",
    "maths": "figures",
    "science": "figures",
}
GIRLS = {"writing": 0.32, "reading": 0.18, "gps": 0.22, "english": 0.3, "maths": -0.06, "eyfs": 0.34, "phonics": 0.16}
SUMMER = {"eyfs": -0.75, "phonics": -0.5, "ks1": -0.5, "mtc": -0.25, "ks2": -0.25, "ks4": -0.1, "tracked": -0.4}
OTHER_LANGUAGE = {"eyfs": -0.25, "ks1": -0.08, "ks2": 0.0, "ks4": 0.15, "mtc": 0.2, "phonics": 0.05, "tracked": -0.05}
WIDENS = {"ks4": -0.35, "ks2": -0.08}  # what disadvantage takes away besides, by stage

# Codes outside the ladder of judgements: shares of children, in the order they are drawn. A school's scale says if it is used.
OF_THE_CHILD = {"L": 0.002, "F": 0.0008, "P": 0.0008, "J": 0.002}  # in every subject alike
OF_THE_TEST = {"A": 0.004, "U": 0.0015, "T": 0.0015, "M": 0.0012, "H": 0.0008, "Q": 0.0008, "Z": 0.0008}
OF_THE_TEACHER = {"A": 0.002, "D": 0.002, "Q": 0.0008, "L": 0.002, "F": 0.0008, "P": 0.0008}
NOT_A_JUDGEMENT = ("", "L", "F", "P", "A", "D", "Q", "EM")


@dataclass
class Sitting:
    """The children who should have a result of one stage in one year, with everything known about them."""

    cast: InventedSchools
    seed: int
    stage: str
    year: int
    pupils: pd.DataFrame  # indexed by child

    @property
    def keys(self) -> np.ndarray:
        return self.pupils["key"].to_numpy()

    def drawn(self, share: object, *names: object) -> np.ndarray:
        """Whether each child is among a random share of this sitting."""
        return chance.below(self.keys, share, self.seed, self.stage, self.year, *names)

    def at(self, case: str) -> np.ndarray:
        """Which children are at a school of the cast's case."""
        return self.pupils["case"].to_numpy() == case

    def england(self, subject: str) -> float:
        """The share (0 to 1) to reach here: England's, with the authority's own small difference."""
        key = np.array([chance.key(self.seed, "ours", self.stage, subject, self.year)])
        return national(self.stage, subject, self.year) / 100 + OURS * chance.bell(key, "share")[0]

    def standing(self, subject: str, explained_by: float = 1.0) -> np.ndarray:
        """Each child's performance in a subject, in standard deviations or so; comparable only within the sitting."""
        p, stage = self.pupils, self.stage
        own = chance.bell(
            chance.keys(p["school"].to_numpy().astype(np.uint64), self.seed, "own", stage, subject), self.year
        )
        part = p[PARTS[subject]].to_numpy() if subject in PARTS else np.zeros(len(p))
        noise = chance.bell(self.keys, self.seed, "result", stage, subject, self.year)
        girls = np.where(p["boy"], 0.0, GIRLS.get(subject, GIRLS.get(stage, 0.1)))
        z = 0.85 * p["ability"].to_numpy() * explained_by + 0.22 * part + CHANCE.get(stage, 0.3) * noise + girls
        z = z + SUMMER[stage] * p["summer"].to_numpy() + OTHER_LANGUAGE[stage] * p["eal"].to_numpy()
        z = z + WIDENS.get(stage, 0.0) * (p["disadvantaged"] == "yes").to_numpy()
        return np.round(z + p["attracts"].to_numpy() + SCHOOLS_OWN * own, 9)


def rank(z: np.ndarray) -> np.ndarray:
    """The share of children below each, from 0 up to 1."""
    out = np.empty(len(z))
    out[np.argsort(z, kind="stable")] = (np.arange(len(z)) + 0.5) / max(len(z), 1)
    return out


def reaches(z: np.ndarray, share: float) -> np.ndarray:
    """Whether each is in the best `share`."""
    return rank(z) >= 1 - share


def between(z: np.ndarray, share_low: float, share_high: float, low: float, high: float) -> np.ndarray:
    """Scores on a straight line through two thresholds: `share_low` of the children reach `low`, `share_high` reach `high`."""
    ranked = np.sort(z)
    at = [ranked[min(int((1 - share) * len(z)), len(z) - 1)] for share in (share_low, share_high)]
    return low + (high - low) * (z - at[0]) / max(at[1] - at[0], 1e-6)


def judged(scale: Scale, year: int, z: np.ndarray, steps: list[tuple[str, float]], lowest: float) -> np.ndarray:
    """A teacher's codes: each step's code for the share that reaches it; the lowest share gets the codes below the steps.

    The codes below are the scale's own of that year, best first, in even parts.
    """
    share = rank(z)
    named = [code for code, _ in steps]
    under = [
        c for c, code in scale.codes.items() if code.used_in(year) and c not in (*named, "WTS", "HNM", *NOT_A_JUDGEMENT)
    ]
    under = [c for c in under if not scale.codes[c].met]
    out = np.full(len(z), "WTS" if "WTS" in scale.codes else "HNM", dtype=object)
    for code, reached in reversed(steps):
        out[share >= 1 - reached] = code
    if under:
        step = (share[share < lowest] / lowest * len(under)).astype(int)
        out[share < lowest] = np.array(under[::-1], dtype=object)[step]
    return out


def odd(sitting: Sitting, scale: Scale, shares: dict[str, float], *names: object) -> np.ndarray:
    """A code from outside the ladder for a few children, and "" for the others."""
    known = {c: scale.codes[c] for c in shares if c in scale.codes and not is_rare(scale.id, c)}
    used = {c: shares[c] for c, code in known.items() if code.used_in(sitting.year)}
    drawn = chance.even(sitting.keys, sitting.seed, "odd", sitting.stage, sitting.year, *names)
    edges = np.cumsum([0.0, *used.values()])
    out = np.full(len(drawn), "", dtype=object)
    for code, low, high in zip(used, edges, edges[1:], strict=False):
        out[(drawn >= low) & (drawn < high)] = code
    return out


def first_said(*layers: np.ndarray) -> np.ndarray:
    """For each child the first layer that is not empty."""
    out = layers[-1].copy()
    for layer in reversed(layers[:-1]):
        out = np.where(layer != "", layer, out)
    return out
