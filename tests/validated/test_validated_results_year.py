"""The results year a delivery is kept under: from its content, then its name and folder; a question where these differ."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from pipeline.declared.year_evidence import read_year_evidence_policy
from pipeline.deliveries.read import read
from pipeline.paths import ROOT, Folders
from pipeline.validated import receive
from pipeline.validated.content_year import content_evidence
from pipeline.validated.receipt import Given
from tests.validated import clean_authority as clean

OPEN = ROOT / "data" / "open"
CASES = ROOT / "tests" / "cases"
POLICY = read_year_evidence_policy(ROOT / "params")
KS4_FILE = CASES / "05-year-in-names" / "ks4final_2425.csv"


def written(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return folder / name


def rules(outcome):
    return [f.rule for f in outcome.findings if f.severity == "blocking"]


@pytest.fixture(scope="module")
def named(tmp_path_factory, sources):
    """What became of one and the same table of 2024/25 under seven names, the data of 2025 not being held."""
    home = tmp_path_factory.mktemp("named")
    folders = Folders(ROOT / "params", home / "data", home / "outputs")
    names = [
        "2024.25 ks4final.csv", "351_ks4final 2024 25.csv", "351_ks4final 2024 to 2025.csv", "KS4 final results 24-25.csv",
        "ks4final downloaded 2026-11-03.csv", "ks4final_2024-2025 (downloaded 03-11-2026).csv", "ks4final_2425.csv",
    ]  # fmt: skip
    data = KS4_FILE.read_bytes()
    files = [written(home / "downloads", name, data + b"\r\n" * n) for n, name in enumerate(names)]
    return {o.path.name: o for o in receive(files, folders, sources)}


def test_each_way_to_write_a_year_is_read_and_a_download_date_is_a_question(named):
    years = {name: o.delivery.results_year if o.delivery else None for name, o in named.items()}
    asked = named["ks4final downloaded 2026-11-03.csv"]
    assert {n: y for n, y in years.items() if y != 2025} == {asked.path.name: None}
    assert rules(asked) == ["year_unknown"]
    assert "2026-11-03" in asked.findings[0].sentence() and "--year" in asked.findings[0].sentence()
    assert {o.delivery.release for o in named.values() if o.delivery} == {"final"}
    assert {o.delivery.edition for o in named.values() if o.delivery} == {"2025"}


def test_the_year_asked_for_answers_the_question(house, sources, tmp_path):
    file = written(tmp_path / "downloads", "ks4final downloaded 2026-11-03.csv", KS4_FILE.read_bytes())
    assert receive([file], house, sources)[0].what == "refused"
    (outcome,) = receive([file], house, sources, Given(2025))
    assert (outcome.what, outcome.delivery.results_year) == ("kept", 2025)


@pytest.mark.parametrize(
    "file, year",
    [
        ("10-school-number-as-year/999-2018 ks2_pupils July 2025.csv", 2025),
        ("10-school-number-as-year/999-2024 ks2_pupils July 2025.csv", 2025),
        ("10-school-number-as-year/DfE 2018 ks2_pupils summer 2025.csv", 2025),
        ("27-ncer-names/PHONICS_2025_24.csv", 2024),
    ],
)
def test_a_schools_number_is_never_the_year(file, year, house, sources):
    (outcome,) = receive([CASES / file], house, sources)
    assert (outcome.what, outcome.delivery.results_year) == ("kept", year), rules(outcome)


@pytest.mark.parametrize("asked, name", [(None, "9992001_ks2_pupils_2018-2019.csv"), (2019, "9992001_ks2_pupils.csv")])
def test_pupils_who_are_all_a_year_out_are_one_blocking_finding(asked, name, house, sources, tmp_path):
    rows = [r for r in clean.files()[clean.KS2] if r["LAESTAB"] == clean.NORTH]
    file = written(tmp_path / "downloads", name, clean.as_csv(rows))
    (outcome,) = receive([file], house, sources, Given(asked))
    assert (outcome.what, len(outcome.findings), rules(outcome)) == ("refused", 1, ["wrong_year"])
    sentence = outcome.findings[0].sentence()
    assert "12 of its 12 pupils" in sentence and "--year 2018" in sentence and "column DOB" in sentence
    assert clean.SURNAME not in sentence and not any(r["UPN"] in sentence or r["DOB"] in sentence for r in rows)
    (again,) = receive([file], house, sources, Given(2018))
    assert (again.what, again.delivery.results_year) == ("kept", 2018)


def test_the_year_is_read_from_the_columns_of_earlier_results(hampshire, stocked, sources, tmp_path):
    """No name or folder says a year; the newest earlier results are of 2017."""
    raw = read("x.csv", hampshire.bytes(), sources["ks2_performance"])
    (found,) = content_evidence(raw, sources["ks2_performance"], POLICY)
    assert (found.kind, found.year, found.certainty) == ("earlier_years", 2018, "certain")
    assert found.column.endswith("_17")


def evidence(source, rows, sources, held=None):
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    return content_evidence(read("f.csv", out.getvalue().encode(), sources[source]), sources[source], POLICY, held)


def ks2_pupils(years):
    return [{"UPN": f"P{n}", "DOB": f"{year - 11}-03-01"} for n, year in enumerate(years)]


@pytest.mark.parametrize(
    "years, found",
    [
        ([2018] * 12, 2018),
        ([2018] * 12 + [2017] * 3, 2018),  # four in five
        ([2018] * 12 + [2017] * 4, None),
        ([2018] * 4, None),  # too few to tell
    ],
)
def test_most_pupils_of_one_age_group_say_the_year(years, found, sources):
    pieces = evidence("ks2_pupils", ks2_pupils(years), sources)
    assert [e.year for e in pieces] == ([found] if found else [])


def test_the_year_group_of_each_row_counts_where_it_is_delivered(sources):
    """Phonics: six-year-olds of year 1 and seven-year-olds who are checked again in year 2 are of the same year."""
    rows = [{"UPN": "P", "DOB": f"{2018 - 6 - int(group)}-10-05", "YearGroup": group} for group in "1112121122"]
    (found,) = evidence("phonics_pupils", rows, sources)
    assert (found.kind, found.year) == ("born", 2018)


@pytest.mark.parametrize(
    "texts, year, certainty",
    [
        (["202425"] * 3, 2025, "certain"), (["2024/25"] * 3, 2025, "certain"), (["2024"] * 3, 2024, "possible"),
        (["202425", "202324"], None, None), (["soon"] * 2, None, None),
    ],
)  # fmt: skip
def test_a_publishers_own_year_column(texts, year, certainty, sources):
    pieces = evidence("ks4_performance", [{"URN": "1", "time_period": t} for t in texts], sources)
    assert [(e.year, e.certainty) for e in pieces] == ([(year, certainty)] if year else [])


def schools(column, *scores):
    return [{"URN": str(100001 + n), "SCHNAME": "s", **dict(zip(column, s, strict=True))} for n, s in enumerate(scores)]


HELD = pd.DataFrame({
    "urn": [str(100001 + n) for n in range(6)],
    "attainment8": [41.1, 42.2, 43.3, 44.4, 45.5, 46.6],
    "basics_94": [51.0, 52.0, 53.0, 54.0, 55.0, 56.0],
})  # fmt: skip
SAME = [(41.1, 51), (42.2, 52), (43.3, 53), (44.4, 54), (45.5, 55), (46.6, 56)]


@pytest.mark.parametrize(
    "columns, scores, years",
    [
        (("ATT8SCR", "PTL2BASICS_94"), SAME, [2024]),  # 2024's figures again
        (("ATT8SCR_PREV", "PTL2BASICS_94_PREV"), SAME, [2025]),  # a file that repeats those of 2024 is of 2025
        (("ATT8SCR", "PTL2BASICS_94"), [(41.1, 51)] * 6, []),
        (("ATT8SCR", "PTL2BASICS_94"), SAME[:4], []),  # too few schools
        (("ATT8SCR", "PTL2BASICS_94"), [("NE", "SUPP")] * 6, []),
    ],
)
def test_figures_equal_to_those_held_say_the_year(columns, scores, years, sources):
    rows = schools(columns, *scores)
    assert [e.year for e in evidence("ks4_performance", rows, sources, {2024: HELD})] == years


def test_a_key_stage_4_file_of_a_year_held_is_refused_under_another_year(house, sources, tmp_path):
    """The shipped extract has no column of an earlier year: its own figures tell."""
    shipped = OPEN / "bury" / "2023-2024" / "351_ks4.csv"
    assert receive([shipped], house, sources)[0].what == "kept"
    file = written(tmp_path / "2024-2025", "351_ks4.csv", shipped.read_bytes() + b"\r\n")
    (outcome,) = receive([file], house, sources)
    assert rules(outcome) == ["wrong_year"]
    assert "held already of 2024" in outcome.findings[0].sentence()


def test_a_name_with_two_release_stages_is_a_question(house, sources, tmp_path):
    file = written(tmp_path / "2024-2025", "351_ks4 revised, final.csv", KS4_FILE.read_bytes())
    (outcome,) = receive([file], house, sources)
    assert rules(outcome) == ["releases_differ"]
    assert "revised and final" in outcome.findings[0].sentence()
