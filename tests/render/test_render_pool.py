import errno
import os
import signal
import sys
import time

import pytest

from pipeline.errors import CommandWrong
from pipeline.processes import alive
from pipeline.render import pool


def work(job):
    """What the job's name says."""
    if job == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if job == "hangs":
        time.sleep(60)
    if job == "exits":
        os._exit(3)
    if job == "refuses":
        raise CommandWrong(what="Mend the file first.")
    if job == "full":
        raise OSError(errno.ENOSPC, "No space left on device")
    if job == "breaks":
        raise ValueError("pupil 4711 has no mark")
    return f"{job} made"


def ended(*jobs, workers=2, timeout=30.0):
    return {done.job: done for done in pool.run(jobs, work, workers, timeout)}


def test_every_job_is_answered_whatever_becomes_of_the_others():
    done = ended("a", "killed", "b", "breaks", "refuses", "exits", "c")
    assert [j for j in done if done[j].ok] and {j for j in done if done[j].ok} == {"a", "b", "c"}
    assert done["a"].result == "a made"


def test_a_killed_process_is_told_by_its_signal():
    done = ended("killed")["killed"]
    assert (done.kind, done.error) == (
        "Stopped",
        "stopped by signal 9, as the system does when memory runs out; try again with --jobs 1",
    )


def test_a_process_that_ends_without_a_word_is_told_so():
    assert ended("exits")["exits"].error == "ended without a result (exit code 3)"


def test_a_hanging_job_is_stopped_and_named():
    start = time.monotonic()
    done = ended("hangs", "a", timeout=0.5)
    assert (done["hangs"].kind, done["a"].ok) == ("TimedOut", True)
    assert time.monotonic() - start < 5


def test_an_error_of_ours_keeps_its_words_and_another_keeps_its_data_to_itself():
    done = ended("refuses", "breaks")
    assert done["refuses"].error == "Mend the file first."
    assert done["breaks"].kind == "ValueError" and "4711" not in done["breaks"].error


@pytest.mark.skipif(not pool.FORKS, reason="workers are shared where processes cannot be forked")
def test_every_job_has_its_own_process_and_no_more_run_at_once_than_asked():
    beats = [done.result for done in pool.run(range(6), _beat, workers=2, timeout=30)]
    assert len({pid for pid, _, _ in beats}) == 6
    edges = sorted([(start, 1) for _, start, _ in beats] + [(end, -1) for _, _, end in beats])
    running, most = 0, 0
    for _, step in edges:
        running += step
        most = max(most, running)
    assert most <= 2


def _beat(job):
    start = time.monotonic()
    time.sleep(0.05)
    return os.getpid(), start, time.monotonic()


def test_results_come_as_they_end_and_a_listener_hears_each():
    heard = []
    order = [done.job for done in pool.run([0.4, 0.0], _sleep, 2, 30, heard.append)]
    assert order == [0.0, 0.4] and [d.job for d in heard] == order


def _sleep(seconds):
    time.sleep(seconds)


def test_leaving_early_kills_what_still_runs():
    start = time.monotonic()
    for _ in pool.run(["a", "hangs", "hangs"], work, 3, None):
        break
    assert time.monotonic() - start < 5


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_workers_of_a_killed_run_end_with_it(tmp_path):
    run = os.fork()
    if not run:
        list(pool.run([tmp_path / "worker"], _say_who_and_hang, 1, None))
    while not (told := tmp_path / "worker").exists() or not told.read_text():
        time.sleep(0.01)
    worker = int(told.read_text())
    os.kill(run, signal.SIGKILL)
    os.waitpid(run, 0)
    until = time.monotonic() + 5
    while alive(worker) and time.monotonic() < until:
        time.sleep(0.01)
    assert not alive(worker)


def _say_who_and_hang(file):
    file.write_text(str(os.getpid()))
    time.sleep(60)


def test_a_full_disk_is_told_in_words():
    assert ended("full")["full"].error.startswith("There is no room left on the disk")


def test_workers_are_recycled_where_processes_cannot_be_forked(monkeypatch):
    monkeypatch.setattr(pool, "FORKS", False)
    monkeypatch.setattr(pool, "JOBS_A_WORKER", 25)
    pids = [done.result for done in pool.run(range(3), _pid, workers=1, timeout=60)]
    assert len(set(pids)) == 1 and os.getpid() not in pids


def _pid(job):
    return os.getpid()


def _hangs_once(marker):
    if not os.path.exists(marker):
        open(marker, "x").close()
        time.sleep(60)
    return "made"


def test_a_job_that_ran_out_of_time_is_tried_once_more(tmp_path):
    (done,) = pool.run([str(tmp_path / "seen")], _hangs_once, workers=1, timeout=0.5)
    assert (done.ok, done.result) == (True, "made")
