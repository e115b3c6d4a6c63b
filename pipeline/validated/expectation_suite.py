"""A declaration put as questions to Great Expectations: what is asked, and the frames it is asked of.

The frames hold row numbers, true and false, statuses and figures of cells; what comes back holds none of the figures.
Of pupils' records they hold no figure either, and no pupil's number.
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
WORDS = ("text", "name")  # types whose cells are words as somebody wrote them
STATUSES = tuple(sorted({types.SHOWN, *types.SPECIAL.values()}))
LOOK = "Look at the cell in the delivered file and ask the sender what it means."
NOT_READABLE = {
    "urn": "it is not a school's reference number (six digits).",
    "laestab": "it is not a LAESTAB (seven digits).",
    "la": "it is not a local authority's code (three digits).",
    "estab": "it is not an establishment number (four digits).",
    "date": "it is not a date.",
    "period": "it is not a year this project can read (2017, 2016/17, 201617).",
    "yes_no": "it is neither yes nor no.",
    "code": "the code is not one this source is known to use.",
    "outcome": "the code is not one of this assessment's.",
    "upn": "it is not a unique pupil number (a letter, eleven digits, and a digit or a letter).",
    "born": "it is not a date of birth.",
}
RULE_OF = {"code": "unknown_code", "outcome": "unknown_code", "born": "not_a_date_of_birth"}
ASK_SCHOOL = "Ask the school what is right, and have the row sent again."


def rows_frame(shaped: Shaped, source: Source, checks: list[Checked]) -> pd.DataFrame:
    """One row a delivered row: its number, its grain, and true or false for everything asked of it."""
    table = shaped.table
    rows = {"row": table["row"].astype("int64"), "grain": _grain(table, source)}
    rows |= {f"readable: {c}": r.astype("boolean") for c, r in shaped.readable.items()}
    rows |= {f"filled: {c}": f.astype("boolean") for c, f in shaped.filled.items()}
    rows |= {f"in use: {c}": u.astype("boolean") for c, u in shaped.in_use.items()}
    for ours, column in source.columns.items():
        if column.type in WORDS and ours in shaped.delivered:
            rows[f"plain: {ours}"] = ~table[ours].fillna("").str.contains(FORMULA, regex=True).astype("boolean")
        if column.required and ours in shaped.delivered:
            rows[f"delivered: {ours}"] = True
    rows |= {f"check {i}": c.passes for i, c in enumerate(checks)}
    return pd.DataFrame({name: _plain(column) for name, column in rows.items()}, index=table.index)


def _plain(column: pd.Series | bool) -> pd.Series | bool:
    """True and false as plain objects, None for not assessable: many such columns are cut many times faster than nullable ones."""
    if not isinstance(column, pd.Series) or column.dtype != "boolean":
        return column
    return column.astype(bool) if column.notna().all() else column.astype(object).where(column.notna(), None)


def cells_frame(shaped: Shaped, source: Source) -> pd.DataFrame:
    """One row a number's cell: where it is, its status, and its figure in the column named for its limits.

    A pupil's figure is not put there, but whether it is within the limits.
    """
    parts = []
    for ours in _numbers(shaped, source):
        part = {"row": shaped.table["row"].astype("int64"), "column": shaped.delivered[ours]}
        figures, limits = shaped.table[ours], _limits(source, ours)
        asked = _inside(figures, source.columns[ours]) if source.of_pupils else figures
        part |= {"status": shaped.table[f"{ours}__status"], limits: asked}
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def expected(shaped: Shaped, source: Source, checks: list[Checked]) -> list[RowExpectation]:
    """Everything asked of a delivery: its columns, its grain, what is written in its rows, what must agree, its numbers."""
    return [
        *_of_columns(shaped, source),
        _of_grain(shaped, source),
        *_of_text(shaped, source),
        *(_of_check(i, c) for i, c in enumerate(checks)),
        *_of_numbers(shaped, source),
    ]


def _grain(table: pd.DataFrame, source: Source) -> pd.Series:
    """One text a row that must not come twice; rows of schools that could not be matched are left out."""
    key = table[source.grain[0]].astype("string").fillna("")
    for column in source.grain[1:]:
        key = key + "|" + table[column].astype("string").fillna("")
    if "urn" in source.grain:
        key = key.mask(table["row_kind"].isin(SCHOOL_KINDS) & table["urn"].isna())
    if source.of_pupils:  # a number stands for the pupil, so that nobody's own number is asked about
        known = table[source.grain[0]].notna()
        return pd.Series(pd.factorize(key)[0], index=table.index, dtype="Int64").where(known)
    return key


def _numbers(shaped: Shaped, source: Source) -> list[str]:
    return [n for n, c in source.columns.items() if c.is_number and n in shaped.delivered]


def _inside(figures: pd.Series, column: Column) -> pd.Series:
    least, most = column.bounds
    inside = pd.Series(True, index=figures.index, dtype="boolean").mask(figures.isna())
    if least is not None:
        inside &= figures >= least
    return inside if most is None else inside & (figures <= most)


def _limits(source: Source, ours: str) -> str:
    least, most = source.columns[ours].bounds
    return f"{source.columns[ours].type} {least} {most}"


def _of_columns(shaped: Shaped, source: Source) -> Iterator[RowExpectation]:
    for ours, column in source.columns.items():
        if column.required:
            yield RowExpectation(
                frame=ROWS,
                kind="exists",
                rule="required_column",
                asked="the column is there",
                said="the column is missing.",
                remedy="Ask for the whole file as published; do not take columns out or rename them.",
                column=f"delivered: {ours}",
                shown_as=shaped.delivered.get(ours) or next(iter(column.names), ours),
            )


def _of_grain(shaped: Shaped, source: Source) -> RowExpectation:
    return RowExpectation(
        frame=ROWS,
        kind="unique",
        rule="grain",
        asked=source.grain_said,
        said=f"the row is there twice: there must be {source.grain_said}.",
        remedy="Find out which row counts; take the other out.",
        column="grain",
        shown_as=next((shaped.delivered[g] for g in reversed(source.grain) if g in shaped.delivered), None),
    )


def _of_text(shaped: Shaped, source: Source) -> Iterator[RowExpectation]:
    """What is asked of cells that are not numbers: readable, there where they must be, and no spreadsheet formula."""
    name = shaped.delivered.get
    for ours in shaped.readable:
        kind = source.columns[ours].type if ours in source.columns else "code"
        rule = RULE_OF.get(kind, f"not_a_{kind}")
        asked = "known codes only" if rule == "unknown_code" else f"every {kind} can be read"
        yield RowExpectation(
            ROWS, "true", rule, asked, NOT_READABLE[kind], LOOK, BLOCKING, f"readable: {ours}", name(ours)
        )
    for ours in shaped.filled:
        yield _of_filled(source, ours, name(ours))
    for ours in shaped.in_use:
        said, asked = "the code was not used in this results year.", "codes of this results year only"
        rule = "code_of_another_year"
        yield RowExpectation(ROWS, "true", rule, asked, said, ASK_SCHOOL, BLOCKING, f"in use: {ours}", name(ours))
    for ours, column in source.columns.items():
        if column.type in WORDS and ours in shaped.delivered:
            said, asked = "the text begins like a spreadsheet formula.", "no formula among the text"
            remedy = "Ask the sender for the plain words; a formula would run in a spreadsheet."
            yield RowExpectation(ROWS, "true", "formula", asked, said, remedy, BLOCKING, f"plain: {ours}", name(ours))


def _of_filled(source: Source, ours: str, shown_as: str | None) -> RowExpectation:
    severity = source.columns[ours].filled or BLOCKING
    rule, asked = "not_matched", "every school has one"
    said = "the row has none, so it cannot be matched to a school; it is kept and not used."
    remedy = "Look the school up in the register and ask the sender to fill it in."
    if source.of_pupils:
        rule, asked, said, remedy = "empty_cell", "every pupil has one", "the cell is empty.", ASK_SCHOOL
    return RowExpectation(ROWS, "true", rule, asked, said, remedy, severity, f"filled: {ours}", shown_as)


def _of_check(number: int, checked: Checked) -> RowExpectation:
    check = checked.check
    asked = check.id.replace("_", " ")
    column = f"check {number}"
    return RowExpectation(
        ROWS, "true", check.id, asked, check.said, check.remedy, checked.severity, column, checked.column
    )


def _of_numbers(shaped: Shaped, source: Source) -> Iterator[RowExpectation]:
    """Every cell is a number or a known symbol, and every number one that can be."""
    limits = {_limits(source, n): source.columns[n] for n in _numbers(shaped, source)}
    if limits:
        said = "the cell holds text that is neither a number nor a known symbol."
        asked = "every cell is a number or a known symbol"
        yield RowExpectation(CELLS, "one_of", "unreadable", asked, said, LOOK, BLOCKING, "status", words=STATUSES)
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
            asked=f"every {kind} is {words}",
            said=f"the number cannot be: here a {kind} is {words}.",
            remedy="Check whether columns have moved; correct the cell at its source.",
            column=column,
            least=least,
            most=most,
        )
