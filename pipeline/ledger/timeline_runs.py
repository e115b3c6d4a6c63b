"""Timeline runs: which row of the data year was carried out on which day, and how many documents it made."""

from dataclasses import dataclass, fields
from pathlib import Path

from pipeline.ledger.book import ledger, require_ledger

TABLES = """
create table if not exists turns (
    id integer primary key, row text not null, year integer not null, day text not null,
    started text not null, ended text not null,
    made integer not null, unchanged integer not null, held integer not null, failed integer not null);
"""


@dataclass(frozen=True)
class TimelineRun:
    """One row of the timeline carried out once. `day` is the day it was run for; `started` and `ended` are UTC times."""

    row: str
    year: int  # results year
    day: str
    started: str
    ended: str
    made: int
    unchanged: int
    held: int
    failed: int


COLUMNS = [f.name for f in fields(TimelineRun)]


def record_turn(file: Path, turn: TimelineRun) -> None:
    """Enter one row of the timeline that was carried out."""
    with ledger(file, TABLES) as book:
        marks = ", ".join("?" * len(COLUMNS))
        book.execute(f"insert into turns ({', '.join(COLUMNS)}) values ({marks})", [getattr(turn, c) for c in COLUMNS])


def turns(file: Path) -> list[TimelineRun]:
    """Every timeline run, in order."""
    require_ledger(file)
    if not file.exists():
        return []
    with ledger(file, TABLES) as book:
        return [TimelineRun(*row) for row in book.execute(f"select {', '.join(COLUMNS)} from turns order by id")]
