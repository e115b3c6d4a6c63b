"""Corrections: a cell read otherwise as long as it still reads what it read, told each time, never with a value."""

import shutil

import pytest
import yaml

from pipeline.declared.corrections import read_corrections
from pipeline.declared.strict import Problems
from pipeline.deliveries.delivery import kept
from pipeline.errors import CorrectionsDoNotFit, ParamsWrong
from pipeline.packs.plan import noted_plan, plan, prepare
from pipeline.paths import ROOT, Folders
from pipeline.validated import data_notes, declared, findings, receive, table
from pipeline.validated.clean_tables import as_delivered
from pipeline.validated.corrections import corrections_of
from pipeline.validated.holds import holds
from pipeline.validated.notes import sentences
from pipeline.validated.receipt import NOTHING_GIVEN
from pipeline.validated.unmatched_corrections import refuse_misfits
from pipeline.verbs.check import check_all
from pipeline.verbs.explain import explain_figure
from pipeline.verbs.receive import receive_files
from tests.validated import clean_authority as clean

pytestmark = pytest.mark.slow

FIRST = clean.cohort(clean.NORTH, "6", 2019)[0]
KS2 = "ks2_pupils"


def record(**other) -> dict:
    """A correction of the first pupil's reading score, 94 in the delivery."""
    told = {
        "id": "north-1",
        "when": "2019-07-12",
        "results_year": 2019,
        "why": "A review of marking changed it.",
        "told": "Headteacher",
    }
    where = {"laestab": clean.NORTH, "upn": FIRST["UPN"]}
    return told | {"where": where, "column": "reading_score", "was": "94", "becomes": "97"} | other


@pytest.fixture
def house(tmp_path):
    """An empty store of the real declarations with one file to receive."""
    (tmp_path / clean.KS2_2019).write_bytes(clean.as_csv(clean.files()[clean.KS2_2019]))
    return Folders(ROOT / "params", tmp_path / "data", tmp_path / "outputs")


def correct(house: Folders, *records: dict, folder=None) -> None:
    file = (folder or house.data) / "corrections" / f"{KS2}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump({"corrections": list(records)}), encoding="utf-8")


def received(house: Folders):
    receive([house.data.parent / clean.KS2_2019], house, declared(house.params))
    return kept(house, KS2)[0]


def rules(house: Folders, delivery) -> dict[str, str]:
    return {f.rule: f.severity for f in findings(house, delivery)}


def score(house: Folders, delivery) -> float:
    rows = table(house, delivery)
    return rows.loc[rows["upn"] == FIRST["UPN"], "reading_score"].item()


def test_a_correction_is_applied_told_as_a_note_and_holds_nobody(house):
    correct(house, record())
    delivery = received(house)
    assert score(house, delivery) == 97
    (found,) = findings(house, delivery)
    assert (found.rule, found.severity, found.row, found.column) == ("corrected", "advisory", 2, "READSCORE")
    assert found.school == clean.NORTH and "review of marking" in found.problem
    assert not any(
        value in found.sentence() for value in (*FIRST.values(), "94", "97") if value != clean.NORTH and len(value) > 1
    )
    (note,) = sentences(data_notes(house, delivery))
    assert "in 1 place, the data team reads a cell otherwise" in note and "review of marking" not in note
    assert holds(house) == []


def test_the_original_stays_as_it_arrived(house):
    correct(house, record())
    delivery = received(house)
    assert delivery.original(house).read_bytes() == (house.data.parent / clean.KS2_2019).read_bytes()


def test_a_table_is_made_again_when_a_correction_comes_or_goes(house):
    delivery = received(house)
    assert score(house, delivery) == 94
    correct(house, record())
    assert score(house, delivery) == 97
    received(house)
    assert rules(house, delivery) == {"corrected": "advisory"}
    shutil.rmtree(house.data / "corrections")
    assert score(house, delivery) == 94


def test_a_cell_that_already_reads_so_asks_for_the_correction_to_be_taken_out(house):
    correct(house, record(was="90", becomes="94"))
    delivery = received(house)
    assert rules(house, delivery) == {"correction_done": "advisory"} and score(house, delivery) == 94


def test_a_cell_that_reads_something_else_is_left_and_holds_that_school_only(house):
    correct(house, record(was="90", becomes="91"))
    delivery = received(house)
    assert rules(house, delivery) == {"correction_unfit": "blocking"} and score(house, delivery) == 94
    assert [(h.source, h.year, h.laestab, h.why) for h in holds(house)] == [
        (KS2, 2019, clean.NORTH, ("correction_unfit",))
    ]


