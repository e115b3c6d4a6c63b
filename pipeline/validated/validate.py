"""Reads a delivery, types its table and checks everything its declaration expects: a table and findings, nothing stored."""

import re
from collections import defaultdict
from collections.abc import Collection, Container, Iterator
from dataclasses import dataclass, field, replace

import pandas as pd

from pipeline.declared.sources import Source
from pipeline.deliveries.findings import ADVISORY, Finding, blocking, in_order
from pipeline.deliveries.read import RawTable
from pipeline.deliveries.recognise import authority_of
from pipeline.validated import expectations, types
from pipeline.validated.cell_forms import is_fractions, leaves_blank
from pipeline.validated.corrections import DeliveredCells, correct
from pipeline.validated.crosschecks import OF_ONE_AUTHORITY, HeldTables, cross_checks, of_this_authority
from pipeline.validated.expectation_suite import cells_frame, expected, rows_frame
from pipeline.validated.expectations import Answer
from pipeline.validated.finding_counts import is_school, of_the_sender
from pipeline.validated.pupils import pupil_rows
from pipeline.validated.row_counts import RowCounts, count_rows
from pipeline.validated.shape import SCHOOL_KINDS, Shaped, shape

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
        *_wrong_year(name, raw.headings, source, year),
        *(f for answer in answers if not answer.met for f in _findings(name, answer, schools, others)),
        *_said_of_others(name, shaped, others),
        *_undeclared_columns(name, raw.headings, source, year),
        *_fractions(name, raw, source, year),
        *_blanks_read(name, raw, source, year),
        *_short_school_numbers(name, raw, source, year),
        *_missing_columns(name, shaped, source, year),
        *_cut_short(name, shaped, source),
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
    theirs = table["row_kind"].isin([*SCHOOL_KINDS, "authority"]) & table["la"].notna() & (table["la"] != authority)
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
            lines=() if schools is None else tuple(rows), of_others=theirs,
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
    return [Finding(name, None, None, OTHER_AUTHORITIES, problem, "", ADVISORY, of_others=True)]


def _undeclared_columns(name: str, headings: list[str], source: Source, year: int | None) -> list[Finding]:
    """Columns of a file of pupils that its source does not declare for that year, named by position: a heading may hold anything."""
    if not source.of_pupils:
        return []
    known = set(source.found(headings, year).values())
    undeclared = [n for n, heading in enumerate(headings) if n not in known and heading.strip()]
    problem = "this column is not declared for the source in this year; it was not read."
    remedy = "Nothing, if it is not needed; otherwise declare its heading, or have it sent under a declared heading."
    row = source.format.heading_row
    return [Finding(name, row, f"number {n + 1}", "unpromised_column", problem, remedy, ADVISORY) for n in undeclared]


def _wrong_year(name: str, headings: list[str], source: Source, year: int | None) -> list[Finding]:
    """The year in the newest history column's name must be the last results year before this delivery's."""
    if not source.history or year is None:
        return []
    matches = [re.fullmatch(source.history.pattern, h.strip(), re.IGNORECASE) for h in headings]
    history = {2000 + int(m[1]): m[0] for m in matches if m}  # results year -> heading
    last = source.years_before(year)[0]
    if not history or max(history) == last:
        return []
    newest = max(history)
    problem = f"the file is read as results year {year}, but its newest earlier results are of {newest}, not {last}."
    remedy = "Check the year in its name or folder; rename it, and receive it again."
    return [Finding(name, 1, history[newest].upper(), "wrong_year", problem, remedy, rows=1)]


def _fractions(name: str, raw: RawTable, source: Source, year: int | None) -> list[Finding]:
    """Percentages that are all 1 or less: a spreadsheet's fractions, which would be printed a hundred times too small."""
    at = source.found(raw.headings, year)
    wrong = [c for c in at if source.columns[c].type == "percent" and is_fractions(raw.cells[at[c]].unique())]
    said = "every percentage of the column is 1 or less: these are fractions (0.72 for 72%)."
    remedy = (
        "Multiply the column by 100, or format its cells as percentages in the workbook; then receive the file again."
    )
    row = int(raw.cells.index[0])
    return [Finding(name, row, raw.headings[at[c]], "fractions", said, remedy, rows=len(raw.cells)) for c in wrong]


def _blanks_read(name: str, raw: RawTable, source: Source, year: int | None) -> list[Finding]:
    """Empty cells that were read as a code, because the file leaves that code out everywhere."""
    out = []
    for ours, place in source.found(raw.headings, year).items():
        cells, code = raw.cells[place].str.strip(), source.columns[ours].blank_means
        if leaves_blank(cells.unique(), code):
            empty = cells.index[cells == ""]
            said = f"the file never writes {code} and leaves cells empty instead; they were read as {code}."
            remedy = f"Nothing, if the empty cells mean {code}; else have them filled in."
            row, rows = int(empty[0]), len(empty)
            out.append(Finding(name, row, raw.headings[place], "blanks_read", said, remedy, ADVISORY, rows))
    return out


def _short_school_numbers(name: str, raw: RawTable, source: Source, year: int | None) -> list[Finding]:
    """Schools' numbers of four digits, which were read with the code of the authority in the file's name."""
    at, authority = source.found(raw.headings, year), authority_of(name)[:3]
    out = []
    for ours in (n for n in at if source.columns[n].type == "laestab" and authority):
        cells = raw.cells[at[ours]]
        short = cells.index[cells.map({t: types.read_estab(t) is not None for t in cells.unique()}).astype(bool)]
        if len(short):
            said = (
                f"the school's number has four digits; it was read with {authority} before it, as the file's name says."
            )
            row, heading = int(short[0]), raw.headings[at[ours]]
            remedy = "Nothing, if that is right."
            out.append(Finding(name, row, heading, "short_school_number", said, remedy, ADVISORY, len(short)))
    return out


def _missing_columns(name: str, shaped: Shaped, source: Source, year: int | None) -> list[Finding]:
    """One advisory finding that lists, in words, the optional columns of the year which the delivery lacks; booklets print it."""
    wanted = {n: c for n, c in source.columns.items() if c.said and not c.required and c.published_in(year)}
    missing = [c.said for n, c in wanted.items() if n not in shaped.delivered and not c.join and not c.from_file_name]
    if not missing:
        return []
    when = f"for {year} " if year else ""
    problem = f"{source.title} {when}as delivered do not hold: {'; '.join(missing)}."
    remedy = "Figures that need them are shown as not available; load the publisher's whole file for more."
    return [Finding(name, None, None, "not_delivered", problem, remedy, ADVISORY)]


def _cut_short(name: str, shaped: Shaped, source: Source) -> list[Finding]:
    """A file without its last rows (England's, in a performance table) was cut short while it was downloaded or copied."""
    if "row_kind" not in shaped.delivered:
        return []
    present = set(shaped.table["row_kind"].dropna())
    missing = [k.replace("_", " ") for k in source.rows.expected if k not in present]
    if not missing:
        return []
    problem = f"the file ends without its rows for: {', '.join(missing)}. It was cut short."
    last, column = int(shaped.table["row"].max()), shaped.delivered["row_kind"]
    return [Finding(name, last, column, "cut_short", problem, "Download it again in full.", rows=1)]
