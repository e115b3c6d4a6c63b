"""The real files become typed tables that say what the files say; findings and results never hold a value."""

import json

import pytest
from nbformat.v4 import new_code_cell

from pipeline.deliveries.findings import from_json, to_json
from pipeline.errors import CommandWrong
from pipeline.paths import ROOT, Folders
from pipeline.render.shell import fresh_shell, run_cell
from pipeline.report.validation_report import validation_reports
from pipeline.validated import data_notes, declared, expectations, receive, tables
from pipeline.validated import findings as findings_of
from pipeline.validated.crosschecks import possible
from tests.validated.conftest import Table

pytestmark = pytest.mark.slow

OPEN = ROOT / "data" / "open"
PLANTED = "Zzplanted"


@pytest.fixture(scope="module")
def filled(tmp_path_factory, sources) -> Folders:
    home = tmp_path_factory.mktemp("filled")
    folders = Folders(ROOT / "params", home / "data", home / "outputs")
    wanted = [
        "hampshire/2017-2018", "bury/2015-2016", "bury/2023-2024", "bury/2018-2019/351_ks2final.csv",
        "england/2018-2019", "bury/eyfsp_headline_2021-22.csv", "bury/eyfsp_headline_2022-23_to_2024-25.csv",
        "authorities/statistical_neighbours_2025-05.xlsx",
    ]  # fmt: skip
    outcomes = receive([OPEN / w for w in wanted], folders, sources)
    assert {o.what for o in outcomes} == {"kept", "left alone"}
    return folders


def one(folders, source, **wanted):
    held = [(d, t) for d, t in tables(folders, source) if all(getattr(d, k) == v for k, v in wanted.items())]
    assert len(held) == 1
    return held[0]


def row(table, **wanted):
    for column, value in wanted.items():
        table = table[table[column] == value]
    assert len(table) == 1
    return table.iloc[0]


def test_a_school_with_six_pupils_is_published_and_its_groups_are_suppressed(filled):
    _, table = one(filled, "ks2_performance", la="850")
    school = row(table, urn="116296")
    assert (school["row"], school["laestab"], school["row_kind"], school["results_year"]) == (
        2,
        "8503089",
        "school",
        2018,
    )
    assert (school["eligible"], school["rwm_exp"], school["rwm_exp__status"]) == (6, 33, "shown")
    assert school["rwm_exp__boys__status"] == school["reading_progress__status"] == "suppressed_by_publisher"
    assert school.isna()[["rwm_exp__boys", "reading_progress"]].all()


def test_record_types_are_the_key_stage_s_own(filled):
    _, ks2 = one(filled, "ks2_performance", la="850")
    assert ks2["row_kind"].value_counts().to_dict() == {
        "school": 312, "special": 16, "authority": 1, "england": 1, "england_all": 1,
    }  # fmt: skip
    assert row(ks2, row_kind="england")["eligible"] == 619703
    assert row(ks2, row_kind="england_all")["eligible"] == 624151
    assert row(ks2, row_kind="authority")["rwm_exp"] == 68


def test_a_short_row_is_a_school_without_a_cohort(filled):
    _, table = one(filled, "ks2_performance", la="850")
    new = row(table, row=197)
    assert (new["roll__status"], new["eligible__status"]) == ("new", "missing")


def test_earlier_years_are_found_by_the_digits_in_the_column_s_name(filled):
    _, table = one(filled, "ks2_performance", la="850")
    school = row(table, urn="116296")
    assert (school["rwm_exp_previous"], school["eligible_three_years"]) == (79, 34)


def test_progress_bands_are_words(filled):
    _, table = one(filled, "ks2_performance", la="850")
    assert set(table["reading_progress_band"].dropna()) == {
        "well above average", "above average", "average", "below average", "well below average",
    }  # fmt: skip


def test_grades_a_to_c_of_2016_are_not_grades_9_to_5(filled):
    _, table = one(filled, "ks4_performance", results_year=2016)
    assert row(table, urn="105354")["basics_c"] == 67
    assert "basics_95" not in table.columns


def test_a_row_without_a_number_is_kept_and_becomes_a_note(filled):
    delivery, table = one(filled, "ks4_performance", results_year=2024)
    assert table["urn"].isna().sum() == 1
    matched = [f for f in findings_of(filled, delivery) if f.rule == "not_matched"]
    assert [(f.row, f.column, f.severity) for f in matched] == [(2, "URN", "advisory")]
    assert any("cannot be matched to a school" in note.text for note in data_notes(filled, delivery))


