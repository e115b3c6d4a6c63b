"""What `due` and `run-due` print, and how `run-due` ends, with a press that prints at once."""

from collections import Counter
from datetime import date
from types import SimpleNamespace

import pytest

from pipeline.errors import YearNotConfirmed
from pipeline.ledger.timeline_runs import turns
from pipeline.paths import Folders
from pipeline.verbs import due

pytestmark = pytest.mark.rule

DAY = date(2025, 12, 20)


@pytest.fixture
def press(monkeypatch):
    """Every publication is owed two documents; what becomes of them is set by the test."""
    ends = {"made": 2}

    def choose(where, year, publications, places, force):
        lacking = [(p, "School 1", "no results") for p in publications]
        return SimpleNamespace(year=year, documents=(), without=lacking), [publications] if ends else []

    monkeypatch.setattr(due, "choose", choose)
    monkeypatch.setattr(due, "make", lambda *_: SimpleNamespace(counts=Counter(ends), drafts=[], ends={}))
    return ends


@pytest.fixture
def house(bury, tmp_path):
    """Bury's deliveries, with a ledger and a log of the test's own."""

    class House(Folders):
        deliveries, validated = bury.deliveries, bury.validated

    return House(bury.params, tmp_path / "data", tmp_path / "outputs")


def test_due_says_what_is_due_what_is_late_and_what_waits_for_which_delivery(house, capsys):
    assert due.print_due(house, DAY) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == "on 20 December 2025: 1 due, 9 late, 6 waiting"
    assert any(line.startswith("due       20 December 2025: Authority assessment booklet") for line in lines)
    assert any("High School Assessment Booklets" in line and line.endswith("30 days late") for line in lines)
    assert any(line.startswith("waiting ") and "waits for the on-entry collection" in line for line in lines)
    assert sum(line.startswith("next ") for line in lines) == due.NEXT


def test_what_is_due_is_made_once_and_what_is_missing_is_told(house, press, capsys):
    assert due.run_due(house, DAY, 1) == 0
    said = capsys.readouterr().out
    assert "on 20 December 2025: 20 made; 6 waiting" in said and "waits for the on-entry collection" in said
    assert due.run_due(house, DAY, 1) == 0
    assert "nothing to make" in capsys.readouterr().out
    taken = [t.row for t in turns(house.ledger)]
    assert len(taken) == len(set(taken)) == 10 and {"secondary-booklets", "authority-booklet"} <= set(taken)


def test_what_was_held_ends_with_one_and_is_tried_again(house, press, capsys):
    press.update(made=1, held=1)
    assert due.run_due(house, DAY, 1) == 1
    press.clear()
    press["unchanged"] = 2
    assert due.run_due(house, DAY, 1) == 0
    assert "1 issued, 1 held, failed, drafts or not made" in capsys.readouterr().out
    assert len(turns(house.ledger)) == 20


def test_a_draft_is_made_but_not_issued_so_that_its_row_is_tried_again(house, press, monkeypatch, capsys):
    draft = SimpleNamespace(key=("authority-booklet", "351"))
    result = SimpleNamespace(counts=Counter(press), drafts=[draft], ends={draft.key: ("made", "")})
    monkeypatch.setattr(due, "make", lambda *_: result)
    assert due.run_due(house, DAY, 1) == 0
    assert {(t.made, t.held) for t in turns(house.ledger)} == {(1, 1)}
    result.drafts.clear()  # signed off
    assert due.run_due(house, DAY, 1) == 0
    assert "1 issued, 1 held, failed, drafts or not made" in capsys.readouterr().out
    assert [(t.made, t.held) for t in turns(house.ledger)][10:] == [(2, 0)] * 10


def test_where_nothing_is_owed_it_is_said_and_not_taken_for_done(house, press, capsys):
    press.clear()
    assert due.run_due(house, DAY, 1) == 0
    said = capsys.readouterr().out
    assert "no place gets these documents" in said and "authority-booklet: no results: School 1" in said
    assert turns(house.ledger) == []


def test_a_year_that_is_not_confirmed_is_refused_and_the_rest_goes_on(house, press, monkeypatch, capsys):
    choose = due.choose

    def refuse(where, year, publications, *rest):
        if publications == ["secondary-booklet"]:
            raise YearNotConfirmed(year, "years/2025.yml", ["ks4: the columns of the file"])
        return choose(where, year, publications, *rest)

    monkeypatch.setattr(due, "choose", refuse)
    assert due.run_due(house, DAY, 1) == 1
    said = capsys.readouterr().out
    assert "ks4: the columns of the file" in said and "1 refused" in said
    assert len(turns(house.ledger)) == 9
