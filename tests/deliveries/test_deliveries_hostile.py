"""Every file made to harm whoever opens it is refused in words, soon and with little memory, and leaves the store as it was.

Each is written and received in a process of its own, which would end if it took more memory than it may. `-s` prints the table.
"""

import contextlib
import io
import multiprocessing
import resource
import time
from pathlib import Path

import pytest

from pipeline.console import UNSEEN
from pipeline.deliveries.delivery import kept
from pipeline.paths import ROOT, Folders
from tests.deliveries.hostile import CSV_NAME, REFUSED, written

# What each may take: of the processor, and of memory beyond what the process that receives it has already.
SECONDS, MEGABYTES = 5, 500
# Forked from a small server, since a process counts what the one it was forked from had in memory.
SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["pipeline.validated", "pipeline.verbs.receipts"])


def _written(name, folder, answer):
    answer.send(written(name, folder))


def _received(path, folder, answer):
    from pipeline.validated import declared, receive
    from pipeline.verbs.receipts import print_receipts

    where = Folders(ROOT / "params", folder / "data", folder / "outputs")
    sources = declared(where.params)
    before = _now_in_memory()
    resource.setrlimit(resource.RLIMIT_AS, (_address_space() + MEGABYTES * 1_000_000, resource.RLIM_INFINITY))
    began = time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        outcomes = receive([Path(path)], where, sources)
        print_receipts(outcomes, None)
    took = time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    apart = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    rules = [f.rule for o in outcomes for f in o.findings if f.severity == "blocking"]
    left = [str(f) for f in where.data.rglob("*")] if where.data.exists() else []
    names = [d.file for d in kept(where)]
    answer.send(
        ([o.what for o in outcomes], rules, out.getvalue(), err.getvalue(), took, max(grown, apart) / 1024, left, names)
    )


def _now_in_memory():
    with open("/proc/self/statm", encoding="ascii") as now:
        return int(now.read().split()[1]) * resource.getpagesize() // 1024


def _address_space():
    with open("/proc/self/statm", encoding="ascii") as now:
        return int(now.read().split()[0]) * resource.getpagesize()


def apart(work, *given):
    """What a function answers in a process of its own."""
    here, there = SERVER.Pipe(duplex=False)
    process = SERVER.Process(target=work, args=(*given, there))
    process.start()
    there.close()
    try:
        answered = here.recv()
    except EOFError:
        answered = None
    process.join()
    return answered


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_words_and_nothing_is_kept(name, tmp_path):
    rule = REFUSED[name][1]
    (tmp_path / "sent").mkdir()
    path = apart(_written, name, tmp_path / "sent")
    answered = apart(_received, path, tmp_path)
    assert answered, "the process that received it ended"
    what, rules, out, err, took, megabytes, left, _ = answered
    told = err.splitlines()
    print(
        f"\n{name:<62}{rules[0] if rules else '-':<20}{took:5.2f} s{megabytes:5.0f} MB  {told[-1].strip()[:150] if told else ''}",
        end="",
    )
    assert what and set(what) <= {"refused", "left alone"} and "refused" in what
    assert rule in rules
    assert left == [], "nothing is kept"
    assert told[0].startswith("refused: ") and all(line.startswith(("refused: ", "  ")) for line in told)
    assert not UNSEEN.search((out + err).replace("\n", "")), "nothing is printed that cannot be seen"
    assert "Traceback" not in err and err.count(".") >= 2, "what is wrong, and what to do"
    assert took < SECONDS and megabytes < MEGABYTES


def test_names_of_every_kind_are_read_as_they_are(tmp_path):
    (tmp_path / "sent").mkdir()
    path = apart(_written, "names of every kind", tmp_path / "sent")
    what, rules, *_, names = apart(_received, path, tmp_path)
    assert (what, rules, names) == (["kept"], [], [CSV_NAME])


def test_a_formula_for_a_name_is_refused(tmp_path):
    (tmp_path / "sent").mkdir()
    path = apart(_written, "a formula for a name", tmp_path / "sent")
    what, rules, *_, names = apart(_received, path, tmp_path)
    assert (what, rules, names) == (["refused"], ["formula"], [])
