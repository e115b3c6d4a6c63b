"""Runs killed at random moments: nothing half there, nothing lost, and the next run ends where an unkilled one does.

    python -m tests.killed --moments 100 [--seed 1]

A run here is `receive` and then `build`, of a little authority that does not exist. In every other trial nothing was there
before; in the rest each document stands in its first issue and the run is about to replace it. The run is killed alone, so
that its workers must see that it has gone, or together with them.
"""

import argparse
import ctypes
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pipeline.ledger.issues import issues
from pipeline.ledger.runs import last_runs
from pipeline.lock import NAME as LOCK
from pipeline.paths import ROOT, Folders
from pipeline.press import choose
from pipeline.validated.receive import receive
from pipeline.validated.tables import declared
from pipeline.verbs.build import build_booklets
from pipeline.verbs.receive import receive_files
from tests.validated import clean_authority as little

YEAR = 2018
FIRST, NEXT = (
    (little.REGISTER, little.PHONICS),
    (little.PHONICS_2017,),
)  # the second changes what every document says of trends
PR_SET_CHILD_SUBREAPER = 36  # workers whose run was killed become this process's own, so that their end is seen
PATIENCE = 60  # seconds for anything here to end


@dataclass(frozen=True)
class Start:
    """What there was before a run: a home with data and outputs, the params, and the folder of files that arrive."""

    name: str
    home: Path
    params: Path
    arriving: Path

    def copy(self, into: Path) -> Folders:
        shutil.copytree(self.home, into)
        return Folders(self.params, into / "data", into / "outputs")


def authority(home: Path) -> list[Start]:
    """Two starts: an empty house with every file to come, and one whose documents were issued before the last file came."""
    params = home / "params"
    shutil.copytree(ROOT / "params", params, ignore=shutil.ignore_patterns("places", "corrections", "authority.yml"))
    for other in (f for f in (params / "publications").glob("*.yml") if f.stem != "primary-booklet"):
        other.unlink()  # two documents are enough to be killed between, and quick
    (params / "authority.yml").write_text('code: "999"\nname: Alder\n', encoding="utf-8")
    files = little.files()
    for row in files[little.REGISTER]:
        row |= {
            "ISPRIMARY": str(int(row["LAESTAB"] != little.HIGH)),
            "ISSECONDARY": str(int(row["LAESTAB"] == little.HIGH)),
        }
    for folder, names in (("first", FIRST), ("next", NEXT), ("all", FIRST + NEXT)):
        (home / folder).mkdir()
        for name in names:
            (home / folder / name).write_bytes(little.as_csv(files[name]))
    (home / "empty").mkdir()
    empty = Start("nothing there", home / "empty", params, home / "all")
    warm(empty.copy(home / "warm"), home / "all")
    issued = empty.copy(home / "issued")
    assert wait(begin(issued, home / "first", home / "issued.log")) == 0, (home / "issued.log").read_text()
    return [empty, Start("issued before", home / "issued", params, home / "next")]


def begin(where: Folders, arriving: Path, log: Path) -> int:
    """Start a run in a process group of its own and give its number; everything it needs is imported already."""
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        os.setsid()
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(out, 1), os.dup2(out, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w", buffering=1), os.fdopen(2, "w", buffering=1)
        code = receive_files(where, [arriving], None) or build_booklets(where, YEAR, [], [], 2, False, False)
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
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def whole(where: Folders) -> None:
    """Nothing half written stands under an issued name or among the deliveries, whenever this is asked."""
    for place in (p for p in where.outputs.glob("*/*/*") if not p.name.startswith(".")):
        told = json.loads((place / "receipt.json").read_text(encoding="utf-8"))["files"]
        held = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in place.iterdir() if f.name != "receipt.json"}
        assert held == told, f"{place.name} is not as its receipt says"
    for kept in deliveries(where):
        told = json.loads((kept / "delivery.json").read_text(encoding="utf-8"))
        assert hashlib.sha256((kept / told["file"]).read_bytes()).hexdigest() == kept.name, "a delivery is not itself"
    index = where.outputs / "index.html"
    assert not index.exists() or index.read_text(encoding="utf-8").endswith("</html>\n")
    if where.ledger.exists():
        with sqlite3.connect(where.ledger) as book:
            assert book.execute("pragma integrity_check").fetchall() == [("ok",)]


