"""A finding across files: what is wrong between two of them, whose records it is about, and whether it holds those records."""

from dataclasses import dataclass

import pandas as pd

from pipeline.declared.sources import Source
from pipeline.deliveries.findings import ADVISORY, BLOCKING, Finding


@dataclass(frozen=True)
class CrossFileFinding:
    """A finding about one school's records of a source, year and release.

    Its lines are those of `delivery`, which may be a delivery of another source: a pupil missing from the results is a line
    of the school roll.
    """

    source: str
    year: int
    release: str
    delivery: str  # the fingerprint of the file the lines are in; empty where no file has such a line
    finding: Finding


@dataclass(frozen=True)
class Rule:
    """One rule across files and the words of its findings. `problem` may hold {names} for a number or another school's LAESTAB."""

    id: str
    column: str  # by our name
    problem: str
    remedy: str
    severity: str = ADVISORY


@dataclass(frozen=True)
class Batch:
    """The current rows of a source, year and release, and the earlier rows of the same schools which they replace.

    `unplaced` are rows whose school's number is not one of their file's authority or school.
    """

    source: Source
    year: int
    release: str
    rows: pd.DataFrame
    replaced: pd.DataFrame
    unplaced: pd.DataFrame


def by_school(
    batch: Batch, rule: Rule, rows: pd.DataFrame, held_for: pd.Series | None = None, **facts: object
) -> list[CrossFileFinding]:
    """A finding for each school and file among the rows.

    `held_for` (one boolean a row) marks the rows for which the school's records are held; without it the rule's own severity
    counts. `facts` fill the {names} in the rule's words; a Series has one fact a row, and rows of different facts make
    separate findings.
    """
    if rows.empty:
        return []
    by = ["laestab", "delivery", "file"]  # apart by school: no school's finding says how many rows another school has
    frame = rows[[*by, "row"]].copy()
    for name, fact in facts.items():
        frame[name] = fact
    frame["severity"] = rule.severity if held_for is None else held_for.map({True: BLOCKING, False: ADVISORY})
    out = []
    for key, group in frame.groupby([*by, "severity", *facts], sort=True):
        lines = tuple(sorted({int(n) for n in group["row"]}))
        school, delivery, file, severity, *words = key
        problem = rule.problem.format(**dict(zip(facts, words, strict=True)), n=len(lines))
        finding = Finding(
            file, lines[0], heading(batch.source, rule.column, batch.year), rule.id, problem, rule.remedy, severity,
            len(lines), school=school, lines=lines,
        )  # fmt: skip
        out.append(CrossFileFinding(batch.source.id, batch.year, batch.release, delivery, finding))
    return out


def about_school(
    batch: Batch, rule: Rule, school: str, file: str, severity: str = "", **facts: object
) -> CrossFileFinding:
    """A finding about a school's records as a whole, with no line of its own."""
    problem = rule.problem.format(**facts)
    finding = Finding(file, None, None, rule.id, problem, rule.remedy, severity or rule.severity, 0, school=school)
    return CrossFileFinding(batch.source.id, batch.year, batch.release, "", finding)


def heading(source: Source, ours: str, year: int) -> str | None:
    """The publisher's first name for one of our columns in a year; None where the source has no such column."""
    column = source.columns.get(ours)
    names = column.names_in(year, year - 1, year) if column else []
    return names[0] if names else None
