"""Which pupil records count: each school's latest ones, without those of schools that have questions to answer first.

A blocking finding about a pupil's row holds that school's records of the same source, year and release, and nobody else's.
A corrected file of the school replaces its rows, and with them the findings about them.
"""

from dataclasses import dataclass

import pandas as pd

from pipeline.deliveries.delivery import Delivery
from pipeline.deliveries.findings import Finding, blocking
from pipeline.paths import Folders
from pipeline.validated.across import across
from pipeline.validated.checked import findings
from pipeline.validated.clean_tables import declared, tables
from pipeline.validated.finding_counts import of_the_sender


@dataclass(frozen=True)
class Hold:
    """One school's records of one source, year and release, which wait for its answers."""

    source: str
    year: int
    release: str
    laestab: str
    why: tuple[str, ...]  # the rules that found something


def holds(folders: Folders) -> list[Hold]:
    """Every school held, by source, year, release and LAESTAB."""
    rules: dict[tuple[str, int, str, str], set[str]] = {}
    for source in pupil_sources(folders):
        for delivery, _, latest in latest_of_schools(folders, source):
            for finding in blocking(findings(folders, delivery)):
                for school in _held_by(finding, latest):
                    key = (source, delivery.results_year, delivery.release, school)
                    rules.setdefault(key, set()).add(finding.rule)
    for crossed in across(folders):
        if blocking([crossed.finding]) and crossed.finding.school:
            key = (crossed.source, crossed.year, crossed.release, crossed.finding.school)
            rules.setdefault(key, set()).add(crossed.finding.rule)
    return [Hold(*key, tuple(sorted(why))) for key, why in sorted(rules.items())]


def in_force(folders: Folders, source: str, held: list[Hold]) -> list[tuple[Delivery, pd.DataFrame]]:
    """Each delivery's rows that count: its schools' latest, schools of this authority only, the held ones taken out."""
    waiting = {(h.year, h.release, h.laestab) for h in held if h.source == source}
    out = []
    for delivery, table, latest in latest_of_schools(folders, source):
        mine = {s for s in latest if (delivery.results_year, delivery.release, s) not in waiting}
        out.append((delivery, table[table["laestab"].isin(list(mine))]))
    return out


def records_in_force(folders: Folders, held: list[Hold]) -> dict[str, list[tuple[Delivery, pd.DataFrame]]]:
    """`in_force` of every source of pupils that holds anything."""
    found = {source: in_force(folders, source, held) for source in pupil_sources(folders)}
    return {source: rows for source, rows in found.items() if rows}


def pupil_sources(folders: Folders) -> list[str]:
    return [name for name, source in declared(folders.params).items() if source.of_pupils]


def latest_of_schools(folders: Folders, source: str) -> list[tuple[Delivery, pd.DataFrame, set[str]]]:
    """Every delivery of a source with its table and the schools whose latest rows of that year and release it holds."""
    held = tables(folders, source)
    last: dict[tuple[int | None, str, str], str] = {}
    for delivery, table in held:
        for school in _schools(table, delivery):
            last[delivery.results_year, delivery.release, school] = delivery.fingerprint
    out = []
    for delivery, table in held:
        key = (delivery.results_year, delivery.release)
        latest = {s for s in _schools(table, delivery) if last[(*key, s)] == delivery.fingerprint}
        out.append((delivery, table, latest))
    return out


def _schools(table: pd.DataFrame, delivery: Delivery) -> list[str]:
    return list(table.loc[of_the_sender(table, delivery.la), "laestab"].unique())


def _held_by(finding: Finding, latest: set[str]) -> set[str]:
    """The schools a finding of a delivery holds, of those whose latest rows it has.

    Rows of no school hold nobody. A fault of the whole file, which would refuse it if it came today, holds every school.
    """
    if finding.school:
        return {finding.school} & latest
    return set() if finding.lines else latest
