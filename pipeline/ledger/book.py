"""The ledger: one SQLite file of what was run and what was issued, beside the deliveries, since neither can be made again.

Issues and turns are only ever added; what is held of a run is completed as it goes. SQLite
locks badly on network shares, so the ledger stays with the data; receipts travel with booklets.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path


@contextmanager
def ledger(file: Path, tables: str) -> Iterator[sqlite3.Connection]:
    """The ledger with these tables in it, open for one transaction: all of it is written, or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(file, timeout=30)
    try:
        with connection:
            connection.executescript(tables)
            yield connection
    finally:
        connection.close()


def now() -> str:
    """The time a thing was done, in UTC to the second: for the ledger only, never for a document."""
    return datetime.now(UTC).isoformat(timespec="seconds")
