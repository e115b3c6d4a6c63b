"""Files as publishers and schools really write them: each is read right, or refused with the true reason, as its row here says.

Shapes of pupils' files, workbooks and years in names have tables of their own beside this one.
"""

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.deliveries.delivery import kept
from pipeline.measures.store import figure_tables, read_inputs
from pipeline.packs.released import open_run_context
from pipeline.paths import ROOT, Folders
from pipeline.validated import declared, receive, table
from pipeline.validated.holds import holds
from pipeline.validated.receipt import KEPT, LEFT_ALONE, REFUSED
from pipeline.verbs.init import open_council

CASES = ROOT / "tests" / "cases"
BURY, HAMPSHIRE, INVENTED = "351", "850", "999"
NAMES = {HAMPSHIRE: "Hampshire", INVENTED: "Alderbourne"}


@dataclass(frozen=True)
class Case:
    """What is right for a file: kept as what, with which finding or figure; or refused or left alone, saying what."""

    file: str
    what: str
    why: str  # it is right
    source: str = ""
    edition: tuple = ()  # results year and release stage
    said: str = ""  # in a finding
    figure: tuple = ()  # place, measure, year, value and denominator
    authority: str = BURY


TABLE = [
    Case("01-ees-ks2-school-2025/ks2_school_attainment_data_202425.csv", KEPT, "a row a school, subject and group; version in it",
         "ks2_schools", (2025, "revised"), figure=("105287", "ks2_rwm_exp", 2025, 58.0, 30)),
    Case("02-ees-ks4-school-2025/202425_performance_tables_schools_revised.csv", KEPT, "as 01, of key stage 4",
         "ks4_schools", (2025, "revised"), figure=("105354", "ks4_attainment8", 2025, 44.3, 180)),
    Case("03-cscp-ks2-2025/2024-2025_351_ks2revised.csv", KEPT, "the wide table of 2025", "ks2_performance", (2025, "revised")),
    Case("04-cscp-ks4-2025/2024-2025_351_ks4provisional.csv", KEPT, "497 headings: those not read are named",
         "ks4_performance", (2025, "provisional"), said="388 of its 497 columns are not declared and were not read: SCHNAME_AC"),
    Case("29-cscp-ks2-2023/2022-2023_351_ks2revised.csv", KEPT, "the wide table of 2023", "ks2_performance", (2023, "revised")),
    Case("12-gias-extract/2021-gias.csv", KEPT, "a search cut to one phase is part of a register", "register", (2021, "final"),
         "it is part of a register", authority=HAMPSHIRE),
    Case("12-gias-extract/20220419-gias.csv", KEPT, "its last column runs over", "register", (2022, "final"),
         "the row runs over; it was put together again", authority=HAMPSHIRE),
    Case("12-gias-extract/20220420_gias.csv", KEPT, "its last column runs over", "register", (2022, "final"),
         "the row runs over; it was put together again", authority=HAMPSHIRE),
    Case("13-census-england/2024-2025_england_census.csv", KEPT, "a school elsewhere has 104.17%: advised on", "census", (2025, "final"),
         "in rows of other authorities, the number is impossible"),
    Case("15-mat-ks2-real/2024-2025_england_ks2-mats-performance.csv", LEFT_ALONE, "trusts' results are no source here"),
    Case("19-same-laestab-two-urns/2024-2025_351_ks2final.csv", REFUSED, "closed and opened again: which row counts is asked",
         said="rows 6 and 7 are of one school, LAESTAB 3512029"),
    Case("21-ees-la-files/202425_all_state_funded_pupils_characteristics_and_geography_breakdowns_revised.csv", KEPT,
         "areas by pupil group, no roll of pupils", "ks4_areas", (2025, "revised"), figure=(BURY, "ks4_attainment8", 2025, 44.9, 2300)),
    Case("21-ees-la-files/ks2_regional_local_authority_and_pupil_characteristics_2016_to_2025.csv", KEPT,
         "areas by subject and pupil group", "ks2_areas", (2025, "revised"), figure=(BURY, "ks2_rwm_exp", 2025, 62.0, 2400)),
    Case("21-ees-la-files/phonics_geographic_characteristics_202122_to_202425.csv", KEPT,
         "areas, with counts", "phonics_areas", (2025, "revised"), figure=(BURY, "phonics_y1", 2025, 80.0, 2300)),
    Case("21-ees-la-files/202425_all_state_funded_pupils_characteristics_and_geography_breakdowns_provisional.csv", KEPT,
         "a column for each characteristic, and none for the group", "ks4_areas", (2025, "provisional"),
         figure=(BURY, "ks4_attainment8", 2025, 44.9, 2300)),
    Case("21-ees-la-files/phonics_screening_check_region_local_authority.csv", KEPT,
         "a column for each characteristic, and none for the group", "phonics_areas", (2025, "final"),
         figure=(BURY, "phonics_y1", 2025, 80.0, 2300)),
    Case("24-names-in-print/351_gias_2026-10.csv", KEPT, "names in every script", "register", (2027, "final")),
]  # fmt: skip


