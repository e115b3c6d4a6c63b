"""Rules across files: a school is held for what makes a figure wrong, told of what is unusual, and left alone in ordinary life."""

import json
import shutil

import pytest

from pipeline.declared.pupilchecks import Tolerance
from pipeline.deliveries.delivery import kept
from pipeline.paths import ROOT, Folders
from pipeline.pupil_numbers import check_letter
from pipeline.validated import across as room
from pipeline.validated import declared, receive
from pipeline.validated.across import across
from pipeline.validated.holds import holds
from tests.validated import clean_authority as clean
from tests.validated.clean_authority import KS2, KS2_2019, NORTH, ROLL, SOUTH, cohort


@pytest.fixture
def house(little_authority, tmp_path):
    """A copy of the clean authority, and a hand that replaces one of its files."""
    shutil.copytree(little_authority.data, tmp_path / "data")
    return Folders(ROOT / "params", tmp_path / "data", tmp_path / "outputs")


def replace(house: Folders, file: str, rows: list) -> None:
    for delivery in (d for d in kept(house) if d.file == file):
        shutil.rmtree(delivery.folder(house))
    add(house, file, rows)


def add(house: Folders, file: str, rows: list) -> None:
    (house.data.parent / file).write_bytes(clean.as_csv(rows))
    receive([house.data.parent / file], house, declared(house.params))


def found(house: Folders) -> set[tuple]:
    return {(c.finding.rule, c.finding.school, c.finding.severity) for c in across(house)}


def test_the_check_letter_is_the_departments():
    assert check_letter("801200001001") == "H"


def test_a_late_joiner_and_a_leaver_hold_nobody(house):
    rows = clean.files()[KS2]
    rows[3] = rows[3] | cohort(NORTH, "6", 2018, 600)[0]
    replace(house, KS2, rows)
    assert found(house) == {("not_on_roll", NORTH, "advisory"), ("missing_from_return", NORTH, "advisory")}
    assert holds(house) == []


def test_too_many_missing_hold_that_school_only(house):
    rows = clean.files()[KS2]
    del rows[3:6]
    replace(house, KS2, rows)
    assert found(house) == {("missing_from_return", NORTH, "blocking")}
    assert [(h.source, h.year, h.laestab) for h in holds(house)] == [("ks2_pupils", 2018, NORTH)]


def test_a_pupil_who_left_is_not_asked_after(house):
    rows = clean.files()[KS2]
    codes = {"READOUTCOME": "L", "GPSOUTCOME": "L", "MATOUTCOME": "L", "WRITTA": "L", "SCITA": "L"}
    scores = dict.fromkeys(("READSCORE", "GPSSCORE", "MATSCORE"), "")
    rows[3] = rows[3] | codes | scores
    rows.append(clean.files()[KS2][3] | {"LAESTAB": SOUTH})
    replace(house, KS2, rows)
    assert not [rule for rule, *_ in found(house) if rule == "two_schools"]


def test_the_school_whose_roll_has_the_pupil_is_not_held_for_two_schools(house):
    rows = clean.files()[KS2]
    rows.append(rows[3] | {"LAESTAB": SOUTH})
    replace(house, KS2, rows)
    told = {f for f in found(house) if f[0] == "two_schools"}
    assert told == {("two_schools", NORTH, "advisory"), ("two_schools", SOUTH, "blocking")}


def test_a_schools_own_later_file_replaces_its_rows_and_says_whom_it_lost(house):
    rows = [r for r in clean.files()[KS2_2019] if r["LAESTAB"] == NORTH][:-2]
    add(house, "9992001_ks2_pupils_2018-2019.csv", rows)
    (lost,) = [c for c in across(house) if c.finding.rule == "lost_since"]
    assert (lost.finding.file, lost.finding.school, lost.finding.lines) == (KS2_2019, NORTH, (12, 13))
    assert "2 of the pupils" in lost.finding.problem and lost.finding.severity == "advisory"


def test_a_missing_pupil_is_a_line_of_the_roll_and_holds_the_results(house):
    rows = clean.files()[KS2]
    del rows[3:6]
    replace(house, KS2, rows)
    (missing,) = [c for c in across(house) if c.finding.rule == "missing_from_return"]
    assert (missing.source, missing.finding.file) == ("ks2_pupils", ROLL)
    assert missing.finding.lines == (41, 42, 43)


def test_too_many_is_a_share_and_a_number():
    tolerance = Tolerance(share=0.1, pupils=3, why="for this test")
    assert [tolerance.exceeded(n, of) for n, of in ((2, 10), (3, 30), (3, 29), (30, 1000))] == [
        False,
        False,
        True,
        False,
    ]


def test_nothing_is_worked_out_again_while_nothing_changes(house, monkeypatch):
    first = across(house)
    stamp = (house.store / "across.json").stat().st_mtime_ns
    monkeypatch.setattr(room, "_run", lambda *_: pytest.fail("the rules ran again"))
    assert across(house) == first and (house.store / "across.json").stat().st_mtime_ns == stamp


def test_a_new_delivery_is_seen_at_once(house):
    before = json.loads((house.store / "across.json").read_text()) if (house.store / "across.json").is_file() else None
    replace(house, KS2, clean.files()[KS2][3:])
    assert found(house)
    assert json.loads((house.store / "across.json").read_text()) != before
