"""An erasure that is killed at any step is completed by the next run, or was never begun: every step is tried."""

import os
import signal

from pipeline.keeping.pending import DataChange, complete, decide
from pipeline.ledger.runs import ItemResult
from pipeline.paths import Folders
from tests.killed.run import Moment, Steps

END = ItemResult("ks2_pupils", "abc", "ks2_pupils 2018", "erased", "request upheld", 2018)
BEFORE = {"deliveries/a/file.csv": "all", "deliveries/b/file.csv": "all", "chase/list.html": "named", "kept/x": ""}
AFTER = {
    "deliveries/a/file.csv": "less",
    "deliveries/a/erased.json": "1",
    "deliveries/b/file.csv": "all",
    "kept/x": "counts",
}


def house(home):
    for path, text in BEFORE.items():
        file = home / "data" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    new = home / "new"
    new.mkdir()
    for number, text in enumerate(("less", "1", "counts")):
        (new / str(number)).write_text(text)
    paths = ("deliveries/a/file.csv", "deliveries/a/erased.json", "kept/x")
    change = DataChange({p: new / str(n) for n, p in enumerate(paths)}, ("chase/list.html",), (END,))
    return Folders(home, home / "data", home / "outputs"), change


def held(where):
    files = (f for f in where.data.rglob("*") if f.is_file() and ".part" not in str(f))
    return {f.relative_to(where.data).as_posix(): f.read_text() for f in files}


def killed_at(step, where, change):
    """Erase in a process that kills itself at a step on disk; whether it was killed."""
    pid = os.fork()
    if not pid:
        os.setsid()
        Steps().count(str(where.data), Moment(step=step, alone=True))
        decide(where, change)
        complete(where)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


def test_it_is_done_as_a_whole_or_not_begun_wherever_it_is_killed(tmp_path):
    ended, step, killed = set(), 0, True
    while killed:
        step += 1
        where, change = house(tmp_path / str(step))
        killed = killed_at(step, where, change)
        decided = (where.data / "erasure").is_dir()
        assert complete(where) == ([END] if decided else [])
        ended.add("done" if held(where) == AFTER else "not begun" if held(where) == BEFORE else "half")
        assert not (where.data / "erasure").exists()
    assert step > 15
    assert ended == {"done", "not begun"}


def test_completing_twice_changes_nothing_more(tmp_path):
    where, change = house(tmp_path)
    decide(where, change)
    assert complete(where) == [END]
    assert complete(where) == []
    assert held(where) == AFTER
