"""Files about pupils: what a table made of one holds, worked out by hand from small files written here."""

import io

import pandas as pd
import pytest

from pipeline.deliveries.delivery import kept
from pipeline.validated import data_notes, findings, receive, table
from tests.validated.clean_authority import as_csv, pupil

pytestmark = pytest.mark.worked

SCHOOL, OTHER = "9992001", "9992002"
CANARY = "Velvetquince"
EYFS_2018 = [
    "COM_G01", "COM_G02", "COM_G03", "PHY_G04", "PHY_G05", "PSE_G06", "PSE_G07", "PSE_G08", "LIT_G09",
    "LIT_G10", "MAT_G11", "MAT_G12", "UTW_G13", "UTW_G14", "UTW_G15", "EXP_G16", "EXP_G17",
]  # fmt: skip
EYFS_2022 = [
    "COM_E01", "COM_E02", "PSE_E03", "PSE_E04", "PSE_E05", "PHY_E06", "PHY_E07", "LIT_E08", "LIT_E09",
    "LIT_E10", "MAT_E11", "MAT_E12", "UTW_E13", "UTW_E14", "UTW_E15", "EXP_E16", "EXP_E17",
]  # fmt: skip


def phonics(number: int = 0, mark: str = "34", outcome: str = "Wa", school: str = SCHOOL, **cells: str) -> dict:
    """A year 1 pupil's row of 2018 as a school sends it."""
    row = pupil(school, "1", 2018, number) | {"YearGroup": "1", "PhonicsMark": mark, "PhonicsOutcome": outcome}
    return row | cells


def ks2(year: int = 2018, number: int = 0, **cells: str) -> dict:
    row = pupil(SCHOOL, "6", year, number)
    for subject in ("READ", "GPS", "MAT"):
        row |= {f"{subject}SCORE": "104", f"{subject}OUTCOME": "AS"}
    return row | {"WRITTA": "EXS", "SCITA": "EXS", "KS1READ": "", "KS1WRIT": "", "KS1MAT": ""} | cells


def profile(year: int, goals: list[str], number: int = 0, **cells: str) -> dict:
    return pupil(SCHOOL, "R", year, number) | dict.fromkeys(goals, "2") | cells


@pytest.fixture
def sent(house, sources, tmp_path):
    """Receive a file of these rows under a name; its outcome, and its table where it was kept."""

    def send(name: str, rows: list[dict] | bytes):
        file = tmp_path / name
        file.write_bytes(rows if isinstance(rows, bytes) else as_csv(rows))
        outcome = receive([file], house, sources)[0]
        return outcome, table(house, outcome.delivery) if outcome.delivery else None

    return send


def told(outcome) -> list[tuple]:
    """Every question a file raises: rule, column, school, lines."""
    return [(f.rule, f.column, f.school, f.lines) for f in outcome.findings if f.lines]


def workbook(rows: list[dict]) -> bytes:
    """The rows as somebody keeps them in a spreadsheet: numbers as numbers, dates as dates."""
    frame = pd.DataFrame(rows)
    for name in ("LAESTAB", "PhonicsMark", "YearGroup"):
        frame[name] = pd.to_numeric(frame[name]).astype(float)
    frame["DOB"] = pd.to_datetime(frame["DOB"])
    out = io.BytesIO()
    frame.to_excel(out, index=False)
    return out.getvalue()


def test_a_phonics_file_is_read_as_the_school_meant_it(sent):
    rows = [phonics(0), phonics(1, "31", "wT"), phonics(2, "", "a"), phonics(3, "", "")]
    outcome, found = sent("999_phonics_pupils_2017-2018.csv", rows)
    assert (outcome.what, outcome.delivery.source, outcome.delivery.results_year) == ("kept", "phonics_pupils", 2018)
    assert outcome.delivery.release == "school"
    assert list(found["row"]) == [2, 3, 4, 5]
    assert list(found["phonics"]) == ["Wa", "Wt", "A", ""]
    assert list(found["mark"].fillna(-1)) == [34, 31, -1, -1]
    assert list(found["mark__status"]) == ["shown", "shown", "missing", "missing"]
    assert set(found["results_year"]) == {2018} and set(found["row_kind"]) == {"school"}
    assert set(found["laestab"]) == {SCHOOL}
    assert found["born"][0] == rows[0]["DOB"] and list(found["sex"]) == ["boy", "girl", "boy", "girl"]


def test_the_release_is_the_one_the_name_says(sent):
    outcome, _ = sent("999_ks2_pupils_2017-2018_final.csv", [ks2()])
    assert (outcome.delivery.source, outcome.delivery.release) == ("ks2_pupils", "final")


