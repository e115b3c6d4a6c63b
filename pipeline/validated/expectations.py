"""The only door to Great Expectations: what is expected of a delivery, asked in one suite, answered without any value.

Importing Great Expectations takes seconds, so it is done on first use, once a process, and never for a delivery
that was validated before.
"""

import logging
import os
from dataclasses import dataclass

import pandas as pd

ROWS, CELLS = "rows", "cells"
NO_VALUES = {"exclude_unexpected_values": True, "partial_unexpected_count": 0, "include_unexpected_rows": False}
WHETHER = NO_VALUES | {"result_format": "BOOLEAN_ONLY"}
WHERE = NO_VALUES | {"result_format": "COMPLETE"}


@dataclass(frozen=True)
class RowExpectation:
    """One expectation in the project's own words. `column` is the frame's column; `shown_as` the publisher's name for it."""

    frame: str  # rows | cells
    kind: str  # exists | true | unique | one_of | between
    rule: str
    asked: str  # what is asked, in words, for a list of what passed
    said: str  # what is wrong when it is not so
    remedy: str
    severity: str = "blocking"
    column: str = ""
    shown_as: str | None = None
    least: float | None = None
    most: float | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """Whether an expectation was met, and the rows (and, for cells, columns) where it was not."""

    expected: RowExpectation
    met: bool
    where: tuple[tuple[int, str | None], ...] = ()


class NotAnswered(RuntimeError):
    """An expectation could not be worked out at all: a fault of this project, not of the delivery."""


def ask(expected: list[RowExpectation], rows: pd.DataFrame, cells: pd.DataFrame) -> list[Answer]:
    """Every expectation answered by Great Expectations; `rows` and `cells` each have a column `row`."""
    out = []
    for frame, name, index in ((rows, ROWS, ["row"]), (cells, CELLS, ["row", "column"])):
        asked = [e for e in expected if e.frame == name]
        if asked and len(frame.columns):
            out += _ask_of(frame, asked, index)
    return out


def _ask_of(frame: pd.DataFrame, asked: list[RowExpectation], index: list[str]) -> list[Answer]:
    """First whether, then of what is not so where: most is so, and to be ready to say where takes more than twice as long."""
    gx = _great_expectations()
    context = _context(gx)
    batch = context.data_sources.add_pandas("deliveries").add_dataframe_asset("delivery")
    batch = batch.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": frame})
    answers = _validate(gx, batch, asked, WHETHER)
    unmet = [a.expected for a in answers if not a.met]
    placed = _validate(gx, batch, unmet, WHERE | {"unexpected_index_column_names": index}) if unmet else []
    where = dict(zip(unmet, placed, strict=True))
    return [where.get(a.expected, a) for a in answers]


def _validate(gx, batch, asked: list[RowExpectation], result_format: dict) -> list[Answer]:
    expectations = [_compiled(gx, e, i) for i, e in enumerate(asked)]
    results = batch.validate(
        gx.ExpectationSuite(name="delivery", expectations=expectations), result_format=result_format
    )
    answered = {r.expectation_config.meta["number"]: r for r in results.results}
    return [_answer(e, answered[i]) for i, e in enumerate(asked)]


def _compiled(gx, e: RowExpectation, number: int):
    kinds = gx.expectations
    level = "critical" if e.severity == "blocking" else "warning"
    common = {"column": e.column, "severity": level, "meta": {"number": number, "rule": e.rule}}
    if e.kind == "exists":
        return kinds.ExpectColumnToExist(**common)
    if e.kind == "unique":
        return kinds.ExpectColumnValuesToBeUnique(**common)
    if e.kind == "between":
        return kinds.ExpectColumnValuesToBeBetween(min_value=e.least, max_value=e.most, **common)
    return kinds.ExpectColumnValuesToBeInSet(value_set=list(e.words) if e.kind == "one_of" else [True], **common)


def _answer(e: RowExpectation, result) -> Answer:
    if _raised(result.exception_info):
        raise NotAnswered(f"Great Expectations could not answer {e.rule!r} of column {e.shown_as or e.column}.")
    where: list[tuple[int, str | None]] = []
    for found in result.result.get("unexpected_index_list") or []:
        rows, columns = found["row"], found.get("column")
        rows = rows if isinstance(rows, list) else [rows]
        columns = columns if isinstance(columns, list) else [columns] * len(rows)
        where += [(int(r), c or e.shown_as) for r, c in zip(rows, columns, strict=True)]
    return Answer(e, bool(result.success), tuple(sorted(where, key=lambda w: (w[0], w[1] or ""))))


def _raised(info: dict) -> bool:
    """Whether working an expectation out failed; told for the expectation, or for each of its parts."""
    parts = [info, *(v for v in info.values() if isinstance(v, dict))]
    return any(p.get("raised_exception") is True for p in parts)


def _context(gx):
    """A context that lives in memory, says nothing on the terminal and calls nobody."""
    context = gx.get_context(mode="ephemeral")
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    return context


def _great_expectations():
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    import great_expectations as gx

    return gx
