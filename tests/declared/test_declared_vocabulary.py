"""A name is added or changed in one file of params/vocabulary, and works through to figures, packs and pages."""

import json
from dataclasses import replace

import pytest

from pipeline.changes.compare import compare
from pipeline.declared import read_declared
from pipeline.deliveries.recognise import stated_release
from pipeline.errors import ParamsWrong
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.measures.frompupils import pupil_figures
from pipeline.measures.write import figure_text
from pipeline.packs.pack import Pack
from pipeline.packs.vocabulary import Used, printed_names
from pipeline.paths import ROOT
from pipeline.report.pages import briefing
from pipeline.report.pages.cluster import side_by_side
from pipeline.report.pages.common import groups
from pipeline.report.pages.wording import release
from pipeline.report.reading import Reading
from tests.edits import edit
from tests.pupils.invented_tables import one_authority, records
from tests.report import sample_pack
from tests.report.sample_pack import AUTHORITY, ENGLAND, HIGH, OAK, figure

SCHOOL = "9992001"
ANY_NEED = """  any_need:
    name: Any special educational need
    in_pair: pupils with any need
    column: sen
    values: [support, plan]
  sen_support:
"""
AMENDED = """  - id: amended
    name: amended figures
    adjective: amended
    as_noted: amended, after late results
    file_words: [amended]
    year_words: [a]
    public: true
    dated_as: revised
  - id: final
"""


def edited(params, file, old, new):
    """Everything declared, with one text of one file replaced."""
    edit(params / file, old, new)
    return read_declared(params)


def names_of(declared):
    vocabulary = declared.vocabulary
    every = (declared.stages, vocabulary.groups.groups, vocabulary.statuses, vocabulary.releases.ids)
    return printed_names(declared, Used(*every))


def test_a_pupil_group_is_counted_from_the_roll_and_printed_by_its_name(params):
    declared = edited(params, "vocabulary/pupil_groups.yml", "  sen_support:\n", ANY_NEED)
    needs = ["support", "plan", "none", "none"]
    roll = [{"laestab": SCHOOL, "upn": f"P{n}", "sen": need} for n, need in enumerate(needs)]
    codes = ["EXS", "WTS", "EXS", "EXS"]
    pupils = [{"laestab": SCHOOL, "upn": f"P{n}", "reading": code} for n, code in enumerate(codes)]
    held = records(2018, pupil_roll=roll, ks1_pupils=pupils)
    counted = {
        (row["measure"], row["group"]): (row["numerator"], row["denominator"])
        for row in pupil_figures(declared, one_authority([SCHOOL]), held)
        if row["place_id"] == SCHOOL
    }
    assert counted["ks1_reading_exp", "any_need"] == (1, 2)
    assert counted["ks1_reading_exp", "all"] == (3, 4)

    measure, asked = "ks4_attainment8", ("all", "any_need", "sen_support", "boys")
    cells = [figure(p.id, 2018, measure, 40.1, 40, group) for p in (HIGH, ENGLAND) for group in asked]
    cards = sample_pack.measures([measure], (2018,))
    pack = sample_pack.pack("secondary-booklet", HIGH, [ENGLAND], cards, cells, 2018, vocabulary=names_of(declared))
    table = next(b for b in groups.pupil_groups(Reading(pack), "ks4") if b.kind == "table")
    assert [row[0] for row in table.rows()] == ["All pupils", "Boys", "Any special educational need", "SEN support"]


def test_a_group_that_is_published_only_is_not_counted_as_every_pupil():
    declared = read_declared(ROOT / "params")
    pupils = [{"laestab": SCHOOL, "upn": "P1", "reading": "EXS"}]
    rows = pupil_figures(declared, one_authority([SCHOOL]), records(2018, ks1_pupils=pupils))
    found = {row["group"] for row in rows}
    assert "all" in found and "low_prior" not in found


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("printed_at: [eyfs, phonics]", "printed_at: [eyfs, phonic]", "Did you mean 'phonics'?"),
        ("{first: boys, second: girls", "{first: boys, second: grils", "Did you mean 'girls'?"),
        ("values: [girl], in_overview", "in_overview", "both a 'column' and its 'values'"),
        ("name: Low prior attainment, ", "name: Low prior attainment, column: sex, values: [boy], ", "not both"),
    ],
)
def test_a_slip_in_a_group_is_an_answerable_question(params, old, new, said):
    with pytest.raises(ParamsWrong) as wrong:
        edited(params, "vocabulary/pupil_groups.yml", old, new)
    assert said in str(wrong.value)


def test_figures_of_a_group_that_has_no_name_are_asked_about(params):
    with pytest.raises(ParamsWrong) as wrong:
        edited(params, "vocabulary/pupil_groups.yml", "  ehcp:\n", "  ehpc:\n")
    assert "there is no pupil group 'ehcp'. Did you mean 'ehpc'?" in str(wrong.value)


