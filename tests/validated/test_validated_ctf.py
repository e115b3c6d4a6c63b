"""Common Transfer Files received: the figures of the same rows as CSV, a question for codes nobody has declared, nothing quiet."""

import shutil

import pytest

from pipeline.deliveries.delivery import kept
from pipeline.measures.frompupils import pupil_table
from pipeline.measures.store import read_inputs
from pipeline.paths import ROOT, Folders
from pipeline.pupils import read_records
from pipeline.validated.clean_tables import declared, table
from pipeline.validated.intake import receive
from pipeline.validated.receipt import KEPT, KNOWN, REFUSED, Given
from tests.deliveries.ctf_files import complete, ctf_of, rows_of, shipped, write_code_set
from tests.validated.clean_authority import SURNAME, pupil

pytestmark = pytest.mark.slow  # nearly every test receives files

SCHOOL, OTHER = "9992001", "9992002"
NAME = f"{SCHOOL}_CTF_999LLLL_001.xml"
GOALS = [f"g{n:02d}" for n in range(1, 18)]


def person(group: str, number: int, school: str = SCHOOL, year: int = 2025) -> dict[str, str]:
    p = pupil(school, group, year, number)
    return {
        "laestab": school, "upn": p["UPN"], "surname": p["Surname"], "forename": p["Forename"], "born": p["DOB"], "sex": p["Gender"],
    }  # fmt: skip


def profiles(count: int = 3, **cells: str) -> list[dict[str, str]]:
    return [person("R", n) | dict.fromkeys(GOALS, "12"[n % 2]) | cells for n in range(count)]


def checks() -> list[dict[str, str]]:
    marks = [{"mark": "25", "mtc": ""}, {"mark": "0", "mtc": ""}, {"mark": "", "mtc": "A"}]
    return [person("4", n) | cells for n, cells in enumerate(marks)]


def phonics() -> list[dict[str, str]]:
    return [person("1", n) | {"year_group": "1", "mark": "34", "phonics": "Wa"} for n in range(2)]


@pytest.fixture
def own_house(tmp_path) -> Folders:
    """A house with params of its own, to write code sets into."""
    params = shutil.copytree(ROOT / "params", tmp_path / "params")
    return Folders(params, tmp_path / "data", tmp_path / "outputs")


@pytest.fixture
def sent(own_house, tmp_path):
    """Receive bytes under a name; the receipts."""

    def send(data: bytes, name: str = NAME, year: int | None = None):
        folder = tmp_path / "arriving"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
        return receive([folder / name], own_house, declared(own_house.params), Given(year))

    return send


def code_set(house: Folders, year: int = 2025):
    return declared(house.params)["eyfs_pupils"].ctf[year]


def rules(receipts) -> set[str]:
    return {f.rule for r in receipts for f in r.findings}


def sentences(receipts, rule: str) -> str:
    return " ".join(f.sentence() for r in receipts for f in r.findings if f.rule == rule)


# ---- The same figures as the CSV


def from_csv(folders: Folders, deliveries, sources, year: int, only: set[str]) -> dict[str, list[dict[str, str]]]:
    """Some schools' rows of the invented authority's files, which are received as CSV; the rows by our columns."""
    found = {}
    home = folders.data.parent / "csv"
    home.mkdir()
    for source in sources:
        (file,) = deliveries.glob(f"999_{source}_{year - 1}-{year}*.csv")
        head, *lines = file.read_bytes().splitlines(keepends=True)
        data = head + b"".join(line for line in lines if line[:7].decode() in only)
        (home / f"999_{source}_{year - 1}-{year}.csv").write_bytes(data)
        found[source] = rows_of(data, declared(folders.params)[source], year)
    assert {r.what for r in receive([home], folders, declared(folders.params))} == {KEPT}
    return found


