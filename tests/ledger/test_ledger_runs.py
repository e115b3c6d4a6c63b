"""A run is entered when it begins; it tells every end even if it never came to its own."""

import pytest

from pipeline.errors import ClockWentBack
from pipeline.ledger import runs
from pipeline.ledger.runs import NOT_REACHED, ItemResult, begin, enter, finish, last_runs, left_undone


@pytest.fixture
def clock(monkeypatch):
    """Set to any hour of 25 November 2026 by calling it."""

    def at(hour):
        monkeypatch.setattr(runs, "now", lambda: f"2026-11-25T{hour}:00+00:00")

    at("02:00")
    return at


def school(number, ending, why="", year=2018):
    return ItemResult("primary-booklet", f"351000{number}", f"School {number}", ending, why, year)


def test_a_run_tells_who_began_it_how_long_it_took_and_every_end(file, clock):
    run = begin(file, "build", 2018, "schedule")
    enter(file, run, [school(1, NOT_REACHED, "never made"), school(2, "held", "questions to answer")])
    enter(file, run, [school(1, "made", "never made")])
    clock("02:03")
    finish(file, run, 184.26)
    (told,) = last_runs(file, 5)
    assert (told.verb, told.year, told.started_by, told.seconds, told.stopped) == ("build", 2018, "schedule", 184.3, "")
    assert (told.started[11:16], told.ended[11:16]) == ("02:00", "02:03")
    assert {e.place: (e.ending, e.why) for e in told.ends} == {
        "3510001": ("made", "never made"),
        "3510002": ("held", "questions to answer"),
    }


def test_a_run_that_was_killed_has_no_end_and_keeps_what_it_did(file):
    run = begin(file, "build", 2018, "person")
    enter(file, run, [school(1, "made"), school(2, NOT_REACHED)])
    (told,) = last_runs(file, 5)
    assert told.ended is None and told.counts == {"made": 1, NOT_REACHED: 1}


def test_the_newest_comes_first_and_a_year_may_be_asked_for(file):
    for verb, year in (("receive", None), ("build", 2018), ("build", 2025)):
        begin(file, verb, year, "person")
    assert [(r.verb, r.year) for r in last_runs(file, 2)] == [("build", 2025), ("build", 2018)]
    assert [r.year for r in last_runs(file, 9, year=2018)] == [2018]


def test_undone_is_what_failed_or_was_not_come_to_when_it_was_last_asked_for(file):
    first, second = (begin(file, "build", 2018, "person") for _ in range(2))
    enter(file, first, [school(1, "failed"), school(2, "failed"), school(3, NOT_REACHED), school(4, "held")])
    enter(file, second, [school(1, "made")])
    due = begin(file, "run-due", None, "schedule")
    enter(file, due, [school(5, "failed"), school(5, "made", year=2017), school(9, "failed", year=2017)])
    assert left_undone(file, 2018) == {("primary-booklet", f"351000{n}") for n in (2, 3, 5)}
    assert left_undone(file, 2017) == {("primary-booklet", "3510009")}


def test_what_a_run_made_stays_made_though_a_later_row_of_it_finds_it_unchanged(file):
    due = begin(file, "run-due", None, "schedule")
    for ending, why in (("not reached", "never made"), ("made", "never made"), ("unchanged", "")):
        enter(file, due, [school(1, ending, why)])
    (end,) = last_runs(file, 1)[0].ends
    assert (end.ending, end.why) == ("made", "never made")


def test_no_run_begins_while_the_clock_is_behind_the_last_one(file, clock):
    clock("05:00")
    begin(file, "build", 2018, "person")
    clock("04:56")
    begin(file, "build", 2018, "person")  # a clock being set, by four minutes
    clock("04:00")
    with pytest.raises(ClockWentBack, match=r"04:00.*04:56.*--clock-is-right build"):
        begin(file, "build", 2018, "schedule")
    assert len(last_runs(file, 9)) == 2
    begin(file, "build", 2018, "person", clock_is_right=True)
    begin(file, "build", 2018, "schedule")  # said once is enough


def test_a_run_never_ends_before_it_started(file, clock):
    run = begin(file, "build", 2018, "person")
    clock("01:00")
    finish(file, run, 12)
    (told,) = last_runs(file, 1)
    assert (told.started, told.ended, told.seconds) == ("2026-11-25T02:00:00+00:00", "2026-11-25T02:00:00+00:00", 12)


def test_a_ledger_that_is_not_there_tells_of_nothing_and_is_not_made(file):
    assert last_runs(file, 5) == [] and not file.parent.exists()
