"""A missing figure has its reason beside it, and a reason is only said of what it is true of."""

from dataclasses import replace

import pytest

from pipeline.packs.pack import PlaceCard
from pipeline.packs.pack_parts import MatrixArea
from pipeline.report.booklet import Booklet
from pipeline.report.pages import matrix, monitoring
from pipeline.report.pages.account.latest import latest_results
from pipeline.report.pages.cluster import side_by_side
from pipeline.report.reading import Reading
from tests.report import sample_pack, sample_stages

PANDEMIC = "No assessment was held, because of the pandemic."
REFERRAL = PlaceCard("9991101", "Rigg Pupil Referral Unit", "school", "other", "member", school_kind="alternative")
SPECIAL = PlaceCard("9997001", "Ash Special School", "school", "special", "member", school_kind="special")


def authority(*areas: str):
    """The invented authority with attendance in 2018, of these areas alone."""
    pack = sample_pack.authority()
    cells = [sample_pack.figure(a, 2018, "absence_primary", 4.2) for a in areas]
    cards = (*pack.measures, *sample_pack.measures(["absence_primary"], (2018,)))
    return replace(pack, figures=(*pack.figures, *cells), measures=cards)


@pytest.mark.parametrize("areas, said", [(["england"], True), (["england", "999"], False)])
def test_under_a_table_of_others_rows_alone_the_authority_is_told_that_it_has_none(areas, said):
    notes = Booklet(authority(*areas)).headline_table("absence").notes
    assert ("No figures of Marlow Vale are held for Attendance." in notes) == said


def test_the_account_says_whose_figures_were_not_known():
    """England's are held, so "no figures were known" would be false."""
    note = latest_results(Reading(authority("england")), "absence")
    assert note.lines == ("No figures of Marlow Vale for Attendance were known on the day.",)


def test_the_monitoring_summary_says_why_a_headline_has_no_change():
    """Key stages 1 and 2 both have a headline called RWM expected, so each is named with its stage."""
    both = ("ks1_rwm_exp", "ks2_rwm_exp")
    figures = tuple(sample_pack.figure("999", 2018, m, 60, 2000) for m in both)
    cards, judged = sample_pack.measures(list(both), (2017, 2018)), sample_pack.judge_all(figures, 2018)
    pack = replace(sample_pack.authority(), figures=figures, measures=cards, judgements=judged)
    notes = monitoring.monitoring_headlines(Reading(pack)).notes
    assert "Key stage 1: RWM expected and Key stage 2: RWM expected: no change is given (no figure for 2017)." in notes


def asked_of(pack, stages: list[str]) -> str:
    area = MatrixArea("Key stage 1", "How good?", tuple(stages), ("headline",))
    told = replace(pack.policy, box="For the school to write", grid=(area,))
    return matrix.self_evaluation_evidence(Reading(replace(pack, policy=told)))[0].lines[1]


def without(pack, stage: str, **card):
    """The pack without this year's figures of a stage, its measures changed so."""
    kept = tuple(f for f in pack.figures if not (f.measure.startswith(stage) and f.year == pack.year))
    return replace(
        pack, figures=kept, measures=tuple(replace(m, **card) if m.stage == stage else m for m in pack.measures)
    )


def test_an_area_of_a_stage_not_held_that_year_says_so():
    pack = without(sample_stages.ALL["everything"](), "ks1", gaps={"2023": PANDEMIC})
    assert asked_of(pack, ["ks1"]) == (
        "No figure may be printed for this area: no assessment was held, because of the pandemic."
    )


def test_an_area_of_several_stages_says_it_of_each_or_of_none():
    pack = without(sample_stages.ALL["everything"](), "ks1", gaps={"2023": PANDEMIC})
    assert asked_of(without(pack, "mtc"), ["ks1", "mtc"]) == f"{matrix.NONE}: {matrix.UNKNOWN_WHY}."
    both = asked_of(without(pack, "mtc", gaps={"2023": "The check was not held."}), ["ks1", "mtc"])
    assert "no assessment was held, because of the pandemic (key stage 1)" in both
    assert "the check was not held (tables check)" in both


@pytest.mark.parametrize("extra, said", [((), False), ((REFERRAL,), True)])
def test_a_referral_unit_is_named_where_there_is_one_and_its_pupils_are_not_among_all(extra, said):
    pack = sample_pack.cluster()
    more = [sample_pack.figure(p.id, 2018, m, 50, 20) for p in (SPECIAL, *extra) for m in ("ks2_rwm_exp", "eyfs_gld")]
    more += [sample_pack.figure("9992001", 2018, "eyfs_gld", 70, 30)]
    told = {"policy": replace(pack.policy, pooled=("mainstream", "special"))}
    pack = replace(pack, places=(*pack.places, SPECIAL, *extra), figures=(*pack.figures, *more), **told)
    (table,) = side_by_side.schools_side_by_side(Reading(pack), "eyfs", "ks2")
    notes = " ".join(table.notes)
    assert "Special schools are listed apart and not judged; their pupils are counted among all pupils." in notes
    unit = "Pupil referral units are listed apart and not judged; their pupils are not counted among all pupils."
    assert (unit in notes) == said


def test_a_note_of_no_year_before_says_of_which_stage_the_measure_is():
    """Reading, writing and mathematics together are a headline at key stage 1 and at key stage 2."""
    pack = sample_pack.authority()
    kept = tuple(f for f in pack.figures if (f.place, f.year) != ("999", 2017))
    table = latest_results(Reading(replace(pack, figures=kept, judgements=sample_pack.judge_all(kept, 2018))), "ks2")
    assert any("Reading, writing and maths: expected (key stage 2)" in note for note in table.notes)


def test_attainment_8_is_defined_once_as_an_average_with_english_and_mathematics_double():
    """Fifty points for one pupil and thirty for another are an Attainment 8 of 40, not of 80."""
    declared = sample_pack.DECLARED
    term = next(t.meaning for t in declared.policy.glossary.terms if t.term == "Attainment 8")
    for said in (term, declared.measures["ks4_attainment8"].counts):
        assert said.lower().startswith("the average") and "sum" not in said and "count double" in said
