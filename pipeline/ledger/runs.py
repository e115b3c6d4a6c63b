"""Runs: what was started when and by whom, and the result of every document and delivery.

A run is entered when it starts and closed when it ends; one that was never closed was killed.
"""

from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.errors import ClockWentBack
from pipeline.ledger.book import ledger, now, require_ledger, require_whole
from pipeline.processes import account

TABLES = """
create table if not exists run (
    id integer primary key, verb text not null, year integer, started_by text not null,
    started text not null, ended text, seconds real, stopped text not null default '');
create table if not exists run_ends (
    run integer not null references run, what text not null, place text not null, name text not null,
    ending text not null, why text not null, year integer not null, primary key (run, what, place, year));
create table if not exists run_accounts (run integer primary key references run, account text not null);
"""
COLUMNS = "id, verb, year, started_by, started, ended, seconds, stopped"
NOT_REACHED = "not reached"  # the result of a document from the start of a run until another is entered
CLOCKS_DRIFT = timedelta(minutes=5)  # a smaller step back is a clock being set, a larger one is a wrong clock


@dataclass(frozen=True)
class ItemResult:
    """The result of one document, or of one delivery, in a run."""

    what: str  # the publication; of a delivery its source
    place: str  # the place's id; of a delivery its number in the run, since its file name may be a pupil's name
    name: str
    ending: str  # made | unchanged | held | failed | not reached; of a delivery kept | known | refused | left alone
    why: str = ""
    year: int = 0  # a document's results year (a run of what is due may make several years' documents); 0 for none


@dataclass(frozen=True)
class Run:
    """One run as entered: `ended` is None while it is at work, and stays None where it was killed."""

    id: int
    verb: str
    year: int | None
    started_by: str  # person | schedule
    started: str
    ended: str | None
    seconds: float | None
    stopped: str  # why it ended before its work was done; "" where it did not
    ends: tuple[ItemResult, ...] = ()
    account: str = ""  # the operating-system account it ran as; "" for a run of before accounts were kept

    @property
    def counts(self) -> Counter[str]:
        """Ending -> how many documents or deliveries ended so."""
        return Counter(e.ending for e in self.ends)

    def of(self, *endings: str) -> list[ItemResult]:
        """The documents and deliveries that ended in one of these ways."""
        return [e for e in self.ends if e.ending in endings]


def begin(file: Path, verb: str, year: int | None, started_by: str, clock_is_right: bool = False) -> int:
    """Enter a run that starts, and return its number; ClockWentBack where the last run has a later time than now.

    `clock_is_right` accepts that once: it was the last run's clock that was wrong.
    """
    require_whole(file)
    started = now()
    with ledger(file, TABLES) as book:
        last = book.execute("select coalesce(ended, started) from run order by id desc limit 1").fetchone()
        if last and not clock_is_right and _time(last[0]) - _time(started) > CLOCKS_DRIFT:
            raise ClockWentBack(now=started, last=last[0], data=file.parent, verb=verb)
        entry = "insert into run (verb, year, started_by, started) values (?, ?, ?, ?)"
        number = book.execute(entry, (verb, year or None, started_by, started)).lastrowid
        assert number is not None  # SQLite always has one after an insert
        book.execute("insert into run_accounts values (?, ?)", (number, account()))
        return number


def enter(file: Path, run: int, ends: Iterable[ItemResult]) -> None:
    """Enter the results of some of the run's documents or deliveries."""
    # Two rows of the data year may build the same document in one run; that it was made the first time is what counts.
    entry = """insert into run_ends values (?, ?, ?, ?, ?, ?, ?)
               on conflict (run, what, place, year) do update set ending = excluded.ending, why = excluded.why
               where not (ending = 'made' and excluded.ending = 'unchanged')"""
    with ledger(file, TABLES) as book:
        book.executemany(entry, [(run, *astuple(end)) for end in ends])


def finish(file: Path, run: int, seconds: float, stopped: str = "") -> None:
    """Close a run. `ended` is never before `started`, whatever happened to the clock; `seconds` come from a clock nobody can set."""
    with ledger(file, TABLES) as book:
        book.execute(
            "update run set ended = max(started, ?), seconds = ?, stopped = ? where id = ?",
            (now(), round(seconds, 1), stopped, run),
        )


def last_runs(file: Path, count: int, year: int | None = None) -> list[Run]:
    """The last `count` runs, newest first, with all their results; of one results year where it is given."""
    require_ledger(file)
    if not file.exists():
        return []
    with ledger(file, TABLES) as book:
        query = f"""select {COLUMNS}, coalesce(account, '') from run left join run_accounts on run = id
                    where year is coalesce(?, year) order by id desc limit ?"""
        rows = book.execute(query, (year, count)).fetchall()
        runs = []
        for number, verb, results_year, started_by, started, ended, seconds, stopped, who in rows:
            query = "select what, place, name, ending, why, year from run_ends where run = ? order by rowid"
            with closing(book.execute(query, (number,))) as items:
                results = tuple(ItemResult(*item) for item in items)
            runs.append(Run(number, verb, results_year, started_by, started, ended, seconds, stopped, results, who))
        return runs


def left_undone(file: Path, year: int) -> set[tuple[str, str]]:
    """The documents (publication, place) of a results year that failed or were not reached in the last run that listed them."""
    last: dict[tuple[str, str], str] = {}
    with ledger(file, TABLES) as book:
        for what, place, ending in book.execute(
            "select what, place, ending from run_ends where year = ? order by run", (year,)
        ):
            last[what, place] = ending
    return {document for document, ending in last.items() if ending in ("failed", NOT_REACHED)}


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