@pytest.fixture(scope="module")
def params_of(tmp_path_factory):
    """An authority's code -> params as `init` writes them."""
    made: dict[str, Path] = {BURY: ROOT / "params"}

    def params(code: str) -> Path:
        if code not in made:
            home = tmp_path_factory.mktemp(f"authority_{code}")
            nowhere = Folders(ROOT / "params", home / "data", home / "outputs")
            open_council(nowhere, code, NAMES[code], home / "opened")
            made[code] = home / "opened" / "params"
        return made[code]

    return params


@pytest.mark.parametrize("case", TABLE, ids=lambda c: c.file.split("/")[1])
def test_a_file_is_read_right_or_refused_with_the_reason(case, params_of, tmp_path):
    house = Folders(params_of(case.authority), tmp_path / "data", tmp_path / "outputs")
    folder = tmp_path / "downloads"  # whose name says nothing
    folder.mkdir()
    shutil.copy(CASES / case.file, folder)
    if case.authority == BURY:
        receive([ROOT / "data" / "open" / "bury" / "register" / "351_gias_2022-04.csv"], house, declared(house.params))
    (outcome,) = receive([folder], house, declared(house.params))
    assert outcome.what == case.what, [f.sentence() for f in outcome.findings]
    assert any(case.said in f.sentence() for f in outcome.findings) or not case.said
    if case.what != KEPT:
        return
    delivery = outcome.delivery
    assert (delivery.source, (delivery.results_year, delivery.release)) == (case.source, case.edition)
    assert outcome.rows.adds_up
    if case.figure:
        place, measure, year, value, cohort = case.figure
        run = open_run_context(house)
        figure = run.figures.get(run.register.find(place).id, year, measure)
        assert (round(figure.value, 1), figure.denominator, figure.release) == (value, cohort, case.edition[1])


def test_schools_left_out_of_a_partial_register_are_not_called_unknown(params_of, tmp_path):
    """A register cut to primary schools, then a table with a secondary school: the table is kept."""
    house = Folders(params_of(HAMPSHIRE), tmp_path / "data", tmp_path / "outputs")
    receive([CASES / "12-gias-extract" / "20220419-gias.csv"], house, declared(house.params))
    ks2 = ROOT / "data" / "open" / "hampshire" / "2017-2018" / "850_ks2final.csv"
    (outcome,) = receive([ks2], house, declared(house.params))
    assert outcome.what == KEPT


GOOD = "999_ks2_pupils_2024-2025_good.csv"


def register_of(pupils: Path) -> str:
    """A register with every school of a file of pupils."""
    with pupils.open(encoding="utf-8-sig", newline="") as opened:
        schools = sorted({row["LAESTAB"] for row in csv.DictReader(opened)})
    rows = [f"{100000 + n},{s[:3]},{s[3:]},{s},School {n},Open,Primary" for n, s in enumerate(schools)]
    return "\n".join(["URN,LA,ESTAB,LAESTAB,SCHNAME,ICLOSE,phase_type", *rows, ""])


def test_four_digit_numbers_give_the_figures_of_whole_ones(params_of, tmp_path):
    folder, tables = CASES / "08-school-number-forms", []
    for form in ("good", "four-digit"):
        house = Folders(params_of(INVENTED), tmp_path / form / "data", tmp_path / form / "outputs")
        results = folder / f"999_ks2_pupils_2024-2025_{form}.csv"
        (tmp_path / "999_school_information_2024-2025.csv").write_text(register_of(folder / GOOD), encoding="utf-8")
        _, outcome = receive(
            [tmp_path / "999_school_information_2024-2025.csv", results], house, declared(house.params)
        )
        assert outcome.what == KEPT and outcome.rows.adds_up and outcome.rows.received == 1635
        figures, _ = figure_tables(house, read_inputs(house), form)
        tables.append(figures.drop(columns="delivery"))
    assert tables[0].equals(tables[1]) and len(tables[0]) > 0


def test_a_pupil_in_two_schools_holds_both(params_of, tmp_path):
    house = Folders(params_of(INVENTED), tmp_path / "data", tmp_path / "outputs")
    (outcome,) = receive([CASES / "11-dual-registered"], house, declared(house.params))
    assert outcome.what == KEPT
    held = [h for h in holds(house) if "two_schools" in h.why]
    assert len(held) == 2


