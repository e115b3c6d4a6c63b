"""What becomes of a run that is killed, that finds no room, or that finds another at work: real processes, real files."""

import re
import subprocess

import pytest

from tests.killed.house import whole
from tests.killed.run import begin, wait
from tests.killed.trials import completed, trials


def test_a_killed_run_leaves_nothing_half_and_the_next_ends_where_an_unkilled_one_does(prepared_starts, tmp_path):
    """Six moments; a hundred by `python -m tests.killed --moments 100`."""
    assert trials(6, 1, prepared_starts, tmp_path).total() == 6


def test_a_run_that_finds_no_room_says_so_and_the_next_completes_it(prepared_starts, tmp_path):
    """The room is by the system's limit on a file's size, so every writer meets it: ledger, tables, packs, documents."""
    (_, _), (start, expected) = prepared_starts
    where = start.copy(tmp_path / "house")
    for room in (1_000, 40_000):
        log = tmp_path / f"log-{room}"
        assert wait(begin(where, start.arriving, log, largest_file=room)) == 1
        assert re.search(r"no room left on the disk|cannot be written to", log.read_text()), log.read_text()
        whole(where)
    completed(start, where, expected, "without room")


def test_a_disk_that_fills_up_stops_the_run_and_once_there_is_room_the_next_completes_it(prepared_starts, tmp_path):
    """A real full disk, where one of a few kilobytes may be mounted."""
    _, (start, expected) = prepared_starts
    disk, log = tmp_path / "disk", tmp_path / "log"
    disk.mkdir()
    if not mounted(disk, "size=64m"):
        pytest.skip("a file system may not be mounted here")
    try:
        where = start.copy(disk / "house")
        blocks = sum(f.stat().st_blocks for f in disk.rglob("*"))  # of 512 bytes
        assert mounted(disk, f"remount,size={blocks // 2 + 200}k")
        assert wait(begin(where, start.arriving, log)) == 1
        assert "There is no room left on the disk" in log.read_text(), log.read_text()
        whole(where)
        assert mounted(disk, "remount,size=64m")
        completed(start, where, expected, "after the disk was full")
    finally:
        subprocess.run(["umount", disk], check=True)


def mounted(disk, how):
    asked = ["mount", "-t", "tmpfs", "-o", how, "tmpfs", disk]
    try:
        return subprocess.run(asked, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def test_of_two_runs_started_together_one_works_and_the_other_says_who_does(prepared_starts, tmp_path):
    (start, expected), _ = prepared_starts
    where = start.copy(tmp_path / "house")
    logs = tmp_path / "one", tmp_path / "other"
    codes = [wait(run) for run in [begin(where, start.arriving, log) for log in logs]]
    assert sorted(codes) == [0, 1]
    refused = logs[codes.index(1)].read_text()
    assert "Another run is at work in" in refused and "receive, by " in refused and "(process " in refused
    assert "kept" not in refused, "it did nothing"
    completed(start, where, expected, "after two at once")
