"""Runs killed at random moments: nothing half there, nothing lost, and the next run ends where an unkilled one does.

A run here is `receive` and then `build`, of a little authority that does not exist. In every other trial nothing was there
before; in the rest each document stands in its first issue and the run is about to replace it. Half of the runs are killed
after a time, half at the very moment of a step on disk (a file opened to be written, renamed, removed), their own or a worker's;
alone, so that their workers must see that they have gone, or together with them.
"""

import random
import shutil
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pipeline.ledger.runs import last_runs
from pipeline.paths import Folders
from tests.killed.house import Start, deliveries, empty_house, state, whole
from tests.killed.run import Moment, Steps, begin, wait, warm

ENDED = "it had ended"  # before its moment came


@dataclass(frozen=True)
class Unkilled:
    """What a run that nobody kills leaves, how many seconds it takes and which steps on disk."""

    state: dict[str, str]
    seconds: float
    steps: Steps


def prepared(home: Path) -> list[tuple[Start, Unkilled]]:
    """Two starts, each with what an unkilled run makes of it: an empty house, and one whose documents were issued already."""
    empty = empty_house(home)
    warm(empty.copy(home / "warm"), empty.arriving)
    issued = Start("issued before", home / "issued", empty.params, home / "next")
    before, log = empty.copy(issued.home), home / "issued.log"
    assert wait(begin(before, home / "first", log)) == 0, log.read_text()
    return [(start, unkilled(start, home / f"unkilled {start.name}")) for start in (empty, issued)]


def unkilled(start: Start, home: Path) -> Unkilled:
    where, steps = start.copy(home), Steps()
    began = time.monotonic()
    assert wait(begin(where, start.arriving, home / "log", steps=steps)) == 0, (home / "log").read_text()
    seconds = time.monotonic() - began
    whole(where)
    return Unkilled(state(where), seconds, steps)


def drawn(dice: random.Random, of: Unkilled) -> Moment:
    """A moment of a run: by time as often as by step, and of the steps as many a worker's as its own."""
    alone, of_worker = dice.random() < 0.5, dice.random() < 0.5
    if dice.random() < 0.5:
        return Moment(seconds=dice.uniform(0, of.seconds), alone=alone)
    return Moment(0, dice.randint(1, of.steps.of_a_worker if of_worker else of.steps.own), of_worker, alone)


def trial(start: Start, home: Path, moment: Moment, expected: Unkilled) -> str:
    """Kill a run at a moment, run again, compare; gives where the run was when it was killed."""
    where = start.copy(home)
    before = {d.name for d in deliveries(where)}
    pid = begin(where, start.arriving, home / "log", moment)
    if not moment.step:
        time.sleep(moment.seconds)
        moment.kill(pid)
    killed = wait(pid) < 0
    at_work = _where_it_was(where) if killed else ENDED
    whole(where)
    assert before <= {d.name for d in deliveries(where)}, "a delivery was lost"
    completed(start, where, expected, f"killed {moment}, {at_work}")
    shutil.rmtree(home)
    return at_work


def completed(start: Start, where: Folders, expected: Unkilled, after: str) -> None:
    """The next run ends well and leaves every byte as a run that nothing happened to."""
    log = where.data.parent / "log"
    assert wait(begin(where, start.arriving, log)) == 0, f"{after}: {log.read_text()}"
    whole(where)
    now = state(where)
    differs = sorted(k for k in expected.state.keys() | now.keys() if expected.state.get(k) != now.get(k))
    assert not differs, f"{after}: the next run left otherwise {differs}"


def _where_it_was(where: Folders) -> str:
    run = next((r for r in last_runs(where.ledger, 1) if r.ended is None), None)
    if run is None:
        return "between runs"
    if not run.ends:
        return f"in {run.verb}, planning" if run.verb == "build" else f"in {run.verb}"
    return f"in {run.verb}, {run.counts['made']} of {len(run.ends)} documents made"


def trials(moments: int, seed: int, of: list[tuple[Start, Unkilled]], home: Path, tell=lambda line: None) -> Counter:
    """So many trials, seeded; how often the run was killed where. AssertionError at the first that does not hold."""
    dice, seen = random.Random(seed), Counter()
    for number in range(1, moments + 1):
        start, expected = of[number % 2]
        moment = drawn(dice, expected)
        found = trial(start, home / f"trial-{number}", moment, expected)
        seen[found] += 1
        tell(f"{number}: {start.name}, killed {moment}: {found}")
    return seen
