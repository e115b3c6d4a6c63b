"""The only module that uses Great Expectations: it checks a delivery's expectations in one suite and returns no value.

Importing Great Expectations takes seconds, so it is done on first use, once a process, and never for a delivery
whose findings are stored.
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
    """One expectation, independent of Great Expectations. `column` is the frame's column; `shown_as` the publisher's name for it."""

    frame: str  # rows | cells
    kind: str  # exists | true | unique | one_of | between
    rule: str
    requirement: str  # what must be true, in words, for a list of what passed
    problem: str  # what is wrong where it is not met
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
    """Great Expectations could not evaluate an expectation: a fault of this project, not of the delivery."""


def ask(expected: list[RowExpectation], rows: pd.DataFrame, cells: pd.DataFrame) -> list[Answer]:
    """Great Expectations' answer to every expectation; NotAnswered where it cannot evaluate one.

    `rows` has a column `row` (the line in the file), `cells` has `row` and `column`; see `expectation_suite`.
    """
    out = []
    for frame, name, index in ((rows, ROWS, ["row"]), (cells, CELLS, ["row", "column"])):
        of_frame = [e for e in expected if e.frame == name]
        if of_frame and len(frame.columns):
            out += _ask_of(frame, of_frame, index)
    return out


def _ask_of(frame: pd.DataFrame, expected: list[RowExpectation], index: list[str]) -> list[Answer]:
    """First which expectations are met, then the rows of the unmet ones: most are met, and rows take more than twice the time."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when the library is imported: it must not contact anyone
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    asset = context.data_sources.add_pandas("deliveries").add_dataframe_asset("delivery")
    batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": frame})
    answers = _validate(gx, batch, expected, WHETHER)
    unmet = [a.expected for a in answers if not a.met]
    placed = _validate(gx, batch, unmet, WHERE | {"unexpected_index_column_names": index}) if unmet else []
    where = dict(zip(unmet, placed, strict=True))
    return [where.get(a.expected, a) for a in answers]


def _validate(gx, batch, expected: list[RowExpectation], result_format: dict) -> list[Answer]:
    """The answers in the order of `expected`; the results come back in an order of the library's own, so each is numbered."""
    expectations = [_compiled(gx, e, i) for i, e in enumerate(expected)]
    results = batch.validate(
        gx.ExpectationSuite(name="delivery", expectations=expectations), result_format=result_format
    )
    answered = {r.expectation_config.meta["number"]: r for r in results.results}
    return [_answer(e, answered[i]) for i, e in enumerate(expected)]


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
    # The library reports an exception for the expectation as a whole or for each of its parts.
    info = result.exception_info
    parts = [info, *(v for v in info.values() if isinstance(v, dict))]
    if any(p.get("raised_exception") is True for p in parts):
        raise NotAnswered(
            f"Great Expectations could not evaluate the rule {e.rule!r} on the column {e.shown_as or e.column}."
        )
    where: list[tuple[int, str | None]] = []
    for unexpected in result.result.get("unexpected_index_list") or []:
        rows, columns = unexpected["row"], unexpected.get("column")
        rows = rows if isinstance(rows, list) else [rows]
        columns = columns if isinstance(columns, list) else [columns] * len(rows)
        where += [(int(r), c or e.shown_as) for r, c in zip(rows, columns, strict=True)]
    return Answer(e, bool(result.success), tuple(sorted(where, key=lambda w: (w[0], w[1] or ""))))
