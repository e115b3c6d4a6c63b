"""Pupil records -> figures: every measure that names a sum, for each school, cluster, trust and the authority, by group.

A school without figures has a row that says why: its records are held until it has answered, or it has sent no return.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from pipeline.declared import Declarations, Measure
from pipeline.declared.measures import FromPupils
from pipeline.deliveries.delivery import Delivery
from pipeline.measures.counted import Places, counted
from pipeline.measures.figure import empty, typed
from pipeline.measures.pool import pooled_areas
from pipeline.places import Register
from pipeline.pupils import Cohorts, Records
from pipeline.pupils.cohort import ENTRIES, Cohort
from pipeline.pupils.numbers import Bools
from pipeline.pupils.perpupil import PerPupil, pupil_rule
from pipeline.pupils.release_stage import earliest_release
from pipeline.pupils.sums import SUMS
from pipeline.pupils.tally import tally
from pipeline.validated.holds import Hold

# The one sum whose pupils are those of the roll, whether or not their school has sent a check. A release of the checks is therefore
# no release of the roll, and a school cannot fail to return it.
OF_THE_ROLL = "met_by_year_two"
Areas = list[tuple[str, list[str]]]  # an area and its schools


def pupil_figures(
    declared: Declarations, register: Register, records: Records, holds: Iterable[Hold] = ()
) -> list[dict]:
    """The rows of `pupil_table`; a missing number is None."""
    table = pupil_table(declared, register, records, holds)
    return table.astype(object).where(table.notna(), None).to_dict("records")


def pupil_table(
    declared: Declarations, register: Register, records: Records, holds: Iterable[Hold] = ()
) -> pd.DataFrame:
    """Every figure the current pupil records give, and a row for each school whose records are held or have not arrived.

    The rows hold the Figure columns. A measure that lacks something it needs in a year (national estimates, entries, last year's
    check) has no row that year. Of two rows of one grain, which a release limited to provisional can give, the last is kept.
    """
    cohorts, holds = Cohorts(declared, register.school_ids(), records), list(holds)
    of_source: dict[str, list[Measure]] = {}
    for measure in declared.measures.values():
        if measure.pupils:
            of_source.setdefault(measure.pupils.source, []).append(measure)
    parts: list[pd.DataFrame] = []
    for source, measures in of_source.items():
        for year in cohorts.years(source):
            possible = [m for m in measures if m.from_pupils_in(year)]
            areas = list(pooled_areas(declared, register, year)) if possible else []
            parts += _of_year(cohorts, source, year, possible, areas, holds)
    return pd.concat(parts, ignore_index=True) if parts else empty()


def _of_year(
    cohorts: Cohorts, source: str, year: int, measures: list[Measure], areas: Areas, holds: list[Hold]
) -> Iterator[pd.DataFrame]:
    of_source = cohorts.of(source, year) if measures else None
    of_roll = cohorts.year_two(year) if any(pupil_rule(m).sum == OF_THE_ROLL for m in measures) else None
    calculated: list[Measure] = []
    for measure in measures:
        rule = pupil_rule(measure)
        cohort = of_roll if rule.sum == OF_THE_ROLL else of_source
        if cohort is None or (ENTRIES in rule.beside and ENTRIES not in cohort.beside):
            continue
        per = SUMS[rule.sum](cohort, measure)
        if per is not None:
            calculated.append(measure)
            yield _figures(cohort, measure, per, areas, holds, _deliveries_beside(cohorts, rule, year))
    rows = list(_without_figures(cohorts, source, year, calculated, holds))
    if rows:
        yield typed(pd.DataFrame(rows))


def _deliveries_beside(cohorts: Cohorts, rule: FromPupils, year: int) -> list[str]:
    """The fingerprints of the deliveries that a figure depends on besides the school's own."""
    deliveries = [d for source in rule.beside for d in cohorts.deliveries(source, year)]
    if rule.sum == OF_THE_ROLL:
        deliveries = [d for y in (year - 1, year) for d in cohorts.deliveries(rule.source, y)]
    return [d.fingerprint for d in deliveries]


