"""`receive`: tell what each file is taken for and what it will change, then keep it; or refuse it, and say what to do."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from pipeline.declared import Declarations, read_declared
from pipeline.declared.strict import did_you_mean
from pipeline.deliveries.findings import BLOCKING
from pipeline.deliveries.store import take_over, trial_store
from pipeline.errors import CommandWrong
from pipeline.ledger.actions import RECEIVED, RecordedAction
from pipeline.ledger.runs import ItemResult
from pipeline.paths import Folders
from pipeline.portal.index import write_index
from pipeline.runs.at_work import BY_A_PERSON, Start, at_work
from pipeline.validated.clean_tables import declared
from pipeline.validated.embargo import EmbargoCheck
from pipeline.validated.intake import receive
from pipeline.validated.receipt import KEPT, REFUSED, Given, Receipt
from pipeline.validated.unmatched_corrections import unmatched_corrections
from pipeline.verbs.arguments import require_files
from pipeline.verbs.output import print_lines
from pipeline.verbs.receipts import must_be_mended, print_receipts, print_to_mend
from pipeline.workspace.compared_areas import by_compared_areas
from pipeline.workspace.moved import FigureMoves, figures_now, moved


def receive_files(
    where: Folders,
    files: list[Path],
    given: Given,
    start: Start = BY_A_PERSON,
    on: date | None = None,
    dry_run: bool = False,
    every_finding: bool = False,
) -> int:
    """Receive files on a day (today by default); national results published after that day are refused.

    Everything is first done in a trial store: so what the files will do is told before any is kept, and with `dry_run` none is.
    Returns 0 when every file was kept or had been received before; 1 when one was refused, the others being kept, or where a
    correction of a received source fits no row.
    """
    require_files((f for f in files if not f.exists()), "file or folder")
    declarations = read_declared(where.params)
    _require_release(given.release, declarations)
    embargo = EmbargoCheck(on or date.today(), declarations)
    with ExitStack() as stack:
        run = None if dry_run else stack.enter_context(at_work(where, "receive", given.year, start))
        trial = stack.enter_context(trial_store(where))
        outcomes = receive(files, trial, declared(where.params), given, embargo)
        outcomes = by_compared_areas(trial, outcomes)
        moves = _moves(where, trial, outcomes, declarations.vocabulary.releases.ranks)
        print_receipts(outcomes, moves, every_finding)
        to_mend = [f for o in outcomes if o.what != REFUSED for f in must_be_mended(o.findings)]
        to_mend += unmatched_corrections(trial, {o.delivery.source for o in outcomes if o.delivery}).unmatched
        print_to_mend(to_mend)
        if run:
            take_over(trial, where)
            run.ended(_for_the_ledger(number, outcome) for number, outcome in enumerate(outcomes, start=1))
            run.did(
                RecordedAction(RECEIVED, o.delivery.said, after=o.delivery.fingerprint)
                for o in outcomes
                if o.what == KEPT and o.delivery
            )
            if (where.outputs / "index.html").exists():
                write_index(where)  # it marks the documents that these deliveries have made out of date
    if dry_run:
        print_lines("this was a dry run: nothing was kept")
    return 1 if to_mend or any(o.what == REFUSED for o in outcomes) else 0


def _require_release(release: str | None, declarations: Declarations) -> None:
    known = declarations.vocabulary.releases.ids
    if release is not None and release not in known:
        hint = did_you_mean(release, known) or f" Write one of: {', '.join(known)}."
        raise CommandWrong(what=f"There is no release stage {release!r}.{hint}")


def _moves(where: Folders, trial: Folders, outcomes: Sequence[Receipt], ranks: Mapping[str, int]) -> FigureMoves | None:
    """Which figures the kept files move; None where none was kept."""
    if not any(o.what == KEPT for o in outcomes):
        return None
    with trial_store(where) as earlier:  # a store of its own, so that a dry run writes nothing into the real one
        before = figures_now(earlier)
    return moved(before, figures_now(trial), ranks)


def _for_the_ledger(number: int, outcome: Receipt) -> ItemResult:
    """One file for the ledger and the log: by its source and release, never by its name, which may be a pupil's."""
    delivery = outcome.delivery
    if delivery is None:
        rules = ", ".join(dict.fromkeys(f.rule for f in outcome.findings if f.severity == BLOCKING))
        why = rules.replace("_", " ") if outcome.what == REFUSED else ""
        return ItemResult("not kept", f"file {number}", "", outcome.what, why)
    edition = f"{delivery.results_year or ''} {delivery.release}".strip()
    return ItemResult(delivery.source, f"file {number}", edition, outcome.what)
