"""`runs`: what was run, when, by whom or what, and how it ended; or the last run in full, on one screen."""

from pipeline.errors import LockUnreadable
from pipeline.ledger.receipts import read_receipts
from pipeline.ledger.runs import last_runs
from pipeline.lock import holder
from pipeline.paths import Folders
from pipeline.runs.stale import out_of_date
from pipeline.runs.summary import one_line, one_screen
from pipeline.verbs.output import print_lines

LISTED = 20


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
