"""Real national figures as they were known on a day, which the rehearsal of a year receives instead of a newer edition."""

import io
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from pipeline.declared import Declarations
from pipeline.validated.types import read_period

SOURCE = "lait"
AREAS = (970, 981)  # England and the region the invented authority stands in
MARKS = {"revised": " (prov)", "final": " (Rev)"}  # next release -> the tool's mark of the year until it is published


def edition(tool: Path, declared: Declarations, day: date) -> bytes:
    """The Local Authority Interactive Tool as it would have been on a day, for England and the region, measured items only."""
    stages = declared.items_of(SOURCE)
    table = _read(tool)
    table = table[table["Short Desc"].isin(stages.keys()) & table["LA Number"].isin(AREAS)]
    kinds = table[["Short Desc", "Years"]].drop_duplicates()
    known = {(i, y): _as_marked(declared, stages[i], y, day) for i, y in kinds.itertuples(index=False)}
    marked = pd.Series(list(map(known.get, zip(table["Short Desc"], table["Years"], strict=True))), index=table.index)
    held = io.BytesIO()
    table.assign(Years=marked)[marked.notna()].to_parquet(held, index=False)
    return held.getvalue()


@cache
def _read(tool: Path) -> pd.DataFrame:
    return pd.read_parquet(tool)


def _as_marked(declared: Declarations, stage: str, period: str, day: date) -> str | None:
    """A results year with the tool's own mark of a release that is not the last; None where none of it was published."""
    year, _ = read_period(period, declared.vocabulary.releases.year_words)
    if year is None or day < known_from(declared, stage, year):
        return None
    whole = period.partition(" (")[0]
    later = (mark for release, mark in MARKS.items() if day < declared.releases.on(stage, release, year))
    return f"{whole}{next(later, '')}"


def known_from(declared: Declarations, stage: str, year: int) -> date:
    """The first day on which a timeline row waits for a key stage's national results of a year; else that of the final release."""
    rows = [
        r
        for r in declared.timeline.rows
        if r.published and any(SOURCE in n.sources and n.stage == stage for n in r.waits_for)
    ]
    days = [declared.timeline.on(r, year, declared.releases) for r in rows]
    return min(days, default=declared.releases.on(stage, "final", year))
