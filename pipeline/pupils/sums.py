"""The sums a measure can name: each says of every pupil of a cohort whether they are in it, and what they add."""

from collections.abc import Callable
from functools import reduce

import numpy as np

from pipeline.declared import Measure
from pipeline.pupils import awards, progress
from pipeline.pupils.cohort import Cohort
from pipeline.pupils.numbers import Bools, decimals_of, whole
from pipeline.pupils.perpupil import PerPupil

BEFORE, NOW = "the year before", "this year"  # the two checks a pupil at the end of year 2 may have met


def met(cohort: Cohort, measure: Measure) -> PerPupil:
    """Met: at the level in every column. In it: an eligible result in every column, and in every one to be complete."""
    columns, level = measure.pupils.columns_in(cohort.year), measure.pupils.level
    reached = reduce(np.logical_and, (cohort.outcome(c).met(level) for c in columns))
    return PerPupil(_eligible(cohort, measure), reached.astype(np.int64))


def not_met(cohort: Cohort, measure: Measure) -> PerPupil:
    """The pupils who are in it and have not met."""
    other = met(cohort, measure)
    return PerPupil(other.eligible, 1 - other.amount)


def mean_score(cohort: Cohort, measure: Measure) -> PerPupil:
    """The score of each pupil in the denominator who has one."""
    (column,) = measure.pupils.columns_in(cohort.year)
    outcome = cohort.outcome(column)
    scored = outcome.scored()
    decimals = decimals_of(outcome.score)
    return PerPupil(scored, whole(outcome.score, decimals), 10**decimals)


def mean_points(cohort: Cohort, measure: Measure) -> PerPupil:
    """The points of each pupil's codes together, of pupils with points in every column."""
    points = sum(cohort.outcome(c).points() for c in measure.pupils.columns_in(cohort.year))
    decimals = decimals_of(points)
    eligible = _eligible(cohort, measure) & ~np.isnan(points)
    return PerPupil(eligible, whole(points, decimals), 10**decimals)


def mean_met(cohort: Cohort, measure: Measure) -> PerPupil:
    """In how many of the columns each pupil is at the level."""
    columns = measure.pupils.columns_in(cohort.year)
    number = sum(cohort.outcome(c).met(measure.pupils.level).astype(np.int64) for c in columns)
    return PerPupil(_eligible(cohort, measure), number)


def lowest_fifth_gap(cohort: Cohort, measure: Measure) -> PerPupil:
    """Total points, of which the spread is wanted: how far the lowest fifth lies below the middle."""
    points = mean_points(cohort, measure)
    return PerPupil(points.eligible, points.amount, points.scale, ranked=True)


def met_by_year_two(cohort: Cohort, measure: Measure) -> PerPupil | None:
    """Of pupils on roll in year 2: met in year 1 a year ago, or in year 2 now. Needs the checks of both years.

    A pupil whose year 2 result is not eligible (left, no result) is out; an empty one says nothing of the pupil.
    """
    if BEFORE not in cohort.beside:
        return None
    before, now, level = cohort.beside[BEFORE], cohort.beside[NOW], measure.pupils.level
    (column,) = measure.pupils.columns_in(cohort.year)
    first = before.outcome(column).met(level) & before.where({"year_group": "1"}) & before.counted
    again = now.where(measure.pupils.where) & now.counted
    second, result = again & now.outcome(column).met(level), now.outcome(column)
    out = again & ~result.eligible & ~result.coded([""])
    passed = _pupils(cohort, before, first) | _pupils(cohort, now, second)
    return PerPupil(~_pupils(cohort, now, out), passed.astype(np.int64))


def attainment8(cohort: Cohort, measure: Measure) -> PerPupil | None:
    return PerPupil(cohort.everyone, awards.attainment8(cohort.awards), cohort.awards.scale)


def basics(cohort: Cohort, measure: Measure) -> PerPupil:
    return _of_all(cohort, awards.basics(cohort.awards, measure.pupils.level))


def ebacc_entered(cohort: Cohort, measure: Measure) -> PerPupil:
    return _of_all(cohort, awards.ebacc_entered(cohort.awards))


def ebacc_met(cohort: Cohort, measure: Measure) -> PerPupil:
    return _of_all(cohort, awards.ebacc_met(cohort.awards, measure.pupils.level))


def ebacc_points(cohort: Cohort, measure: Measure) -> PerPupil:
    """The mean of six slots, so six times the scale."""
    return PerPupil(cohort.everyone, awards.ebacc_points(cohort.awards), 6 * cohort.awards.scale)


def _of_all(cohort: Cohort, reached: Bools) -> PerPupil:
    return PerPupil(cohort.everyone, reached.astype(np.int64))


def _eligible(cohort: Cohort, measure: Measure) -> Bools:
    columns = [*measure.pupils.columns_in(cohort.year), *measure.pupils.complete]
    return reduce(np.logical_and, (cohort.outcome(c).eligible for c in dict.fromkeys(columns)))


def _pupils(cohort: Cohort, other: Cohort, chosen: Bools) -> Bools:
    """The cohort's pupils who are among the chosen rows of another."""
    return cohort.rows["upn"].isin(other.rows["upn"][chosen].dropna()).to_numpy(dtype=bool)


SUMS: dict[str, Callable[[Cohort, Measure], PerPupil | None]] = {
    each.__name__: each
    for each in (
        met, not_met, met_by_year_two, mean_score, mean_points, mean_met, lowest_fifth_gap, progress.progress,
        attainment8, progress.progress8, basics, ebacc_entered, ebacc_met, ebacc_points,
    )
}  # fmt: skip
