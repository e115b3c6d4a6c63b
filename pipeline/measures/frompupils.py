"""Pupil records -> figures: every measure that names a sum, for each school, cluster, trust and the authority, by group.

A school without figures has a row that says why: its records are held until it has answered, or it has sent no return.
"""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from pipeline.declared import Declarations, Measure
from pipeline.declared.measures import FromPupils
from pipeline.deliveries.delivery import Delivery
from pipeline.measures.counted import Places, counted
from pipeline.measures.figure import empty, typed
from pipeline.measures.kept_counts import COLUMNS, NO_RETURN, KeptCounts, SchoolCounts, with_kept
from pipeline.measures.pool import pooled_areas
from pipeline.places import Register
from pipeline.pupils import Cohorts, Records
from pipeline.pupils.cohort import ENTRIES, Cohort, latest_units
from pipeline.pupils.perpupil import pupil_rule
from pipeline.pupils.release_stage import earliest_release
from pipeline.pupils.sums import SUMS
from pipeline.pupils.tally import tally
from pipeline.validated.holds import Hold

# The one sum whose pupils are those of the roll, whether or not their school has sent a check. A release of the checks is therefore
# no release of the roll, and a school cannot fail to return it.
OF_THE_ROLL = "met_by_year_two"
Areas = list[tuple[str, list[str]]]  # an area and its schools


def pupil_figures(
    declared: Declarations,
    register: Register,
    records: Records,
    holds: Iterable[Hold] = (),
    kept: KeptCounts | None = None,
) -> list[dict]:
    """The rows of `pupil_table`; a missing number is None."""
    table = pupil_table(declared, register, records, holds, kept)
    return table.astype(object).where(table.notna(), None).to_dict("records")


def pupil_table(
    declared: Declarations,
    register: Register,
    records: Records,
    holds: Iterable[Hold] = (),
    kept: KeptCounts | None = None,
) -> pd.DataFrame:
    """Every figure the current pupil records give, and a row for each school whose records are held or have not arrived.

    The rows hold the Figure columns. A measure that lacks something it needs in a year (national estimates, entries, last year's
    check) has no row that year. Of two rows of one grain, which a release limited to provisional can give, the last is kept.
    `kept` are the counts that stand although records they were made from were erased.
    """
    parts: list[pd.DataFrame] = []
    for year, counted_measures, without in _by_year(declared, register, records, list(holds), kept or KeptCounts()):
        areas = list(pooled_areas(declared, register, year)) if counted_measures else []
        ranks = declared.vocabulary.releases.ranks
        parts += [_figures(counts, areas, ranks) for counts in counted_measures]
        parts += [typed(pd.DataFrame(without))] if without else []
    return pd.concat(parts, ignore_index=True) if parts else empty()


def school_counts(
    declared: Declarations, register: Register, records: Records, holds: Iterable[Hold], kept: KeptCounts
) -> pd.DataFrame:
    """Each school's counts behind the figures, in the columns of kept counts with the `source` of their measure."""
    rows: list[dict] = []
    for year, counted_measures, without in _by_year(declared, register, records, list(holds), kept):
        rows += [row for counts in counted_measures for row in counts.rows()]
        rows += [_without_return(row, year) for row in without if row["status"] == NO_RETURN]
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.assign(source=[pupil_rule(declared.measures[m]).source for m in table["measure"]])


def _without_return(row: dict, year: int) -> dict:
    """That a school had sent no return, in the columns of kept counts."""
    return {
        "measure": row["measure"], "year": year, "place": row["place_id"], "release": row["release"],
        "figure_release": row["release"], "delivery": row["delivery"], "beside": "", "group": "all", "pupils": 0,
        "total": 0, "of": 0, "amounts": [], "scale": 1, "national_spread": None, "ranked": False, "status": NO_RETURN,
    }  # fmt: skip


def _by_year(
    declared: Declarations, register: Register, records: Records, holds: list[Hold], kept: KeptCounts
) -> Iterator[tuple[int, list[SchoolCounts], list[dict]]]:
    """Of each source and year with a delivery: the year, the counts of each measure, and rows for schools without figures."""
    cohorts = Cohorts(declared, register.school_ids(), records)
    of_source: dict[str, list[Measure]] = {}
    for measure in declared.measures.values():
        if measure.pupils:
            of_source.setdefault(measure.pupils.source, []).append(measure)
    for source, measures in of_source.items():
        for year in cohorts.years(source):
            possible = [m for m in measures if m.from_pupils_in(year)]
            found = list(_of_year(cohorts, source, year, possible, holds, kept))
            yield year, found, list(_without_figures(cohorts, source, year, found, holds, kept))