def test_a_workbook_and_a_csv_of_the_same_rows_make_the_same_table(sent):
    rows = [phonics(n, str(30 + n), "Wa" if n > 1 else "Wt") for n in range(4)] + [phonics(4, "", "A")]
    _, from_csv = sent("999_phonics_pupils_2017-2018.csv", rows)
    outcome, from_book = sent("9992001_phonics_pupils_2017-2018.xlsx", workbook(rows))
    assert outcome.what == "kept" and not told(outcome)
    pd.testing.assert_frame_equal(from_csv, from_book)


def test_a_file_without_a_telling_name_is_known_by_its_headings(sent):
    rows = [{k.upper(): v for k, v in phonics(n).items()} for n in range(2)]
    outcome, found = sent("return from school 2017-2018.csv", rows)
    assert (outcome.what, outcome.delivery.source) == ("kept", "phonics_pupils")
    assert list(found["phonics"]) == ["Wa", "Wa"]


@pytest.mark.parametrize("year, span, goals", [(2018, "2017-2018", EYFS_2018), (2022, "2021-2022", EYFS_2022)])
def test_the_profile_is_read_by_the_headings_of_its_framework(sent, year, span, goals):
    rows = [profile(year, goals), profile(year, goals, 1, **{goals[8]: "1"})]
    outcome, found = sent(f"999_eyfs_pupils_{span}.csv", rows)
    assert outcome.what == "kept" and not told(outcome)
    assert list(found["g09"]) == ["2", "1"] and list(found["g17"]) == ["2", "2"]


def test_headings_of_the_other_framework_are_not_guessed(sent):
    outcome, _ = sent("999_eyfs_pupils_2021-2022.csv", [profile(2022, EYFS_2018)])
    assert outcome.what == "refused"
    missing = {f.column for f in outcome.findings if f.rule == "required_column"}
    assert len(missing) == 17


def test_a_code_of_another_year_and_a_code_of_no_year_hold_the_school(sent):
    rows = [ks2(2018, 0, WRITTA="PK4"), ks2(2018, 1, WRITTA="pkg"), ks2(2018, 2, WRITTA="ZZZ")]
    outcome, found = sent("999_ks2_pupils_2017-2018.csv", rows)
    assert outcome.what == "kept"
    assert ("code_of_another_year", "WRITTA", SCHOOL, (2,)) in told(outcome)
    assert ("unknown_code", "WRITTA", SCHOOL, (4,)) in told(outcome)
    assert list(found["writing"].fillna("?")) == ["PK4", "PKG", "?"]


def test_third_level_goals_ended_with_the_old_framework(sent):
    outcome, _ = sent("999_eyfs_pupils_2021-2022.csv", [profile(2022, EYFS_2022, MAT_E12="3")])
    assert told(outcome) == [("code_of_another_year", "MAT_E12", SCHOOL, (2,))]


@pytest.mark.parametrize("text", ["SUPP", "NE", "NA", "x", "30 marks", "30.5"])
def test_no_symbol_stands_for_a_mark(sent, text):
    outcome, found = sent("999_phonics_pupils_2017-2018.csv", [phonics(0), phonics(1, text)])
    assert ("unreadable", "PhonicsMark", SCHOOL, (3,)) in told(outcome)
    assert found["mark__status"][1] == "unreadable" and pd.isna(found["mark"][1])


@pytest.mark.parametrize("text", ["x", "u", "NA", "-"])
def test_no_symbol_stands_for_a_characteristic(sent, text):
    outcome, found = sent("999_phonics_pupils_2017-2018.csv", [phonics(0), phonics(1, Gender=text)])
    assert ("unknown_code", "Gender", SCHOOL, (3,)) in told(outcome)
    assert pd.isna(found["sex"][1])


@pytest.mark.parametrize(
    "column, text, rule",
    [
        ("UPN", "H99920011200", "not_a_upn"),
        ("UPN", "", "empty_cell"),
        ("DOB", "2012-02-30", "not_a_date_of_birth"),
        ("DOB", "", "empty_cell"),
        ("YearGroup", "", "empty_cell"),
        ("YearGroup", "7", "unknown_code"),
        ("PhonicsMark", "41", "count out of range"),
        ("Surname", "=1+1", "formula"),
    ],
)
def test_a_cell_that_cannot_be_holds_its_school_and_keeps_the_file(sent, column, text, rule):
    outcome, _ = sent("999_phonics_pupils_2017-2018.csv", [phonics(0), phonics(1) | {column: text}])
    assert outcome.what == "kept"
    assert (rule, column, SCHOOL, (3,)) in told(outcome)


