"""`due` and `run-due`: what the timeline owes on a day, and making it."""

import sys
from collections import Counter
from datetime import date

from pipeline.calendar import RowStatus, State, around
from pipeline.declared.releases import long_day
from pipeline.errors import YearNotConfirmed
from pipeline.ledger.book import now
from pipeline.ledger.timeline_runs import TimelineRun, record_turn
from pipeline.paths import Folders
from pipeline.press import choose
from pipeline.runs.at_work import BY_A_PERSON, AtWork, Start, at_work
from pipeline.verbs.build import make, without

TOLD = (State.DUE, State.LATE, State.WAITING)
NEXT = 5  # rows still to come that `due` names


def say_due(where: Folders, on: date) -> int:
    """What is due, late or waiting on a day, and what comes next. Builds nothing."""
    year = around(where, on)
    told = year.of(*TOLD)
    _say(f"on {long_day(on)}: " + (_counted(told) or "nothing is due"))
    for one in told:
        _say(_line(one))
    for one in year.of(State.NOT_YET)[:NEXT]:
        _say(f"next      {long_day(one.occasion.day)}: {one.occasion.row.words}; {one.said}")
    return 0


def run_due(where: Folders, on: date, jobs: int, start: Start = BY_A_PERSON) -> int:
    """Make what is due or late on a day and has all it needs. Run again, it finds nothing to do.

    0 when everything that could be made is there (what waits for a delivery is only told); 1 when a row was
    refused or a document held or failed.
    """
    ends = Counter()
    with at_work(where, "run-due", None, start) as run:
        year = around(where, on)
        for one in year.of(State.DUE, State.LATE):
            ends += carry_out(run, one, on, jobs)
    missing = year.of(State.WAITING)
    for one in missing:
        _say(_line(one))
    _say(f"on {long_day(on)}: {_made(ends)}; {len(missing)} waiting")
    return 1 if ends["held"] or ends["failed"] or ends["refused"] else 0


def carry_out(run: AtWork, one: RowStatus, on: date, jobs: int) -> Counter:
    """Make what one row makes, and enter its turn: how many documents were made, unchanged, held and failed.

    A row of a results year that is not confirmed yet is refused, and the others go on.
    """
    where, occasion, started = run.where, one.occasion, now()
    _say(f"{occasion.row.words}, {occasion.year} results: {one.said}")
    try:
        the_plan, wanted = choose(where, occasion.year, occasion.row.makes, [], False)
    except YearNotConfirmed as why:  # another row may be of a year that is
        _say(f"  {why}")
        return Counter(refused=1)
    if not wanted:
        for line in ("nothing is owed", *without(the_plan, occasion.row.makes)):
            _say(f"  {line}")
        return Counter()
    outcome = make(run, the_plan, wanted, jobs, occasion.row.makes)
    counts = {k: outcome.counts[k] for k in ("made", "unchanged", "held", "failed")}
    record_turn(where.ledger, TimelineRun(occasion.row.id, occasion.year, on.isoformat(), started, now(), **counts))
    return Counter(counts)


def _counted(told: list[RowStatus]) -> str:
    counts = Counter(s.state for s in told)
    return ", ".join(f"{counts[state]} {state.word}" for state in TOLD if counts[state])


def _line(one: RowStatus) -> str:
    row = one.occasion.row
    what = ", ".join(row.makes) or "to be received"
    return f"{one.state.word:<9} {long_day(one.occasion.day)}: {row.words}, {one.occasion.year} results ({what}): {one.said}"


def _made(ends: Counter) -> str:
    return ", ".join(f"{n} {end}" for end, n in ends.items() if n) or "nothing to make"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
