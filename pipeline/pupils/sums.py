"""The sums that a measure can name: each says of every pupil of a cohort whether they are in the measure, and what they add."""

from collections.abc import Callable
from functools import reduce

import numpy as np

from pipeline.declared import Measure
from pipeline.declared.measures import FromPupils
from pipeline.pupils import awards, progress
from pipeline.pupils.cohort import Cohort
from pipeline.pupils.numbers import Bools, decimals_of, whole
from pipeline.pupils.perpupil import PerPupil, pupil_rule

BEFORE, NOW = "the year before", "this year"  # the two checks a pupil at the end of year 2 may have met


def met(cohort: Cohort, measure: Measure) -> PerPupil:
    """Met: at the level in every column. In the measure: with an eligible result in each of these columns and of `complete`."""
    rule = pupil_rule(measure)
    reached = reduce(np.logical_and, (cohort.outcome(c).met(rule.level) for c in rule.columns_in(cohort.year)))
    return PerPupil(_eligible(cohort, rule), reached.astype(np.int64))


def not_met(cohort: Cohort, measure: Measure) -> PerPupil:
    """The pupils who are in the measure and have not met it."""
    other = met(cohort, measure)
    return PerPupil(other.eligible, 1 - other.amount)


def mean_score(cohort: Cohort, measure: Measure) -> PerPupil:
    """The score of each pupil in the denominator who has one."""
    (column,) = pupil_rule(measure).columns_in(cohort.year)
    outcome = cohort.outcome(column)
    decimals = decimals_of(outcome.score)
    return PerPupil(outcome.scored(), whole(outcome.score, decimals), 10**decimals)


def mean_points(cohort: Cohort, measure: Measure) -> PerPupil:
    """The total points of each pupil's codes, of pupils with points in every column."""
    rule = pupil_rule(measure)
    points: np.ndarray = reduce(np.add, (cohort.outcome(c).points() for c in rule.columns_in(cohort.year)))
    decimals = decimals_of(points)
    return PerPupil(_eligible(cohort, rule) & ~np.isnan(points), whole(points, decimals), 10**decimals)


def mean_met(cohort: Cohort, measure: Measure) -> PerPupil:
    """In how many of the columns each pupil is at the level."""
    rule = pupil_rule(measure)
    reached = (cohort.outcome(c).met(rule.level).astype(np.int64) for c in rule.columns_in(cohort.year))
    return PerPupil(_eligible(cohort, rule), reduce(np.add, reached))


def lowest_fifth_gap(cohort: Cohort, measure: Measure) -> PerPupil:
    """Total points, for how they are spread: how far the lowest fifth is below the median."""
    points = mean_points(cohort, measure)
    return PerPupil(points.eligible, points.amount, points.scale, ranked=True)


def met_by_year_two(cohort: Cohort, measure: Measure) -> PerPupil | None:
    """Of pupils on roll in year 2: met in year 1 a year ago, or in year 2 now. None without the checks of both years.

    A pupil whose year 2 result is not eligible (left, no result) is out; an empty one gives no reason to leave the pupil out.
    """
    if BEFORE not in cohort.beside:
        return None
    before, now, rule = cohort.beside[BEFORE], cohort.beside[NOW], pupil_rule(measure)
    (column,) = rule.columns_in(cohort.year)
    met_before = before.outcome(column).met(rule.level) & before.where({"year_group": "1"}) & before.latest_rows
    in_year_two, result = now.where(rule.where) & now.latest_rows, now.outcome(column)
    met_now = in_year_two & result.met(rule.level)
    out = in_year_two & ~result.eligible & ~result.coded([""])
    reached = _pupils(cohort, before, met_before) | _pupils(cohort, now, met_now)
    return PerPupil(~_pupils(cohort, now, out), reached.astype(np.int64))


def attainment8(cohort: Cohort, measure: Measure) -> PerPupil | None:
    """The points in the slots of the year."""
    points = awards.slot_points(cohort.awards, pupil_rule(measure).slots_in(cohort.year))
    return PerPupil(cohort.everyone, points, cohort.awards.scale)


def basics(cohort: Cohort, measure: Measure) -> PerPupil:
    return PerPupil(cohort.everyone, awards.basics(cohort.awards, pupil_rule(measure).level).astype(np.int64))


def ebacc_entered(cohort: Cohort, measure: Measure) -> PerPupil:
    return PerPupil(cohort.everyone, awards.ebacc_entered(cohort.awards).astype(np.int64))


def ebacc_met(cohort: Cohort, measure: Measure) -> PerPupil:
    return PerPupil(cohort.everyone, awards.ebacc_met(cohort.awards, pupil_rule(measure).level).astype(np.int64))


def ebacc_points(cohort: Cohort, measure: Measure) -> PerPupil:
    """The mean of six slots, so six times the scale."""
    return PerPupil(cohort.everyone, awards.ebacc_points(cohort.awards), 6 * cohort.awards.scale)


def _eligible(cohort: Cohort, rule: FromPupils) -> Bools:
    """The pupils with an eligible result in every column that is summed or must be complete."""
    columns = dict.fromkeys([*rule.columns_in(cohort.year), *rule.complete])
    return reduce(np.logical_and, (cohort.outcome(c).eligible for c in columns))


def _pupils(cohort: Cohort, other: Cohort, chosen: Bools) -> Bools:
    """The cohort's pupils who are among the chosen rows of another."""
    return cohort.rows["upn"].isin(other.rows["upn"][chosen].dropna()).to_numpy(dtype=bool)


SUMS: dict[str, Callable[[Cohort, Measure], PerPupil | None]] = {
    function.__name__: function
    for function in (
        met, not_met, met_by_year_two, mean_score, mean_points, mean_met, lowest_fifth_gap, progress.progress,
        attainment8, progress.progress8, basics, ebacc_entered, ebacc_met, ebacc_points,
    )
}  # fmt: skip
