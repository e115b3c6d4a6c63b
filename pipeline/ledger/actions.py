"""Actions: who received, withdrew, corrected, issued, changed a policy or signed one off; only ever added to.

Who is the operating-system account, as the system names it; a role is what that account stated. Nothing here names a pupil.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from pipeline.ledger.book import ledger, now
from pipeline.processes import account

TABLES = """
create table if not exists actions (
    id integer primary key, time text not null, account text not null, did text not null, what text not null,
    role text not null, before text not null, after text not null, note text not null, content text not null);
create index if not exists actions_by_subject on actions (did, what);
"""
RECEIVED, WITHDREW, RESTORED, ISSUED = "received", "withdrew", "took in again", "issued"
FIRST_USED, CHANGED, SIGNED_OFF, TOOK_BACK = "first used", "changed", "signed off", "took the sign-off back from"


@dataclass(frozen=True)
class RecordedAction:
    """One thing that was done. `before` and `after` are fingerprints, "" for what was not there; of an issue `after` is its number."""

    did: str  # one of the words above
    what: str  # a delivery's source, year and release stage; a document; a file of params/ or data/corrections/
    role: str = ""  # in which role the account says it acted
    before: str = ""
    after: str = ""
    note: str = ""  # the reason or reference given
    content: str = ""  # of a sign-off all that was signed, as JSON
    account: str = ""
    time: str = ""  # UTC, to the second


COLUMNS = [f.name for f in fields(RecordedAction)]


def record_actions(file: Path, actions: Iterable[RecordedAction]) -> None:
    """Enter actions of this process's account, or of the account they name."""
    with ledger(file, TABLES) as book:
        enter_actions(book, actions)


def enter_actions(book: sqlite3.Connection, actions: Iterable[RecordedAction]) -> None:
    """Enter actions in a transaction that is open; for tables whose own entries they belong to."""
    when, who = now(), account()
    entries = [(*astuple(a)[:-2], a.account or who, a.time or when) for a in actions]
    book.executemany(f"insert into actions ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))})", entries)


def last_actions(file: Path, count: int) -> list[RecordedAction]:
    """The last `count` actions, newest first."""
    return _read(file, "order by id desc limit ?", (count,))


def last_action(file: Path, *did: str) -> RecordedAction | None:
    """The newest action of one of these kinds; None where there is none."""
    found = _read(file, f"where did in ({', '.join('?' * len(did))}) order by id desc limit 1", did)
    return found[0] if found else None


def fingerprints_recorded(file: Path) -> dict[str, str]:
    """Each file of declarations or corrections that was recorded -> its last fingerprint; "" for one that was deleted."""
    return {a.what: a.after for a in _read(file, "where did in (?, ?) order by id", (FIRST_USED, CHANGED))}


def _read(file: Path, query: str, values: tuple[object, ...]) -> list[RecordedAction]:
    if not file.exists():
        return []
    with ledger(file, TABLES) as book:
        return [
            RecordedAction(*row) for row in book.execute(f"select {', '.join(COLUMNS)} from actions {query}", values)
        ]