def test_what_a_reduced_file_lacks_is_reported_by_year_in_words(filled):
    delivery, table = one(filled, "ks2_performance", results_year=2019)
    assert "eligible" not in table.columns and "reading_progress" in table.columns
    notes = data_notes(filled, delivery)
    assert any("for 2019 as delivered do not hold: eligible pupils" in n.text for n in notes)
    assert not any("three years" in n.text for n in notes)


def test_progress_is_not_missed_in_a_year_that_has_none(filled):
    delivery, _ = one(filled, "ks2_performance", results_year=2024)
    notes = data_notes(filled, delivery)
    assert notes
    assert not any("progress" in n.text for n in notes)


def test_two_namings_of_the_early_years_file_give_one_set_of_words(filled):
    (_, older), (_, newer) = tables(filled, "eyfs_headline")
    pin = {"la": "351", "topic": "fsm", "breakdown": "eligible", "sex": "girls"}
    assert row(older, **pin)["results_year"] == 2022
    assert row(newer, **pin, results_year=2025)["gld__status"] == "shown"
    assert row(older, row_kind="england", topic="total", sex="total")["gld"] == 405723


def test_national_census_rows_have_no_school(filled):
    _, table = one(filled, "census")
    assert table["row_kind"].tolist() == ["england"] * 3
    assert table["urn"].isna().all()


def test_neighbours_start_below_the_workbook_s_own_numbering(filled):
    _, table = one(filled, "statistical_neighbours")
    assert row(table, la="351")["area_name"] == "Bury"
    assert table["neighbour_10"].str.fullmatch(r"\d{3}").all()


def test_a_table_is_made_again_when_the_store_is_emptied(filled):
    delivery, table = one(filled, "ks4_performance", results_year=2016)
    file = filled.validated / delivery.source / f"{delivery.fingerprint}.parquet"
    bytes_before = file.read_bytes()
    file.unlink()
    assert one(filled, "ks4_performance", results_year=2016)[1].equals(table)
    assert file.read_bytes() == bytes_before


def test_possible_percentages_of_a_cohort_of_eight():
    """1 of 8 is 12.5 and rounds up to 13 (DfE rounding rule: exact halves go up); 12 is nobody's percentage."""
    import pandas as pd

    percent = pd.Series([0, 12, 13, 25, 38, 63, 100, 101, 12.5, None], dtype="Float64")
    cohort = pd.Series([8] * 9 + [8], dtype="Float64")
    assert possible(percent, cohort).tolist() == [True, False, True, True, True, True, True, False, pd.NA, pd.NA]


def test_findings_go_to_json_and_back(filled):
    delivery, _ = one(filled, "ks4_performance", results_year=2024)
    found = findings_of(filled, delivery)
    assert from_json(to_json(found)) == found


@pytest.mark.parametrize(
    "column", ["SCHNAME", "PTRWM_EXP", "NFTYPE", "URN", "TELIG", "RECTYPE", "ESTAB", "OPEN_AC", "ICLOSE"]
)
def test_a_planted_value_is_in_no_finding_result_or_output(
    column, hampshire_house, tmp_path, sources, hampshire, monkeypatch, capfd, caplog
):
    raw_results = []
    answer = expectations._answer

    def listening(expected, result):
        raw_results.append(json.dumps(result.to_json_dict(), default=str))
        return answer(expected, result)

    monkeypatch.setattr(expectations, "_answer", listening)
    folder = tmp_path / "2017-2018"
    folder.mkdir()
    text = f"={PLANTED}" if column == "SCHNAME" else PLANTED
    (folder / "850_ks2final.csv").write_bytes(hampshire.put(3, column, text).bytes())
    outcome = receive([folder], hampshire_house, sources)[0]
    assert outcome.what == "refused"
    spoken = capfd.readouterr()
    said = [repr(outcome), *(f.sentence() for f in outcome.findings), *raw_results, spoken.out, spoken.err, caplog.text]
    assert raw_results
    assert not any(PLANTED.casefold() in s.casefold() for s in said)


@pytest.mark.parametrize("heading", ["UPN", PLANTED])
def test_a_pupil_file_is_refused_without_a_word_of_it(heading, house, tmp_path, sources):
    file = tmp_path / "351_ks2final.csv"
    file.write_text(f"{heading},Name\nH801200001001,{PLANTED}\n", encoding="utf-8")
    outcome = receive([file], house, sources)[0]
    assert outcome.what == "refused"
    assert not any(word in repr(outcome.findings) for word in (PLANTED, "H801200001001"))
    assert not house.deliveries.exists()


