"""Progress: each pupil's outcome less the mean outcome of pupils nationally who started from the same point."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.declared import Measure
from pipeline.pupils.awards import slot_points
from pipeline.pupils.cohort import Cohort
from pipeline.pupils.numbers import Bools, Ints, band_of, decimals_of, floats, whole
from pipeline.pupils.perpupil import PerPupil, pupil_rule


@dataclass(frozen=True)
class Estimates:
    """The prior attainment groups of one year, stage and subject, lowest first."""

    prior_from: np.ndarray
    prior_to: np.ndarray
    estimate: np.ndarray
    least: np.ndarray  # a pupil's progress is not taken below this; nan where it is not limited
    spread: float  # standard deviation of pupils' progress nationally

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


def progress(cohort: Cohort, measure: Measure) -> PerPupil | None:
    """Key stage 2 progress in a subject: the scaled score, or the points of the teacher's assessment, less the estimate."""
    rule = pupil_rule(measure)
    estimates = Estimates.of(cohort.estimates, cohort.year, measure.stage, rule.subject)
    if estimates is None:
        return None
    (column,) = rule.columns_in(cohort.year)
    reading, writing, maths = (cohort.outcome(c).points() for c in rule.prior)
    prior = ((reading + writing) / 2 + maths) / 2  # English and mathematics count the same
    outcome = attained(cohort, column, rule.by_teacher)
    return _less_estimate(estimates, prior, outcome, cohort.outcome(column).eligible, divide_by=1)


def progress8(cohort: Cohort, measure: Measure) -> PerPupil | None:
    """Attainment 8 less its estimate, divided by its slots, each as often as its points count."""
    rule = pupil_rule(measure)
    estimates = Estimates.of(cohort.estimates, cohort.year, measure.stage, rule.subject)
    if estimates is None:
        return None
    (prior,) = (cohort.numbers(c) for c in rule.prior)
    slots = rule.slots_in(cohort.year)
    outcome = slot_points(cohort.awards, slots) / cohort.awards.scale
    return _less_estimate(estimates, prior, outcome, cohort.everyone, sum(slot.best * slot.times for slot in slots))


def attained(cohort: Cohort, column: str, by_teacher: dict[str, list[str]]) -> np.ndarray:
    """The score of a test or the points of a code; for pupils below the test, the points of the teacher's assessment."""
    outcome = cohort.outcome(column)
    if not by_teacher:
        return outcome.points()
    points = np.where(outcome.scored(), outcome.score, np.nan)
    for teacher, codes in by_teacher.items():
        points = np.where(outcome.coded(codes), cohort.outcome(teacher).points(), points)
    return points


def _less_estimate(
    estimates: Estimates, prior: np.ndarray, outcome: np.ndarray, base: Bools, divide_by: int
) -> PerPupil:
    """Each pupil's outcome less the estimate, over `divide_by`; never below the least where one is given."""
    group = band_of(prior, estimates.prior_from, estimates.prior_to)
    eligible = base & (group >= 0) & ~np.isnan(outcome)
    decimals = max(map(decimals_of, (outcome, estimates.estimate, estimates.least)))
    gained: Ints = whole(outcome, decimals) - whole(estimates.estimate, decimals)[group]
    # The least is of the published progress score, which is already divided.
    least, limited = divide_by * whole(estimates.least, decimals)[group], ~np.isnan(estimates.least)[group]
    gained = np.where(limited, np.maximum(gained, least), gained)
    return PerPupil(eligible, gained, divide_by * 10**decimals, base=base, spread=estimates.spread)
