"""One run, from lock to last line: it is alone, it is entered, it clears up after dead ones, and it says how it ended."""

import logging
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass

from pipeline.atomic import clear_parts
from pipeline.errors import PipelineError
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
    """What set a run off, and whether it may bear an earlier hour than the last one."""

    by: str = PERSON
    clock_is_right: bool = False


BY_A_PERSON = Start()


@dataclass(frozen=True)
class AtWork:
    """A run under way."""

    where: Folders
    number: int
    log: logging.Logger

    def ended(self, ends: Iterable[ItemResult]) -> None:
        """Enter how documents or deliveries ended, at once, so that a killed run still tells what it did."""
        known = list(ends)
        enter(self.where.ledger, self.number, known)
        for end in (e for e in known if e.ending not in QUIET):
            of = " ".join(filter(None, (end.what, str(end.year or ""), end.name, end.place)))
            self.log.info(f"{end.ending}: {of}{f' ({end.why})' if end.why else ''}")


@contextmanager
def at_work(where: Folders, verb: str, year: int | None = None, start: Start = BY_A_PERSON) -> Iterator[AtWork]:
    """Everything a verb that writes does inside this is one run. StoreInUse where another is at work; ClockWentBack; and
    what the machine cannot do (full, read-only, gone) in words. Runs do not nest."""
    try:
        with only_run(where.data, verb) as dead, logged(where.data, f"{verb} {year or ''}".strip()) as log:
            run = AtWork(where, begin(where.ledger, verb, year, start.by, start.clock_is_right), log)
            log.info("begun by a %s", start.by)
            if dead:
                _tell_of(dead, log)
            _clear_up(where, log)
            yield from _closed(run)
    except (OSError, sqlite3.Error) as error:
        told = in_words(error, where)
        if told is None:
            raise
        raise told from error


def _closed(run: AtWork) -> Iterator[AtWork]:
    """The run, closed in the ledger however it ends; seconds are counted by a clock that cannot be set."""
    began, stopped = time.monotonic(), ""
    try:
        yield run
    except BaseException as error:
        stopped = _why(error, run)
        raise
    finally:
        with suppress(OSError, sqlite3.Error) if stopped else nullcontext():
            finish(run.where.ledger, run.number, time.monotonic() - began, stopped)
            run.log.info(f"stopped: {stopped}" if stopped else "ended")


def _why(error: BaseException, run: AtWork) -> str:
    """In words; of an error nobody foresaw only its kind, since its text might hold data."""
    told = error if isinstance(error, PipelineError) else in_words(error, run.where)
    if told:
        return str(told)
    return "by a person" if isinstance(error, KeyboardInterrupt) else type(error).__name__


def _tell_of(dead, log: logging.Logger) -> None:
    said = f"The last run did not end: {dead}, since {dead.since}. This one takes over and makes what it left."
    sys.stderr.write(said + "\n")
    log.warning(said)


def _clear_up(where: Folders, log: logging.Logger) -> None:
    """Bring back an issue a killed swap set aside, enter what was shelved and not entered before what may be told is
    decided, and take away what killed runs had half written.
    """
    back = bring_back(where.outputs)
    record(where.ledger, read_receipts(where.outputs))
    parts = sum(clear_parts(folder) for folder in (where.data, where.outputs))
    if back or parts:
        log.info("cleared up after a killed run: %d issues brought back, %d parts taken away", back, parts)
