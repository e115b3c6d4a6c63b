"""Progress: each pupil's outcome less the mean outcome of pupils nationally who started from the same point."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.declared import Measure
from pipeline.pupils.awards import attainment8
from pipeline.pupils.cohort import Cohort
from pipeline.pupils.numbers import Bools, Ints, decimals_of, floats, whole
from pipeline.pupils.perpupil import PerPupil


@dataclass(frozen=True)
class Estimates:
    """The prior attainment groups of one year, stage and subject, lowest first."""

    prior_from: np.ndarray
    prior_to: np.ndarray
    estimate: np.ndarray
    least: np.ndarray  # nan where a score is not limited
    spread: float

    @classmethod
    def of(cls, table: pd.DataFrame | None, year: int, stage: str, subject: str) -> "Estimates | None":
        """The estimates of a subject, or None where there are none for the year."""
        if table is None:
            return None
        wanted = (table["results_year"] == year) & (table["stage"] == stage) & (table["subject"] == subject)
        rows = table[wanted.fillna(False)].sort_values("prior_from")
        if rows.empty:
            return None
        least = floats(rows["least"]) if "least" in rows else np.full(len(rows), np.nan)
        low, high, estimate, spread = (floats(rows[c]) for c in ("prior_from", "prior_to", "estimate", "spread"))
        return cls(low, high, estimate, least, float(spread[0]))

    def group(self, prior: np.ndarray) -> np.ndarray:
        """Each pupil's prior attainment group; -1 for a pupil without prior attainment or between the groups."""
        at = np.searchsorted(self.prior_to, prior, side="left")
        inside = np.minimum(at, len(self.prior_to) - 1)
        with np.errstate(invalid="ignore"):
            held = (prior >= self.prior_from[inside]) & (prior <= self.prior_to[inside])
        return np.where(held, inside, -1)


def progress(cohort: Cohort, measure: Measure) -> PerPupil | None:
    """Key stage 2 progress in a subject: the scaled score, or the points of the teacher's assessment, less the estimate."""
    spec = measure.pupils
    held = Estimates.of(cohort.estimates, cohort.year, measure.stage, spec.subject)
    if held is None:
        return None
    (column,) = spec.columns_in(cohort.year)
    eligible = cohort.outcome(column).eligible
    reading, writing, maths = (cohort.outcome(c).points() for c in spec.prior)
    prior = ((reading + writing) / 2 + maths) / 2
    return _against(held, prior, attained(cohort, column, spec.by_teacher), eligible, each=0)


def progress8(cohort: Cohort, measure: Measure) -> PerPupil | None:
    """Attainment 8 less its estimate, divided by the ten slots."""
    held = Estimates.of(cohort.estimates, cohort.year, measure.stage, measure.pupils.subject)
    if held is None:
        return None
    (prior,) = (cohort.numbers(c) for c in measure.pupils.prior)
    outcome = attainment8(cohort.awards) / cohort.awards.scale
    return _against(held, prior, outcome, cohort.everyone, each=1)


def attained(cohort: Cohort, column: str, by_teacher: dict[str, list[str]]) -> np.ndarray:
    """The score of a test or the points of a code; for pupils below the test, the points of the teacher's assessment."""
    outcome = cohort.outcome(column)
    if not by_teacher:
        return outcome.points()
    found = np.where(outcome.scored(), outcome.score, np.nan)
    for teacher, codes in by_teacher.items():
        found = np.where(outcome.coded(codes), cohort.outcome(teacher).points(), found)
    return found


def _against(held: Estimates, prior: np.ndarray, outcome: np.ndarray, of: Bools, each: int) -> PerPupil:
    """Each pupil's outcome less the estimate, over ten to the power `each`; never below the least where one is given."""
    group = held.group(prior)
    scored = of & (group >= 0) & ~np.isnan(outcome)
    decimals = max(decimals_of(outcome), decimals_of(held.estimate), decimals_of(held.least))
    gained: Ints = whole(outcome, decimals) - whole(held.estimate, decimals)[group]
    limited = ~np.isnan(held.least)[group]
    gained = np.where(limited, np.maximum(gained, whole(held.least, decimals + each)[group]), gained)
    return PerPupil(scored, gained, 10 ** (decimals + each), of=of, spread=held.spread)