def test_of_two_rows_of_one_school_one_without_figures_is_left_out_and_the_other_read(tmp_path):
    """A closed school's row that has nothing in it stands beside its successor's under one number: only one meaning is possible."""
    lines = (CASES / "19-same-laestab-two-urns" / "2024-2025_351_ks2final.csv").read_bytes().split(b"\r\n")
    headings = lines[0].decode("utf-8-sig").split(",")
    first = headings.index("TOTPUPS")
    closed = lines[5].decode().split(",")
    lines[5] = ",".join([*closed[:first], *("NP" for _ in closed[first:])]).encode()
    file = tmp_path / "2024-2025_351_ks2final.csv"
    file.write_bytes(b"\r\n".join(lines))
    house = Folders(ROOT / "params", tmp_path / "data", tmp_path / "outputs")
    (outcome,) = receive([file], house, declared(house.params))
    assert outcome.what == KEPT, [f.sentence() for f in outcome.findings]
    rows = table(house, kept(house)[0])
    assert list(rows.loc[rows["laestab"] == "3512029", "urn"]) == ["150999"]
    assert outcome.rows.left_out == {"without a figure, of a school with another row": 1}


@pytest.mark.parametrize(
    "name, headings, said",
    [
        (
            "351_ofsted_2026-06.csv",
            "URN,NAME,Phase",
            "it has none of the columns it would be received for, such as DATE, RATING",
        ),
        (
            "2024-2025_351_ks2final.csv",
            "URN,SCHNAME,LEA,ESTAB,TOWN",
            "it has none of the columns it would be received for",
        ),
    ],
)
def test_a_file_with_nothing_its_source_is_for_is_refused(name, headings, said, tmp_path):
    file = tmp_path / name
    file.write_text(f"{headings}\n105283,Hoyle Nursery School,351,1000,x\n", encoding="utf-8")
    house = Folders(ROOT / "params", tmp_path / "data", tmp_path / "outputs")
    (outcome,) = receive([file], house, declared(house.params))
    assert outcome.what == REFUSED
    assert any(said in f.problem for f in outcome.findings), [f.sentence() for f in outcome.findings]


def test_a_heading_that_was_renamed_since_last_year_is_said(tmp_path):
    house = Folders(ROOT / "params", tmp_path / "data", tmp_path / "outputs")
    for year in ("2016-2017", "2017-2018"):
        data = (ROOT / "data" / "open" / "bury" / year / "351_ks2final.csv").read_bytes()
        if year == "2017-2018":
            data = data.replace(b"READ_AVERAGE,", b"READ_AVE,", 1)
        file = tmp_path / year / "351_ks2final.csv"
        file.parent.mkdir()
        file.write_bytes(data)
        (outcome,) = receive([file], house, declared(house.params))
        assert outcome.what == KEPT
    assert any(
        "last year's file had these columns, and this one does not: READ_AVERAGE" in f.problem for f in outcome.findings
    )


