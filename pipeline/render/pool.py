"""A small pool of processes: each job in its own fork, so that a job that dies, hangs or fails affects no other.

The standard library's pools break when a worker is killed; this one reports the job and goes on. Where processes cannot be
forked (Windows), long-lived workers are spawned instead and replaced after some jobs.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pipeline.errors import PipelineError
from pipeline.paths import folders
from pipeline.trouble import in_words

if TYPE_CHECKING:  # a system without fork has no such context
    from multiprocessing.context import ForkContext, SpawnContext

Job = TypeVar("Job")  # what is to be done; it must be picklable, to be sent to another process
FORKS = "fork" in multiprocessing.get_all_start_methods()
PR_SET_PDEATHSIG = 1  # Linux prctl
JOBS_A_WORKER = (
    1 if FORKS else 25
)  # a fork costs nothing; a spawned worker is slow to start, and replaced before its memory grows


@dataclass(frozen=True)
class Done(Generic[Job]):
    """How one job ended: with a result, or with what went wrong in words."""

    job: Job
    seconds: float
    result: Any = None
    error: str = ""
    kind: str = ""  # the error's class, "Stopped" or "TimedOut"

    @property
    def ok(self) -> bool:
        return not self.kind


class Worker(Generic[Job]):
    """One process that takes jobs from a pipe."""

    job: Job  # the one it was given last

    def __init__(self, work: Callable[[Job], Any]) -> None:
        context: ForkContext | SpawnContext = (
            multiprocessing.get_context("fork") if FORKS else multiprocessing.get_context("spawn")
        )
        self.pipe, theirs = context.Pipe()
        mine = self.pipe if FORKS else None
        self.process = context.Process(target=_serve, args=(theirs, mine, work, JOBS_A_WORKER, os.getpid()))
        self.process.daemon = True
        self.process.start()
        theirs.close()
        self.left, self.started = JOBS_A_WORKER, 0.0

    def take(self, job: Job) -> None:
        self.job, self.started, self.left = job, time.monotonic(), self.left - 1
        self.pipe.send(job)

    def report(self) -> Done[Job]:
        """The result the process sent, or that it ended without sending one."""
        seconds = time.monotonic() - self.started
        try:
            return Done(self.job, seconds, *self.pipe.recv())
        except (EOFError, OSError):
            self.process.join()
            self.left = 0
            code = self.process.exitcode
            error = f"ended without a result (exit code {code})"
            if code is not None and code < 0:  # how multiprocessing reports a signal
                error = f"stopped by signal {-code}"
                if -code == signal.SIGKILL:
                    error += ", as the system does when memory runs out; try again with --jobs 1"
            return Done(self.job, seconds, None, error, "Stopped")

    def overdue(self, timeout: float) -> Done[Job]:
        """Kill the process, whose job has run out of time."""
        self.stop()
        error = f"took longer than {timeout:g} s and was stopped"
        return Done(self.job, time.monotonic() - self.started, None, error, "TimedOut")

    def stop(self) -> None:
        self.left = 0
        self.process.kill()
        self.process.join()
        self.pipe.close()

    def dismiss(self) -> None:
        """Let the process end by itself, after its last job, by closing its pipe."""
        self.pipe.close()
        self.process.join(5)
        if self.process.is_alive():
            self.stop()


def _serve(pipe: Connection, parents_end: Connection | None, work: Callable, share: int, parent: int) -> None:
    """In the worker: do its share of jobs, or until the pipe closes. Ctrl-C is left to the parent to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A worker whose run was killed must not issue anything after the next run has begun: on Linux it is killed as well.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # the parent was killed before this line
        os._exit(1)
    if parents_end is not None:
        parents_end.close()
    try:
        for _ in range(share):
            pipe.send(_attempt(work, pipe.recv()))
    finally:
        os._exit(0)  # at once: nothing inherited from the parent may be flushed a second time


def _attempt(work: Callable, job: object) -> tuple:
    """(result, error, kind). Of an unexpected error only the kind and line are reported, since its text might hold data."""
    try:
        return (work(job), "", "")
    except PipelineError as error:
        return (None, str(error), type(error).__name__)
    except BaseException as error:  # whatever it is, the other booklets go on
        explained = in_words(error, folders())  # the folders of the run, which the environment names
        if explained:
            return (None, str(explained), type(explained).__name__)
        at = traceback.extract_tb(error.__traceback__)[-1]
        return (None, f"{type(error).__name__} in {Path(at.filename).name} line {at.lineno}", type(error).__name__)


def run(
    jobs: Iterable[Job],
    work: Callable[[Job], Any],
    workers: int,
    timeout: float | None = None,
    on_done: Callable[[Done[Job]], None] | None = None,
) -> Iterator[Done[Job]]:
    """How each job ended, in the order they end; at most `workers` at once, each stopped after `timeout` seconds.

    A job that ran out of time is tried once more in a new process: a fork inherits any lock another thread holds at that
    moment, and may wait for it for ever through no fault of the job. `pdf.warm` prevents the one case that is known.
    """
    waiting: deque[Job] = deque(jobs)
    busy: list[Worker[Job]] = []
    idle: list[Worker[Job]] = []
    tried: list[Job] = []
    try:
        while waiting or busy:
            while waiting and len(busy) < max(1, workers):
                worker = idle.pop() if idle else Worker(work)
                worker.take(waiting.popleft())
                busy.append(worker)
            for worker, done in _ended(busy, timeout):
                busy.remove(worker)
                if done.kind == "TimedOut" and done.job not in tried:
                    tried.append(done.job)
                    waiting.append(done.job)
                    continue
                if worker.left:
                    idle.append(worker)
                elif done.kind not in ("Stopped", "TimedOut"):
                    worker.dismiss()
                if on_done:
                    on_done(done)
                yield done
    finally:
        for worker in busy:
            worker.stop()
        for worker in idle:
            worker.dismiss()


def _ended(busy: list[Worker[Job]], timeout: float | None) -> list[tuple[Worker[Job], Done[Job]]]:
    """Wait until at least one job has ended or run out of time."""
    until = None if timeout is None else max(0.0, min(w.started for w in busy) + timeout - time.monotonic())
    ready = wait([w.pipe for w in busy], until)
    ended = [(w, w.report()) for w in busy if w.pipe in ready]
    if timeout is None:
        return ended
    late = [w for w in busy if w.pipe not in ready and time.monotonic() - w.started >= timeout]
    return ended + [(w, w.overdue(timeout)) for w in late]
