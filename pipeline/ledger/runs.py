"""The runs: what was begun when, by whom or what, and how every document and delivery of it ended.

A run is entered when it begins and closed when it ends; one that was never closed was killed.
"""

from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.errors import ClockWentBack
from pipeline.ledger.book import ledger, now

TABLES = """
create table if not exists run (
    id integer primary key, verb text not null, year integer, started_by text not null,
    started text not null, ended text, seconds real, stopped text not null default '');
create table if not exists run_ends (
    run integer not null references run, what text not null, place text not null, name text not null,
    ending text not null, why text not null, year integer not null, primary key (run, what, place, year));
"""
COLUMNS = "id, verb, year, started_by, started, ended, seconds, stopped"
NOT_REACHED = "not reached"  # how a document stands from the beginning of a run until it ends
CLOCKS_DRIFT = timedelta(minutes=5)  # less is a clock being set, more is a clock gone wrong


@dataclass(frozen=True)
class ItemResult:
    """How one document, or one delivery, ended in a run."""

    what: str  # the publication; of a delivery its source
    place: str  # the place's id; of a delivery its turn among those of the run: its file's name may be a pupil's
    name: str
    ending: str  # made | unchanged | held | failed | not reached; of a delivery kept | known | refused | left alone
    why: str = ""
    year: int = 0  # a document's results year: one run of what is due makes several years'; 0 where it has none


@dataclass(frozen=True)
class Run:
    """One run as entered: `ended` is None while it is at work, and for ever where it was killed."""

    id: int
    verb: str
    year: int | None
    started_by: str  # person | schedule
    started: str
    ended: str | None
    seconds: float | None
    stopped: str  # why it ended before its work was done; "" where it did not
    ends: tuple[ItemResult, ...] = ()

    @property
    def counts(self) -> Counter:
        return Counter(e.ending for e in self.ends)

    def of(self, *endings: str) -> list[ItemResult]:
        return [e for e in self.ends if e.ending in endings]


def begin(file: Path, verb: str, year: int | None, started_by: str, clock_is_right: bool = False) -> int:
    """Enter a run that begins and give its number; ClockWentBack where the last one was at a later hour than now."""
    started = now()
    with ledger(file, TABLES) as book:
        last = book.execute("select coalesce(ended, started) from run order by id desc limit 1").fetchone()
        if last and not clock_is_right and _time(last[0]) - _time(started) > CLOCKS_DRIFT:
            raise ClockWentBack(now=started, last=last[0], data=file.parent, verb=verb)
        entry = "insert into run (verb, year, started_by, started) values (?, ?, ?, ?)"
        return book.execute(entry, (verb, year or None, started_by, started)).lastrowid


def enter(file: Path, run: int, ends: Iterable[ItemResult]) -> None:
    """Enter how some of the run's documents or deliveries ended, as it becomes known."""
    entry = """insert into run_ends values (?, ?, ?, ?, ?, ?, ?)
               on conflict (run, what, place, year) do update set ending = excluded.ending, why = excluded.why
               where not (ending = 'made' and excluded.ending = 'unchanged')"""  # two rows of the data year make some twice
    with ledger(file, TABLES) as book:
        book.executemany(entry, [(run, *astuple(end)) for end in ends])


def finish(file: Path, run: int, seconds: float, stopped: str = "") -> None:
    """Close a run. It never ends before it started, whatever the clock did meanwhile; `seconds` are not the clock's."""
    with ledger(file, TABLES) as book:
        book.execute(
            "update run set ended = max(started, ?), seconds = ?, stopped = ? where id = ?",
            (now(), round(seconds, 1), stopped, run),
        )


def last_runs(file: Path, count: int, year: int | None = None) -> list[Run]:
    """The last runs, newest first, with every end; of one results year where it is given."""
    if not file.exists():
        return []
    with ledger(file, TABLES) as book:
        asked = f"select {COLUMNS} from run where year is coalesce(?, year) order by id desc limit ?"
        rows = book.execute(asked, (year, count)).fetchall()
        return [Run(*row, _ends(book, row[0])) for row in rows]


def left_undone(file: Path, year: int) -> set[tuple[str, str]]:
    """The documents (publication, place) of a results year that failed, or were not come to, when they were last asked for."""
    last: dict[tuple[str, str], str] = {}
    with ledger(file, TABLES) as book:
        for what, place, ending in book.execute(
            "select what, place, ending from run_ends where year = ? order by run", (year,)
        ):
            last[what, place] = ending
    return {document for document, ending in last.items() if ending in ("failed", NOT_REACHED)}


def _ends(book, run: int) -> tuple[ItemResult, ...]:
    asked = "select what, place, name, ending, why, year from run_ends where run = ? order by rowid"
    with closing(book.execute(asked, (run,))) as found:
        return tuple(ItemResult(*row) for row in found)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