def figures(folders: Folders):
    inputs = read_inputs(folders)
    made = pupil_table(inputs.declared, inputs.register, read_records(folders, inputs.holds), inputs.holds)
    columns = ["place_id", "year", "release", "measure", "group", "numerator", "denominator", "value", "status"]
    return {tuple(row) for row in made[columns].astype(str).to_numpy()}


@pytest.mark.parametrize(
    "year, stages",
    [
        (2025, {"eyfs_pupils": "eyfs_gld", "mtc_pupils": "mtc_mean", "phonics_pupils": "phonics_y1", "ks2_pupils": "ks2_rwm_exp"}),
        (2023, {"ks1_pupils": "ks1_rwm_exp"}),
    ],
    ids=["four stages in one file", "key stage 1"],
)  # fmt: skip
def test_a_file_of_each_school_gives_the_figures_of_the_csv(written_authority, tmp_path, year, stages):
    """Early years and the multiplication check by the shipped lines; the other stages by codes made up for the test."""
    deliveries, only = written_authority / "deliveries", {SCHOOL, "9992007", "9992012"}
    houses = []
    for door in ("as csv", "as ctf"):
        home = tmp_path / door
        shutil.copytree(written_authority / "params", home / "params")
        codes = write_code_set(home / "params", complete(year))
        houses.append(Folders(home / "params", home / "data", home / "outputs"))
        sources = declared(home / "params")
        beside = [
            *deliveries.glob("999_register_2024-2025.csv"),
            *deliveries.glob(f"999_pupil_roll_{year - 1}-{year}.csv"),
        ]
        assert {r.what for r in receive(beside, houses[-1], sources)} == {KEPT}
    rows = from_csv(houses[0], deliveries, stages, year, only)
    sending = tmp_path / "sending"
    sending.mkdir()
    for school in only:
        (sending / f"{school}_CTF_999LLLL_001.xml").write_bytes(ctf_of(rows, codes, school))
    receipts = receive([sending], houses[1], declared(houses[1].params))
    assert {r.what for r in receipts} == {KEPT} and len(receipts) == len(only) * len(stages)
    results = {c for line in codes.results for c in (line.column, line.number) if c}
    with_result = sum(any(row.get(c) for c in results) for held in rows.values() for row in held)
    assert sum(r.finding_counts.rows for r in receipts) == with_result  # the CSV also has a row for "no record"
    by_csv, by_ctf = figures(houses[0]), figures(houses[1])
    assert by_csv == by_ctf
    shown = {
        (place, measure) for place, _, _, measure, group, *_, status in by_ctf if group == "all" and status == "shown"
    }
    assert {(SCHOOL, measure) for measure in stages.values()} <= shown


# ---- What is read, and how it is kept


def test_the_shipped_code_set_reads_the_profile_and_the_check_and_says_what_is_open(own_house, sent):
    receipts = sent(ctf_of({"eyfs_pupils": profiles(), "mtc_pupils": checks()}, code_set(own_house), SCHOOL))
    assert [(r.what, r.delivery.source, r.delivery.results_year, r.delivery.la) for r in receipts] == [
        (KEPT, "eyfs_pupils", 2025, SCHOOL), (KEPT, "mtc_pupils", 2025, SCHOOL),
    ]  # fmt: skip
    read = table(own_house, receipts[1].delivery)
    assert read["mark"].tolist()[:2] == [25, 0] and read["mtc"].tolist()[2] == "A"
    assert not [f for r in receipts for f in r.findings if f.lines]  # a mark is no unreadable code
    assert read["row"].tolist() == [4, 5, 6]  # the pupils' places in the file
    assert table(own_house, receipts[0].delivery)["g17"].tolist() == ["1", "2", "1"]
    assert "assessment component file of 2025" in sentences(receipts, "ctf_codes_to_confirm")


def test_a_file_received_again_is_known_and_each_table_keeps_the_whole_original(own_house, sent):
    data = ctf_of({"eyfs_pupils": profiles(), "mtc_pupils": checks()}, code_set(own_house), SCHOOL)
    sent(data)
    assert [r.what for r in sent(data)] == [KNOWN, KNOWN]
    assert [d.original(own_house).read_bytes() for d in kept(own_house)] == [data, data]