def _of_year(
    cohorts: Cohorts, source: str, year: int, measures: list[Measure], holds: list[Hold], kept: KeptCounts
) -> Iterator[SchoolCounts]:
    of_source = cohorts.of(source, year) if measures else None
    of_roll = cohorts.year_two(year) if any(pupil_rule(m).sum == OF_THE_ROLL for m in measures) else None
    groups, order = cohorts.group_names, cohorts.order()
    for measure in measures:
        rule = pupil_rule(measure)
        cohort = of_roll if rule.sum == OF_THE_ROLL else of_source
        counts = None
        if cohort is not None and (ENTRIES not in rule.beside or ENTRIES in cohort.beside):
            counts = _counts(cohort, measure, holds, _deliveries_beside(cohorts, rule, year))
        standing = kept.of(measure, year)
        if len(standing):
            held = {h.laestab for h in holds if h.year == year and h.source in (rule.source, *rule.beside)}
            counts = with_kept(counts, standing, measure, year, groups, order, held)
        if counts is not None:
            yield counts


def _deliveries_beside(cohorts: Cohorts, rule: FromPupils, year: int) -> list[str]:
    """The fingerprints of the deliveries that a figure depends on besides the school's own."""
    deliveries = [d for source in rule.beside for d in cohorts.deliveries(source, year)]
    if rule.sum == OF_THE_ROLL:
        deliveries = [d for y in (year - 1, year) for d in cohorts.deliveries(rule.source, y)]
    return [d.fingerprint for d in deliveries]


def _counts(cohort: Cohort, measure: Measure, holds: list[Hold], beside: list[str]) -> SchoolCounts | None:
    """The measure's counts of every school; pupils whose school has a held source that the measure reads are left out."""
    rule = pupil_rule(measure)
    per = SUMS[rule.sum](cohort, measure)
    if per is None:
        return None
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
    counts = tally(cohort, per, about)
    return SchoolCounts(measure, cohort.year, cohort.units, with_pupils, list(cohort.groups), counts, per, beside)


def _figures(school: SchoolCounts, areas: Areas, ranks: Mapping[str, int]) -> pd.DataFrame:
    """The measure's figures of every school and area."""
    places, units = _places(school, areas, ranks)
    return counted(school.counts.pooled(units), places, school.groups, school.measure, school.per, school.year)


def _places(school: SchoolCounts, areas: Areas, ranks: Mapping[str, int]) -> tuple[Places, list[np.ndarray]]:
    """Every school unit with pupils, later releases last, then every area; and the units each is made of."""
    units, there, beside = school.units, school.there, school.beside
    ids, releases, deliveries, made_of = [], [], [], []
    for u in sorted(np.flatnonzero(there), key=lambda u: ranks[units[u].release]):
        ids.append(units[u].place)
        releases.append(units[u].figure_release)
        deliveries.append(",".join(dict.fromkeys([units[u].delivery, *beside])))
        made_of.append(np.array([u]))
    # An area counts each school once, by its latest release.
    of_school = {units[u].place: u for u in np.flatnonzero(there & latest_units(units, ranks))}
    for area, members in areas:
        parts = [of_school[s] for s in members if s in of_school]
        if parts:
            ids.append(area)
            releases.append(earliest_release({units[u].figure_release for u in parts}, ranks))
            deliveries.append(",".join(dict.fromkeys([*sorted({units[u].delivery for u in parts}), *beside])))
            made_of.append(np.array(parts))
    return Places(ids, releases, deliveries), made_of


def _without_figures(
    cohorts: Cohorts, source: str, year: int, found: list[SchoolCounts], holds: list[Hold], kept: KeptCounts
) -> Iterator[dict]:
    """A `held` or `no_return` row for each school and measure of the source that has one of these reasons."""
    newest = max(cohorts.deliveries(source, year), key=lambda d: cohorts.releases.ranks[d.release])
    held = {h.laestab for h in holds if h.source == source and h.year == year}
    unsent = cohorts.expected(source, year) - cohorts.sent(source, year) - held
    for counts in found:
        measure, rule = counts.measure, pupil_rule(counts.measure)
        for hold in holds:
            if hold.source not in (rule.source, *rule.beside) or hold.year != year or not cohorts.knows(hold.laestab):
                continue
            of_release = [d for d in cohorts.deliveries(hold.source, year) if d.release == hold.release]
            yield _row(hold.laestab, year, hold.release, measure, "held", of_release[-1:])
        if rule.sum == OF_THE_ROLL:
            continue
        rows = kept.of(measure, year)
        without = set(rows["place"][rows["status"] == NO_RETURN]) if len(rows) else set()
        counted_here = {unit.place for unit in counts.units}
        for school in sorted((unsent | without) - counted_here - cohorts.sent(source, year) - held):
            yield _row(school, year, newest.release, measure, NO_RETURN, [newest])


def _row(place: str, year: int, release: str, measure: Measure, status: str, deliveries: list[Delivery]) -> dict:
    key = {"place_id": place, "year": year, "release": release, "measure": measure.id, "group": "all"}
    return key | {"value": None, "status": status, "delivery": ",".join(d.fingerprint for d in deliveries)}