def deliveries(where: Folders) -> set[Path]:
    return {d for d in where.deliveries.glob("*") if not d.name.startswith(".")}


def state(where: Folders) -> dict[str, str]:
    """Everything a run leaves, but for times: each file by its content, and the issues entered."""
    seen = {}
    for folder in (where.deliveries, where.store, where.issued, where.outputs):
        for file in (f for f in folder.rglob("*") if f.is_file()):
            seen[str(file.relative_to(where.data.parent))] = hashlib.sha256(file.read_bytes()).hexdigest()
    entered = [(*i.document, i.number, i.pack, i.html, i.pdf, i.xlsx) for i in issues(where.ledger)]
    return seen | {"issues": repr(entered), "lock": str((where.data / LOCK).exists())}


def unkilled(start: Start, home: Path) -> tuple[dict[str, str], float]:
    """What a run that nobody kills leaves, and how many seconds it takes."""
    where = start.copy(home)
    began = time.monotonic()
    assert wait(begin(where, start.arriving, home / "log")) == 0, (home / "log").read_text()
    seconds = time.monotonic() - began
    whole(where)
    return state(where), seconds


def trial(start: Start, home: Path, moment: float, alone: bool, expected: dict[str, str]) -> str:
    """Kill a run `moment` seconds after its start, run again, compare; gives where the run was when it was killed."""
    where = start.copy(home)
    before = {d.name for d in deliveries(where)}
    pid = begin(where, start.arriving, home / "log")
    time.sleep(moment)
    (os.kill if alone else os.killpg)(pid, signal.SIGKILL)
    killed = wait(pid) < 0
    at_work = _where_it_was(where) if killed else "it had ended"
    whole(where)
    assert before <= {d.name for d in deliveries(where)}, "a delivery was lost"
    assert wait(begin(where, start.arriving, home / "log")) == 0, (home / "log").read_text()
    whole(where)
    after = state(where)
    differs = sorted(k for k in expected.keys() | after.keys() if expected.get(k) != after.get(k))
    assert not differs, f"killed {at_work}, the next run left otherwise: {differs}"
    shutil.rmtree(home)
    return at_work


def _where_it_was(where: Folders) -> str:
    run = next((r for r in last_runs(where.ledger, 1) if r.ended is None), None)
    if run is None:
        return "between runs"
    if not run.ends:
        return f"in {run.verb}, planning" if run.verb == "build" else f"in {run.verb}"
    return f"in {run.verb}, {run.counts['made']} of {len(run.ends)} documents made"


def trials(moments: int, seed: int, home: Path, tell=lambda line: None) -> Counter:
    """So many trials, seeded; how often the run was killed where. AssertionError at the first that does not hold."""
    starts, dice, seen = authority(home), random.Random(seed), Counter()
    expected = [unkilled(start, home / f"unkilled-{n}") for n, start in enumerate(starts)]
    for number in range(moments):
        start, (state_then, seconds) = starts[number % 2], expected[number % 2]
        moment, alone = dice.uniform(0, seconds), dice.random() < 0.5
        found = trial(start, home / f"trial-{number}", moment, alone, state_then)
        seen[found] += 1
        tell(
            f"{number + 1}: {start.name}, killed {'alone' if alone else 'with its workers'} after {moment:.2f} s, {found}"
        )
    return seen


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.killed", description=__doc__.split("\n")[0])
    asked.add_argument("--moments", type=int, default=100)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        seen = trials(given.moments, given.seed, Path(home), lambda line: print(line, flush=True))
    print(f"\n{given.moments} runs killed, every one completed by the next to the same bytes")
    for found, times in sorted(seen.items()):
        print(f"{times:>5}  {found}")


if __name__ == "__main__":
    main()