def test_a_changed_line_of_the_code_set_makes_the_table_again(own_house, sent):
    (receipt,) = sent(ctf_of({"eyfs_pupils": profiles()}, code_set(own_house), SCHOOL))
    raw = shipped(2025)
    raw["results"][0]["codes"] = {"1": "2", "2": "1"}
    write_code_set(own_house.params, raw)
    made = table(own_house, receipt.delivery)
    assert made["g01"].tolist() == ["2", "1", "2"] and made["g02"].tolist() == ["1", "2", "1"]


def test_a_wrong_code_holds_the_school_and_names_the_pupils_place(own_house, sent):
    rows = profiles()
    rows[1]["g05"] = "7"
    (receipt,) = sent(ctf_of({"eyfs_pupils": rows}, code_set(own_house), SCHOOL))
    (finding,) = [f for f in receipt.findings if f.lines]
    assert (receipt.what, finding.row, finding.column, finding.school) == (KEPT, 2, "PSE_E05", SCHOOL)


# ---- Questions


def test_pupils_without_a_single_result_refuse_the_file(own_house, tree_of):
    (case,) = (ROOT / "tests" / "cases" / "07-workbooks").glob("CTF*.xml")
    (receipt,) = receive([case], own_house, declared(own_house.params))
    assert receipt.what == REFUSED and rules([receipt]) == {"no_results"}
    assert "1 pupil and not one result" in sentences([receipt], "no_results")
    assert not own_house.data.exists()


def test_unknown_codes_are_named_and_counted_and_the_line_that_answers_is_written_out(own_house, sent):
    raw = complete(2025)
    full = write_code_set(own_house.params, raw)
    data = ctf_of({"phonics_pupils": phonics()}, full, SCHOOL)
    write_code_set(own_house.params, shipped(2025))
    refused = sent(data)
    assert [r.what for r in refused] == [REFUSED] and kept(own_house) == []
    question = sentences(refused, "ctf_column_unlisted")
    assert "needs PhonicsOutcome" in question and "PHO XX YY C0 ZZ (2 pupils)" in question
    assert "`- {stage: PHO, subject: XX, method: YY, component: C0, qualifier: ZZ, source: …" in question
    write_code_set(own_house.params, raw)
    assert [r.what for r in sent(data)] == [KEPT]


def test_codes_that_leave_a_pupil_unread_refuse_and_others_are_advice(own_house, sent):
    full = write_code_set(own_house.params, complete(2025))
    judged = [person("6", n) | {"writing": "EXS"} for n in range(2)]
    more = [row | {"science": "EXS"} for row in profiles()]  # a result beside the profile
    alone = ctf_of({"eyfs_pupils": profiles(), "ks2_pupils": judged}, full, SCHOOL)
    beside = ctf_of({"eyfs_pupils": profiles(), "ks1_pupils": more}, full, SCHOOL)
    write_code_set(own_house.params, shipped(2025))
    receipts = sent(alone)
    assert [r.what for r in receipts] == [REFUSED] and kept(own_house) == []
    assert "Of 2 pupils nothing could be read" in sentences(receipts, "ctf_codes_unlisted")
    (receipt,) = sent(beside)
    assert receipt.what == KEPT and "KS1 XX YY C3 ZZ (3 pupils)" in sentences([receipt], "ctf_codes_unlisted")


def test_a_line_may_say_that_results_are_not_read(own_house, sent):
    full = write_code_set(own_house.params, complete(2025))
    data = ctf_of({"eyfs_pupils": profiles(), "phonics_pupils": phonics()}, full, SCHOOL)
    raw = shipped(2025)
    raw["results"] = [line for line in raw["results"] if line["source"] != "phonics_pupils"]
    codes = ("stage", "subject", "method", "component", "qualifier")
    for line in full.results:
        if line.source == "phonics_pupils":
            raw["results"].append({k: getattr(line, k) for k in codes} | {"not_read": "Sent as CSV."})
    write_code_set(own_house.params, raw)
    receipts = sent(data)
    assert [r.delivery.source for r in receipts] == ["eyfs_pupils"]
    assert "Sent as CSV." in sentences(receipts, "results_left_out")


