"""What was kept: of every delivery the hash of its original and what was recorded of it, so that a change or a loss is seen.

This is the only place where an original's hash is written down. An erasure by rule replaces it, with the rule as its reason, so that
what is left is again what should be there. The record and the mark of a withdrawal are kept whole: from them the
next run puts back what was lost or changed beside an original. They are entered before they are written to the disk, so that a
killed run is completed; an original is entered after it, since it cannot be put back from here.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from pipeline.ledger.book import ledger

TABLES = """
create table if not exists originals (
    delivery text primary key, sha256 text not null, bytes integer not null, record text not null, withdrawn text not null,
    erased text not null);
"""


@dataclass(frozen=True)
class KeptOriginal:
    """One kept delivery as it should be. The order of the fields is that of the table's columns."""

    delivery: str  # its fingerprint, by which its folder is named
    sha256: str  # of its original; "" where the whole file was erased
    bytes: int
    record: str  # the text of its delivery.json
    withdrawn: str  # the text of its withdrawn.json; "" while it is in force
    erased: str = ""  # when, by which rule and on whose decision records were erased from it


COLUMNS = [f.name for f in fields(KeptOriginal)]


def kept_originals(file: Path) -> dict[str, KeptOriginal]:
    """Every original entered, by its delivery's fingerprint."""
    with ledger(file, TABLES) as book:
        rows = book.execute(f"select {', '.join(COLUMNS)} from originals order by delivery")
        return {row[0]: KeptOriginal(*row) for row in rows}


def kept_original(file: Path, delivery: str) -> KeptOriginal | None:
    """The original of one delivery, by its fingerprint; None where none was entered."""
    with ledger(file, TABLES) as book:
        row = book.execute(f"select {', '.join(COLUMNS)} from originals where delivery = ?", [delivery]).fetchone()
        return KeptOriginal(*row) if row else None


def enter_originals(file: Path, originals: Iterable[KeptOriginal]) -> None:
    """Enter originals, or enter anew what has changed of them."""
    with ledger(file, TABLES) as book:
        marks = ", ".join("?" * len(COLUMNS))
        book.executemany(f"insert or replace into originals values ({marks})", [astuple(o) for o in originals])
