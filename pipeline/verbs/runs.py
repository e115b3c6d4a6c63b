"""`runs`: what was run, when, by whom or what, and how it ended; the last run in full; or who did what to the data and documents."""

from datetime import datetime
from itertools import groupby

from pipeline.errors import LockUnreadable
from pipeline.ledger.actions import CHANGED, ISSUED, RecordedAction, last_actions
from pipeline.ledger.receipts import read_receipts
from pipeline.ledger.runs import last_runs
from pipeline.lock import holder
from pipeline.paths import Folders
from pipeline.runs.stale import out_of_date
from pipeline.runs.summary import one_line, one_screen
from pipeline.verbs.output import print_lines

LISTED = 20
ACTIONS = 5000  # read for the list of who did what
SEVERAL = 3  # alike that are named
SHORT = 12  # characters of a fingerprint that are printed


def print_runs(where: Folders, only_last: bool, year: int | None) -> int:
    """List the last runs (of one results year where it is given), newest first; returns 0 however they ended."""
    runs = last_runs(where.ledger, 1 if only_last else LISTED, year)
    try:
        owner = holder(where.data)
    except LockUnreadable as damaged:
        print_lines(str(damaged))
        owner = None
    if not runs:
        print_lines(f"There is no run of results year {year}." if year else "Nothing has been run yet.")
    elif only_last:
        print_lines(*one_screen(runs[0], owner, out_of_date(where, read_receipts(where.outputs))).split("\n"))
    else:
        print_lines(*(one_line(run, owner) for run in runs))
    return 0


def print_actions(where: Folders) -> int:
    """List who did what, newest first, one line for what one account did in one go; returns 0."""
    actions = last_actions(where.ledger, ACTIONS)
    groups = [list(same) for _, same in groupby(actions, lambda a: (a.time[:16], a.account, a.role, a.did))]
    lines = [f"{_day(same[0])}  {same[0].account:<12} {same[0].did} {_what(same)}" for same in groups[:LISTED]]
    print_lines(*lines or ["Nothing has been recorded yet."])
    return 0


def _day(action: RecordedAction) -> str:
    return f"{datetime.fromisoformat(action.time):%d %B %Y %H:%M}"


def _what(same: list[RecordedAction]) -> str:
    """Of several alike how many and the first few; of one what it was before and after."""
    if len(same) > SEVERAL:
        names = ", ".join(_named(a) for a in same[:SEVERAL])
        return f"{len(same)}: {names} and {len(same) - SEVERAL} more"
    return "; ".join(f"{_named(a)}{_moved(a)}" for a in same)


def _named(action: RecordedAction) -> str:
    return f"{action.what} issue {action.after}" if action.did == ISSUED else action.what


def _moved(action: RecordedAction) -> str:
    """The fingerprints before and after, and the role and reason that were given."""
    if action.did == ISSUED:
        return f" ({action.note})" if action.note else ""
    before, after = action.before[:SHORT], action.after[:SHORT]
    moved = f"{before or 'not there'} → {after or 'not there'}" if action.did == CHANGED else before or after
    return f" ({moved}{f'; as {action.role}' if action.role else ''}{f': {action.note}' if action.note else ''})"