def test_one_table_that_is_refused_keeps_the_whole_file_out(own_house, sent):
    rows = profiles()
    for row in rows:
        row["g09"] = ""
    data = ctf_of({"eyfs_pupils": rows, "mtc_pupils": checks()}, code_set(own_house), SCHOOL)
    receipts = sent(data)
    assert [r.what for r in receipts] == [REFUSED] and "LIT_E09 of eyfs_pupils" in sentences(
        receipts, "ctf_column_empty"
    )
    assert kept(own_house) == []


def test_two_different_results_of_one_assessment_are_a_question(own_house, sent):
    data = ctf_of({"eyfs_pupils": profiles()}, code_set(own_house), SCHOOL)
    one = data[data.index(b"<StageAssessment>") : data.index(b"</StageAssessment>") + len(b"</StageAssessment>")]
    assert sent(data.replace(one, one + one, 1))[0].what == KEPT  # the same result twice is one
    receipts = sent(data.replace(one, one + one.replace(b"<Result>1", b"<Result>2"), 1))
    assert receipts[0].what == REFUSED and "1 pupil (the first is pupil 1 of the file)" in sentences(
        receipts, "two_results"
    )


@pytest.mark.parametrize(
    "old, new, words",
    [
        (b"<Locale>ENG", b"<Locale>WLS", "EYF COM FA E01 FD with Locale WLS (3 pupils)"),
        (b"<ResultStatus>R", b"<ResultStatus>P", "EYF COM FA E01 FD with ResultStatus P (3 pupils)"),
    ],
)
def test_another_country_or_status_is_not_read_as_a_result(own_house, sent, old, new, words):
    receipts = sent(ctf_of({"eyfs_pupils": profiles()}, code_set(own_house), SCHOOL).replace(old, new))
    assert receipts[0].what == REFUSED and words in sentences(receipts, "ctf_codes_unlisted")


# ---- Years


@pytest.mark.parametrize("begun", [2024, 2025], ids=["made in the year", "made after the summer"])
def test_a_result_counts_the_summer_and_the_header_the_september(own_house, sent, begun):
    (receipt,) = sent(ctf_of({"eyfs_pupils": profiles()}, code_set(own_house), SCHOOL, year_begun=begun))
    assert receipt.delivery.results_year == 2025


@pytest.mark.parametrize(
    "begun, name, doubt",
    [
        (2022, NAME, "its header is of the academic year 2022/23"),
        (2026, NAME, "its header is of the academic year 2026/27"),
        (2024, f"{SCHOOL}_eyfs_2023-2024.xml", "its name or folder says 2024"),
    ],
)
def test_a_year_in_doubt_is_asked_and_answered_with_year(own_house, sent, begun, name, doubt):
    data = ctf_of({"eyfs_pupils": profiles()}, code_set(own_house), SCHOOL, year_begun=begun)
    receipts = sent(data, name)
    assert receipts[0].what == REFUSED and doubt in sentences(receipts, "year_in_doubt")
    (receipt,) = sent(data, name, year=2025)
    assert (receipt.what, receipt.delivery.results_year) == (KEPT, 2025)


def test_a_year_without_a_code_set_says_which_file_to_write(own_house, sent):
    data = ctf_of({"eyfs_pupils": profiles()}, code_set(own_house), SCHOOL).replace(b"<Year>2025", b"<Year>2024")
    receipts = sent(data)
    assert receipts[0].what == REFUSED and "there is no params/ctf/2024.yml" in sentences(receipts, "ctf_no_code_set")