def test_a_row_that_is_not_there_holds_its_school(house):
    correct(house, record(where={"laestab": clean.NORTH, "upn": clean.cohort(clean.NORTH, "6", 2019, 700)[0]["UPN"]}))
    delivery = received(house)
    assert rules(house, delivery) == {"correction_unplaced": "blocking"}
    assert [(h.laestab, h.why) for h in holds(house)] == [(clean.NORTH, ("correction_unplaced",))]


def test_a_school_may_be_named_by_the_number_the_file_does_not_have(house, tmp_path):
    """The key stage 2 file has LAESTABs only; the register knows each school's URN."""
    register = tmp_path / clean.REGISTER
    register.write_bytes(clean.as_csv(clean.files()[clean.REGISTER]))
    receive([register], house, declared(house.params))
    urn = next(row["URN"] for row in clean.files()[clean.REGISTER] if row["ESTAB"] == clean.NORTH[3:])
    correct(house, record(where={"urn": urn, "upn": FIRST["UPN"]}))
    assert score(house, received(house)) == 97


STRANGER = clean.cohort(clean.NORTH, "6", 2019, 700)[0]["UPN"]
MISTAKES = {  # of a correction that fits: what is written instead, and what is then said
    "a school that is not there": ({"where": {"laestab": "9997777", "upn": FIRST["UPN"]}}, "no delivery of its year has a row with"),
    "another pupil": ({"where": {"laestab": clean.NORTH, "upn": STRANGER}}, "no row fits it"),
    "only the school": ({"where": {"laestab": clean.NORTH}}, "more than one row fits it"),
    "another year": ({"results_year": 2091}, "no delivery of ks2_pupils that it speaks of is held (2091)"),
    "another release stage": ({"release": "revised"}, "is held (2019 revised); held: 2019 school"),
    "another delivery": ({"where": {"delivery": "0" * 12, "row": 2}}, "that it speaks of is held"),
    "a row beyond the last": ({"where": {"delivery": "", "row": 9999}}, "no row fits it"),
    "another value": ({"was": "90"}, "the cell does not hold the value the correction expects"),
}  # fmt: skip


@pytest.mark.parametrize("wrong, said", MISTAKES.values(), ids=MISTAKES)
def test_a_correction_that_fits_nothing_is_an_error_on_receipt_and_in_check(house, capsys, wrong, said):
    file = house.data.parent / clean.KS2_2019
    correct(house, record())
    assert (receive_files(house, [file], NOTHING_GIVEN), check_all(house)) == (0, 0)
    correct(house, record(**wrong))
    capsys.readouterr()
    assert receive_files(house, [file], NOTHING_GIVEN) == 1
    on_receipt = capsys.readouterr()
    assert check_all(house) == 1
    checked = capsys.readouterr()
    for spoken in (on_receipt.out + on_receipt.err, checked.out):
        assert said in spoken and "north-1" in spoken
        assert not any(FIRST[c] in spoken for c in ("UPN", "Surname", "Forename", "DOB")) and STRANGER not in spoken


@pytest.fixture
def corrected_table(tmp_path):
    """A store with one published table, and what writes corrections of one school's average beside it."""
    params = tmp_path / "params"
    shutil.copytree(ROOT / "params", params)
    house = Folders(params, tmp_path / "data", tmp_path / "outputs")
    receive([ROOT / "data" / "open" / "bury" / "2017-2018" / "351_ks2final.csv"], house, declared(params))
    rows = table(house, kept(house)[0])
    row = rows[(rows["row_kind"] == "school") & rows["reading_average"].notna()].iloc[0]
    told = record(
        where={"urn": row["urn"]}, column="reading_average", was=f"{row['reading_average']:.0f}", becomes="101",
        results_year=2018,
    )  # fmt: skip

    def write(**other) -> None:
        file = params / "corrections" / "ks2_performance.yml"
        file.write_text(yaml.safe_dump({"corrections": [told | other]}), encoding="utf-8")

    return house, write


