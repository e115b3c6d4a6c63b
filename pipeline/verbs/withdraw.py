"""`withdraw`: take a delivery back, so that nothing is made from it any more; its original stays, marked with who and why."""

from contextlib import ExitStack
from datetime import date

import pandas as pd

from pipeline.declared.vocabulary import read_release_stages
from pipeline.deliveries.delivery import Delivery, Withdrawal, withdrawal_of
from pipeline.deliveries.store import find_delivery, restore, take_over, trial_store, withdraw
from pipeline.errors import CommandWrong, OriginalAltered
from pipeline.ledger.actions import RESTORED, WITHDREW, RecordedAction
from pipeline.ledger.runs import ItemResult
from pipeline.measures.figure import empty
from pipeline.paths import Folders
from pipeline.portal.index import write_index
from pipeline.runs.at_work import BY_A_PERSON, Start, at_work
from pipeline.verbs.arguments import require_role_and_reason
from pipeline.verbs.output import print_lines
from pipeline.workspace.moved import figures_now, moved


def withdraw_delivery(
    where: Folders,
    named: str,
    by: str,
    because: str,
    undo: bool = False,
    dry_run: bool = False,
    start: Start = BY_A_PERSON,
) -> int:
    """Tell which figures move, then mark the delivery as withdrawn (with `undo` as in force again); returns 0.

    `named` is the name of its file or the beginning of its fingerprint; `by` a role. CommandWrong where none or several are meant,
    where it is withdrawn already, or where the role or the reason is missing or holds a pupil's number.
    """
    delivery = _the_one(where, named)
    already = withdrawal_of(where, delivery)
    if undo and not already:
        raise CommandWrong(what=f"{delivery.file} is not withdrawn, so there is nothing to undo.")
    if not undo:
        require_role_and_reason(by, because, "who takes it back", "--by 'Data manager' --because 'a draft'")
        if already:
            raise CommandWrong(what=f"{delivery.file} was withdrawn on {already.on} by {already.by}.")
    with ExitStack() as stack:
        run = None if dry_run else stack.enter_context(at_work(where, "withdraw", delivery.results_year, start))
        trial = stack.enter_context(trial_store(where))
        before = _figures(trial)
        if undo:
            restore(trial, delivery)
        else:
            withdraw(trial, delivery, Withdrawal(date.today().isoformat(), by.strip(), because.strip()))
        ranks = read_release_stages(where.params).ranks
        moves = moved(empty() if before is None else before, figures_now(trial), ranks)
        ending = "in force again" if undo else "withdrawn"
        which = "not known, since an original is not as it was received" if before is None else moves.all().sentence()
        print_lines(f"{ending}: {delivery.file} ({delivery.said}); figures that move: {which}")
        if run:
            take_over(trial, where)
            run.ended([ItemResult(delivery.source, delivery.fingerprint[:12], delivery.said, ending, because.strip())])
            did = RESTORED if undo else WITHDREW
            run.did(
                [
                    RecordedAction(did, delivery.said, by.strip(), before=delivery.fingerprint, note=because.strip()),
                ]
            )
            if (where.outputs / "index.html").exists():
                write_index(where)
    years = sorted({int(year) for year in moves.rows["year"]})
    if dry_run:
        print_lines("nothing was changed: this was a dry run")
    elif years:
        print_lines(*(f"next: booklets build --year {year}" for year in years[-1:]))
    return 0


def _figures(trial: Folders) -> pd.DataFrame | None:
    """The figures as they are; None where they cannot be calculated because an original was altered or lost."""
    try:
        return figures_now(trial)
    except OriginalAltered:
        return None


def _the_one(where: Folders, named: str) -> Delivery:
    found = find_delivery(where, named)
    if not found:
        raise CommandWrong(
            what=f"No delivery is named {named!r}, and no fingerprint begins so: booklets list --deliveries."
        )
    if len(found) > 1:
        listed = "; ".join(f"{d.fingerprint[:12]} ({d.said})" for d in found[:8])
        raise CommandWrong(what=f"{named!r} names {len(found)} deliveries; give the fingerprint of one: {listed}.")
    return found[0]
