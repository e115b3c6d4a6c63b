"""One run from start to end: it holds the lock, is entered in the ledger, clears up after killed runs and records how it ended."""

import logging
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass

from pipeline.atomic import clear_parts
from pipeline.console import complain
from pipeline.errors import PipelineError
from pipeline.keeping import pending
from pipeline.ledger.issues import record
from pipeline.ledger.receipts import read_receipts
from pipeline.ledger.runs import NOT_REACHED, ItemResult, begin, enter, finish
from pipeline.lock import only_run
from pipeline.paths import Folders
from pipeline.render.publish import bring_back
from pipeline.runs.log import logged
from pipeline.trouble import in_words

PERSON, SCHEDULE = "person", "schedule"
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
            log.info("begun by a %s", start.by)
            if dead:
                notice = (
                    f"The last run did not end: {dead}, since {dead.since}. This run takes over and makes what it left."
                )
                complain(notice)
                log.warning(notice)
            if completed := pending.complete(where):
                complain("An erasure that was stopped while at work has been completed.")
                run.ended(completed)
            _clear_up(where, log)
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
    except (OSError, sqlite3.Error) as error:
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


def _clear_up(where: Folders, log: logging.Logger) -> None:
    """Finish what a killed run left: bring back an issue it had set aside, enter documents it had published and not entered,
    and delete its half-written files.

    Before anything else, since disclosure control counts the documents that are entered.
    """
    back = bring_back(where.outputs)
    record(where.ledger, read_receipts(where.outputs))
    parts = sum(clear_parts(folder) for folder in (where.data, where.outputs))
    if back or parts:
        log.info("cleared up after a killed run: %d issues brought back, %d parts taken away", back, parts)