def test_an_entry_without_its_number_is_a_question(sent):
    row = {k: pupil("9994001", "11", 2018, 0)[k] for k in ("LAESTAB", "UPN")} | {"SubjectName": "Mathematics"}
    row |= {"CountsAs": "MAT", "Grade": "5"}
    rows = [row | {"EntryNo": "1", "Points": "5"}, row | {"EntryNo": "", "Points": "", "CountsAs": "LAN"}]
    outcome, _ = sent("999_ks4_entries_2017-2018.csv", rows)
    assert {("empty_cell", "EntryNo", "9994001", (3,)), ("empty_cell", "Points", "9994001", (3,))} <= set(told(outcome))


def test_a_heading_nobody_promised_is_told_by_its_number_only(sent, house):
    outcome, _ = sent("999_phonics_pupils_2017-2018.csv", [phonics(0) | {CANARY: CANARY}])
    notes = [f for f in outcome.findings if f.rule == "unpromised_column"]
    assert [(f.column, f.severity) for f in notes] == [("number 10", "advisory")]
    assert outcome.what == "kept" and CANARY not in repr(outcome.findings)
    assert data_notes(house, outcome.delivery) == []


def test_a_file_is_refused_for_what_is_wrong_with_all_of_it(sent, house):
    without = [{k: v for k, v in phonics(0).items() if k != "UPN"}]
    assert sent("999_phonics_pupils_2017-2018.csv", without)[0].what == "refused"
    assert sent("999_phonics_pupils.csv", [phonics(0)])[0].what == "refused"
    assert sent("999_phonics_pupils_2017-2018.xlsx", b"not a workbook")[0].what == "refused"
    assert kept(house) == []


def test_each_school_is_told_of_its_own_rows_only(sent):
    rows = [phonics(0), phonics(1, "45"), phonics(0, "44", school=OTHER), phonics(2, "46")]
    outcome, _ = sent("999_phonics_pupils_2017-2018.csv", rows)
    wrong = [f for f in outcome.findings if f.rule == "count out of range"]
    assert [(f.school, f.lines, f.rows) for f in wrong] == [(SCHOOL, (3, 5), 2), (OTHER, (4,), 1)]
    assert (
        wrong[0]
        .sentence()
        .startswith("999_phonics_pupils_2017-2018.csv, school 9992001, row 3 and 1 more, column PhonicsMark: ")
    )


def test_findings_come_back_from_the_store_as_they_were(sent, house):
    outcome, _ = sent("999_phonics_pupils_2017-2018.csv", [phonics(0), phonics(1, "45")])
    assert tuple(findings(house, outcome.delivery)) == outcome.findings


def test_nothing_a_pupil_could_be_known_by_is_in_a_finding(sent, house, capfd, caplog):
    rows = [
        phonics(0, Surname=f"={CANARY}"),
        phonics(1, CANARY, CANARY),
        phonics(2, DOB=CANARY, UPN=CANARY, Gender=CANARY),
    ]
    rows += [rows[0], phonics(3, LAESTAB=CANARY)]
    outcome, _ = sent(f"{rows[0]['LAESTAB']}_phonics_pupils_2017-2018.csv", rows)
    assert outcome.what == "kept"
    spoken = capfd.readouterr()
    written = "".join(f.read_text() for f in house.store.rglob("*.json"))
    said = [repr(outcome), *(f.sentence() for f in outcome.findings), spoken.out, spoken.err, caplog.text, written]
    private = {CANARY.casefold(), *(r[c].casefold() for r in rows for c in ("UPN", "Surname", "Forename", "DOB"))}
    assert not [p for p in private for s in said if p in s.casefold()]


def test_great_expectations_is_given_no_pupils_value(sent, monkeypatch):
    from pipeline.validated import expectations

    given, asked = [], expectations.ask

    def listening(expected, rows, cells):
        given.extend((rows, cells))
        return asked(expected, rows, cells)

    monkeypatch.setattr(expectations, "ask", listening)
    sent("999_phonics_pupils_2017-2018.csv", [phonics(n, "37") for n in range(3)])
    rows, cells = given
    held = {
        str(v)
        for frame in (rows.drop(columns=["row", "grain"]), cells.drop(columns="row"))
        for v in frame.to_numpy().ravel()
    }
    assert held <= {"True", "False", "None", "PhonicsMark", "shown"}
    assert list(rows["grain"]) == [0, 1, 2]
