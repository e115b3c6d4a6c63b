"""A Common Transfer File -> the tables that the pupil sources' CSV files hold, by the code set of its results year.

One file can hold results of several stages. It gives one table for each source that a result of its year belongs to, and each
table is received as a delivery of that source. A pupil is a row of a table where at least one of their results fills a column
of it; a row's number is the pupil's place in the file. Results of other years are left out: the file has
only those of pupils who are still at the school, and they would replace the whole year group received in that year.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.declared.ctf import ResultLine
from pipeline.declared.sources import Source
from pipeline.deliveries.ctf import CtfPupil, CtfResult, CtfUnreadable, read_ctf
from pipeline.deliveries.ctf_questions import (
    about_the_file,
    columns_lacking,
    no_code_set,
    school_of,
    to_confirm,
    two_results,
    unreadable,
    year_of,
)
from pipeline.deliveries.ctf_year import CtfOfYear
from pipeline.deliveries.findings import Finding, blocking

NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class CtfPart:
    """One table of a file: its source and results year, and the LAESTAB of the school whose file it is."""

    source: str
    year: int
    school: str


@dataclass
class CtfTable:
    """A part's cells as text under the source's own headings; `places` are the pupils' places in the file, from 1."""

    headings: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def ctf_parts(
    name: str, data: bytes, sources: Mapping[str, Source], stated: int | None = None, year_given: int | None = None
) -> tuple[list[CtfPart], list[Finding]]:
    """The tables a file gives; or none, and the findings that refuse it.

    `stated` is the results year in the file's name or folder, `year_given` the one given with --year: see `year_of`.
    """
    try:
        file = read_ctf(data)
    except CtfUnreadable as error:
        return [], [unreadable(name, error)]
    school, school_questions = school_of(file, name)
    year, year_questions = year_of(file, name, stated, year_given)
    if year is None or school_questions:
        return [], [*school_questions, *year_questions]
    # Every source of pupils with a line in a code set has all the code sets, so the first such source gives them.
    code_sets = next((s.ctf for s in sources.values() if s.ctf), {})
    if year not in code_sets:
        return [], [no_code_set(name, year)]
    ctf = CtfOfYear(name, file, code_sets[year])
    refusals = blocking(about_the_file(ctf))
    return ([] if refusals else [CtfPart(source, year, school) for source in ctf.sources]), refusals


def ctf_table(name: str, data: bytes, source: Source, year: int | None) -> CtfTable:
    """A file's table for one source and results year, with every finding about it; blocking ones leave it without rows."""
    try:
        file = read_ctf(data)
    except CtfUnreadable as error:
        return CtfTable(findings=[unreadable(name, error)])
    if year is None or year not in source.ctf:
        return CtfTable(findings=[no_code_set(name, year)])
    ctf = CtfOfYear(name, file, source.ctf[year])
    school, findings = school_of(file, name)
    if ctf.sources[:1] == [source.id]:  # what is true of the whole file is reported once, with its first table
        findings = findings + about_the_file(ctf)
    rows, twice = _rows(ctf, source, school)
    filled = [c for c in source.columns if any(c in row for row in rows.values())]
    findings = [
        *findings, *two_results(ctf, source, twice), *columns_lacking(ctf, source, filled), *to_confirm(ctf, source),
    ]  # fmt: skip
    if blocking(findings):
        return CtfTable(findings=findings)
    headings = [source.columns[c].names_in(None, None, year)[0] for c in filled]
    return CtfTable(headings, [[row.get(c, "") for c in filled] for row in rows.values()], list(rows), findings)


def _rows(ctf: CtfOfYear, source: Source, school: str) -> tuple[dict[int, dict[str, str]], dict[str, set[int]]]:
    """Each pupil's cells by our columns, by place; and the columns in which a pupil has two different results, with the places."""
    rows: dict[int, dict[str, str]] = {}
    twice: dict[str, set[int]] = {}
    for pupil in ctf.file.pupils:
        results: dict[str, str] = {}
        for result, line in ctf.read_by_line(pupil):
            if line.source != source.id:
                continue
            for column, value in _cells(result, line).items():
                if value and results.get(column, "") not in ("", value):
                    twice.setdefault(column, set()).add(pupil.place)
                results[column] = value or results.get(column, "")
        if results:
            rows[pupil.place] = {"laestab": school} | _identity(ctf, pupil, source) | results
    return rows, twice


def _identity(ctf: CtfOfYear, pupil: CtfPupil, source: Source) -> dict[str, str]:
    """Who the pupil is, as far as the source has the columns and the file the elements."""
    out = {}
    for column, paths in ctf.code_set.pupil.items():
        path = next((p for p in paths if p in pupil.fields), None)
        if column in source.columns and path is not None:
            out[column] = pupil.fields[path]
    return out


def _cells(result: CtfResult, line: ResultLine) -> dict[str, str]:
    """The cells a result fills, by our columns. Of a column for marks and one for codes, it fills one and leaves the other empty."""
    value = line.codes.get(result.value, result.value)
    if not line.number:
        return {line.column: value}
    is_number = bool(NUMBER.fullmatch(value))
    return {line.column: "" if is_number else value, line.number: value if is_number else ""}
