"""The ledger: one SQLite file of what was run and what was issued. Like the deliveries beside it, it cannot be made again.

Issues and timeline runs are only ever added; the record of a run is completed while it works. SQLite locks badly on network
shares, so the ledger stays with the data; receipts travel with booklets.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.access import make_file
from pipeline.errors import LedgerDamaged
from pipeline.paths import ISSUED


@contextmanager
def ledger(file: Path, tables: str) -> Iterator[sqlite3.Connection]:
    """The ledger, with these tables made where missing, open for one transaction: everything is written, or nothing."""
    require_ledger(file)
    make_file(file)
    connection = sqlite3.connect(file, timeout=30)
    try:
        with connection:
            connection.executescript(tables)
            yield connection
    finally:
        connection.close()


def require_ledger(file: Path) -> None:
    """LedgerDamaged where documents were issued and the record of them is gone: a new one would begin at issue 1 without a word."""
    if file.is_file() and file.stat().st_size:
        return
    if next((file.parent / ISSUED).glob("*/*/*/*.json.gz"), None):
        raise LedgerDamaged(file=file, what="is empty" if file.exists() else "is missing")


def require_whole(file: Path) -> None:
    """LedgerDamaged where the ledger is not whole, asked before a run relies on it; a ledger that does not exist yet is."""
    require_ledger(file)
    if not file.is_file():
        return
    connection = sqlite3.connect(file, timeout=30)
    try:
        found = connection.execute("pragma quick_check(1)").fetchone()
    finally:
        connection.close()
    if found != ("ok",):
        raise LedgerDamaged(file=file, what="is damaged")


def now() -> str:
    """The time now, in UTC to the second, in ISO 8601. For the ledger only: the same inputs must give the same document."""
    return datetime.now(UTC).isoformat(timespec="seconds")
