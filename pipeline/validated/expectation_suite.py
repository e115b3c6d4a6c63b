"""Turns a source's declaration into expectations, and builds the two frames Great Expectations checks them on.

The frames hold row numbers, true and false, statuses and figures of cells; the results hold none of the figures. For pupils'
records the frames hold no figure either, and no pupil's number.
"""

from collections.abc import Iterator

import pandas as pd

from pipeline.declared.sources import Column, Source
from pipeline.deliveries.findings import BLOCKING
from pipeline.validated import types
from pipeline.validated.crosschecks import Checked
from pipeline.validated.expectations import CELLS, ROWS, RowExpectation
from pipeline.validated.shape import SCHOOL_KINDS, Shaped

FORMULA = r"^\s*(?:[=@\t\r]|[+-](?![\d.]))"
WORDS = ("text", "name")  # types of free text
STATUSES = tuple(sorted({types.SHOWN, *types.SPECIAL.values()}))
LOOK = "Look at the cell in the delivered file and ask the sender what it means."
NOT_READABLE = {
    "urn": "it is not a school's reference number (six digits).",
    "laestab": "it is not a LAESTAB (seven digits).",
    "la": "it is not a local authority's code (three digits).",
    "estab": "it is not an establishment number (four digits).",
    "date": "it is not a date.",
    "period": "it is not a year this project can read (2017, 2016/17, 201617).",
    "release": "it is not a word for a release stage that this source is known to use.",
    "yes_no": "it is neither yes nor no.",
    "code": "the code is not one this source is known to use.",
    "outcome": "the code is not one of this assessment's.",
    "upn": "it is not a unique pupil number (a letter, eleven digits, and a digit or a letter).",
    "born": "it is not a date of birth.",
}
RULE_OF = {"code": "unknown_code", "outcome": "unknown_code", "born": "not_a_date_of_birth"}
ASK_SCHOOL = "Ask the school what is right, and have the row sent again."


def rows_frame(shaped: Shaped, source: Source, checks: list[Checked]) -> pd.DataFrame:
    """One row for each delivered row: its line, its grain, and true, false or None (not assessable) for each expectation."""
    table = shaped.table
    rows: dict[str, pd.Series | bool] = {"row": table["row"].astype("int64"), "grain": _grain(table, source)}
    rows |= {f"readable: {c}": r.astype("boolean") for c, r in shaped.readable.items()}
    rows |= {f"filled: {c}": f.astype("boolean") for c, f in shaped.filled.items()}
    rows |= {f"in use: {c}": u.astype("boolean") for c, u in shaped.in_use.items()}
    rows |= {f"settled: {c}": s.astype("boolean") for c, s in shaped.settled.items()}
    for ours, column in source.columns.items():
        if column.type in WORDS and ours in shaped.delivered:
            rows[f"plain: {ours}"] = ~table[ours].fillna("").str.contains(FORMULA, regex=True).astype("boolean")
        if column.required and ours in shaped.delivered:
            rows[f"delivered: {ours}"] = True
    rows |= {f"check {i}": c.passes for i, c in enumerate(checks)}
    for name, values in rows.items():
        # Plain objects instead of nullable booleans: Great Expectations filters these columns many times faster.
        if isinstance(values, pd.Series) and values.dtype == "boolean":
            known = values.notna()
            rows[name] = values.astype(bool) if known.all() else values.astype(object).where(known, None)
    return pd.DataFrame(rows, index=table.index)


def cells_frame(shaped: Shaped, source: Source) -> pd.DataFrame:
    """One row for each cell of a number column: line, column, status, and the figure in a column named for its limits.

    For pupils' records that column holds true or false (within the limits) instead of the figure.
    """
    parts = []
    for ours in _numbers(shaped, source):
        part = {"row": shaped.table["row"].astype("int64"), "column": shaped.delivered[ours]}
        figures, limits = shaped.table[ours], _limits(source, ours)
        checked = _inside(figures, source.columns[ours]) if source.of_pupils else figures
        part |= {"status": shaped.table[f"{ours}__status"], limits: checked}
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def expected(shaped: Shaped, source: Source, checks: list[Checked]) -> list[RowExpectation]:
    """Everything expected of a delivery: its columns, one row for each grain, its text, its cross-checks, its numbers."""
    out = []
    for ours, column in source.columns.items():
        if column.required:
            expectation = RowExpectation(
                frame=ROWS,
                kind="exists",
                rule="required_column",
                requirement="the column is there",
                problem="the column is missing.",
                remedy="Ask for the whole file as published; do not take columns out or rename them.",
                column=f"delivered: {ours}",
                shown_as=shaped.delivered.get(ours) or next(iter(column.names), ours),
            )
            out.append(expectation)
    unique = RowExpectation(
        frame=ROWS,
        kind="unique",
        rule="grain",
        requirement=source.grain_said,
        problem=f"the row is there twice: there must be {source.grain_said}.",
        remedy="Find out which row counts; take the other out.",
        column="grain",
        shown_as=next((shaped.delivered[g] for g in reversed(source.grain) if g in shaped.delivered), None),
    )
    out += [unique, *_of_text(shaped, source)]
    for number, checked in enumerate(checks):
        check, column_name = checked.check, f"check {number}"
        requirement = check.id.replace("_", " ")
        expectation = RowExpectation(
            ROWS, "true", check.id, requirement, check.said, check.remedy, checked.severity, column_name, checked.column
        )
        out.append(expectation)
    return [*out, *_of_numbers(shaped, source)]


