"""Whose records count: a school's latest, not those it has questions about; and what a person is told on the way."""

import shutil

import pytest

from pipeline.deliveries.delivery import kept
from pipeline.paths import ROOT, Folders
from pipeline.validated import declared, findings, receive, table
from pipeline.validated.across import across
from pipeline.validated.holds import Hold, current_records, current_rows, holds
from pipeline.validated.receipt import NOTHING_GIVEN
from pipeline.verbs.check import check_all
from pipeline.verbs.receive import receive_files
from tests.validated.clean_authority import as_csv, pupil

pytestmark = pytest.mark.slow

NORTH, SOUTH = "9992001", "9992002"
GROUPS = {"FSM6CLA1A": "N", "FSM": "N", "LanguageGroup": "E", "SENprovision": "N", "NonMobile": "Y"}
WHOLE = "999_phonics_pupils_2017-2018.csv"


def row(school: str, number: int, mark: str = "34", outcome: str = "Wa", **cells: str) -> dict:
    return pupil(school, "1", 2018, number) | {"YearGroup": "1", "PhonicsMark": mark, "PhonicsOutcome": outcome} | cells


def whole(**cells: str) -> list[dict]:
    """Two pupils of each of two schools; the cells are those of North's second pupil."""
    return [row(NORTH, 0), row(NORTH, 1) | cells, row(SOUTH, 0), row(SOUTH, 1)]


@pytest.fixture
def deliver(house, tmp_path):
    def deliver(name: str, rows: list[dict]):
        (tmp_path / name).write_bytes(as_csv(rows))
        return receive([tmp_path / name], house, declared(house.params))[0]

    return deliver


def counted(house) -> list[tuple[str, str, list[int]]]:
    """File, school and lines of every row in force."""
    found = current_rows(house, "phonics_pupils", holds(house))
    return [(d.file, school, list(rows["row"])) for d, t in found for school, rows in t.groupby("laestab")]


def test_without_a_fault_every_row_counts(deliver, house):
    deliver(WHOLE, whole())
    assert holds(house) == []
    assert counted(house) == [(WHOLE, NORTH, [2, 3]), (WHOLE, SOUTH, [4, 5])]


def test_a_blocking_finding_holds_its_school_and_nobody_else(deliver, house):
    assert deliver(WHOLE, whole(PhonicsMark="31")).what == "kept"
    assert holds(house) == [Hold("phonics_pupils", 2018, "school", NORTH, ("met_below_threshold",))]
    assert counted(house) == [(WHOLE, SOUTH, [4, 5])]
    assert current_records(house, holds(house)).keys() == {"phonics_pupils"}


def test_an_advisory_finding_holds_nobody(deliver, house):
    deliver(WHOLE, whole(PhonicsMark="", PhonicsOutcome=""))
    assert [f.rule for f in findings(house, kept(house)[0]) if f.lines] == ["no_record"]
    assert holds(house) == []


def test_a_pupil_twice_holds_the_schools_of_both_rows(deliver, house):
    deliver(WHOLE, [*whole(), row(SOUTH, 1)])
    assert [(h.laestab, h.why) for h in holds(house)] == [(SOUTH, ("grain",))]
    deliver(WHOLE.replace("2018", "2018_final"), [*whole(), row(NORTH, 0, LAESTAB=SOUTH)])
    final = [h for h in holds(house) if h.release == "final"]
    assert [h.laestab for h in final] == [NORTH, SOUTH] and all("grain" in h.why for h in final)


def test_a_corrected_file_of_one_school_replaces_its_rows_and_lifts_its_hold(deliver, house):
    deliver(WHOLE, whole(PhonicsMark="31"))
    own = f"{NORTH}_phonics_pupils_2017-2018.csv"
    outcome = deliver(own, [row(NORTH, 0), row(NORTH, 1, "31", "Wt")])
    assert (outcome.what, outcome.finding_counts.held) == ("kept", 0)
    assert holds(house) == []
    assert counted(house) == [(WHOLE, SOUTH, [4, 5]), (own, NORTH, [2, 3])]


def test_a_later_file_with_a_fault_holds_a_school_that_was_right(deliver, house):
    deliver(WHOLE, whole())
    deliver(f"{NORTH}_phonics_pupils_2017-2018.csv", [row(NORTH, 0, "44")])
    assert [h.laestab for h in holds(house)] == [NORTH]
    assert counted(house) == [(WHOLE, SOUTH, [4, 5])]


