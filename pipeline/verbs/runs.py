"""`runs`: what was run, when, by whom or what, and how it ended; the last one on one screen."""

import sys

from pipeline.ledger.receipts import read_receipts
from pipeline.ledger.runs import last_runs
from pipeline.lock import holder
from pipeline.paths import Folders
from pipeline.runs.stale import out_of_date
from pipeline.runs.summary import one_line, one_screen

LISTED = 20


def tell_runs(where: Folders, only_last: bool, year: int | None) -> int:
    """0, also where nothing was ever run: telling does not fail because a run did."""
    found = last_runs(where.ledger, 1 if only_last else LISTED, year)
    owner = holder(where.data)
    if not found:
        told = "Nothing has been run yet."
    elif only_last:
        told = one_screen(found[0], owner, out_of_date(where, read_receipts(where.outputs)))
    else:
        told = "\n".join(one_line(run, owner) for run in found)
    sys.stdout.write(told + "\n")
    return 0
