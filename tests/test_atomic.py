"""What a killed run had half written is told from what somebody is writing now."""

import os
import subprocess
import sys

import pytest

from pipeline import atomic, processes
from pipeline.atomic import clear_parts, is_left_over, part_of, write_text


@pytest.fixture(scope="module")
def left():
    """The name a process gave a part before it ended."""
    told = "from pathlib import Path; from pipeline.atomic import part_of; print(part_of(Path('pack.json')))"
    return subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.strip()


def test_a_part_of_an_ended_process_is_left_over_at_once_and_one_of_a_living_process_is_not(tmp_path, left):
    ours = part_of(tmp_path / "pack.json")
    for part in (ours, tmp_path / left):
        part.touch()
    assert (is_left_over(ours), is_left_over(tmp_path / left)) == (False, True)


def test_another_machines_part_is_left_over_only_when_it_is_old(tmp_path, left, monkeypatch):
    part = tmp_path / left
    part.touch()
    monkeypatch.setattr(processes, "HOST", "another-machine")
    assert not is_left_over(part)
    os.utime(part, (0, 0))
    assert is_left_over(part)


def test_parts_are_cleared_wherever_they_lie_files_and_folders_and_nothing_else(tmp_path, left):
    folder, file, whole = tmp_path / "2018" / left, tmp_path / left, tmp_path / "2018" / "pack.json"
    folder.mkdir(parents=True)
    (folder / "booklet.pdf").touch()
    file.touch()
    write_text(whole, "{}")
    ours = part_of(whole)
    ours.touch()
    assert clear_parts(tmp_path) == 2
    assert sorted(tmp_path.rglob("*")) == sorted([tmp_path / "2018", ours, whole])


def test_a_write_that_fails_leaves_the_old_content_and_no_part(tmp_path, monkeypatch):
    write_text(tmp_path / "pack.json", "old")
    monkeypatch.setattr(
        atomic.os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )
    with pytest.raises(OSError):
        write_text(tmp_path / "pack.json", "new")
    assert [(f.name, f.read_text()) for f in tmp_path.iterdir()] == [("pack.json", "old")]
