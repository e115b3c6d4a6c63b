"""Runs: what was asked for, when, and how many documents came of it."""

from pathlib import Path

from pipeline.ledger.book import ledger, now

TABLES = """
create table if not exists runs (
    id integer primary key, started text not null, ended text not null, verb text not null, year integer,
    made integer not null, unchanged integer not null, held integer not null, failed integer not null);
"""


def record_run(file: Path, started: str, verb: str, year: int | None, counts: dict[str, int]) -> None:
    """Enter one run and what came of it."""
    tallies = [counts.get(k, 0) for k in ("made", "unchanged", "held", "failed")]
    with ledger(file, TABLES) as book:
        book.execute(
            "insert into runs (started, ended, verb, year, made, unchanged, held, failed) values (?, ?, ?, ?, ?, ?, ?, ?)",
            (started, now(), verb, year, *tallies),
        )
