"""Which pupil records count: each school's latest ones, without those of schools that have questions to answer first.

A blocking finding about a pupil's row holds that school's records of the same source, year and release, and no others.
A corrected file of the school replaces its rows and the findings about them.
"""

from collections import defaultdict
from dataclasses import dataclass

import pandas as pd

from pipeline.deliveries.delivery import Delivery
from pipeline.deliveries.findings import blocking
from pipeline.paths import Folders
from pipeline.validated.across import across
from pipeline.validated.checked import findings
from pipeline.validated.clean_tables import declared, tables
from pipeline.validated.finding_counts import is_school, of_the_sender


@dataclass(frozen=True)
class Hold:
    """One school's records of one source, year and release, kept back until it has answered."""

    source: str
    year: int
    release: str
    laestab: str
    why: tuple[str, ...]  # the ids of the rules with a blocking finding


def holds(folders: Folders) -> list[Hold]:
    """Every school held, by source, year, release and LAESTAB."""
    rules: dict[tuple[str, int, str, str], set[str]] = defaultdict(set)
    for source in pupil_sources(folders):
        for delivery, _, latest in latest_of_schools(folders, source):
            if delivery.results_year is None:  # of results without a year there is nothing to hold
                continue
            for finding in blocking(findings(folders, delivery)):
                # A fault of the whole file holds every school in it; a row of no school holds none.
                concerned = {finding.school} if finding.school else set() if finding.lines else latest
                for school in concerned & latest:
                    rules[source, delivery.results_year, delivery.release, school].add(finding.rule)
    for found in across(folders):
        if blocking([found.finding]) and found.finding.school:
            rules[found.source, found.year, found.release, found.finding.school].add(found.finding.rule)
    return [Hold(*key, tuple(sorted(why))) for key, why in sorted(rules.items())]


def current_rows(folders: Folders, source: str, held: list[Hold]) -> list[tuple[Delivery, pd.DataFrame]]:
    """Each delivery's rows that count: of its own authority's schools, where they are the school's latest and not held."""
    waiting = {(h.year, h.release, h.laestab) for h in held if h.source == source}
    out = []
    for delivery, table, latest in latest_of_schools(folders, source):
        counted = {s for s in latest if (delivery.results_year, delivery.release, s) not in waiting}
        out.append((delivery, table[table["laestab"].isin(list(counted))]))
    return out


def current_records(folders: Folders, held: list[Hold]) -> dict[str, list[tuple[Delivery, pd.DataFrame]]]:
    """`current_rows` of every source of pupils with a delivery."""
    by_source = {source: current_rows(folders, source, held) for source in pupil_sources(folders)}
    return {source: rows for source, rows in by_source.items() if rows}


def pupil_sources(folders: Folders) -> list[str]:
    """The ids of the sources whose rows are pupils."""
    return [name for name, source in declared(folders.params).items() if source.of_pupils]


def latest_of_schools(folders: Folders, source: str) -> list[tuple[Delivery, pd.DataFrame, set[str]]]:
    """Every delivery of a source with its table and the schools whose latest rows of that year and release it has."""
    delivered = tables(folders, source)
    schools: list[set[str]] = []
    last: dict[
        tuple[int | None, str, str], str
    ] = {}  # (year, release, school) -> the delivery that has its latest rows
    for delivery, table in delivered:
        own = set(table.loc[of_the_sender(table, delivery.la), "laestab"].unique())
        schools.append(own | ({delivery.la} if is_school(delivery.la) else set()))
        last |= {(delivery.results_year, delivery.release, s): delivery.fingerprint for s in schools[-1]}
    out = []
    for (delivery, table), own in zip(delivered, schools, strict=True):
        year, release = delivery.results_year, delivery.release
        out.append((delivery, table, {s for s in own if last[year, release, s] == delivery.fingerprint}))
    return out