@pytest.mark.parametrize(
    "wrong, said",
    [
        (
            {"was": "0"},
            "school .*, row .*, column READ_AVERAGE: correction north-1 is not applied: the cell does not hold",
        ),
        (
            {"where": {"urn": "999999"}},
            "correction north-1 matches no row: no delivery of its year has a row with the `urn`",
        ),
        ({"results_year": 2091}, r"correction north-1 matches no row: .* is held \(2091\)"),
    ],
)
def test_nothing_is_built_over_a_correction_that_fits_no_row(corrected_table, wrong, said):
    house, write = corrected_table
    write(**wrong)
    with pytest.raises(CorrectionsDoNotFit, match=f"Nothing was made:\n  - .*{said}") as refused:
        plan(house, 2018)
    assert refused.value.exit_code == 2 and noted_plan(house, 2018) is None
    with pytest.raises(CorrectionsDoNotFit):
        prepare("primary-booklet", "Bury", 2018, house)  # as a notebook does that is run by hand
    write()
    refuse_misfits(house)


def test_a_pupils_correction_that_fits_no_longer_holds_the_school_and_refuses_nothing(house):
    correct(house, record(was="90", becomes="91"))
    received(house)
    refuse_misfits(house)
    assert [h.laestab for h in holds(house)] == [clean.NORTH]
    correct(house, record(where={"laestab": "9997777", "upn": FIRST["UPN"]}))
    with pytest.raises(CorrectionsDoNotFit, match="matches no row"):  # nobody is held for it
        refuse_misfits(house)


def test_a_correction_of_what_was_never_received_is_said_not_to_be_tried(house, capsys):
    correct(house, record())
    assert check_all(house) == 0
    assert "not tried: 1 correction of ks2_pupils, of which no delivery is held" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["ks2_pupil.yml", "ks2_pupils.yaml", "ks2_pupils.yml.txt"])
def test_a_file_of_corrections_that_is_not_read_is_an_error(house, name):
    correct(house, record())
    home = house.data / "corrections"
    (home / f"{KS2}.yml").rename(home / name)
    with pytest.raises(ParamsWrong, match=r"is not read: name it after its source.*Did you mean 'ks2_pupils'"):
        received(house)


def test_another_year_or_release_is_left_alone(house):
    correct(house, record(results_year=2018), record(id="north-2", release="final"))
    delivery = received(house)
    assert rules(house, delivery) == {} and score(house, delivery) == 94


def test_a_row_of_one_delivery_can_be_named(house):
    delivery = received(house)
    correct(house, record(where={"delivery": delivery.fingerprint[:12], "row": 2}))
    assert score(house, delivery) == 97


def test_a_reason_that_names_the_pupil_is_not_printed(house):
    correct(house, record(why=f"{FIRST['Forename']} was marked again."))
    (found,) = findings(house, received(house))
    assert found.rule == "corrected" and FIRST["Forename"] not in found.sentence()


@pytest.mark.parametrize(
    "wrong",
    [
        {"was": "97"},  # changes nothing
        {"why": f"The number is {FIRST['UPN']}."},
        {"colum": FIRST["Surname"]},
        {"where": {}},
        {"where": {"row": 2}},
        {"when": FIRST["Surname"]},
        {"column": FIRST["Surname"]},
    ],
)
def test_mistakes_in_a_file_that_names_pupils_are_told_without_what_it_holds(house, wrong):
    correct(house, record(**wrong))
    with pytest.raises(ParamsWrong) as told:
        received(house)
    said = str(told.value)
    assert "corrections" in said and not any(FIRST[c] in said for c in ("UPN", "Surname", "Forename", "DOB"))


def test_corrections_of_pupils_may_not_lie_among_the_declarations(house, tmp_path):
    correct(house, record(), folder=tmp_path / "params")
    problems = Problems()
    found = read_corrections(
        Folders(tmp_path / "params", house.data, house.outputs), declared(house.params)[KS2], problems
    )
    assert found == [] and "data folder" in problems[0]


def test_a_published_table_is_corrected_from_the_declarations(tmp_path):
    params = tmp_path / "params"
    shutil.copytree(ROOT / "params", params)
    published = ROOT / "data" / "open" / "bury" / "2017-2018" / "351_ks2final.csv"
    house = Folders(params, tmp_path / "data", tmp_path / "outputs")
    receive([published], house, declared(params))
    delivery = kept(house)[0]
    rows = table(house, delivery)
    before = rows[(rows["row_kind"] == "school") & rows["reading_average"].notna()].iloc[0]
    file = params / "corrections" / "ks2_performance.yml"
    told = record(column="reading_average", was=f"{before['reading_average']:.0f}", becomes="101", results_year=2018)
    file.write_text(yaml.safe_dump({"corrections": [told | {"where": {"urn": before["urn"]}}]}))
    after = table(house, delivery).set_index("urn").loc[before["urn"]]
    assert after["reading_average"] == 101
    (note,) = [n for n in data_notes(house, delivery) if "corrected on" in n.text]
    assert note.school == before["urn"] and "review of marking" in note.text
    file.unlink()
    assert not [n for n in data_notes(house, delivery) if "corrected on" in n.text]


