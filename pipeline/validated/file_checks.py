"""What is asked of a delivered file as a whole, beyond its rows: its columns, its year, its schools, whether it is all there."""

import re
from collections import defaultdict

import pandas as pd

from pipeline.declared.sources import Source
from pipeline.deliveries.findings import ADVISORY, Finding
from pipeline.deliveries.read import RawTable
from pipeline.deliveries.recognise import authority_of
from pipeline.validated import types
from pipeline.validated.cell_forms import is_fractions, leaves_blank
from pipeline.validated.crosschecks import HeldTables
from pipeline.validated.shape import SCHOOL_COLUMNS, SCHOOL_KINDS, Shaped, figure_columns, of_schools

COLUMNS_NOT_READ = "columns_not_read"


def undeclared_columns(name: str, headings: list[str], source: Source, year: int | None) -> list[Finding]:
    """Columns of a file of pupils that its source does not declare for that year, named by position: a heading may hold anything."""
    if not source.of_pupils:
        return []
    undeclared = _undeclared(headings, source, year)
    problem = "this column is not declared for the source in this year; it was not read."
    remedy = "Nothing, if it is not needed; otherwise declare its heading, or have it sent under a declared heading."
    row = source.format.heading_row
    return [Finding(name, row, f"number {n + 1}", "unpromised_column", problem, remedy, ADVISORY) for n in undeclared]


def _undeclared(headings: list[str], source: Source, year: int | None) -> list[int]:
    """The positions of the headings that the source does not declare for the year."""
    known = set(source.found(headings, year).values())
    return [n for n, heading in enumerate(headings) if n not in known and heading.strip()]


def wrong_year(name: str, headings: list[str], source: Source, year: int | None) -> list[Finding]:
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


def fractions(name: str, raw: RawTable, source: Source, year: int | None) -> list[Finding]:
    """Percentages that are all 1 or less: a spreadsheet's fractions, which would be printed a hundred times too small."""
    at = source.found(raw.headings, year)
    wrong = [c for c in at if source.columns[c].type == "percent" and is_fractions(raw.cells[at[c]].unique())]
    said = "every percentage of the column is 1 or less: these are fractions (0.72 for 72%)."
    remedy = (
        "Multiply the column by 100, or format its cells as percentages in the workbook; then receive the file again."
    )
    row = int(raw.cells.index[0])
    return [Finding(name, row, raw.headings[at[c]], "fractions", said, remedy, rows=len(raw.cells)) for c in wrong]


def blanks_read(name: str, raw: RawTable, source: Source, year: int | None) -> list[Finding]:
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


def short_school_numbers(name: str, raw: RawTable, source: Source, year: int | None) -> list[Finding]:
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


def missing_columns(name: str, shaped: Shaped, source: Source, year: int | None) -> list[Finding]:
    """One advisory finding that lists, in words, the optional columns of the year which the delivery lacks; booklets print it."""
    wanted = {n: c for n, c in source.columns.items() if c.said and not c.required and c.published_in(year)}
    missing = [c.said for n, c in wanted.items() if n not in shaped.delivered and not c.join and not c.from_file_name]
    if not missing:
        return []
    when = f"for {year} " if year else ""
    problem = f"{source.title} {when}as delivered do not hold: {'; '.join(missing)}."
    remedy = "Figures that need them are shown as not available; load the publisher's whole file for more."
    return [Finding(name, None, None, "not_delivered", problem, remedy, ADVISORY)]


def cut_short(name: str, shaped: Shaped, source: Source) -> list[Finding]:
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


def no_figure_column(name: str, shaped: Shaped, source: Source) -> list[Finding]:
    """A table with none of the columns its source is received for."""
    wanted = figure_columns(source)
    if source.of_pupils or not wanted or any(column in shaped.delivered for column in wanted):
        return []
    headings = [source.columns[c].names[0] for c in wanted if source.columns[c].names][:6]
    problem = f"it has none of the columns it would be received for, such as {', '.join(headings)}."
    remedy = "Check that it is the file you meant, and download it whole; do not rename its columns."
    return [Finding(name, source.format.heading_row, None, "nothing_to_read", problem, remedy, rows=1)]


def columns_not_read(name: str, headings: list[str], source: Source, year: int | None) -> list[Finding]:
    """The columns of a table that its source does not declare, each by its heading; of pupils see `undeclared_columns`."""
    others = [headings[n].strip() for n in _undeclared(headings, source, year)]
    if source.of_pupils or not others:
        return []
    problem = f"{len(others)} of its {len(headings)} columns are not declared and were not read: {', '.join(others)}."
    remedy = f"Nothing, if none is needed; else declare it in params/sources/{source.id}.yml."
    return [Finding(name, None, None, COLUMNS_NOT_READ, problem, remedy, ADVISORY, for_the_team=True)]


