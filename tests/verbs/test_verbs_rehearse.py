"""Autumn of a data year played on a little authority, and the invented year's deliveries: late, never, too early."""

import shutil
from dataclasses import replace
from datetime import date

import pytest

from pipeline.calendar import State, occasions, open_year
from pipeline.declared import read_declared
from pipeline.invented.arrivals import PlannedDelivery, Planted, planted
from pipeline.ledger.timeline_runs import TimelineRun, turns
from pipeline.paths import ROOT, Folders
from pipeline.verbs import rehearse
from pipeline.verbs.due import run_due
from tests.conftest import OPEN
from tests.validated import clean_authority as little

SUMMER = (little.REGISTER, little.ROLL, little.EYFS, little.PHONICS)
LATE, TOO_EARLY = date(2018, 9, 25), date(2018, 11, 1)


def sent(day, *names):
    return [PlannedDelivery(day, name, little.as_csv(little.files()[name])) for name in names]


@pytest.fixture(scope="module")
def autumn(tmp_path_factory):
    """September to mid-November 2018: key stage 2 comes late, amended key stage 4 never, the performance tables before their day."""
    home = tmp_path_factory.mktemp("autumn")
    where = Folders(home / "params", home / "data", home / "outputs")
    shutil.copytree(
        ROOT / "params", where.params, ignore=shutil.ignore_patterns("places", "corrections", "authority.yml")
    )
    (where.params / "authority.yml").write_text('code: "999"\nname: Alder\n', encoding="utf-8")
    tables = OPEN / "bury/2017-2018/351_ks4final.csv"
    arriving = [
        *sent(date(2018, 9, 1), *SUMMER),
        *sent(LATE, little.KS2),
        *sent(date(2018, 10, 5), little.KS4, little.ENTRIES),
        PlannedDelivery(TOO_EARLY, tables.name, tables.read_bytes()),
    ]
    declared = read_declared(where.params)
    rows = [o for o in occasions(declared.timeline, declared.releases, 2018) if o.day <= date(2018, 11, 15)]
    rehearse.play(where, arriving, rows, 1)
    return where


def stands(where, on, row):
    (found,) = [s for s in open_year(where, 2018, on).standings if s.occasion.row.id == row]
    return found


def test_what_waited_for_a_late_delivery_is_made_on_the_day_it_comes(autumn):
    taken = {t.row: t for t in turns(autumn.ledger)}
    assert (taken["primary-booklets"].day, taken["primary-booklets"].made) == (LATE.isoformat(), 2)
    assert set(taken) == {
        "results-overview",
        "monitoring-summer",
        "primary-booklets",
    }  # all that key stage 2 kept waiting
    assert (autumn.outputs / "2018/primary-booklet" / little.NORTH / "booklet.pdf").exists()


def test_each_row_stands_as_its_delivery_says(autumn):
    on = date(2018, 11, 20)
    assert stands(autumn, on, "primary-booklets").said == "2 documents issued by 25 September 2018"
    assert stands(autumn, on, "gcse-unamended").state is State.DONE
    assert (stands(autumn, on, "gcse-amended").state, stands(autumn, on, "gcse-amended").days) == (State.WAITING, 5)
    assert stands(autumn, on, "fft-primary").state is State.LINKED
    assert stands(autumn, on, "ks4-revised").state is State.NOT_YET  # what came before its day was refused
    assert not list(autumn.deliveries.glob("*/351_ks4final.csv"))


def test_run_again_or_with_the_clock_set_back_nothing_is_made(autumn, capsys):
    before = len(turns(autumn.ledger))
    for on in (date(2018, 11, 15), date(2018, 10, 1)):
        assert run_due(autumn, on, 1) == 0
    assert len(turns(autumn.ledger)) == before
    assert "nothing to make" in capsys.readouterr().out


PRIMARY = ("primary-booklets", "gcse-amended", "fft-primary")


@pytest.mark.parametrize(
    "plants, rows, code",
    [
        ({"gcse-amended": Planted("never comes", never=True)}, PRIMARY[1:], 0),
        ({}, PRIMARY[1:], 1),  # what was to come did not
        (
            {"gcse-amended": Planted("never comes", never=True)},
            PRIMARY,
            1,
        ),  # made late, though nothing late was planted
    ],
)
def test_the_closing_table_says_where_a_row_did_not_end_as_planted(autumn, monkeypatch, capsys, plants, rows, code):
    whole = open_year(autumn, 2018, date(2018, 11, 20))
    few = tuple(s for s in whole.standings if s.occasion.row.id in rows)
    monkeypatch.setattr(rehearse, "open_year", lambda *_: replace(whole, standings=few))
    monkeypatch.setattr(rehearse, "planted", lambda begun: plants)
    assert rehearse.close(autumn, 2018, whole.on) == code
    said = capsys.readouterr().out
    assert f"{len(rows) - code} rows as planted, {code} not" in said
    assert ("made 2018-09-25, 5 days late, documents: 2" in said) == (rows == PRIMARY)


@pytest.mark.parametrize(
    "begun, without",
    [(2022, set()), (2023, {"target-setting-primary"}), (2024, {"target-setting-primary", "target-setting-secondary"})],
)
def test_no_rates_are_planted_where_pupils_sat_nothing_in_2020_or_2021(begun, without):
    """Year 6 of 2024 and 2025 would have sat key stage 1 in 2020 and 2021; year 11 of 2025 key stage 2 in 2020."""
    assert {row for row, plant in planted(begun).items() if plant.never} == without | {"nursery-collection"}


def test_a_row_with_documents_held_is_told_late_and_since_the_day_of_the_others(autumn):
    """Three of five go out on the day; three days later another is free, and one is held still."""
    (one,) = [s for s in open_year(autumn, 2018, date(2018, 11, 20)).standings if s.occasion.row.id == "gcse-amended"]
    late = replace(one, state=State.LATE, occasion=replace(one.occasion, day=date(2018, 9, 20)))
    first = TimelineRun("row", 2018, "2018-09-20", "", "", made=3, unchanged=0, held=2, failed=0)
    end = rehearse.RowResult.of(late, [first, replace(first, day="2018-09-23", made=1, unchanged=3, held=1)])
    assert end == rehearse.RowResult(State.LATE, date(2018, 9, 20), held=1)
    assert end.words(late) == "made 2018-09-20, documents: 4, 1 held, 0 failed"
