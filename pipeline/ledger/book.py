"""The ledger: what was run and what was issued, in one SQLite file beside the store.

Rows are only ever added. SQLite locks badly on network shares, so the ledger stays beside the store; receipts travel with booklets.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

TABLES = """
create table if not exists runs (
    id integer primary key, started text not null, ended text not null, verb text not null, year integer,
    made integer not null, unchanged integer not null, held integer not null, failed integer not null);
create table if not exists issues (
    publication text not null, place text not null, year integer not null, number integer not null,
    issued text not null, pack text not null, html text, pdf text, xlsx text,
    primary key (publication, place, year, number));
"""


@contextmanager
def ledger(file: Path) -> Iterator[sqlite3.Connection]:
    """The ledger, open for one transaction: all of it is written, or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(file, timeout=30)
    try:
        with connection:
            connection.executescript(TABLES)
            yield connection
    finally:
        connection.close()


def next_number(file: Path, publication: str, place: str, year: int) -> int:
    """The number the next issue of a document will carry; the first is 1."""
    with ledger(file) as book:
        row = book.execute(
            "select max(number) from issues where publication = ? and place = ? and year = ?",
            (publication, place, year),
        ).fetchone()
    return (row[0] or 0) + 1


def record_issue(file: Path, receipt: dict) -> None:
    """Enter one issued document from its receipt."""
    files = receipt["files"]
    entry = (
        *(receipt[k] for k in ("publication", "place", "year", "issue")),
        now(),
        receipt["pack"],
        *(files.get(name) for name in ("booklet.html", "booklet.pdf", "tables.xlsx")),
    )
    with ledger(file) as book:
        book.execute("insert or ignore into issues values (?, ?, ?, ?, ?, ?, ?, ?, ?)", entry)


def record_run(file: Path, started: str, verb: str, year: int | None, counts: dict[str, int]) -> None:
    """Enter one run and what came of it."""
    tallies = [counts.get(k, 0) for k in ("made", "unchanged", "held", "failed")]
    with ledger(file) as book:
        book.execute(
            "insert into runs (started, ended, verb, year, made, unchanged, held, failed) values (?, ?, ?, ?, ?, ?, ?, ?)",
            (started, now(), verb, year, *tallies),
        )


def now() -> str:
    """The time a thing was done, in UTC to the second: for the ledger only, never for a document."""
    return datetime.now(UTC).isoformat(timespec="seconds")
