"""`due` and `run-due`: which rows of the timeline are due on a day, and making their documents."""

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
from pipeline.verbs.output import print_lines

LISTED = (State.DUE, State.LATE, State.WAITING)
NEXT = 5  # rows still to come that `due` lists


def print_due(where: Folders, on: date) -> int:
    """List what is due, late or waiting on a day, and what comes next; makes nothing and returns 0."""
    year = around(where, on)
    rows = year.of(*LISTED)
    counts = Counter(row.state for row in rows)
    total = ", ".join(f"{counts[state]} {state.word}" for state in LISTED if counts[state])
    print_lines(f"on {long_day(on)}: {total or 'nothing is due'}", *map(_line, rows))
    for status in year.of(State.NOT_YET)[:NEXT]:
        print_lines(f"next      {long_day(status.occasion.day)}: {status.occasion.row.words}; {status.said}")
    return 0


def run_due(where: Folders, on: date, jobs: int, start: Start = BY_A_PERSON) -> int:
    """Make what is due or late on a day and has all it needs. A second run on that day makes nothing.

    Returns 0 when everything that could be made has been made, whatever waits for a delivery; 1 when a row was refused or a
    document was held or failed.
    """
    endings: Counter[str] = Counter()
    with at_work(where, "run-due", None, start) as run:
        year = around(where, on)
        for row in year.of(State.DUE, State.LATE):
            endings += carry_out(run, row, on, jobs)
    waiting = year.of(State.WAITING)
    total = ", ".join(f"{number} {ending}" for ending, number in endings.items() if number) or "nothing to make"
    print_lines(*map(_line, waiting), f"on {long_day(on)}: {total}; {len(waiting)} waiting")
    return 1 if endings["held"] or endings["failed"] or endings["refused"] else 0


def carry_out(run: AtWork, status: RowStatus, on: date, jobs: int) -> Counter[str]:
    """Make the documents of one row and record it in the ledger; returns how many were made, unchanged, held and failed.

    A row of a results year that is not confirmed yet counts as refused, so that the other rows are still made.
    """
    where, occasion, started = run.where, status.occasion, now()
    row = occasion.row
    print_lines(f"{row.words}, {occasion.year} results: {status.said}")
    try:
        the_plan, wanted = choose(where, occasion.year, row.makes, [], False)
    except YearNotConfirmed as unconfirmed:
        print_lines(f"  {unconfirmed}")
        return Counter(refused=1)
    if not wanted:
        # Not recorded as done: the row stays due, because its deliveries may still bring results for these documents.
        print_lines("  no place gets these documents", *(f"  {line}" for line in without(the_plan, row.makes)))
        return Counter()
    result = make(run, the_plan, wanted, jobs, row.makes)
    counts = {ending: result.counts[ending] for ending in ("made", "unchanged", "held", "failed")}
    # A draft is not issued, so its row stays due until the policy is signed off.
    drafts = Counter(result.ends.get(d.key, ("unchanged", ""))[0] for d in result.drafts)
    issued = {**counts, **{ending: counts[ending] - number for ending, number in drafts.items()}}
    issued["held"] += drafts.total()
    record_turn(where.ledger, TimelineRun(row.id, occasion.year, on.isoformat(), started, now(), **issued))
    return Counter(counts)


def _line(status: RowStatus) -> str:
    row = status.occasion.row
    what = ", ".join(row.makes) or "to be received"
    day, results = long_day(status.occasion.day), f"{status.occasion.year} results"
    return f"{status.state.word:<9} {day}: {row.words}, {results} ({what}): {status.said}"
