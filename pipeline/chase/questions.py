"""The findings in force about a school's pupil records, as questions to it: each about one pupil, or the school as a whole.

A question names a pupil only from a row the school itself sent, or from its own roll. What is known of another school's
row is its number, never more.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from pipeline.declared.sources import Source
from pipeline.declared.vocabulary import read_release_stages
from pipeline.deliveries.delivery import Delivery, kept
from pipeline.deliveries.findings import BLOCKING, Finding
from pipeline.paths import Folders
from pipeline.validated import declared, findings, table
from pipeline.validated.across import across

OURS = ("corrected", "correction_done", "correction_unplaced", "correction_unfit")  # for the data team to settle
WHOLE = "the school's records as a whole"


@dataclass(frozen=True)
class ChaseQuestion:
    """One thing asked of a school. Without a row it is about the school's records as a whole."""

    blocking: bool
    about: str  # the source's title
    file: str
    row: int | None
    pupil: str
    upn: str
    column: str
    found: str
    ask: str


@dataclass(frozen=True)
class Summary:
    """What the team is told of a school's list: numbers and sources, no pupil."""

    school: str
    held: bool
    questions: int
    blocking: int
    about: tuple[str, ...]


@dataclass(frozen=True)
class Records:
    """A results year's deliveries of pupils with their tables, by fingerprint, and who has what in force."""

    deliveries: dict[str, tuple[Delivery, pd.DataFrame]]
    in_force: dict[
        tuple[str, str], str
    ]  # (source, school) -> the fingerprint of its latest delivery of the ripest release
    sources: dict[str, Source]


def chase_questions(folders: Folders, year: int) -> dict[str, list[ChaseQuestion]]:
    """Every school's questions about its records of a results year, blocking first; a school without any is left out."""
    records = _records(folders, year)
    asked: dict[str, set[ChaseQuestion]] = defaultdict(set)
    for delivery, rows in records.deliveries.values():
        for finding in findings(folders, delivery):
            for school, question in _of_delivery(finding, delivery, rows, records):
                asked[school].add(question)
    for crossed in across(folders):
        if crossed.year == year and _is_ripest(crossed, records):
            rows = records.deliveries[crossed.delivery][1] if crossed.delivery in records.deliveries else None
            title = records.sources[crossed.source].title
            asked[crossed.finding.school] |= set(_about_lines(crossed.finding, crossed.finding.school, title, rows))
    return {school: sorted(found, key=_order) for school, found in sorted(asked.items()) if found}


def summary(school: str, asked: list[ChaseQuestion]) -> Summary:
    blocking = sum(q.blocking for q in asked)
    return Summary(school, blocking > 0, len(asked), blocking, tuple(sorted({q.about for q in asked})))


def _records(folders: Folders, year: int) -> Records:
    sources = {n: s for n, s in declared(folders.params).items() if s.about == "pupils"}
    held = [d for d in kept(folders) if d.source in sources and d.results_year == year]
    deliveries = {d.fingerprint: (d, table(folders, d)) for d in held}
    in_force, ranks = {}, read_release_stages(folders.params).ranks
    for delivery in sorted(held, key=lambda d: (ranks[d.release], d.arrival)):
        for school in deliveries[delivery.fingerprint][1]["laestab"].dropna().unique():
            in_force[delivery.source, school] = delivery.fingerprint
    return Records(deliveries, in_force, sources)


def _of_delivery(
    finding: Finding, delivery: Delivery, rows: pd.DataFrame, records: Records
) -> Iterator[tuple[str, ChaseQuestion]]:
    """A finding of one delivery as questions to the schools whose rows it names, while those rows are in force."""
    if finding.rule in OURS:
        return
    schools = sorted(set(rows["laestab"].dropna()))
    if finding.school:
        schools = [finding.school]
    elif finding.lines:
        schools = sorted(set(rows.loc[rows["row"].isin(finding.lines), "laestab"].dropna()))
    elif len(schools) > 1:  # about the authority's file: for the data team, not for each school in it
        return
    for school in schools:
        if records.in_force.get((delivery.source, school)) == delivery.fingerprint:
            title = records.sources[delivery.source].title
            for question in _about_lines(finding, school, title, rows):
                yield school, question


def _is_ripest(crossed, records: Records) -> bool:
    """Whether it speaks of the release in force; questions about one that was replaced are closed."""
    current = records.in_force.get((crossed.source, crossed.finding.school))
    return current is None or records.deliveries[current][0].release == crossed.release


def _about_lines(finding: Finding, school: str, title: str, rows: pd.DataFrame | None) -> Iterator[ChaseQuestion]:
    """One question a line of the school's own; one about the whole where the finding names no line."""
    common = {"blocking": finding.severity == BLOCKING, "about": title, "file": finding.file}
    said = {"column": finding.column or "", "found": finding.said, "ask": finding.remedy}
    if not finding.lines or rows is None:
        yield ChaseQuestion(**common, row=None, pupil=WHOLE, upn="", **said)
        return
    own = rows[rows["row"].isin(finding.lines) & (rows["laestab"] == school).fillna(False)]
    for row in own.to_dict("records"):
        yield ChaseQuestion(**common, row=int(row["row"]), pupil=_name(row), upn=_text(row.get("upn")), **said)


def _name(row: dict) -> str:
    names = [_text(row.get(n)) for n in ("surname", "forename")]
    return ", ".join(n for n in names if n) or "not named in the file"


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _order(q: ChaseQuestion) -> tuple:
    return not q.blocking, q.about, q.row is not None, q.row or 0, q.column, q.found
