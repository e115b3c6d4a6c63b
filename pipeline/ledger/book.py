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


@contextmanager
def ledger(file: Path, tables: str) -> Iterator[sqlite3.Connection]:
    """The ledger, with these tables made where missing, open for one transaction: everything is written, or nothing."""
    make_file(file)
    connection = sqlite3.connect(file, timeout=30)
    try:
        with connection:
            connection.executescript(tables)
            yield connection
    finally:
        connection.close()


def now() -> str:
    """The time now, in UTC to the second, in ISO 8601. For the ledger only: the same inputs must give the same document."""
    return datetime.now(UTC).isoformat(timespec="seconds")
