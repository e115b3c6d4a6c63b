"""The data year on a day: which results a row is about, what it waits for, and what was done stays done."""

from datetime import date, timedelta

import pytest

from pipeline.calendar import State, data_year, occasions, open_year
from pipeline.calendar.dates import Occasion
from pipeline.calendar.issued import Record
from pipeline.calendar.received import ReceivedDeliveries
from pipeline.calendar.row_status import Issued, status_of_row
from pipeline.declared.releases import YearDay
from pipeline.declared.timeline import Needed, TimelineRow
from pipeline.ledger.issues import Issue
from pipeline.ledger.timeline_runs import TimelineRun, record_turn, turns

MAKES = TimelineRow(
    id="booklets",
    words="Booklets",
    month="September",
    audience="School",
    day=YearDay(day="09-20"),
    makes=["primary-booklet"],
    waits_for=[Needed(what="key stage 2 results", sources=["ks2_pupils"])],
)
LOADS = MAKES.model_copy(update={"makes": [], "loads": True})
LINKS = MAKES.model_copy(update={"makes": [], "waits_for": [], "from_others": "FFT Aspire"})
DAY = date(2024, 9, 20)
SENT = Issued(66, 0, DAY)


def stands(row, on, missing=(), issued=None):
    return status_of_row(Occasion(row, 2024, DAY), on, missing, issued)


def test_the_toolkits_forty_rows_are_all_there_in_its_order(declared):
    months = [r.month for r in declared.timeline.rows if r.month]
    counts = [(m, months.count(m)) for m in dict.fromkeys(months)]
    assert counts == [
        ("September", 4), ("October", 7), ("November", 8), ("December", 1), ("January", 2), ("February", 3),
        ("March", 3), ("May", 1), ("June", 7), ("July", 4),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row, day, results",
    [
        ("primary-booklets", date(2024, 9, 20), 2024),
        ("on-entry-collection", date(2024, 11, 10), 2025),  # children who have just come: next summer's results
        ("ks4-revised", date(2025, 2, 10), 2024),  # the release of the summer before
        ("eyfs-collection", date(2025, 6, 27), 2025),
    ],
)
def test_a_row_is_about_the_results_it_says(declared, row, day, results):
    (found,) = [o for o in occasions(declared.timeline, declared.releases, 2024) if o.row.id == row]
    assert (found.day, found.year) == (day, results)


def test_the_day_of_a_release_is_read_from_the_releases_alone(declared):
    (own,) = [r for r in declared.timeline.rows if r.id == "ks2-download"]
    assert own.day is None
    assert declared.timeline.on(own, 2026, declared.releases) == date(2026, 7, 7)  # the day that is known
    assert declared.timeline.on(own, 2027, declared.releases) == date(2027, 7, 10)  # the pattern


@pytest.mark.parametrize(
    "day, begun",
    [(date(2024, 8, 31), 2023), (date(2024, 9, 1), 2024), (date(2024, 2, 29), 2023), (date(2025, 1, 1), 2024)],
)
def test_the_data_year_turns_on_the_first_of_september(day, begun):
    assert data_year(day) == begun


def test_every_row_comes_once_in_every_year_leap_years_too(declared):
    rows = [r.id for r in declared.timeline.rows]
    for begun in range(2022, 2030):
        assert sorted(o.row.id for o in occasions(declared.timeline, declared.releases, begun)) == sorted(rows)


@pytest.mark.parametrize(
    "after, missing, issued, state, days",
    [
        (-1, (), None, State.NOT_YET, 0),
        (0, (), None, State.DUE, 0),
        (1, (), None, State.LATE, 1),
        (1, ("key stage 2 results",), None, State.WAITING, 1),
        (1, (), SENT, State.DONE, 0),
        (-1, (), SENT, State.DONE, 0),  # made early, or the clock was set back
        (1, ("key stage 2 results",), SENT, State.DONE, 0),
        (1, (), Issued(64, 2, DAY), State.LATE, 1),  # two schools are held: it is tried again
    ],
)
def test_how_a_row_stands(after, missing, issued, state, days):
    found = stands(MAKES, DAY + timedelta(days=after), missing, issued)
    assert (found.state, found.days) == (state, days)


def test_what_is_received_is_done_before_its_day_and_waited_for_after_it():
    assert stands(LOADS, DAY - timedelta(days=9)).state is State.DONE
    assert stands(LOADS, DAY - timedelta(days=9), ("results",)).state is State.NOT_YET
    assert stands(LOADS, DAY, ("results",)).said == "waits for results; due today"


def test_what_others_provide_is_only_linked():
    assert {stands(LINKS, DAY + timedelta(days=n)).state for n in (-1, 0, 400)} == {State.LINKED}


