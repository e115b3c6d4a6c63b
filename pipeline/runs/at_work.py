"""One run from start to end: it holds the lock, is entered in the ledger, clears up after killed runs and records how it ended."""

import logging
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.access import close_to_others, is_open_to_others
from pipeline.atomic import clear_parts
from pipeline.console import complain
from pipeline.deliveries.originals import original_faults, settle
from pipeline.errors import PipelineError
from pipeline.file_hashes import FileHashes
from pipeline.keeping import pending
from pipeline.ledger.actions import RecordedAction, record_actions
from pipeline.ledger.issued import issued_pack_faults, pack_file, put_back_pack, record_issues
from pipeline.ledger.issues import issues
from pipeline.ledger.receipts import damaged_receipts, not_as_issued, read_receipts
from pipeline.ledger.runs import NOT_REACHED, ItemResult, begin, enter, finish
from pipeline.lock import Owner, only_run
from pipeline.paths import Folders
from pipeline.processes import account
from pipeline.render.publish import bring_back
from pipeline.runs.changed_files import record_changed_files
from pipeline.runs.log import logged
from pipeline.trouble import in_words

PERSON, SCHEDULE = "person", "schedule"
CLOSED = "Other accounts of this machine could open {data}. It and all it holds are closed to all but this one."
NOT_CLOSED = (
    "Other accounts of this machine can open {data}, and this account cannot close it, or its disk keeps no permissions. Its owner "
    "types: chmod -R u=rwX,go= {data}; on a file share, set the rights of the share."
)
QUIET = ("unchanged", NOT_REACHED)  # not worth a line in the log


@dataclass(frozen=True)
class Start:
    """Who or what started a run, and whether its time may be earlier than the last run's."""

    by: str = PERSON
    clock_is_right: bool = False


BY_A_PERSON = Start()


@dataclass(frozen=True)
class AtWork:
    """A run at work."""

    where: Folders
    number: int
    log: logging.Logger

    def ended(self, ends: Iterable[ItemResult]) -> None:
        """Enter the results of documents or deliveries at once, so that they are known even if the run is killed."""
        results = list(ends)
        enter(self.where.ledger, self.number, results)
        for end in (e for e in results if e.ending not in QUIET):
            item = " ".join(filter(None, (end.what, str(end.year or ""), end.name, end.place)))
            self.log.info(f"{end.ending}: {item}{f' ({end.why})' if end.why else ''}")

    def did(self, actions: Iterable[RecordedAction]) -> None:
        """Enter what was done and by whom."""
        record_actions(self.where.ledger, actions)


@contextmanager
def at_work(where: Folders, verb: str, year: int | None = None, start: Start = BY_A_PERSON) -> Iterator[AtWork]:
    """One run: everything a verb that writes does, it does inside this. Runs do not nest.

    Raises StoreInUse where another run is at work, ClockWentBack where the clock was set back, and for what the machine cannot
    do (disk full, read-only, missing) the error of `trouble` that says so in words. The run is closed in the ledger however
    it ends.
    """
    try:
        with only_run(where.data, verb) as dead, logged(where.data, f"{verb} {year or ''}".strip()) as log:
            run = AtWork(where, begin(where.ledger, verb, year, start.by, start.clock_is_right), log)
            log.info("begun by a %s, as %s", start.by, account())
            if dead:
                ended = f"The last run did not end: {dead}, since {dead.since}."
                _say([f"{ended} This run takes over and makes what it left."], log)
            _close(where.data, log)
            if completed := pending.complete(where):
                _say(["An erasure that was stopped while at work has been completed."], log)
                run.ended(completed)
            _clear_up(where, log, dead)
            record_changed_files(where)
            began, stopped = time.monotonic(), ""  # a clock nobody can set: the length of a run is never negative
            try:
                yield run
            except BaseException as error:
                stopped = _why(error, run)
                raise
            finally:
                # After an error the first error counts, not that the ledger's disk fails too.
                with suppress(OSError, sqlite3.Error) if stopped else nullcontext():
                    finish(where.ledger, run.number, time.monotonic() - began, stopped)
                    log.info(f"stopped: {stopped}" if stopped else "ended")
    except PipelineError:
        raise
    except Exception as error:
        explained = in_words(error, where)
        if explained is None:
            raise
        raise explained from error


def _why(error: BaseException, run: AtWork) -> str:
    """Why a run stopped, for the ledger. Of an unforeseen error only its type: its text might hold data of pupils."""
    explained = error if isinstance(error, PipelineError) else in_words(error, run.where)
    if explained:
        return str(explained)
    return "by a person" if isinstance(error, KeyboardInterrupt) else type(error).__name__


def _close(data: Path, log: logging.Logger) -> None:
    """Close a data folder that other accounts can open, with all it holds, and say so; or say who can."""
    if not is_open_to_others(data):
        return
    close_to_others(data)
    said = NOT_CLOSED if is_open_to_others(data) else CLOSED
    complain(said.format(data=data))
    log.warning(said.format(data=data))


def _clear_up(where: Folders, log: logging.Logger, dead: Owner | None) -> None:
    """Finish what a killed run left: bring back an issue it had set aside, enter documents it had published and not entered,
    delete its half-written files, put back what can be put back of what is kept, and name the rest that is not as it was.

    Before anything else, since disclosure control counts the documents that are entered.
    """
    back = bring_back(where.outputs)
    hashes = FileHashes(where.hashes)
    _say(_finished(where, hashes, dead), log)
    parts = sum(clear_parts(folder) for folder in (where.data, where.outputs))
    if back or parts:
        _say([f"cleared up after a killed run: {back} issues brought back, {parts} parts taken away"], log)
    _say(_as_kept(where, hashes), log)
    hashes.save()


def _finished(where: Folders, hashes: FileHashes, dead: Owner | None) -> list[str]:
    """Enter the documents that a killed run had published and not entered; the receipts that name no issue made here, in words.

    Only a document that is whole, with its pack kept, was published by a run: a receipt alone proves nothing.
    """
    entered = {(*issue.document, issue.number) for issue in issues(where.ledger)}
    finished, said = [], []
    for receipt in read_receipts(where.outputs):
        document, number = (receipt["publication"], receipt["place"], receipt["year"]), receipt.get("issue", 0)
        if not number or (*document, number) in entered:  # one without a number was made without being issued
            continue
        folder, pack = where.outputs / receipt["folder"], pack_file(where, *document, number)
        if pack.is_file() and not list(not_as_issued(folder, receipt, None, hashes)):
            finished.append(receipt)
        else:
            said.append(
                f"outputs/{receipt['folder']}/receipt.json names an issue that the ledger does not know, and its pack or its files "
                "are not there as it says: it was not entered. Build its year: the document is then made again."
            )
    record_issues(where, finished, by=dead.user if dead else "", note="found in outputs/ by a later run")
    return said


def _as_kept(where: Folders, hashes: FileHashes) -> list[str]:
    """Put back what can be, and say what is not as it was kept: deliveries, issued packs, receipts."""
    said = settle(where, hashes)
    for fault in issued_pack_faults(where, hashes):
        back = put_back_pack(where, fault)
        said.append(
            f"The pack of {fault.document} {fault.what}; it was put back from the store."
            if back
            else str(fault.error())
        )
    said += [fault.sentence(where) for fault in original_faults(where, hashes)]
    said += [
        f"{file} is damaged: the next build of its year makes its document again."
        for file in damaged_receipts(where.outputs)
    ]
    return said


def _say(lines: Iterable[str], log: logging.Logger) -> None:
    """Tell whoever watches the run, and the log."""
    for line in lines:
        complain(line)
        log.warning(line)
