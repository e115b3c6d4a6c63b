"""Key stage 2: tests with scaled scores, teachers' judgements, and the key stage 1 results progress starts from."""

import numpy as np
import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.invented.marking import (
    OF_THE_CHILD,
    OF_THE_TEACHER,
    OF_THE_TEST,
    Sitting,
    between,
    first_said,
    judged,
    odd,
    rank,
    reaches,
)
from pipeline.invented.stages import prior

TESTS = ("reading", "gps", "maths")
LOWEST, HIGHEST = 80, 120
BELOW_SPECIAL, BELOW_LOWEST = 0.78, 0.014  # share of special schools' children, and of all, below a test
TOO_FEW = 0.005  # share of children with too few marks for a score
TEACHERS_TOO = 2018  # to then every child's reading and mathematics were judged by the teacher as well
NO_KS1 = (2024, 2025)  # these children were in year 2 in 2020 and 2021
BOYCOTT, PENDING = 2018, 2025


def results(sitting: Sitting, scales: dict[str, Scale], ks1: pd.DataFrame | None) -> pd.DataFrame:
    """One row a child. `ks1` is the key stage 1 file of four years before, where there was one."""
    out = pd.DataFrame(index=sitting.pupils.index)
    child = odd(sitting, scales["ks2_test"], OF_THE_CHILD, "child")
    for subject in TESTS:
        out[f"{subject}_score"], out[subject] = _test(sitting, scales["ks2_test"], subject, child)
    steps = [("GDS", sitting.england("writing_high")), ("EXS", sitting.england("writing"))]
    out["writing"] = _teacher(sitting, scales["ks2_writing"], "writing", steps, 0.055, child)
    out["science"] = _teacher(
        sitting, scales["ks2_science"], "science", [("EXS", sitting.england("science"))], 0, child
    )
    for subject in ("reading", "maths"):
        out[f"{subject}_ta"] = _beside_the_test(sitting, scales["ks2_below_test"], subject, out[subject].to_numpy())
    if sitting.year not in NO_KS1:
        out = out.join(prior.key_stage_1(sitting, scales["ks1_prior"], ks1))
    out["discounted"] = np.where(_discounted(sitting), "yes", "no")
    return _awkward(sitting, out)


def _test(sitting: Sitting, scale: Scale, subject: str, child: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    z = sitting.standing(subject)
    high = sitting.england(f"{subject}_high")
    t = scale.thresholds
    score = between(z, sitting.england(subject), high, t["expected"], t["higher"])
    score = np.minimum(np.floor(np.round(score, 6)), HIGHEST)
    special = sitting.pupils["special"].to_numpy() & sitting.drawn(BELOW_SPECIAL, "below")
    place = rank(z)
    below = special | (place < BELOW_LOWEST)
    too_few = (score < LOWEST) | (place < BELOW_LOWEST + TOO_FEW)
    code = first_said(
        child,
        odd(sitting, scale, OF_THE_TEST, subject),
        np.where(below, "B", np.where(too_few, "N", "")).astype(object),
        np.where(score >= t["expected"], "AS", "NS").astype(object),
    )
    return np.where(np.isin(code, ["AS", "NS"]), score, np.nan), code


def _teacher(sitting: Sitting, scale: Scale, subject: str, steps: list, lowest: float, child: np.ndarray) -> np.ndarray:
    few = odd(sitting, scale, {c: s for c, s in OF_THE_TEACHER.items() if c in "AD"}, "teacher", subject)
    whole = np.where(np.isin(child, ["L", "F", "P"]), child, "")
    code = judged(scale, sitting.year, sitting.standing(subject), steps, lowest)
    return first_said(whole, few, _engaged(sitting, scale), code)


def _engaged(sitting: Sitting, scale: Scale) -> np.ndarray:
    """Some children of special schools are assessed by the engagement model, once there is one."""
    special = sitting.pupils["special"].to_numpy() & sitting.drawn(0.3, "engaged")
    return np.where(special & scale.codes["EM"].used_in(sitting.year), "EM", "").astype(object)


def _beside_the_test(sitting: Sitting, scale: Scale, subject: str, test: np.ndarray) -> np.ndarray:
    """To 2018 a judgement of every child; later of those below the test alone."""
    z = sitting.standing(subject)
    under = np.full(len(z), "", dtype=object)
    below = test == "B"
    under[below] = judged(scale, sitting.year, z[below], [], 1.0)
    under = np.where(below, first_said(_engaged(sitting, scale), under), "").astype(object)
    if sitting.year > TEACHERS_TOO:
        return under
    others = np.where(reaches(z, sitting.england(subject) + 0.03), "EXS", "HNM").astype(object)
    others[np.isin(test, ["L", "F", "P"])] = ""
    return first_said(under, others)


def _discounted(sitting: Sitting) -> np.ndarray:
    """Children from abroad who came in the last two years, once the checking exercise is over."""
    new = sitting.pupils["eal"].to_numpy() & (sitting.pupils["joined"].to_numpy() >= 5)
    return new & sitting.drawn(0.6, "discounted") & (sitting.year < PENDING)


def _awkward(sitting: Sitting, out: pd.DataFrame) -> pd.DataFrame:
    """The schools of the cast that are there for their key stage 2 results."""
    if sitting.year == BOYCOTT:
        out.loc[sitting.at("boycott"), [f"{t}_score" for t in TESTS]] = np.nan
        out.loc[sitting.at("boycott"), list(TESTS)] = "A"
    if sitting.year == PENDING:
        waiting = np.flatnonzero(sitting.at("pending"))[:5]
        out.iloc[waiting, [out.columns.get_loc(c) for c in ("reading", "writing", "science")]] = ""
        out.iloc[waiting, out.columns.get_loc("reading_score")] = np.nan
        out.iloc[waiting, out.columns.get_loc("reading_ta")] = ""
        left = sitting.at("no_return")
        out = out[~left]
    return out