def test_results_of_earlier_years_are_left_out_and_counted(own_house, sent):
    """A school's file of this summer also holds what its pupils reached in earlier years: those are no return of that year."""
    older = ctf_of(
        {"eyfs_pupils": [person("4", n) | dict.fromkeys(GOALS, "2") for n in range(3)]}, code_set(own_house), SCHOOL
    )
    older = older.replace(b"<Year>2025", b"<Year>2021")
    data = ctf_of({"mtc_pupils": checks()}, code_set(own_house), SCHOOL)
    stage = older[older.index(b"<KeyStage>") : older.index(b"</KeyStage>") + len(b"</KeyStage>")]
    receipts = sent(data.replace(b"<StageAssessments>", b"<StageAssessments>" + stage))
    assert [(r.delivery.source, r.finding_counts.rows) for r in receipts] == [("mtc_pupils", 3)]
    assert "not read: 51 of 2021" in sentences(receipts, "results_of_other_years")


def test_pupils_without_a_result_of_the_year_are_counted(own_house, sent):
    data = ctf_of({"eyfs_pupils": [*profiles(), person("2", 1)]}, code_set(own_house), SCHOOL)
    (receipt,) = sent(data)
    assert receipt.finding_counts.rows == 3 and "1 pupil of its 4" in sentences([receipt], "pupils_without_results")


# ---- Schools


def test_the_school_is_the_headers_and_the_name_must_agree(own_house, sent):
    data = ctf_of({"eyfs_pupils": profiles()}, code_set(own_house), SCHOOL)
    assert rules(sent(data, f"{OTHER}_CTF_999LLLL_001.xml")) == {"schools_differ"}
    (receipt,) = sent(data, "export.xml")
    assert receipt.delivery.la == SCHOOL and set(table(own_house, receipt.delivery)["laestab"]) == {SCHOOL}


def test_a_file_of_no_school_is_asked_and_its_name_can_say(own_house, sent):
    data = ctf_of({"eyfs_pupils": profiles()}, code_set(own_house), SCHOOL)
    data = data.replace(b"<LEA>999</LEA>\n      <Estab>2001", b"<LEA>XXX</LEA>\n      <Estab>XXXX")
    assert rules(sent(data, "download.xml")) == {"school_unknown"}
    (receipt,) = sent(data, f"{SCHOOL} download.xml")
    assert receipt.what == KEPT and set(table(own_house, receipt.delivery)["laestab"]) == {SCHOOL}


def test_a_file_addressed_to_another_school_is_advised_on(own_house, sent):
    data = ctf_of({"eyfs_pupils": profiles()}, code_set(own_house), SCHOOL, to=OTHER)
    assert "only the pupils who move" in sentences(sent(data), "addressed_to_school")


def test_xml_that_is_no_common_transfer_file_is_refused_as_such_under_a_pupil_files_name(sent):
    receipts = sent(b"<?xml version='1.0'?><html/>", f"{SCHOOL}_ks2_pupils_2024-2025.xml")
    assert receipts[0].what == REFUSED and rules(receipts) == {"not_a_ctf"}


# ---- Nothing of a pupil is repeated


def test_no_finding_repeats_anything_of_a_pupil(own_house, sent):
    data = ctf_of({"eyfs_pupils": profiles()}, code_set(own_house), SCHOOL)
    upn = profiles()[0]["upn"]
    for tag in (
        b"Subject",
        b"Method",
        b"Component",
        b"ResultStatus",
        b"ResultQualifier",
        b"Stage",
        b"Locale",
        b"Year",
        b"Result",
    ):
        start = data.index(b"<" + tag + b">") + len(tag) + 2
        spoilt = data[:start] + f"{SURNAME} {upn}".encode() + data[data.index(b"<", start) :]
        found = [f.sentence() for r in sent(spoilt) for f in r.findings]
        assert found and not [s for s in found if SURNAME in s or upn in s], tag
