"""A finding across files: what is wrong between two of them, whose records it is about, and whether those are held for it."""

from dataclasses import dataclass

import pandas as pd

from pipeline.declared.sources import Source
from pipeline.deliveries.findings import ADVISORY, BLOCKING, Finding


@dataclass(frozen=True)
class Crossed:
    """A finding about one school's records of a source, year and release. Its lines are of `delivery`, which may be another
    source's: a pupil missing from the results is a line of the roll."""

    source: str
    year: int
    release: str
    delivery: str  # the fingerprint of the file the lines are of; empty where no file has such a line
    finding: Finding


@dataclass(frozen=True)
class Rule:
    """What one rule across files says of what it finds. `said` may hold {names} for a number or another school's LAESTAB."""

    id: str
    column: str  # by our name
    said: str
    remedy: str
    severity: str = ADVISORY


@dataclass(frozen=True)
class Batch:
    """The rows of a source, year and release that are in force, and earlier rows of the same schools they replace."""

    source: Source
    year: int
    release: str
    rows: pd.DataFrame
    replaced: pd.DataFrame


def told(batch: Batch, rule: Rule, rows: pd.DataFrame, held_for: pd.Series | None = None, **facts) -> list[Crossed]:
    """A finding for each school and file among the rows; `held_for` marks the rows that hold the school's records.

    Schools are told apart, so that no school's finding says how many rows another has. Facts that differ by row (a
    Series) make findings of their own.
    """
    if rows.empty:
        return []
    by = ["laestab", "delivery", "file"]
    frame = rows[[*by, "row"]].copy()
    for name, fact in facts.items():
        frame[name] = fact
    frame["severity"] = rule.severity if held_for is None else held_for.map({True: BLOCKING, False: ADVISORY})
    out = []
    for key, found in frame.groupby([*by, "severity", *facts], sort=True):
        lines = tuple(sorted({int(n) for n in found["row"]}))
        school, delivery, file, severity, *words = key
        said = rule.said.format(**dict(zip(facts, words, strict=True)), n=len(lines))
        finding = Finding(
            file, lines[0], heading(batch.source, rule.column, batch.year), rule.id, said, rule.remedy, severity,
            len(lines), school=school, lines=lines,
        )  # fmt: skip
        out.append(Crossed(batch.source.id, batch.year, batch.release, delivery, finding))
    return out


def told_of_school(batch: Batch, rule: Rule, school: str, file: str, severity: str = "", **facts) -> Crossed:
    """A finding about a school's records as a whole, with no line of its own."""
    said = rule.said.format(**facts)
    finding = Finding(file, None, None, rule.id, said, rule.remedy, severity or rule.severity, 0, school=school)
    return Crossed(batch.source.id, batch.year, batch.release, "", finding)


def heading(source: Source, ours: str, year: int) -> str | None:
    """The publisher's first name for one of our columns in a year; None where the source has no such column."""
    column = source.columns.get(ours)
    names = column.names_in(year, year - 1, year) if column else []
    return names[0] if names else None