def test_an_expectation_that_cannot_be_answered_is_not_mistaken_for_a_finding():
    import pandas as pd

    asked = expectations.RowExpectation("rows", "true", "rule", "asked", "said", "remedy", column="not there")
    with pytest.raises(expectations.NotAnswered):
        expectations.ask([asked], pd.DataFrame({"row": [2]}), pd.DataFrame())


def test_a_held_file_is_checked_again_when_its_findings_are_gone(filled):
    delivery, _ = one(filled, "ks4_performance", results_year=2024)
    file = filled.validated / delivery.source / f"{delivery.fingerprint}.findings.json"
    before = file.read_bytes()
    file.unlink()
    sources = declared(filled.params)
    outcome = receive([OPEN / "bury/2023-2024/351_ks4.csv"], filled, sources)[0]
    assert outcome.what == "known"
    assert file.read_bytes() == before


def test_a_register_that_comes_later_is_asked_at_once_of_the_results_held(house, sources):
    """A school no register has is found, without the results being received again; so are published tables brought up to date."""
    folder = house.data.parent / "2017-2018"
    folder.mkdir(parents=True)
    whole = Table(OPEN / "bury" / "2017-2018" / "351_ks2final.csv")
    (folder / "351_ks2final.csv").write_bytes(whole.put(4, "URN", "999999").bytes())
    delivery = receive([folder], house, sources)[0].delivery
    before = findings_of(house, delivery)
    receive([OPEN / "bury" / "register"], house, sources)
    found = [f for f in findings_of(house, delivery) if f not in before]
    assert [(f.rule, f.row, f.rows) for f in found] == [("school_in_register", 4, 1)]


def test_last_years_results_that_come_later_are_asked_at_once_of_this_years(house, sources):
    """Of 97% this year and nothing the year before, the change is told only once the year before is held."""
    folder = house.data.parent / "2016-2017"
    folder.mkdir(parents=True)
    before = Table(OPEN / "bury" / "2016-2017" / "351_ks2final.csv")
    line = next(n for n, row in enumerate(before.rows, start=1) if row[before.at("URN")] == "105295")
    before.put(line, "PTRWM_EXP", "0%").put(line, "PTRWM_HIGH", "0%")
    (folder / "351_ks2final.csv").write_bytes(before.bytes())
    this_year = receive([OPEN / "bury" / "2017-2018" / "351_ks2final.csv"], house, sources)[0].delivery
    asked = [f for f in findings_of(house, this_year) if f.rule == "rwm_exp_changed"]
    receive([folder], house, sources)
    asked_again = [f for f in findings_of(house, this_year) if f.rule == "rwm_exp_changed"]
    assert (asked, [(f.row, f.rows) for f in asked_again]) == ([], [(8, 1)])


def test_an_account_of_a_delivery_says_what_passed_what_did_not_and_what_to_do(filled):
    told = validation_reports(filled, "ks4_performance", 2024)[0]
    shown = [part._repr_html_() for part in (told.summary, told.blocking, told.advisory, told.passed)]
    assert all("<caption>" in s and 'scope="col"' in s and 'scope="row"' in s for s in shown if "<table" in s)
    assert "cannot be matched to a school" in shown[2] and "Look the school up" in shown[2]
    assert "nothing for which it would be refused" in shown[1]
    assert "<td></td>" not in "".join(shown)
    assert len(told.passed.rows) > 10


@pytest.mark.parametrize(
    "source, year, said",
    [
        ("ks2_performance", 1999, "No ks2_performance file of 1999 is held. Write one of these years: .*2018"),
        ("ks2_performance", "2o18", "year = '2o18' is not a results year: write the calendar year of the summer"),
        ("ks2_perform", 2018, "There is no source 'ks2_perform' .* Did you mean 'ks2_performance'"),
        ("mtc_pupils", 2018, "No mtc_pupils file has been received. .* Received so far: .*ks2_performance"),
    ],
)
def test_a_report_on_what_is_not_held_says_what_is(filled, source, year, said):
    with pytest.raises(CommandWrong, match=said):
        validation_reports(filled, source, year)


def test_an_error_in_a_notebook_is_its_sentence_and_no_traceback(filled):
    cell = new_code_cell("reports(filled, 'ks2_performance', 1999)")
    # Left behind, a shell of another kind would stop every notebook that a later test runs.
    with fresh_shell() as shell:
        shell.user_ns |= {"filled": filled, "reports": validation_reports}
        assert not run_cell(shell, cell)
    (error,) = cell.outputs
    assert (error.ename, error.traceback) == ("CommandWrong", [error.evalue])
    assert error.evalue.startswith("No ks2_performance file of 1999 is held.")