def test_another_release_stands_beside_the_first(deliver, house):
    deliver(WHOLE, whole(PhonicsMark="31"))
    final = WHOLE.replace("2018", "2018_final")
    deliver(final, whole())
    assert [(h.laestab, h.release) for h in holds(house)] == [(NORTH, "school")]
    assert counted(house) == [(WHOLE, SOUTH, [4, 5]), (final, NORTH, [2, 3]), (final, SOUTH, [4, 5])]


def test_another_schools_row_in_a_schools_own_file_replaces_nothing_and_holds_the_sender(deliver, house):
    deliver(WHOLE, whole())
    own = f"{NORTH}_phonics_pupils_2017-2018.csv"
    outcome = deliver(own, [row(NORTH, 0), row(SOUTH, 0)])
    strays = [f for f in outcome.findings if f.rule == "file_of_one_authority"]
    assert [(f.school, f.lines) for f in strays] == [(NORTH, (3,))] and outcome.finding_counts.stray == 1
    assert [(h.laestab, h.why) for h in holds(house)] == [(NORTH, ("file_of_one_authority",))]
    assert counted(house) == [(WHOLE, SOUTH, [4, 5])]
    assert outcome.rows.sentence() == "2 rows received = 0 used + 2 held + 0 left out"


@pytest.mark.parametrize("laestab", ["", "99"])
def test_a_row_of_no_school_refuses_a_file_where_no_roll_has_its_pupil(deliver, house, laestab):
    outcome = deliver(WHOLE, [*whole(), row(NORTH, 2, LAESTAB=laestab)])
    assert outcome.what == "refused"
    (found,) = [f for f in outcome.findings if f.rule == "row_of_no_school"]
    assert found.lines == (6,) and "Write the school's number in the row" in found.remedy


@pytest.mark.parametrize("laestab", ["", "99", "8502001"])
def test_a_row_of_no_school_or_another_authority_holds_the_school_whose_roll_has_its_pupil(deliver, house, laestab):
    moved = row(NORTH, 2)
    marks = ("PhonicsMark", "PhonicsOutcome")
    roll = [{k: v for k, v in p.items() if k not in marks} | GROUPS for p in (*whole(), moved)]
    assert deliver("999_pupil_roll_2017-2018.csv", roll).what == "kept"
    outcome = deliver(WHOLE, [*whole(), moved | {"LAESTAB": laestab}])
    assert outcome.what == "kept"
    (hold,) = holds(house)
    assert (hold.laestab, "row_unplaced" in hold.why) == (NORTH, True)
    assert counted(house) == [(WHOLE, SOUTH, [4, 5])]


def test_a_row_of_another_authority_whose_pupil_is_on_no_roll_is_left_out_and_said(deliver, house):
    outcome = deliver(WHOLE, [*whole(), row(NORTH, 2, LAESTAB="8502001")])
    assert [(f.school, f.lines) for f in outcome.findings if f.rule == "file_of_one_authority"] == [("", (6,))]
    assert holds(house) == []
    assert (
        outcome.rows.sentence() == "5 rows received = 4 used + 0 held + 1 left out (1 of other authorities or schools)"
    )
    assert counted(house) == [(WHOLE, NORTH, [2, 3]), (WHOLE, SOUTH, [4, 5])]


def test_a_row_of_no_school_in_a_schools_own_file_holds_that_school(deliver, house):
    outcome = deliver(f"{NORTH}_phonics_pupils_2017-2018.csv", [row(NORTH, 0), row(NORTH, 1, LAESTAB="")])
    assert [(h.laestab, h.why) for h in holds(house)] == [(NORTH, ("empty_cell",))]
    assert outcome.rows.sentence() == "2 rows received = 0 used + 2 held + 0 left out"


def test_four_digits_are_a_schools_number_in_its_authoritys_file(deliver, house):
    short = [{**p, "LAESTAB": p["LAESTAB"][3:]} for p in whole()]
    outcome = deliver(WHOLE, short)
    assert counted(house) == [(WHOLE, NORTH, [2, 3]), (WHOLE, SOUTH, [4, 5])]
    (said,) = [f for f in outcome.findings if f.rule == "short_school_number"]
    assert "read with 999 before it" in said.problem and said.rows == 4


def test_four_digits_are_no_schools_number_where_the_file_names_no_authority(deliver, house):
    outcome = deliver("phonics_pupils_2017-2018.csv", [{**p, "LAESTAB": p["LAESTAB"][3:]} for p in whole()])
    assert outcome.what == "refused"
    assert any("put the authority's code in the file's name" in f.remedy for f in outcome.findings)


