"""One run at a time: who holds the lock is said, a dead owner's is taken over, and nobody's lock is taken by mistake."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline import lock, processes
from pipeline.errors import StoreInUse
from pipeline.lock import ELSEWHERE, NAME, holder, only_run


def held_by(data, **facts):
    """The lock as another run left it."""
    owner = replace(lock._me("build"), token="another", **facts)
    (data / NAME).mkdir(parents=True)
    (data / NAME / "another.json").write_text(json.dumps(asdict(owner)), encoding="utf-8")
    return owner


def ago(**time):
    return (datetime.now(UTC) - timedelta(**time)).isoformat(timespec="seconds")


@pytest.fixture(scope="module")
def dead():
    """The number of a process that has ended."""
    return int(subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True).stdout)


def test_it_is_held_while_the_run_lasts_and_gone_afterwards(tmp_path):
    with only_run(tmp_path, "build") as dead_owner:
        assert dead_owner is None
        assert (holder(tmp_path).verb, holder(tmp_path).pid) == ("build", os.getpid())
    assert list(tmp_path.iterdir()) == []


def test_it_is_let_go_where_the_run_fails(tmp_path):
    with pytest.raises(ValueError), only_run(tmp_path, "build"):
        raise ValueError
    assert list(tmp_path.iterdir()) == []


def test_a_second_run_is_told_who_holds_it_since_when_and_what_to_do(tmp_path):
    owner = held_by(tmp_path, user="data.team", since="2026-11-25T02:00:00+00:00")
    with pytest.raises(StoreInUse) as told, only_run(tmp_path, "receive"):
        pass
    for part in (
        "since 25 November 2026 02:00 UTC",
        f"build, by data.team on {processes.HOST} (process {os.getpid()})",
    ):
        assert part in str(told.value)
    assert "Wait until it has ended" in str(told.value)
    assert holder(tmp_path) == owner and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"start": "1"},  # the number is alive, but given to another process since
        {"host": "another-machine", "since": ago(hours=ELSEWHERE / timedelta(hours=1), minutes=1)},
    ],
)
def test_a_dead_owners_lock_is_taken_over_and_said(tmp_path, facts):
    owner = held_by(tmp_path, **facts)
    with only_run(tmp_path, "build") as taken_from:
        assert taken_from == owner
        assert holder(tmp_path).token != owner.token
    assert list(tmp_path.iterdir()) == []


def test_an_owner_that_has_ended_is_dead(tmp_path, dead):
    held_by(tmp_path, pid=dead, start="")
    with only_run(tmp_path, "build") as taken_from:
        assert taken_from.pid == dead


def test_another_machines_lock_stands_as_long_as_its_run_may_last(tmp_path, dead):
    held_by(tmp_path, host="another-machine", pid=dead, since=ago(hours=11))
    with pytest.raises(StoreInUse, match="on another-machine"), only_run(tmp_path, "build"):
        pass


def test_of_two_that_find_a_dead_owner_the_later_does_not_take_the_earlier_ones_lock(tmp_path, dead):
    gone = held_by(tmp_path, pid=dead, start="")
    with only_run(tmp_path, "build"):
        mine = holder(tmp_path)
        lock._let_go(tmp_path / NAME, gone)  # the later one, which still believes the dead owner holds it
        assert holder(tmp_path) == mine


def test_a_lock_let_go_in_the_midst_of_a_takeover_is_free(tmp_path):
    (tmp_path / NAME).mkdir()
    with only_run(tmp_path, "build"):
        assert holder(tmp_path).verb == "build"


def test_an_ended_process_that_its_parent_has_not_buried_is_not_alive():
    pid = os.fork()
    if not pid:
        os._exit(0)
    while processes._linux(pid)[0] not in ("Z", ""):
        pass
    try:
        assert not processes.alive(pid)
    finally:
        os.waitpid(pid, 0)