def columns_gone(name: str, shaped: Shaped, source: Source, year: int | None, held: HeldTables) -> list[Finding]:
    """Columns which last year's delivery had and this one lacks, although they are declared for its year: a heading was renamed."""
    if held.last_year is None:
        return []
    gone = [
        n for n, c in source.columns.items()
        if c.is_number and c.published_in(year) and n not in shaped.delivered
        and n in held.last_year and held.last_year[n].notna().any()
    ]  # fmt: skip
    if not gone:
        return []
    headings = ", ".join(next(iter(source.columns[n].names), n) for n in gone)
    problem = f"last year's file had these columns, and this one does not: {headings}."
    remedy = f"Where one has a new heading, declare it in params/sources/{source.id}.yml and receive the file again."
    return [Finding(name, None, None, "no_longer_there", problem, remedy, ADVISORY, for_the_team=True)]


def one_school_twice(name: str, shaped: Shaped, source: Source, held: HeldTables) -> list[Finding]:
    """Two rows with figures under one school's number: which of them counts is asked, and never decided by their order."""
    if not of_schools(source):
        return []
    table = shaped.table[shaped.table["row_kind"].isin(SCHOOL_KINDS)]
    # Of one school a table may have a row for each pupil group or subject.
    apart = [c for c in source.grain if c not in ("row_kind", *SCHOOL_COLUMNS)]
    lines: dict[tuple, list[int]] = defaultdict(list)
    for row in table.to_dict("records"):
        known = sorted(held.same_school.get(row["urn"], ())) if pd.notna(row["urn"]) else []
        number = known[0] if known else row["laestab"]
        ours = pd.isna(row["la"]) or row["la"] == held.authority or not held.authority
        if pd.notna(number) and ours:
            lines[number, row["results_year"], *(row[c] for c in apart)].append(int(row["row"]))
    # Of each school the first such rows are named; the others are alike.
    twice = {number: rows for (number, *_), rows in reversed(lines.items()) if len(rows) > 1}
    remedy = (
        f"Find out which row counts, as of a school that closed and opened again under one number; say so in "
        f"params/corrections/{source.id}.yml with `leave_out: true` for the other, and receive the file again."
    )
    return [
        Finding(
            name, rows[0], shaped.delivered.get("laestab") or shaped.delivered.get("urn"), "one_school_twice",
            f"rows {' and '.join(map(str, rows))} are of one school, LAESTAB {number}, and each has figures.",
            remedy, rows=len(rows),
        )
        for number, rows in sorted(twice.items())
    ]  # fmt: skip


def numbers_of_two_schools(name: str, shaped: Shaped, source: Source, held: HeldTables) -> list[Finding]:
    """A row whose URN is of one school in the registers held and whose LAESTAB is of another: whose figures they are is asked."""
    if not of_schools(source):
        return []
    table = shaped.table[shaped.table["row_kind"].isin(SCHOOL_KINDS) & shaped.table["urn"].notna()]
    wrong = []
    for row in table[table["laestab"].notna()].to_dict("records"):
        of_urn, of_laestab = held.same_school.get(row["urn"]), held.same_school.get(row["laestab"])
        ours = held.authority and row["laestab"].startswith(held.authority)
        if ours and of_urn and of_laestab and row["laestab"] not in of_urn:
            wrong.append(int(row["row"]))
    if not wrong:
        return []
    problem = "the row's URN is of one school in the register held, and its LAESTAB of another."
    remedy = (
        f"Look both up, and receive the file with the right one; or say so in params/corrections/{source.id}.yml. If the school has a "
        "new number, receive a newer register."
    )
    return [
        Finding(name, wrong[0], shaped.delivered.get("urn"), "two_schools_numbers", problem, remedy, rows=len(wrong))
    ]


def school_numbers_not_used(name: str, shaped: Shaped, raw: RawTable, source: Source) -> list[Finding]:
    """That the column of school numbers was not read, because it has one number for many schools."""
    if not of_schools(source) or "laestab" not in shaped.delivered or shaped.table["laestab"].notna().any():
        return []
    at = source.found(raw.headings, None).get("laestab")
    if at is None or not raw.cells[at].str.strip().ne("").any():
        return []
    problem = "the column has one number for many schools; it was not used, and schools are known by their URN alone."
    remedy = "Nothing, if every school has a URN; else ask the publisher for the numbers."
    row, heading = int(raw.cells.index[0]), shaped.delivered["laestab"]
    return [
        Finding(name, row, heading, "no_school_numbers", problem, remedy, ADVISORY, len(raw.cells), for_the_team=True)
    ]


def partial_register(name: str, shaped: Shaped, source: Source) -> list[Finding]:
    """A register that lacks a phase every authority has: a cut of one, by which no school can be called unknown."""
    if not is_partial(shaped.table, source):
        return []
    there = sorted(set(shaped.table[source.whole_with.column].dropna())) if source.whole_with else []
    problem = f"it is part of a register: it has schools of these phases only: {', '.join(there)}."
    remedy = "Nothing, if that is meant: other files are not asked about schools it leaves out. Else download it whole."
    return [Finding(name, None, None, "partial_register", problem, remedy, ADVISORY, for_the_team=True)]


def is_partial(table: pd.DataFrame, source: Source) -> bool:
    """Whether a register lacks every word of one of the kinds that a whole one has."""
    if (
        source.whole_with is None
        or source.whole_with.column not in table
        or table[source.whole_with.column].isna().all()
    ):
        return False
    there = {word.casefold() for word in table[source.whole_with.column].dropna()}
    return not all(there & {word.casefold() for word in words} for words in source.whole_with.each_of)
