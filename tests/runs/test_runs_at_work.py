"""A run is entered from its beginning, clears up after dead ones, and says in words what the machine could not do."""

import errno
import os
import sqlite3

import pytest

from pipeline.errors import CannotRead, CannotWrite, DiskFull, StoreInUse
from pipeline.ledger.runs import ItemResult, last_runs
from pipeline.lock import only_run
from pipeline.paths import folders
from pipeline.processes import account
from pipeline.runs.at_work import SCHEDULE, Start, at_work
from pipeline.trouble import in_words

MADE = ItemResult("primary-booklet", "3510001", "Oakfield", "made", "never made")


def log_of(house):
    return (house.data / "logs" / "booklets.log").read_text(encoding="utf-8")


def test_a_run_stands_in_the_ledger_and_the_log_from_beginning_to_end(house):
    with at_work(house, "build", 2018, Start(SCHEDULE)) as run:
        run.ended([MADE])
        assert last_runs(house.ledger, 1)[0].ended is None
    (told,) = last_runs(house.ledger, 9)
    assert (told.verb, told.year, told.started_by, told.ends, told.stopped) == ("build", 2018, "schedule", (MADE,), "")
    lines = [line.split(": ", 1) for line in log_of(house).splitlines()]
    assert [said for _, said in lines] == [
        f"begun by a schedule, as {account()}", "made: primary-booklet Oakfield 3510001 (never made)", "ended",
    ]  # fmt: skip
    assert all(head.endswith(" build 2018") for head, _ in lines)


def test_an_error_nobody_foresaw_is_entered_by_its_kind_alone(house):
    with pytest.raises(ValueError), at_work(house, "build", 2018):
        raise ValueError("pupil 4711 has no mark")
    assert last_runs(house.ledger, 1)[0].stopped == "ValueError"
    assert "4711" not in log_of(house)


def test_a_run_that_finds_another_at_work_is_no_run(house):
    with only_run(house.data, "receive"), pytest.raises(StoreInUse), at_work(house, "build", 2018):
        pass
    assert last_runs(house.ledger, 9) == []


def test_what_killed_runs_left_is_taken_away_and_an_issue_set_aside_comes_back(house):
    issue = house.booklet(2018, "primary-booklet", "3510001")
    aside, part = issue.with_name(".3510001.last"), house.packs / "2018" / ".plan.json.0-1.abc.part"
    aside.mkdir(parents=True)
    (aside / "booklet.pdf").write_text("the last good issue")
    part.parent.mkdir(parents=True)
    part.touch()
    os.utime(part, (0, 0))
    with at_work(house, "build", 2018):
        assert (issue / "booklet.pdf").read_text() == "the last good issue"
        assert not part.exists()
    assert "1 issues brought back, 1 parts taken away" in log_of(house)


@pytest.mark.parametrize(
    "number, kind",
    [
        (errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EROFS, CannotWrite), (errno.EACCES, CannotWrite),
        (errno.ENOENT, CannotRead), (errno.ESTALE, CannotRead), (errno.EIO, CannotRead),
    ],
)  # fmt: skip
def test_what_the_machine_could_not_do_is_said_in_words_and_entered(house, number, kind):
    with pytest.raises(kind) as told, at_work(house, "build", 2018):
        raise OSError(number, "as the system says it", str(house.store / "Zorbette Quabblewick.csv"))
    assert str(house.store) in str(told.value) and "run the same command again" in str(told.value)
    assert "Quabblewick" not in str(told.value), "a delivered file's name may be a pupil's"
    assert last_runs(house.ledger, 1)[0].stopped == str(told.value)
    assert told.value.exit_code == 1


def test_a_folder_that_is_read_only_from_the_start_stops_the_run_before_anything(house, monkeypatch):
    def refuse(self, *args, **kwargs):
        raise OSError(errno.EROFS, "Read-only file system", str(self))

    monkeypatch.setattr("pathlib.Path.mkdir", refuse)
    with pytest.raises(CannotWrite, match="Read-only file system"), at_work(house, "build", 2018):
        pytest.fail("it began")
    assert not house.data.exists()


def test_a_ledger_that_is_read_only_is_said_in_words(tmp_path):
    file = tmp_path / "ledger.sqlite"
    sqlite3.connect(file).execute("create table run (id)").connection.close()
    closed = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    with pytest.raises(sqlite3.OperationalError) as error:
        closed.execute("create table other (id)")
    closed.close()
    assert isinstance(in_words(error.value, folders(data=tmp_path)), CannotWrite)


def test_an_error_of_another_kind_is_not_made_into_one_of_the_disk(tmp_path):
    assert in_words(ValueError("x"), folders(data=tmp_path)) is None
    assert in_words(sqlite3.IntegrityError("x"), folders(data=tmp_path)) is None
    assert in_words(BrokenPipeError(errno.EPIPE, "x"), folders(data=tmp_path)) is None
