"""One run in a process of its own, which may be killed at any moment or find no room."""

import ctypes
import mmap
import os
import resource
import signal
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.paths import Folders
from pipeline.press import choose
from pipeline.validated.clean_tables import declared
from pipeline.validated.intake import receive
from pipeline.validated.receipt import NOTHING_GIVEN
from pipeline.verbs.build import build_booklets
from pipeline.verbs.receive import receive_files
from tests.killed.house import YEAR

STEPS = ("open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "sqlite3.connect")  # audit events of the interpreter
PR_SET_CHILD_SUBREAPER = 36  # Linux prctl
PATIENCE = 60  # seconds for workers to end after their run


@dataclass(frozen=True)
class Moment:
    """When a run is killed: after so many seconds, or at a step on disk of its own or of a worker; alone or with its workers."""

    seconds: float = 0.0
    step: int = 0
    of_worker: bool = False
    alone: bool = False

    def __str__(self) -> str:
        when = f"at step {self.step}{' of a worker' * self.of_worker}" if self.step else f"after {self.seconds:.2f} s"
        return f"{when}, {'alone' if self.alone else 'with its workers'}"

    def kill(self, run: int) -> None:
        (os.kill if self.alone else os.killpg)(run, signal.SIGKILL)


NEVER = Moment()


class Steps:
    """How many steps on disk a run has taken, and the worker that took most; counted where all of its processes see it."""

    def __init__(self) -> None:
        self._seen = mmap.mmap(-1, 2)

    @property
    def own(self) -> int:
        return self._seen[0]

    @property
    def of_a_worker(self) -> int:
        return self._seen[1]

    def count(self, home: str, moment: Moment) -> None:
        """Count from now on the steps below a folder of this process, the run, and of those it forks; kill at the moment's."""
        run, taken = os.getpid(), {}

        def step(event: str, args: tuple) -> None:
            if event not in STEPS or not str(args[0]).startswith(home):
                return
            if event == "open" and not args[2] & (os.O_WRONLY | os.O_RDWR):
                return
            me = os.getpid()
            taken[me] = taken.get(me, 0) + 1
            self._seen[int(me != run)] = min(255, max(self._seen[int(me != run)], taken[me]))  # a byte each
            if taken[me] == moment.step and moment.of_worker == (me != run):
                moment.kill(run)

        sys.addaudithook(step)


def begin(
    where: Folders, arriving: Path, log: Path, moment: Moment = NEVER, steps: Steps | None = None, largest_file: int = 0
) -> int:
    """Start a run in a process group of its own and give its number; everything it needs is imported already.

    It kills itself at `moment`'s step, and finds no room for a file of more than `largest_file` bytes, where they are given.
    """
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        os.setsid()
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(out, 1), os.dup2(out, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w", buffering=1), os.fdopen(2, "w", buffering=1)
        if largest_file:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, resource.RLIM_INFINITY))
        (steps or Steps()).count(str(where.data.parent), moment)
        code = receive_files(where, [arriving], NOTHING_GIVEN) or build_booklets(where, YEAR, [], [], 2, False, False)
    except PipelineError as error:
        sys.stderr.write(f"{error}\n")
        code = error.exit_code
    except BaseException as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    finally:
        os._exit(code)


def wait(pid: int) -> int:
    """The run's exit code, or minus the signal that ended it; its workers have ended too."""
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if os.waitpid(-pid, os.WNOHANG) == (0, 0):
                time.sleep(0.005)
        except ChildProcessError:
            return code
    raise AssertionError(f"workers of the killed run {pid} go on")


def warm(where: Folders, arriving: Path) -> None:
    """Do everything a run does before its first page once in this process, so that a forked run is about its work at once."""
    from pipeline.render import booklet

    booklet.warm()
    receive(arriving.iterdir(), where, declared(where.params))
    choose(where, YEAR, [], [], force=False)


@contextmanager
def adopting():
    """Workers whose run was killed become this process's own meanwhile, so that their end is seen."""
    control = ctypes.CDLL(None).prctl
    control(PR_SET_CHILD_SUBREAPER, 1)
    try:
        yield
    finally:
        control(PR_SET_CHILD_SUBREAPER, 0)
