"""The findings about a school's current pupil records, as questions to the school: each about one pupil, or the whole school.

A question names a pupil only from a row the school itself sent, or from its own roll. It may give another school's LAESTAB,
and nothing else about that school's rows.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from pipeline.declared.sources import Source
from pipeline.declared.vocabulary import read_release_stages
from pipeline.deliveries.delivery import Delivery, kept
from pipeline.deliveries.findings import BLOCKING, Finding
from pipeline.paths import Folders
from pipeline.validated import declared, findings, table
from pipeline.validated.across import across
from pipeline.validated.corrections import ABOUT_CORRECTIONS

WHOLE = "the school's records as a whole"


@dataclass(frozen=True)
class ChaseQuestion:
    """One question to a school. Without a row it is about the school's records as a whole."""

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
    """A school's list in numbers for the data team; it names no pupil."""

    school: str
    held: bool
    questions: int
    blocking: int
    about: tuple[str, ...]


@dataclass(frozen=True)
class Records:
    """A results year's deliveries of pupil records with their tables, and each school's current one."""

    deliveries: dict[str, tuple[Delivery, pd.DataFrame]]  # by fingerprint
    current: dict[tuple[str, str], str]  # (source, school) -> fingerprint of its latest delivery of the latest release
    sources: dict[str, Source]


def chase_questions(folders: Folders, year: int) -> dict[str, list[ChaseQuestion]]:
    """Every school's questions about its records of a results year, blocking first; a school without any is left out."""
    records = _records(folders, year)
    by_school: dict[str, set[ChaseQuestion]] = defaultdict(set)
    for delivery, rows in records.deliveries.values():
        title = records.sources[delivery.source].title
        for finding in findings(folders, delivery):
            for school in _schools_to_ask(finding, delivery, rows, records):
                by_school[school] |= set(_about_lines(finding, school, title, rows))
    for found in across(folders):
        school = found.finding.school
        current = records.current.get((found.source, school))
        # A question about a release that was replaced since is closed.
        if found.year != year or (current and records.deliveries[current][0].release != found.release):
            continue
        delivered = records.deliveries.get(found.delivery)
        lines_of = delivered[1] if delivered else None
        by_school[school] |= set(_about_lines(found.finding, school, records.sources[found.source].title, lines_of))
    return {school: sorted(questions, key=_order) for school, questions in sorted(by_school.items()) if questions}


def summary(school: str, questions: list[ChaseQuestion]) -> Summary:
    """One school's list in numbers; a blocking question holds its results."""
    blocking = sum(q.blocking for q in questions)
    return Summary(school, blocking > 0, len(questions), blocking, tuple(sorted({q.about for q in questions})))


def _records(folders: Folders, year: int) -> Records:
    sources = {n: s for n, s in declared(folders.params).items() if s.about == "pupils"}
    held = [d for d in kept(folders) if d.source in sources and d.results_year == year]
    deliveries = {d.fingerprint: (d, table(folders, d)) for d in held}
    current: dict[tuple[str, str], str] = {}
    ranks = read_release_stages(folders.params).ranks
    for delivery in sorted(held, key=lambda d: (ranks[d.release], d.arrival)):
        for school in deliveries[delivery.fingerprint][1]["laestab"].dropna().unique():
            current[delivery.source, school] = delivery.fingerprint
    return Records(deliveries, current, sources)


def _schools_to_ask(finding: Finding, delivery: Delivery, rows: pd.DataFrame, records: Records) -> list[str]:
    """The schools whose rows a finding of a delivery is about, if their rows in that delivery are current."""
    if finding.rule in ABOUT_CORRECTIONS:
        return []
    schools = sorted(set(rows["laestab"].dropna()))
    if finding.school:
        schools = [finding.school]
    elif finding.lines:
        schools = sorted(set(rows.loc[rows["row"].isin(finding.lines), "laestab"].dropna()))
    elif len(schools) > 1:  # about the authority's file: for the data team, not for each school in it
        return []
    return [s for s in schools if records.current.get((delivery.source, s)) == delivery.fingerprint]


def _about_lines(finding: Finding, school: str, title: str, rows: pd.DataFrame | None) -> Iterator[ChaseQuestion]:
    """A question for each of the school's own lines; one about its records as a whole where the finding names no line."""
    whole = ChaseQuestion(
        blocking=finding.severity == BLOCKING,
        about=title,
        file=finding.file,
        row=None,
        pupil=WHOLE,
        upn="",
        column=finding.column or "",
        found=finding.problem,
        ask=finding.remedy,
    )
    if not finding.lines or rows is None:
        yield whole
        return
    own = rows[rows["row"].isin(finding.lines) & (rows["laestab"] == school).fillna(False)]
    for row in own.to_dict("records"):
        names = [_text(row.get(n)) for n in ("surname", "forename")]
        pupil = ", ".join(n for n in names if n) or "not named in the file"
        yield replace(whole, row=int(row["row"]), pupil=pupil, upn=_text(row.get("upn")))


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _order(q: ChaseQuestion) -> tuple[bool, str, bool, int, str, str]:
    """Blocking questions first; of each source, those about the whole school before those about a row."""
    return not q.blocking, q.about, q.row is not None, q.row or 0, q.column, q.found
