import os
import signal

import pytest

from pipeline.render import booklet, pool, publish

pytestmark = pytest.mark.rule

OLD, NEW = {"a.txt": b"old", "gone.txt": b"old"}, {"a.txt": b"new", "b.txt": b"new"}


def held(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("exchange", ["in one step", "in two steps"])
def test_a_new_issue_replaces_the_old_one_whole(tmp_path, monkeypatch, exchange):
    if exchange == "in two steps":
        monkeypatch.setattr(publish, "_exchange", lambda one, other: False)
    folder = tmp_path / "3519001"
    publish.put_in_place(folder, OLD)
    publish.put_in_place(folder, NEW)
    assert held(folder) == NEW
    assert [f.name for f in tmp_path.iterdir()] == ["3519001"]


def test_a_writer_killed_at_the_last_moment_leaves_the_last_good_issue(tmp_path):
    folder = tmp_path / "3519001"
    publish.put_in_place(folder, OLD)
    (done,) = pool.run([folder], _shelve_and_die, 1, 30)
    assert done.error == "stopped by signal 9, as the system does when memory runs out; try again with --jobs 1"
    assert held(folder) == OLD
    publish.put_in_place(folder, NEW)
    assert held(folder) == NEW


def _shelve_and_die(folder):
    publish.sync_folder = lambda part: os.kill(os.getpid(), signal.SIGKILL)
    publish.put_in_place(folder, NEW)


def test_an_issue_set_aside_by_a_killed_swap_comes_back(tmp_path):
    folder = tmp_path / "3519001"
    publish.put_in_place(folder, OLD)
    folder.rename(tmp_path / ".3519001.last")
    publish.tidy(folder)
    assert held(folder) == OLD


def test_parts_of_killed_runs_are_cleared_when_they_are_old(tmp_path):
    fresh, stale = tmp_path / ".3519001.aaa.part", tmp_path / ".3519001.bbb.part"
    fresh.mkdir(), stale.mkdir()
    os.utime(stale, (0, 0))
    publish.tidy(tmp_path / "3519001")
    assert fresh.exists() and not stale.exists()


def test_a_failed_write_changes_nothing_and_leaves_nothing_behind(tmp_path):
    folder = tmp_path / "3519001"
    publish.put_in_place(folder, OLD)
    with pytest.raises(OSError):
        publish.put_in_place(folder, {**NEW, "no/such/folder.txt": b""})
    assert held(folder) == OLD and len(list(tmp_path.iterdir())) == 1


@pytest.mark.slow
def test_a_booklet_killed_on_its_way_leaves_the_last_good_issue(toy_job):
    job = toy_job()
    booklet.make(job)
    before = held(job.out)
    (done,) = pool.run([job], _make_and_die, 1, 60)
    assert done.kind == "Stopped" and held(job.out) == before


def _make_and_die(job):
    booklet.xlsx.xlsx = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    booklet.make(job)
