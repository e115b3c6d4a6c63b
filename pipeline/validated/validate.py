"""Reads a delivery, types its table and checks everything its declaration expects: a table and findings, nothing stored."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterator
from dataclasses import dataclass, field, replace

import pandas as pd

from pipeline.declared.sources import Source
from pipeline.deliveries.findings import ADVISORY, Finding, blocking, in_order
from pipeline.deliveries.read import RawTable
from pipeline.deliveries.recognise import authority_of
from pipeline.validated import expectations, file_checks
from pipeline.validated.corrections import DeliveredCells, correct
from pipeline.validated.crosschecks import OF_ONE_AUTHORITY, HeldTables, cross_checks, of_this_authority
from pipeline.validated.expectation_suite import cells_frame, expected, rows_frame
from pipeline.validated.expectations import Answer
from pipeline.validated.finding_counts import is_school, of_the_sender
from pipeline.validated.pupils import pupil_rows
from pipeline.validated.row_counts import RowCounts, count_rows
from pipeline.validated.shape import SCHOOL_KINDS, Shaped, shape
from pipeline.validated.unseen import unseen_characters

OTHER_AUTHORITIES = "other_authorities"


@dataclass
class Validation:
    """The result for one delivery; without a table it could not be read at all."""

    table: pd.DataFrame | None
    findings: list[Finding]
    answers: list[Answer] = field(default_factory=list)
    of_pupils: bool = False
    rows: RowCounts | None = None

    @property
    def refused(self) -> bool:
        """Whether the file is refused; a finding about a pupil's row holds the school instead."""
        return any(not (self.of_pupils and f.lines) for f in blocking(self.findings))


def validate(
    name: str, raw: RawTable, kept_under: str, source: Source, year: int | None, release: str, held: HeldTables
) -> Validation:
    """The delivery's typed table with every finding about it; Great Expectations checks its rows and cells.

    `raw` are its cells as read, which corrections change in place; `kept_under` is the delivery's fingerprint, by which a
    correction may name it.
    """
    refusals = blocking(raw.findings) or ([] if source.of_pupils else pupil_rows(name, raw))
    refusals = refusals or unseen_characters(name, raw, source, year)
    if refusals:
        return Validation(None, in_order(refusals))
    authority = authority_of(name)[:3]
    delivered = DeliveredCells(raw, source, kept_under, year, release, held.same_school, authority)
    corrected = correct(delivered, name, held.corrections)
    shaped = shape(raw, source, name, year, release)
    if shaped.table.empty:
        problem, remedy = "none of its rows is one this project reads.", "Check that it is the right file."
        return Validation(None, [*raw.findings, Finding(name, None, None, "no_rows", problem, remedy)])
    checks = [*cross_checks(shaped, source, held), *of_this_authority(shaped, name)]
    rows, cells = rows_frame(shaped, source, checks), cells_frame(shaped, source)
    answers = expectations.ask(expected(shaped, source, checks), rows, cells)
    schools = schools_of(shaped.table, authority_of(name)) if source.of_pupils else None
    others = _rows_of_others(shaped.table, held.authority)
    findings = [*raw.findings]
    if source.results_year == "file" and year is None:
        problem = "neither the file's name nor its folder gives the results year."
        remedy = "Put the academic year in its name or folder (2017-2018), or add --year when receiving it."
        findings.append(Finding(name, None, None, "year_unknown", problem, remedy))
    findings += [
        *corrected,
        *file_checks.wrong_year(name, raw.headings, source, year),
        *(f for answer in answers if not answer.met for f in _findings(name, answer, schools, others)),
        *_said_of_others(name, shaped, others),
        *file_checks.undeclared_columns(name, raw.headings, source, year),
        *file_checks.fractions(name, raw, source, year),
        *file_checks.blanks_read(name, raw, source, year),
        *file_checks.short_school_numbers(name, raw, source, year),
        *file_checks.missing_columns(name, shaped, source, year),
        *file_checks.cut_short(name, shaped, source),
        *file_checks.no_figure_column(name, shaped, source),
        *file_checks.columns_not_read(name, raw.headings, source, year),
        *file_checks.columns_gone(name, shaped, source, year, held),
        *file_checks.one_school_twice(name, shaped, source, held),
        *file_checks.numbers_of_two_schools(name, shaped, source, held),
        *file_checks.school_numbers_not_used(name, shaped, raw, source),
        *file_checks.partial_register(name, shaped, source),
    ]
    sender = authority_of(name) if source.of_pupils else None
    rows_counted = count_rows(shaped.table, raw.left_out | shaped.left_out, sender, others, findings)
    return Validation(shaped.table, in_order(findings), answers, source.of_pupils, rows_counted)


def schools_of(table: pd.DataFrame, sender: str) -> dict[int, str]:
    """Line -> LAESTAB of its school. In an authority's file, lines of no school or of another authority's are left out.

    In a school's own file every line is for that school to answer, whatever number the line gives.
    """
    if is_school(sender):
        return dict.fromkeys(table["row"].astype(int), sender)
    ours = of_the_sender(table, sender)
    return dict(zip(table.loc[ours, "row"].astype(int), table.loc[ours, "laestab"], strict=True))


def _rows_of_others(table: pd.DataFrame, authority: str) -> frozenset[int]:
    """The lines of other authorities and their schools, in a file whose rows say whose they are."""
    if not authority or "la" not in table or "row_kind" not in table:
        return frozenset()
    la = table["la"].fillna(table["laestab"].str[:3]) if "laestab" in table else table["la"]
    theirs = table["row_kind"].isin([*SCHOOL_KINDS, "authority"]) & la.notna() & (la != authority)
    return frozenset(int(row) for row in table.loc[theirs.fillna(False), "row"])


def _findings(name: str, answer: Answer, schools: dict[int, str] | None, others: Container[int]) -> Iterator[Finding]:
    """An unmet expectation as findings: one for each column it failed in, and where rows are pupils for each school.

    `schools` is None where rows are not pupils; then lines are counted and not listed. `others` are the lines of other
    authorities: a fault in them is only advised on, for they give no figure here.
    """
    e = answer.expected
    if not answer.where:
        yield Finding(name, 1 if e.kind == "exists" else None, e.shown_as, e.rule, e.problem, e.remedy, e.severity)
    apart: dict[tuple[str | None, str, bool], list[int]] = defaultdict(list)
    for row, column in answer.where:
        theirs = row in others and e.rule != OF_ONE_AUTHORITY
        apart[column, (schools or {}).get(row, ""), theirs].append(row)
    for (column, school, theirs), rows in apart.items():
        finding = Finding(
            name, rows[0], column, e.rule, e.problem, e.remedy, e.severity, len(rows), school=school,
            lines=() if schools is None else tuple(rows), for_the_team=theirs,
        )  # fmt: skip
        if theirs:
            problem, remedy = f"in rows of other authorities, {e.problem}", "Nothing: they give no figure here."
            finding = replace(finding, severity=ADVISORY, problem=problem, remedy=remedy)
        yield finding


def _said_of_others(name: str, shaped: Shaped, others: Collection[int]) -> list[Finding]:
    """How many of a file's rows are of other authorities, where any are."""
    if not others:
        return []
    problem = f"{len(others):,} of its {len(shaped.table):,} rows are of other authorities; they give no figure here."
    return [Finding(name, None, None, OTHER_AUTHORITIES, problem, "", ADVISORY, for_the_team=True)]