def test_a_delivery_counts_for_its_year_its_ripeness_and_its_rows(little_authority, declared):
    held = ReceivedDeliveries(little_authority, declared)
    ks2 = Needed(what="results", sources=["ks2_pupils", "ks2_performance"])
    assert held.has(ks2, 2018) and not held.has(ks2, 2016)
    assert not held.has(ks2.model_copy(update={"release": "revised"}), 2018)
    tracked = Needed(what="collection", sources=["tracked_pupils"], rows={"collection": ["prediction"]})
    assert held.has(tracked, 2018)
    assert not held.has(tracked.model_copy(update={"rows": {"collection": ["on_entry"]}}), 2018)
    both = {"collection": ["prediction"], "year_group": ["1"]}  # predictions are of year 6
    assert not held.has(tracked.model_copy(update={"rows": both}), 2018)


def test_a_row_waits_only_for_what_its_year_has(little_authority, declared):
    (row,) = [r for r in declared.timeline.rows if r.id == "primary-booklets"]
    assert (
        ReceivedDeliveries(little_authority, declared).missing(row, 2018) == ()
    )  # the multiplication check began in 2022
    assert ReceivedDeliveries(little_authority, declared).missing(row, 2022) == (
        "early years profiles", "phonics check results", "the pupil roll",
    )  # fmt: skip


def test_national_results_are_asked_of_the_stage_not_of_the_file(bury, declared):
    need = Needed(what="national results", sources=["lait"], stage="ks1")
    assert ReceivedDeliveries(bury, declared).has(need, 2023)
    assert not ReceivedDeliveries(bury, declared).has(need, 2025)  # the file goes to 2025; key stage 1 ended in 2023


def test_targets_wait_for_the_rates_of_their_own_stage(declared):
    """For the summer of 2024 there were rates to the end of key stage 4 and none to the end of key stage 2."""
    makers = {p: r for r in declared.timeline.rows for p in r.makes if declared.publications[p].targets}
    waits = {p: [n.rows for n in r.waits_for if "transition_rates" in n.sources] for p, r in makers.items()}
    assert waits == {"target-setting-primary": [{"stage": ["ks2"]}], "target-setting-secondary": [{"stage": ["ks4"]}]}


def issue(day, place="3510001", number=1):
    told = {
        "title": "",
        "place_name": "",
        "audience": "school",
        "as_at": day,
        "pack": "",
        "html": "",
        "pdf": "",
        "xlsx": "",
    }
    return Issue("primary-booklet", place, 2024, number, issued=f"{day}T09:00:00+00:00", **told)


def booklets(declared):
    (row,) = [r for r in declared.timeline.rows if r.id == "primary-booklets"]
    return Occasion(row, 2024, DAY)


def test_a_turn_tells_what_was_done_and_on_which_day(declared):
    turn = TimelineRun(
        "primary-booklets", 2024, "2024-09-21", "2024-09-21T05:30:00", "2024-09-21T05:40:00", 60, 5, 1, 0
    )
    found = Record(declared, [turn], [], {}).issued(booklets(declared))
    assert found == Issued(65, 1, date(2024, 9, 21))


def test_documents_built_by_hand_are_done_when_none_owed_is_lacking(declared):
    owed = {("primary-booklet", 2024): 2}
    one, two = issue("2024-10-01"), issue("2024-10-02", "3510002")
    assert Record(declared, [], [one], owed).issued(booklets(declared)) == Issued(1, 1, date(2024, 10, 1))
    assert Record(declared, [], [one, two], owed).issued(booklets(declared)) == Issued(2, 0, date(2024, 10, 2))
    assert Record(declared, [], [], owed).issued(booklets(declared)) is None


def test_turns_are_kept_in_order(tmp_path):
    first = TimelineRun("a", 2024, "2024-09-21", "s", "e", 1, 0, 0, 0)
    assert turns(tmp_path / "ledger.sqlite") == []
    for day in ("2024-09-21", "2024-09-20"):  # the clock was set back
        record_turn(tmp_path / "ledger.sqlite", TimelineRun(**(first.__dict__ | {"day": day})))
    assert [t.day for t in turns(tmp_path / "ledger.sqlite")] == ["2024-09-21", "2024-09-20"]


def test_burys_year_as_it_stood_in_december_2025(bury):
    year = {s.occasion.row.id: s for s in open_year(bury, 2025, date(2025, 12, 20)).standings}
    assert year["eyfs-additional"].state is State.DONE
    assert (year["secondary-booklets"].state, year["secondary-booklets"].days) == (State.LATE, 30)
    assert year["authority-booklet"].state is State.DUE
    assert year["primary-booklets"].said.startswith("waits for early years profiles; ")
    assert year["eyfs-collection"].state is State.NOT_YET and year["eyfs-collection"].occasion.year == 2026