def _grain(table: pd.DataFrame, source: Source) -> pd.Series:
    """One text a row which no other row may have; NA for rows of schools with neither number, which cannot be matched."""
    numbers = table[["urn", "laestab"]] if {"urn", "laestab"} <= set(table) else None
    parts = {c: table[c].astype("string").fillna("") for c in source.grain}
    if numbers is not None and "urn" in parts:
        parts["urn"] = numbers["urn"].fillna(numbers["laestab"]).fillna("")
    first, *others = parts.values()
    key = first.str.cat(others, sep="|") if others else first
    if "urn" in source.grain:
        named = numbers if numbers is not None else table[["urn"]]
        key = key.mask(table["row_kind"].isin(SCHOOL_KINDS) & named.isna().all(axis=1))
    if source.of_pupils:  # a running number instead of the pupil's own, which must not reach Great Expectations
        known = table[source.grain[0]].notna()
        return pd.Series(pd.factorize(key)[0], index=table.index, dtype="Int64").where(known)
    return key


def _numbers(shaped: Shaped, source: Source) -> list[str]:
    """The number columns the delivery has."""
    return [n for n, c in source.columns.items() if c.is_number and n in shaped.delivered]


def _inside(figures: pd.Series, column: Column) -> pd.Series:
    """Whether each figure is within the column's limits; NA where there is no figure."""
    least, most = column.bounds
    inside = pd.Series(True, index=figures.index, dtype="boolean").mask(figures.isna())
    if least is not None:
        inside &= figures >= least
    return inside if most is None else inside & (figures <= most)


def _limits(source: Source, ours: str) -> str:
    """The frame column for numbers of one type and limits; cells of all columns that share them are checked together."""
    least, most = source.columns[ours].bounds
    return f"{source.columns[ours].type} {least} {most}"


def _of_text(shaped: Shaped, source: Source) -> Iterator[RowExpectation]:
    """Expectations of cells that are not numbers: readable, filled where they must be, codes of the year, no formula."""
    name = shaped.delivered.get
    for ours in shaped.readable:
        kind = source.columns[ours].type if ours in source.columns else "code"
        rule = RULE_OF.get(kind, f"not_a_{kind}")
        requirement = "known codes only" if rule == "unknown_code" else f"every {kind} can be read"
        yield RowExpectation(
            ROWS, "true", rule, requirement, NOT_READABLE[kind], LOOK, BLOCKING, f"readable: {ours}", name(ours)
        )
    for ours in shaped.filled:
        severity = source.columns[ours].filled or BLOCKING
        rule, requirement = "not_matched", "every school has one"
        problem = "the row has no school's number, so it cannot be matched to a school and is left out."
        remedy = "Look the school up in the register and ask the sender to fill it in."
        if source.of_pupils:
            rule, requirement, problem, remedy = "empty_cell", "every pupil has one", "the cell is empty.", ASK_SCHOOL
        yield RowExpectation(ROWS, "true", rule, requirement, problem, remedy, severity, f"filled: {ours}", name(ours))
    for ours in shaped.in_use:
        rule, requirement = "code_of_another_year", "codes of this results year only"
        problem = "the code was not used in this results year."
        yield RowExpectation(
            ROWS, "true", rule, requirement, problem, ASK_SCHOOL, BLOCKING, f"in use: {ours}", name(ours)
        )
    for ours in shaped.settled:
        # The code itself is the pupil's, so it is not said.
        problem = "how the Department counts this code is not confirmed, so the school's figures wait."
        remedy = (
            "Check that the code is right. The data team confirms how it counts in "
            f"params/scales/{source.columns[ours].scale}.yml, under a code marked held_until_confirmed."
        )
        yield RowExpectation(
            ROWS, "true", "code_not_confirmed", "codes whose counting is known only", problem, remedy, BLOCKING,
            f"settled: {ours}", name(ours),
        )  # fmt: skip
    for ours, column in source.columns.items():
        if column.type in WORDS and ours in shaped.delivered:
            requirement, problem = "no formula among the text", "the text begins like a spreadsheet formula."
            remedy = "Ask the sender for the plain words; a formula would run in a spreadsheet."
            yield RowExpectation(
                ROWS, "true", "formula", requirement, problem, remedy, BLOCKING, f"plain: {ours}", name(ours)
            )


def _of_numbers(shaped: Shaped, source: Source) -> Iterator[RowExpectation]:
    """Every cell is a number or a known symbol, and every number is within the limits of its type."""
    limits = {_limits(source, n): source.columns[n] for n in _numbers(shaped, source)}
    if limits:
        problem = "the cell holds text that is neither a number nor a known symbol."
        requirement = "every cell is a number or a known symbol"
        yield RowExpectation(
            CELLS, "one_of", "unreadable", requirement, problem, LOOK, BLOCKING, "status", words=STATUSES
        )
    for column, declared in sorted(limits.items()):
        least, most = declared.bounds
        if least is None and most is None:
            continue
        kind = declared.type.replace("_", " ")
        words = f"from {least:g} to {most:g}" if None not in (least, most) else f"{least:g} or more"
        yield RowExpectation(
            frame=CELLS,
            kind="true" if source.of_pupils else "between",
            rule=f"{kind} out of range",
            requirement=f"every {kind} is {words}",
            problem=f"the number is impossible: here a {kind} is {words}.",
            remedy="Check whether columns have moved; correct the cell at its source.",
            column=column,
            least=least,
            most=most,
        )
