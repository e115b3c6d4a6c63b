"""A delivery read, shaped and asked everything its declaration expects: a typed table and findings, nothing kept."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

import pandas as pd

from pipeline.declared.sources import Source
from pipeline.deliveries.delivery import fingerprint
from pipeline.deliveries.findings import ADVISORY, Finding, blocking, in_order
from pipeline.deliveries.read import read
from pipeline.deliveries.recognise import authority_of
from pipeline.validated import expectations
from pipeline.validated.corrections import correct
from pipeline.validated.crosschecks import HeldTables, cross_checks, of_this_authority
from pipeline.validated.expectation_suite import cells_frame, expected, rows_frame
from pipeline.validated.expectations import Answer
from pipeline.validated.finding_counts import of_the_sender
from pipeline.validated.pupils import pupil_rows
from pipeline.validated.shape import Shaped, shape


@dataclass
class Validation:
    """What became of one delivery. Without a table it could not be read at all."""

    table: pd.DataFrame | None
    findings: list[Finding]
    answers: list[Answer] = field(default_factory=list)
    of_pupils: bool = False

    @property
    def refused(self) -> bool:
        """A finding about a pupil's row holds the school and never refuses the file."""
        return any(not (self.of_pupils and f.lines) for f in blocking(self.findings))


def validate(name: str, data: bytes, source: Source, year: int | None, release: str, held: HeldTables) -> Validation:
    """The delivery's typed table with every finding about it; Great Expectations answers for its rows and cells."""
    raw = read(name, data, source)
    stopped = blocking(raw.findings) or ([] if source.of_pupils else pupil_rows(name, raw))
    if stopped:
        return Validation(None, in_order(stopped))
    corrected = correct(raw, source, name, fingerprint(data), year, release, held.corrections)
    shaped = shape(raw, source, name, year, release)
    if shaped.table.empty:
        said, remedy = "none of its rows is one this project reads.", "Check that it is the right file."
        return Validation(None, [*raw.findings, Finding(name, None, None, "no_rows", said, remedy)])
    checks = [*cross_checks(shaped, source, held), *of_this_authority(shaped, name)]
    asked = expected(shaped, source, checks)
    schools = schools_of(shaped.table, authority_of(name)) if source.of_pupils else None
    answers = expectations.ask(asked, rows_frame(shaped, source, checks), cells_frame(shaped, source))
    findings = [
        *raw.findings,
        *corrected,
        *_year_unknown(name, source, year),
        *_wrong_year(name, raw.headings, source, year),
        *(f for answer in answers if not answer.met for f in _findings(name, answer, schools)),
        *_unpromised(name, raw.headings, source, year),
        *_missing_columns(name, shaped, source, year),
        *_cut_short(name, shaped, source),
    ]
    return Validation(shaped.table, in_order(findings), answers, source.of_pupils)


def schools_of(table: pd.DataFrame, authority: str) -> dict[int, str]:
    """Each delivered row's school of this authority by its LAESTAB; rows of no school, or of another authority's, are left out."""
    ours = of_the_sender(table, authority)
    return dict(zip(table.loc[ours, "row"].astype(int), table.loc[ours, "laestab"], strict=True))


def _findings(name: str, answer: Answer, schools: dict[int, str] | None) -> list[Finding]:
    """An unmet expectation as findings: one for each column it failed in, and for each school where rows are pupils."""
    e = answer.expected
    if not answer.where:
        return [Finding(name, 1 if e.kind == "exists" else None, e.shown_as, e.rule, e.said, e.remedy, e.severity)]
    apart: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    for row, column in answer.where:
        apart[column, (schools or {}).get(row, "")].append(row)
    return [
        Finding(
            name, r[0], column, e.rule, e.said, e.remedy, e.severity, len(r),
            school=school, lines=() if schools is None else tuple(r),
        )
        for (column, school), r in apart.items()
    ]  # fmt: skip


def _unpromised(name: str, headings: list[str], source: Source, year: int | None) -> list[Finding]:
    """Columns of a file of pupils that its source does not promise for that year: told by number, since anything may be in them."""
    if not source.of_pupils:
        return []
    known = set(source.found(headings, year).values())
    strangers = [n for n, heading in enumerate(headings) if n not in known and heading.strip()]
    said = "this column is not one the source promises for the year; it was not read."
    remedy = "Nothing, if it is not needed; else declare its heading, or have it sent under the heading promised."
    row = source.format.heading_row
    return [Finding(name, row, f"number {n + 1}", "unpromised_column", said, remedy, ADVISORY) for n in strangers]


def _year_unknown(name: str, source: Source, year: int | None) -> list[Finding]:
    if source.results_year != "file" or year is not None:
        return []
    said = "neither the file's name nor its folder says which results year it is."
    remedy = "Put the academic year in its name or folder (2017-2018), or say --year when receiving it."
    return [Finding(name, None, None, "year_unknown", said, remedy)]


def _wrong_year(name: str, headings: list[str], source: Source, year: int | None) -> list[Finding]:
    """The year in the newest history column's name must be the last results year before this delivery's."""
    if not source.history or year is None:
        return []
    found = [re.fullmatch(source.history.pattern, h.strip(), re.IGNORECASE) for h in headings]
    suffixes = {2000 + int(f[1]): f[0] for f in found if f}
    last = source.years_before(year)[0]
    if not suffixes or max(suffixes) == last:
        return []
    newest = max(suffixes)
    said = f"the file is taken for results year {year}, but its newest earlier results are of {newest}, not {last}."
    remedy = "Check the year in its name or folder; rename it, and receive it again."
    return [Finding(name, 1, suffixes[newest].upper(), "wrong_year", said, remedy, rows=1)]


def _missing_columns(name: str, shaped: Shaped, source: Source, year: int | None) -> list[Finding]:
    """One finding that lists, in words, what this year's delivery does not hold."""
    wanted = {n: c for n, c in source.columns.items() if c.said and not c.required and c.published_in(year)}
    missing = [c.said for n, c in wanted.items() if n not in shaped.delivered and not c.join and not c.from_file_name]
    if not missing:
        return []
    when = f"for {year} " if year else ""
    said = f"{source.title} {when}as delivered do not hold: {'; '.join(missing)}."
    remedy = "Figures that need them are shown as not available; load the publisher's whole file for more."
    return [Finding(name, None, None, "not_delivered", said, remedy, ADVISORY)]


def _cut_short(name: str, shaped: Shaped, source: Source) -> list[Finding]:
    """A file whose last rows (England's, in a performance table) are not there was cut on the way."""
    if "row_kind" not in shaped.delivered:
        return []
    held = set(shaped.table["row_kind"].dropna())
    missing = [k.replace("_", " ") for k in source.rows.expected if k not in held]
    if not missing:
        return []
    said = f"the file ends without its rows for: {', '.join(missing)}. It was cut short."
    last, column = int(shaped.table["row"].max()), shaped.delivered["row_kind"]
    return [Finding(name, last, column, "cut_short", said, "Download it again in full.", rows=1)]