OPEN = ROOT / "data" / "open"
OF_EACH_KIND = {  # a source -> a file of it, and a cell of it: of a year among others, by a number it lacks, of no year
    "lait": (OPEN / "authorities" / "lait_2025-05.parquet", {"area_code": "351", "item": "KS2R_Expected_STD"}, "value", 2018),
    "ofsted": (OPEN / "bury" / "register" / "351_ofsted_2026-06.csv", {"laestab": "351/2001"}, "school_name", 2026),
    "la_codes": (OPEN / "authorities" / "la_code_list.xlsx", {"la": "351"}, "area_name", None),
}  # fmt: skip


@pytest.mark.parametrize("source", OF_EACH_KIND)
def test_every_kind_of_source_can_be_corrected(source, tmp_path, capsys):
    file, where, column, year = OF_EACH_KIND[source]
    params = tmp_path / "params"
    shutil.copytree(ROOT / "params", params)
    house = Folders(params, tmp_path / "data", tmp_path / "outputs")
    receive([OPEN / "bury" / "register" / "351_gias_2022-04.csv", file], house, declared(params))
    (delivery,) = kept(house, source)
    new = "1" if column == "value" else "Newly"
    told = record(column=column, where=where, results_year=year, was="?", becomes=new)
    to_write = params / "corrections" / f"{source}.yml"
    to_write.write_text(yaml.safe_dump({"corrections": [told]}), encoding="utf-8")
    (correction,) = corrections_of(house, declared(params)[source])
    cells = as_delivered(house, delivery, declared(params)[source])
    (row,) = cells.rows_of(correction)
    assert check_all(house) == 1 and "does not hold the value" in capsys.readouterr().out
    was = cells.raw.cells.at[row, cells.at[column]].strip()
    to_write.write_text(yaml.safe_dump({"corrections": [told | {"was": was}]}), encoding="utf-8")
    before = delivery.original(house).read_bytes()
    changed = table(house, delivery).set_index("row").loc[row, column]
    assert str(changed) in ("1.0", "Newly") and delivery.original(house).read_bytes() == before
    assert check_all(house) == 0


def test_explain_shows_a_correction_behind_a_figure_with_both_values(tmp_path, capsys):
    """A school's 2018 average score in reading is read as one point higher; another school's figure says nothing of it."""
    params = tmp_path / "params"
    shutil.copytree(ROOT / "params", params)
    house = Folders(params, tmp_path / "data", tmp_path / "outputs")
    receive([OPEN / "bury" / "register", OPEN / "bury" / "2017-2018" / "351_ks2final.csv"], house, declared(params))
    (delivery,) = kept(house, "ks2_performance")
    rows = table(house, delivery)
    first, second = rows[(rows["row_kind"] == "school") & rows["reading_average"].notna()].head(2).to_dict("records")
    was = f"{first['reading_average']:.0f}"
    register = table(house, kept(house, "register")[-1]).set_index("urn")["laestab"]
    assert "laestab" not in as_delivered(house, delivery, declared(params)["ks2_performance"]).at
    told = record(
        where={"laestab": register[first["urn"]]}, column="reading_average", was=was, becomes="101", results_year=2018
    )
    file = params / "corrections" / "ks2_performance.yml"
    file.write_text(yaml.safe_dump({"corrections": [told]}), encoding="utf-8")
    explain_figure(house, "ks2_reading_score", first["urn"], 2018, "all")
    said = capsys.readouterr().out
    assert f"correction   north-1, 2019-07-12: reading_average was {was}, is read as 101; Headteacher: A review" in said
    explain_figure(house, "ks2_reading_score", second["urn"], 2018, "all")
    assert "correction" not in capsys.readouterr().out
    explain_figure(house, "ks2_reading_exp", first["urn"], 2018, "all")
    assert "correction" not in capsys.readouterr().out
    file.write_text(yaml.safe_dump({"corrections": [told | {"was": "0"}]}), encoding="utf-8")
    explain_figure(house, "ks2_reading_score", first["urn"], 2018, "all")
    assert "reading_average is not corrected: the delivered cell no longer reads `was`" in capsys.readouterr().out
