"""Pupil records -> figures: every measure that names a sum, for each school, cluster, trust and the authority, by group."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from pipeline.declared import Declarations, Measure
from pipeline.measures.counted import Places, counted
from pipeline.measures.figure import empty, typed
from pipeline.measures.pooledareas import pooled_areas
from pipeline.measures.unreturned import unreturned
from pipeline.places import Register
from pipeline.pupils import Cohorts, Records
from pipeline.pupils.cohort import ENTRIES, Cohort
from pipeline.pupils.cohorts import fingerprints
from pipeline.pupils.numbers import Bools
from pipeline.pupils.perpupil import PerPupil
from pipeline.pupils.release_stage import earliest_release
from pipeline.pupils.sums import SUMS
from pipeline.pupils.tally import tally
from pipeline.validated.holds import Hold

OF_THE_ROLL = "met_by_year_two"  # the one sum whose pupils are those of the roll
Areas = list[tuple[str, list[str]]]  # an area and its schools


def pupil_figures(
    declared: Declarations, register: Register, records: Records, holds: Iterable[Hold] = ()
) -> list[dict]:
    """The rows of `pupil_table`, a missing number being None."""
    table = pupil_table(declared, register, records, holds)
    return table.astype(object).where(table.notna(), None).to_dict("records")


def pupil_table(
    declared: Declarations, register: Register, records: Records, holds: Iterable[Hold] = ()
) -> pd.DataFrame:
    """Every figure the pupil records in force give, and a row for each school whose records are held or have not come.

    The rows hold the Figure columns. A measure without what it rests on in a year (national estimates, entries, last
    year's check) has no row that year. Of two rows of one grain, which a capped release can give, the last stands.
    """
    cohorts, holds = Cohorts(declared, register.school_ids(), records), list(holds)
    parts: list[pd.DataFrame] = []
    for source in dict.fromkeys(m.pupils.source for m in declared.measures.values() if m.pupils):
        mine = [m for m in declared.measures.values() if m.pupils and m.pupils.source == source]
        for year in cohorts.years(source):
            told = [m for m in mine if m.from_pupils_in(year)]
            areas = list(pooled_areas(declared, register, year)) if told else []
            parts += _of_year(cohorts, source, year, told, areas, holds)
    return pd.concat(parts, ignore_index=True) if parts else empty()


def _of_year(
    cohorts: Cohorts, source: str, year: int, told: list[Measure], areas: Areas, holds: list[Hold]
) -> Iterator[pd.DataFrame]:
    of_source = cohorts.of(source, year) if told else None
    of_roll = cohorts.year_two(year) if any(m.pupils.sum == OF_THE_ROLL for m in told) else None
    given: list[Measure] = []
    for measure in told:
        cohort = of_roll if measure.pupils.sum == OF_THE_ROLL else of_source
        per = _per_pupil(cohort, measure)
        if per is not None:
            given.append(measure)
            yield _figures(cohort, measure, per, areas, holds, _made_with(cohorts, measure, year))
    rows = list(unreturned(cohorts, source, year, given, holds))
    if rows:
        yield typed(pd.DataFrame(rows))


def _per_pupil(cohort: Cohort | None, measure: Measure) -> PerPupil | None:
    if cohort is None or (ENTRIES in measure.pupils.beside and ENTRIES not in cohort.beside):
        return None
    return SUMS[measure.pupils.sum](cohort, measure)


def _made_with(cohorts: Cohorts, measure: Measure, year: int) -> tuple[str, ...]:
    """The deliveries that stand beside the school's own in a figure."""
    made = [d for s in measure.pupils.beside for d in cohorts.deliveries(s, year)]
    if measure.pupils.sum == OF_THE_ROLL:
        made = [d for y in (year - 1, year) for d in cohorts.deliveries(measure.pupils.source, y)]
    return fingerprints(made)


def _held(cohort: Cohort, measure: Measure, holds: list[Hold]) -> Bools:
    """The units not to be counted because a source the measure reads is held for the school."""
    rests_on = {measure.pupils.source, *measure.pupils.beside}
    held = {(h.laestab, h.release) for h in holds if h.year == cohort.year and h.source in rests_on}
    if measure.pupils.sum == OF_THE_ROLL:  # a release of the checks is no release of the roll
        schools = {laestab for laestab, _ in held}
        return np.array([u.place in schools for u in cohort.units], dtype=bool)
    return np.array([(u.place, u.release) in held for u in cohort.units], dtype=bool)


def _figures(
    cohort: Cohort, measure: Measure, per: PerPupil, areas: Areas, holds: list[Hold], made_with: tuple[str, ...]
) -> pd.DataFrame:
    about = ~_held(cohort, measure, holds)[cohort.unit]
    if measure.pupils.sum != OF_THE_ROLL:
        about = about & cohort.where(measure.pupils.where)
    there = np.bincount(cohort.unit[about], minlength=len(cohort.units)) > 0
    places, units = _places(cohort, there, areas, made_with)
    counts = tally(cohort, per, about).pooled(units)
    return counted(counts, places, list(cohort.groups), measure, per, cohort.year)


def _places(cohort: Cohort, there: Bools, areas: Areas, made_with: tuple[str, ...]) -> tuple[Places, list[np.ndarray]]:
    """Every school with a unit there, riper releases last, then every area; and the units each is made of."""
    units, ranks = cohort.units, cohort.ranks
    schools = sorted(np.flatnonzero(there), key=lambda u: ranks[units[u].release])
    of_school = {units[u].place: u for u in np.flatnonzero(there & cohort.ripest)}
    pooled = [(area, [of_school[s] for s in members if s in of_school]) for area, members in areas]
    pooled = [(area, parts) for area, parts in pooled if parts]
    made = {d: ",".join(dict.fromkeys([d, *made_with])) for d in {u.delivery for u in units}}
    ids = [units[u].place for u in schools] + [area for area, _ in pooled]
    releases = [units[u].figure_release for u in schools]
    releases += [earliest_release({units[u].figure_release for u in parts}, ranks) for _, parts in pooled]
    deliveries = [made[units[u].delivery] for u in schools]
    for _, parts in pooled:
        deliveries.append(",".join(dict.fromkeys([*sorted({units[u].delivery for u in parts}), *made_with])))
    return Places(ids, releases, deliveries), [np.array([u]) for u in schools] + [
        np.array(parts) for _, parts in pooled
    ]