def test_a_key_stages_short_name_is_one_line(params):
    declared = edited(params, "vocabulary/key_stages.yml", "short_name: Key stage 2", "short_name: Year 6")
    measure = "ks2_rwm_exp"
    cells = [figure(OAK.id, 2018, measure, 63, 30)]
    members = [replace(OAK, role="school")]
    pack = sample_pack.pack(
        "authority-booklet", AUTHORITY, members, sample_pack.measures([measure], (2018,)), cells, 2018,
        vocabulary=names_of(declared),
    )  # fmt: skip
    (table,) = side_by_side.schools_side_by_side(Reading(pack), "ks2")
    assert [head.label for head in table.heads] == ["Year 6: RWM expected (%)"]


def test_a_release_stage_is_recognised_ordered_dated_and_printed(params):
    declared = edited(params, "vocabulary/release_stages.yml", "  - id: final\n", AMENDED)
    releases = declared.vocabulary.releases
    assert stated_release("351_ks2amended.csv", releases) == "amended"
    assert declared.sources["lait"].year_words["a"] == "amended"
    assert declared.releases.on("ks2", "amended", 2018) == declared.releases.on("ks2", "revised", 2018)
    assert stages_reached(releases.ranks) == ["amended", "final"]

    pack = sample_pack.primary()
    late = tuple(replace(f, release="amended") for f in pack.figures)
    reading = Reading(replace(pack, figures=late, vocabulary=names_of(declared)))
    assert release.release_stages(reading) == ["All figures of 2018 are amended."]
    assert briefing.briefing_cover(reading).name == "Key stage 2, 2018: amended figures"


def stages_reached(ranks):
    """Which of two releases is reached for: revised or amended, then amended or final."""

    def fig(stage, year):
        return Fig(SCHOOL, year, stage, "m", "all", None, 30, 50.0, None, None, "shown", "d")

    index = FigureIndex([fig("amended", 1), fig("revised", 1), fig("final", 2), fig("amended", 2)], ranks)
    return [index.get(SCHOOL, year, "m").release for year in (1, 2)]


@pytest.mark.parametrize(
    "file, old, new",
    [
        ("sources/ks2_performance.yml", "default: revised", "default: revisedd"),
        ("policy/arrows.yml", "revised", "revisedd"),
        ("releases.yml", "    early: {day", "    earlyy: {day"),
        ("vocabulary/release_stages.yml", "results_to_come: provisional", "results_to_come: provisionall"),
    ],
)
def test_a_release_stage_nobody_named_is_asked_about(params, file, old, new):
    with pytest.raises(ParamsWrong) as wrong:
        edited(params, file, old, new)
    assert "release stage" in str(wrong.value) and "Did you mean" in str(wrong.value)


def test_statuses_print_the_policys_number_and_the_publishers_stays(params):
    declared = edited(params, "policy/disclosure.yml", "protects_below: 6", "protects_below: 11")
    statuses = names_of(declared)
    assert statuses.status("suppressed").words == "suppressed: 10 or fewer pupils"
    assert statuses.status("suppressed_by_publisher").words == "suppressed: 5 or fewer pupils"
    few = Fig(SCHOOL, 2018, "final", "ks2_rwm_exp", "all", None, None, None, None, None, "suppressed", "d")
    measure = declared.measures["ks2_rwm_exp"]
    assert figure_text(few, measure, declared) == "suppressed (10 or fewer pupils)"
    assert figure_text(few, measure, read_declared(ROOT / "params")) == "suppressed (5 or fewer pupils)"


def test_a_key_of_marks_tells_the_two_numbers_apart_only_where_they_differ(params):
    declared = edited(params, "policy/disclosure.yml", "protects_below: 6", "protects_below: 11")
    for of, key in ((read_declared(ROOT / "params"), 1), (declared, 2)):
        marks = {s.words for s in names_of(of).statuses if s.mark == "c"}
        assert len(marks) == key


def test_a_pack_keeps_its_names_in_their_order_through_json():
    pack = sample_pack.cluster()
    back = Pack.from_json(pack.to_json())
    assert back.vocabulary == pack.vocabulary
    assert [g.id for g in back.vocabulary.groups][:4] == ["all", "girls", "boys", "disadvantaged"]


def test_a_pack_holds_only_names_it_can_print():
    declared = read_declared(ROOT / "params")
    names = printed_names(declared, Used(["ks2"], ["boys", "girls"], ["shown"], ["final"]))
    assert [s.id for s in names.key_stages] == ["ks2"]
    assert [g.id for g in names.groups] == ["all", "girls", "boys"]
    assert [(p.first, p.second) for p in names.pairs] == [("boys", "girls")]
    assert {s.id for s in names.statuses} == {"shown", "missing"}


def test_a_pack_from_before_names_were_carried_is_compared_by_what_it_printed():
    now = sample_pack.cluster()
    before = {part: value for part, value in json.loads(now.to_json()).items() if part not in ("vocabulary", "schema")}
    before["policy"] |= {"stages": {"ks2": {"name": "Key stage 2", "age": "age 11", "school_level": ""}}}
    assert compare(Pack.from_json(json.dumps(before)), now) == []


def test_a_name_that_reads_otherwise_is_a_change_of_wording():
    now = sample_pack.cluster()
    groups = tuple(replace(g, name="Male pupils") if g.id == "boys" else g for g in now.vocabulary.groups)
    (change,) = compare(now, replace(now, vocabulary=replace(now.vocabulary, groups=groups)))
    assert (change.before, change.after) == ("Boys", "Male pupils")