def _figures(
    cohort: Cohort, measure: Measure, per: PerPupil, areas: Areas, holds: list[Hold], beside: list[str]
) -> pd.DataFrame:
    """The measure's figures of every place; pupils whose school has a held source that the measure reads are left out."""
    rule = pupil_rule(measure)
    sources = {rule.source, *rule.beside}
    held = {(h.laestab, h.release) for h in holds if h.year == cohort.year and h.source in sources}
    if rule.sum == OF_THE_ROLL:
        held_schools = {laestab for laestab, _ in held}
        held_units = np.array([u.place in held_schools for u in cohort.units], dtype=bool)
        about = ~held_units[cohort.unit]
    else:
        held_units = np.array([(u.place, u.release) in held for u in cohort.units], dtype=bool)
        about = ~held_units[cohort.unit] & cohort.where(rule.where)
    with_pupils = np.bincount(cohort.unit[about], minlength=len(cohort.units)) > 0
    places, units = _places(cohort, with_pupils, areas, beside)
    counts = tally(cohort, per, about).pooled(units)
    return counted(counts, places, list(cohort.groups), measure, per, cohort.year)


def _places(cohort: Cohort, with_pupils: Bools, areas: Areas, beside: list[str]) -> tuple[Places, list[np.ndarray]]:
    """Every school unit with pupils, later releases last, then every area; and the units each is made of."""
    units, ranks = cohort.units, cohort.ranks
    ids, releases, deliveries, made_of = [], [], [], []
    for u in sorted(np.flatnonzero(with_pupils), key=lambda u: ranks[units[u].release]):
        ids.append(units[u].place)
        releases.append(units[u].figure_release)
        deliveries.append(",".join(dict.fromkeys([units[u].delivery, *beside])))
        made_of.append(np.array([u]))
    # An area counts each school once, by its latest release.
    of_school = {units[u].place: u for u in np.flatnonzero(with_pupils & cohort.latest_units)}
    for area, members in areas:
        parts = [of_school[s] for s in members if s in of_school]
        if parts:
            ids.append(area)
            releases.append(earliest_release({units[u].figure_release for u in parts}, ranks))
            deliveries.append(",".join(dict.fromkeys([*sorted({units[u].delivery for u in parts}), *beside])))
            made_of.append(np.array(parts))
    return Places(ids, releases, deliveries), made_of


def _without_figures(
    cohorts: Cohorts, source: str, year: int, measures: list[Measure], holds: list[Hold]
) -> Iterator[dict]:
    """A `held` or `no_return` row for each school and measure of the source that has one of these reasons."""
    for measure in measures:
        rule = pupil_rule(measure)
        for hold in holds:
            if hold.source not in (rule.source, *rule.beside) or hold.year != year or not cohorts.knows(hold.laestab):
                continue
            of_release = [d for d in cohorts.deliveries(hold.source, year) if d.release == hold.release]
            yield _row(hold.laestab, year, hold.release, measure, "held", of_release[-1:])
    newest = max(cohorts.deliveries(source, year), key=lambda d: cohorts.releases.ranks[d.release])
    held = {h.laestab for h in holds if h.source == source and h.year == year}
    for school in sorted(cohorts.expected(source, year) - cohorts.sent(source, year) - held):
        for measure in measures:
            if pupil_rule(measure).sum != OF_THE_ROLL:
                yield _row(school, year, newest.release, measure, "no_return", [newest])


def _row(place: str, year: int, release: str, measure: Measure, status: str, deliveries: list[Delivery]) -> dict:
    key = {"place_id": place, "year": year, "release": release, "measure": measure.id, "group": "all"}
    return key | {"value": None, "status": status, "delivery": ",".join(d.fingerprint for d in deliveries)}