def test_findings_across_files_hold_too(deliver, house):
    """One pupil returned by two schools, in two files; no roll says where the pupil is, so both are held."""
    deliver(f"{NORTH}_phonics_pupils_2017-2018.csv", [row(NORTH, 0), row(NORTH, 1)])
    deliver(f"{SOUTH}_phonics_pupils_2017-2018.csv", [row(SOUTH, 0), row(NORTH, 1, LAESTAB=SOUTH)])
    assert [(h.laestab, h.why) for h in holds(house)] == [(NORTH, ("two_schools",)), (SOUTH, ("two_schools",))]
    assert counted(house) == []


def test_a_changed_scale_is_asked_again_of_what_is_held(house, tmp_path):
    """Once the scale knows the code, the school is no longer held, without the file being received again."""
    params = tmp_path / "params"
    shutil.copytree(ROOT / "params", params)
    where = Folders(params, house.data, house.outputs)
    (tmp_path / WHOLE).write_bytes(as_csv(whole(PhonicsMark="", PhonicsOutcome="Y")))
    delivery = receive([tmp_path / WHOLE], where, declared(params))[0].delivery
    assert [h.why for h in holds(where)] == [("unknown_code",)]
    scale = params / "scales" / "phonics.yml"
    scale.write_text(scale.read_text() + "  Y: {said: away on the day, eligible: true}\n", encoding="utf-8")
    assert holds(where) == []
    assert list(table(where, delivery)["phonics"]) == ["Wa", "Y", "Wa", "Wa"]


def test_a_person_is_told_in_numbers_what_came_and_what_to_do_next(house, tmp_path, capsys):
    (tmp_path / WHOLE).write_bytes(as_csv([*whole(PhonicsMark="31"), row(NORTH, 2, LAESTAB="8502001")]))
    assert receive_files(house, [tmp_path / WHOLE], NOTHING_GIVEN) == 0
    said = capsys.readouterr().out.splitlines()
    year = "its name has '2017-2018', which says 2018; the dates of birth of 5 of its 5 pupils are those of their year group in 2018"
    assert said[:6] == [
        f"accepted: {WHOLE} as phonics_pupils 2018 school",
        "  source    phonics_pupils: its columns and its name",
        f"  year      2018: {year}, which says 2018",
        "  release   school: nothing names another. Collected by the authority or downloaded early, before reviews and checking, "
        "unless the file's name says otherwise.",
        "  rows      5 rows received = 2 used + 2 held + 1 left out (1 of other authorities or schools)",
        "  pupils    5 rows, 2 schools, 1 school held, 1 question",
    ]
    assert said[-1] == (
        "next: booklets chase --year 2018 writes each school's questions, including those found by comparing files"
    )
    assert check_all(house) == 0
    said = capsys.readouterr().out
    assert f"{WHOLE} (phonics_pupils): 5 rows, 2 schools, 1 school held, 1 question" in said
    assert f"held: school {NORTH}, phonics_pupils 2018 school: met below threshold; see booklets chase" in said
    private = {r[c] for r in whole() for c in ("UPN", "Surname", "Forename", "DOB")}
    assert not [p for p in private if p in said]


def roll_of(*pupils: dict) -> list[dict]:
    marks = ("PhonicsMark", "PhonicsOutcome")
    return [{k: v for k, v in p.items() if k not in marks} | GROUPS for p in pupils]


def test_a_return_short_of_its_cohort_says_so_by_school_and_number(deliver, house, tmp_path, capsys):
    """North's roll has three pupils of year 1, and two are returned; South's two are all there."""
    deliver("999_pupil_roll_2017-2018.csv", roll_of(*whole(), row(NORTH, 2)))
    (tmp_path / WHOLE).write_bytes(as_csv(whole()))
    receive_files(house, [tmp_path / WHOLE], NOTHING_GIVEN)
    told = capsys.readouterr().out
    assert f"  expected  4 of the 5 pupils expected by the roll of 2018; short: {NORTH} by 1\n" in told


def test_without_a_roll_of_the_year_the_last_one_a_year_below_is_expected(deliver, house):
    """A year before, three pupils of North were in reception."""
    before = [p | {"YearGroup": "R"} for p in roll_of(*whole(), row(NORTH, 2))]
    assert deliver("999_pupil_roll_2016-2017.csv", before).what == "kept"
    outcome = deliver(WHOLE, whole())
    assert (outcome.shortfall.roll_year, outcome.shortfall.expected, outcome.shortfall.short) == (2017, 5, {NORTH: 1})
    asked = [c.finding for c in across(house) if c.finding.rule == "short_of_expected"]
    assert [(f.school, f.severity) for f in asked] == [(NORTH, "advisory")]
    assert asked[0].problem.startswith("the school returned 2 pupils; on its roll of the year before 3 were")


def test_without_any_roll_nothing_is_expected(deliver):
    assert deliver(WHOLE, whole()).shortfall is None
