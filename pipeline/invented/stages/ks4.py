"""Key stage 4: the pupils, and their entries and grades. Grades were letters, then numbers, subject by subject."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.invented.marking import Sitting, between
from pipeline.invented.stages import prior

LETTERS = [("A*", 8), ("A", 7), ("B", 5.5), ("C", 4), ("D", 3), ("E", 2), ("F", 1.5), ("G", 1)]  # from this much on
NO_RESULT, MOST_OTHERS = 0.002, 3
CLOSER = 0.8  # grades below 4 lie closer together than those above


@dataclass(frozen=True)
class Subject:
    """One entry a pupil may make: what it counts as, who makes it, and how its results stand to the basics of the year."""

    name: str
    counts_as: str
    like: str  # the part of ability it shows
    entered: float  # share of the pupils of mainstream schools
    pass_4: float  # points above England's share of 9-4 in English and mathematics
    pass_5: float
    numbers_from: int = 2018  # first results year of grades 9 to 1
    able_first: bool = False


ENGLISH = Subject("English language", "english_language", "english", 0.985, 0.11, 0.15, 2017)
MATHS = Subject("Mathematics", "maths", "maths", 0.985, 0.085, 0.075, 2017)
SUBJECTS = (
    ENGLISH,
    Subject("English literature", "english_literature", "english", 0.95, 0.11, 0.16, 2017),
    MATHS,
    Subject("Biology", "science", "science", 0.26, 0.25, 0.35, able_first=True),
    Subject("Chemistry", "science", "science", 0.26, 0.25, 0.35, able_first=True),
    Subject("Physics", "science", "science", 0.26, 0.25, 0.35, able_first=True),
    Subject("Combined science", "combined_science", "science", 0.70, -0.02, 0.0),
    Subject("Combined science", "combined_science", "science", 0.70, -0.05, -0.03),
    Subject("Computer science", "science", "maths", 0.12, 0.0, 0.05),
    Subject("Geography", "humanities", "humanities", 0.57, 0.04, 0.10),
    Subject("History", "humanities", "humanities", 0.56, 0.04, 0.12),
    Subject("French", "language", "languages", 0.45, 0.10, 0.14, able_first=True),
    Subject("Spanish", "language", "languages", 0.26, 0.10, 0.14, able_first=True),
    Subject("Religious studies", "other_gcse", "arts", 0.42, 0.08, 0.14),
    Subject("Art and design", "other_gcse", "arts", 0.34, 0.10, 0.12, 2018),
    Subject("Design and technology", "other_gcse", "arts", 0.28, 0.0, 0.05, 2019),
    Subject("Business", "other_gcse", "arts", 0.18, 0.02, 0.06, 2019),
    Subject("Sport (vocational award)", "non_gcse", "arts", 0.22, 0, 0),
    Subject("Health and social care (vocational award)", "non_gcse", "arts", 0.18, 0, 0),
    Subject("Digital technology (vocational award)", "non_gcse", "arts", 0.16, 0, 0),
)
OTHER_SCHOOLS_ENTER = ("English language", "Mathematics", "Art and design", "Digital technology (vocational award)")
AWARDS = np.array([1.25, 2, 3, 4, 5, 5.5, 7, 8.5])  # points of a pass, worst first


def pupils(sitting: Sitting, ks2: pd.DataFrame | None) -> pd.DataFrame:
    """One row a pupil at the end of key stage 4."""
    out = pd.DataFrame(index=sitting.pupils.index)
    out["ks2_average"] = prior.key_stage_2(sitting, ks2)
    came = sitting.pupils["eal"].to_numpy() & (sitting.pupils["joined"].to_numpy() == 11)
    out["discounted"] = np.where(came & sitting.drawn(0.25, "discounted") & (sitting.year < 2025), "yes", "no")
    return out


def entries(sitting: Sitting, scale: Scale) -> pd.DataFrame:
    """One row an entry, numbered for each pupil from 1: child, counts_as, subject, grade, points."""
    found = [_entry(sitting, scale, at, subject) for at, subject in enumerate(SUBJECTS)]
    table = pd.concat(found).sort_values(["child", "at"], kind="stable", ignore_index=True)
    table["entry"] = table.groupby("child").cumcount() + 1
    return table


def _entry(sitting: Sitting, scale: Scale, at: int, subject: Subject) -> pd.DataFrame:
    z = sitting.standing(subject.like)
    grade = _continuous(sitting, subject, z)
    enters = _enters(sitting, subject)
    if subject.counts_as == "non_gcse":
        step = (np.clip(grade, 0, 8.4) / 8.5 * len(AWARDS)).astype(int)
        code, points = np.full(len(z), "PASS", dtype=object), AWARDS[step]
    else:
        code = _letters(grade) if sitting.year < subject.numbers_from else _numbers(grade)
        code[sitting.drawn(NO_RESULT, "no result", at)] = "X"
        worth = {c: scale.codes[c].worth(sitting.year) for c in set(code)}
        points = np.array([worth[c] for c in code], dtype=float)
    table = pd.DataFrame({"child": sitting.pupils.index, "at": at, "counts_as": subject.counts_as})
    return table.assign(subject=subject.name, grade=code, points=points)[enters]


def _continuous(sitting: Sitting, subject: Subject, z: np.ndarray) -> np.ndarray:
    """A grade with its fraction: the shares of 4 and 5 are England's of the basics, moved by the subject's own distance."""
    four = sitting.england("basics_94") + subject.pass_4
    five = sitting.england("basics_95") + subject.pass_5
    grade = between(z, min(four, 0.97), min(five, 0.9), 4.0, 5.0)
    return np.clip(np.where(grade < 4, 4 + CLOSER * (grade - 4), grade), 0, 9)


def _enters(sitting: Sitting, subject: Subject) -> np.ndarray:
    """Chance decides, once for pairs that go together; the able take separate sciences and languages."""
    p = sitting.pupils
    together = (
        "sciences"
        if subject.counts_as in ("science", "combined_science") and subject.like == "science"
        else subject.name
    )
    drawn = ~sitting.drawn(1 - subject.entered, "enters", together)
    if subject.able_first:
        lean = np.clip(subject.entered + 0.22 * p["ability"].to_numpy(), 0, 0.97)
        drawn = sitting.drawn(lean, "enters", together)
    elif subject.counts_as == "combined_science":
        lean = np.clip(0.26 + 0.22 * p["ability"].to_numpy(), 0, 0.97)
        drawn = ~sitting.drawn(lean, "enters", together) & sitting.drawn(0.95, "enters combined")
    elsewhere = p["special"].to_numpy() | (p["case"].to_numpy() == "pru")
    few = subject.name in OTHER_SCHOOLS_ENTER
    none = sitting.drawn(0.008, "enters nothing")
    return np.where(elsewhere, few & sitting.drawn(0.6, "enters elsewhere", subject.name), drawn) & ~none


def _numbers(grade: np.ndarray) -> np.ndarray:
    whole = np.floor(np.round(grade, 6)).astype(int)
    return np.where(whole < 1, "U", whole.astype(str)).astype(object)


def _letters(grade: np.ndarray) -> np.ndarray:
    out = np.full(len(grade), "U", dtype=object)
    for letter, least in reversed(LETTERS):
        out[grade >= least] = letter
    return out


def attainment_8(table: pd.DataFrame, children: pd.Index) -> np.ndarray:
    """Attainment 8 of each pupil, for the estimates that progress is measured by."""
    best = {k: _points(table, children, k) for k in table["counts_as"].unique()}
    nothing = np.zeros((len(children), 1))
    language, literature = (best.get(k, nothing)[:, :1] for k in ("english_language", "english_literature"))
    both = ((language > 0) & (literature > 0)).ravel()
    english = np.maximum(language, literature).ravel() * np.where(both, 2, 1)
    academic = np.concatenate(
        [best.get(k, nothing) for k in ("science", "combined_science", "humanities", "language")], axis=1
    )
    academic = -np.sort(-academic, axis=1)
    spare = np.where(both[:, None], np.minimum(language, literature), 0)
    others = [best.get(k, nothing)[:, :MOST_OTHERS] for k in ("other_gcse", "non_gcse")]
    left = -np.sort(-np.concatenate([academic[:, 3:], spare, *others], axis=1), axis=1)
    maths = best.get("maths", nothing)[:, 0] * 2
    return english + maths + academic[:, :3].sum(axis=1) + left[:, :3].sum(axis=1)


def _points(table: pd.DataFrame, children: pd.Index, counts_as: str) -> np.ndarray:
    """Points of the entries that count as this, best first, a column each."""
    its = table[table["counts_as"] == counts_as].sort_values("points", ascending=False, kind="stable")
    wide = its.assign(nth=its.groupby("child").cumcount()).pivot(index="child", columns="nth", values="points")
    return wide.reindex(children).fillna(0).to_numpy()


def best_points(table: pd.DataFrame, children: pd.Index, counts_as: str) -> np.ndarray:
    """Points of each pupil's best entry that counts as this; 0 without one."""
    found = _points(table, children, counts_as)
    return found[:, 0] if found.shape[1] else np.zeros(len(children))