OEIF = "Latest OEIF overall effectiveness"
MANAGEMENT_INFORMATION = {  # the monthly file before September 2024, after it, and with report cards: a row of each kind
    "Management_information_-_state-funded_schools_-_latest_inspections_as_at_31_Aug_2024.csv": (
        ["URN", "LAESTAB", "School name", "Inspection start date", "Overall effectiveness", "Quality of education"],
        ["105287", "3512006", "Fairfield", "05/03/2022", "2", "2"],
        ("2022-03-05", "Good", False),
    ),
    "Management_information_-_state-funded_schools_-_latest_inspections_as_at_30_Jun_2025.csv": (
        ["URN", "LAESTAB", "School name", "Inspection start date", "Overall effectiveness", "Quality of education"],
        ["105287", "3512006", "Fairfield", "14/01/2025", "Not judged", "2"],
        ("2025-01-14", "", False),
    ),
    "Management_information_-_state-funded_schools_-_latest_inspections_as_at_31_Jan_2026.csv": (
        ["URN", "LAESTAB", "School name", "Inspection start date", "Inclusion", "Achievement", OEIF,
         "Inspection start date of latest OEIF graded inspection"],
        ["105287", "3512006", "Fairfield", "02/12/2025", "Strong standard", "Expected standard", "2", "05/03/2022"],
        ("2025-12-02", "", True),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MANAGEMENT_INFORMATION)
def test_ofsteds_monthly_file_is_read_before_and_after_overall_grades(name, tmp_path):
    headings, cells, wanted = MANAGEMENT_INFORMATION[name]
    stranger = ["150000", "8502001", "Elsewhere", "01/02/2023", *("NULL" for _ in headings[4:])]
    with (tmp_path / name).open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([headings, cells, stranger])
    house = Folders(ROOT / "params", tmp_path / "data", tmp_path / "outputs")
    register = ROOT / "data" / "open" / "bury" / "register" / "351_gias_2022-04.csv"
    _, outcome = receive([register, tmp_path / name], house, declared(house.params))
    assert (outcome.what, outcome.delivery.source) == (KEPT, "ofsted"), [f.sentence() for f in outcome.findings]
    assert outcome.rows.left_out == {"of other authorities": 1}
    inspection = open_run_context(house).facts.inspections["3512006"]
    assert (inspection.on.isoformat(), inspection.rating, inspection.card) == wanted
    by_area = (("Inclusion", "Strong standard"), ("Achievement", "Expected standard"))
    assert inspection.areas == (by_area if inspection.card else ())


def test_the_file_of_all_schools_is_read_in_the_headings_of_its_publishers_preview(tmp_path):
    """Key stage 2 by school, as the data catalogue previews it: it names no authority but in the LAESTAB."""
    headings = (
        "time_period,time_identifier,geographic_level,country_code,country_name,version,school_urn,school_laestab,school_name,"
        "breakdown_topic,breakdown,subject,expected_standard_pupil_percent,higher_standard_pupil_percent,average_scaled_score,"
        "progress_measure_score,progress_measure_lower_conf_interval,progress_measure_upper_conf_interval,"
        "absent_or_not_able_to_access_percent,working_towards_expected_standard_pupil_percent,absent_or_disapplied_percent,"
        "progress_measure_unadjusted,progress_measure_description"
    )
    schools = {"105287,3512006,Fairfield": 58, "100000,2013614,The Aldgate School": 77}
    rows = [
        f'202425,Academic year,School,E92000001,England,Final,{school},{topic},"Reading, writing and maths",{expected},10,z,z,z,z,z,z,z,z,z'
        for school, expected in schools.items()
        for topic in ("All pupils,Total", "All pupils,3 year average")
    ]
    (tmp_path / "ks2_school_attainment_data.csv").write_text("\n".join([headings, *rows]) + "\n", encoding="utf-8")
    house = Folders(ROOT / "params", tmp_path / "data", tmp_path / "outputs")
    register = ROOT / "data" / "open" / "bury" / "register" / "351_gias_2022-04.csv"
    _, outcome = receive([register, tmp_path / "ks2_school_attainment_data.csv"], house, declared(house.params))
    assert outcome.what == KEPT, [f.sentence() for f in outcome.findings]
    assert outcome.rows.left_out == {"of other authorities": 2}
    run = open_run_context(house)
    figure = run.figures.get("3512006", 2025, "ks2_rwm_exp")
    assert (figure.value, figure.release) == (58, "final")


RATES = {  # a year's file of each kind in its real headings: its values, the measure and the figure of Bury
    "1_absence_3term_nat_reg_la.csv": (
        "enrolments,sess_overall_percent,enrolments_pa_10_exact_percent,enrolments_pa_50_exact_percent", "17000,5.1,12.3,0.92",
        {"absence_primary": 5.1, "persistent_primary": 12.3, "severe_primary": 0.92}, "absence_rates",
    ),
    "exc_la_nat.csv": (
        "headcount,perm_excl,perm_excl_rate,suspension,susp_rate", "17000,2,0.01,170,1.00", {"suspensions_primary": 1.0}, "exclusion_rates",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RATES)
def test_a_years_rates_are_read_and_its_terms_are_left_out(name, tmp_path):
    headings, values, wanted, source = RATES[name]
    areas = "time_period,time_identifier,geographic_level,country_code,region_code,old_la_code,la_name,education_phase"
    blank = ",".join("z" for _ in values.split(","))
    rows = [
        f"{areas},{headings}",
        f"202425,Academic year,Local authority,E92000001,E12000002,351,Bury,State-funded primary,{values}",
        f"202425,Autumn term,Local authority,E92000001,E12000002,351,Bury,State-funded primary,{blank}",
        f"202425,Academic year,Local authority,E92000001,E12000002,350,Bolton,State-funded primary,{values}",
    ]
    (tmp_path / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    house = Folders(ROOT / "params", tmp_path / "data", tmp_path / "outputs")
    (outcome,) = receive([tmp_path / name], house, declared(house.params))
    assert (outcome.what, outcome.delivery.source) == (KEPT, source), [f.sentence() for f in outcome.findings]
    assert outcome.rows.left_out == {"whose time_identifier is not declared": 1, "of other authorities": 1}
    run = open_run_context(house)
    assert {m: run.figures.get(BURY, 2025, m).value for m in wanted} == wanted
