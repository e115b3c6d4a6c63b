"""Sentences say what the statuses say, and say why when there is nothing to say."""

from dataclasses import replace

import pytest

from pipeline.report import words
from pipeline.report.booklet import Booklet
from pipeline.report.pages.common import front_page
from pipeline.report.pages.wording.cells import RANGE, why_no_change, why_no_standing
from pipeline.report.pages.wording.reasons import break_notes, last_breaks
from pipeline.report.pages.wording.release import release_stages
from pipeline.report.reading import Reading
from tests.report import sample_pack
from tests.report.gather import blocks_of

RWM = "ks2_rwm_exp"


def summary(pack, *stages: str) -> str:
    return " ".join(front_page.summary(Reading(pack), *(stages or ("ks2",))).lines)


def with_figure(value: object, pupils: int | None = 30):
    """The invented school with another headline this year, judged again."""
    pack = sample_pack.primary()
    cell = sample_pack.figure("9992001", 2018, RWM, value, pupils)
    kept = [f for f in pack.figures if (f.place, f.measure, f.year, f.group) != ("9992001", RWM, 2018, "all")]
    figures = [*kept, cell]
    return replace(pack, figures=tuple(figures), judgements=sample_pack.judge_all(figures, 2018))


def test_the_front_page_gives_the_headline_its_cohort_and_what_one_pupil_is_worth():
    said = summary(sample_pack.primary())
    assert "In 2018, 73% of pupils reached the expected standard in reading, writing and mathematics." in said
    assert "30 pupils were counted, so one pupil is worth 3.3 points." in said
    assert "This school's figure rose by 15 points since 2017." in said


@pytest.mark.parametrize(
    "status, words_for_it",
    [("c", "suppressed: 5 or fewer pupils"), ("x", "not available"), ("z", "not applicable"), ("lc", "low coverage")],
)
def test_a_headline_without_a_value_is_explained_and_nothing_else_is_claimed(status, words_for_it):
    said = summary(with_figure(status))
    assert "RWM" not in said.split("there is no figure")[0]
    if status == "c":
        assert "In 2018, 13%" in said  # the next headline with a value speaks instead
    only = replace(with_figure(status), measures=tuple(m for m in sample_pack.primary().measures if m.id == RWM))
    assert f"there is no figure for 2018 ({words_for_it}" in summary(only)
    assert "rose" not in summary(only) and "above" not in summary(only)


def test_standing_above_below_and_in_line_are_never_mixed_up():
    assert "below England" in summary(with_figure(40)) and "above England" not in summary(with_figure(40))
    assert "above England" in summary(with_figure(90)) and "below England" not in summary(with_figure(90))
    assert "in line with England's 64%" in summary(with_figure(64))


def test_a_gap_that_could_be_chance_is_said_to_be():
    assert "a gap of this size can be chance" in summary(with_figure(70))
    assert "chance alone would usually give" in summary(with_figure(20))


def test_a_small_cohort_is_told_but_not_judged():
    said = summary(sample_pack.primary(sample_pack.TINY))
    assert "so one pupil is worth 12.5 points" in said
    assert "no standing is given: fewer than 11 pupils" in said


def test_a_low_figure_is_good_where_lower_is_better():
    measure = sample_pack.measures(["absence_primary"], (2018,))[0]
    judged = sample_pack.judged(sample_pack.figure("999", 2018, "absence_primary", 3), None, None)
    assert words.tone(replace(judged, standing="below"), measure) == "good"
    assert words.tone(replace(judged, standing="above"), measure) == "poor"


def test_no_progress_this_year_is_explained_by_the_measures_own_words():
    assert "had no key stage 1 assessment, because of the pandemic" in summary(sample_pack.later())


def test_percentages_move_in_points():
    assert words.points("+4") == "4 points"
    assert words.points("-1") == "1 point"


def test_a_stage_without_school_figures_is_one_line():
    booklet = Booklet(sample_pack.cluster())
    assert booklet.schools_over_time("phonics") == ()
    blocks = booklet.stages_without_school_figures("phonics", "ks2")
    assert [b.kind for b in blocks] == ["note"]
    assert "not published by school" in blocks[0].lines[0]


def test_schools_without_results_are_listed_in_one_line():
    table = Booklet(sample_pack.cluster()).schools_over_time("ks2")[0]
    assert any(note == "No results in these years: Beck Lane Primary School." for note in table.notes)
    assert "Beck Lane Primary School" not in [row[0] for row in table.rows()]


def test_the_cluster_page_has_comparators_first_and_the_pooled_row_last():
    names = [r.head for b in Booklet(sample_pack.cluster()).schools_over_time("ks2")[0].bodies for r in b.rows]
    assert names[:3] == ["England (state-funded)", "North West", "Marlow Vale"]
    assert names[-1] == "Primary cluster A, all pupils"


def test_member_schools_are_counted_by_their_standing():
    said = "Of 2 schools with a standing in this measure: 1 above England, none in line and 1 below."
    assert said in summary(sample_pack.cluster())


def test_a_members_lineage_is_told_once_under_the_first_table_of_its_stage():
    pack, note = sample_pack.cluster(), "Sponsored academy since February 2017: its own results start then."
    members = [p for p in pack.places if p.role == "member"]
    places = tuple(replace(p, note=note) if p in members else p for p in pack.places)
    tables = [b for b in Booklet(replace(pack, places=places)).schools_over_time("ks2") if b.kind == "table"]
    told = [n for t in tables for n in t.notes if "its own results start then" in n]
    assert len(told) == 1 and told[0].endswith(words.lower_first(note))
    assert "Nether Hill" in told[0] and "Oakfield" in told[0]


def test_a_trust_is_sent_to_the_cluster_booklets_for_clusters_side_by_side():
    pack = sample_pack.cluster()
    pack = replace(pack, place=replace(pack.place, kind="trust"))
    assert "cluster booklets" in Booklet(pack).clusters_side_by_side("ks2").lines[0]


def test_a_special_school_is_told_why_it_is_placed_nowhere():
    pack = sample_pack.primary()
    pack = replace(
        pack, place=replace(pack.place, phase="special", school_kind="special"), positions={}, scatters={}, marks={}
    )
    stands = Booklet(pack).where_we_stand("ks2")
    assert any("special school" in note for note in stands.notes)
    assert "special school" in Booklet(pack).attainment_and_progress()[0].lines[0]


def test_what_one_pupil_is_worth_is_among_the_facts_about_the_pupils():
    rows = Booklet(sample_pack.primary()).context().rows()
    assert any(row[0].startswith("One pupil is worth") and row[1] == "3.3 points" for row in rows)


def test_a_change_from_a_range_is_refused_because_it_is_a_range_not_because_it_is_missing():
    pack = with_figure("x")
    cells = tuple(
        replace(f, status="bounded", text="34 to 35%") if (f.place, f.measure, f.year) == ("9992001", RWM, 2018) else f
        for f in pack.figures
    )
    reading = Reading(replace(pack, figures=cells))
    assert why_no_change(reading, "9992001", reading.measure(RWM)) == RANGE
    assert why_no_standing(reading, "9992001", reading.measure(RWM)) == RANGE


def test_of_several_breaks_between_two_printed_years_the_last_is_told():
    measure = sample_pack.measures(
        [RWM], (2019, 2023), None, {"2020": "Grades by centres.", "2022": "Tests again.", "2023": "As before."}
    )
    assert last_breaks(measure[0], [2019, 2023]) == [2023]
    assert break_notes(Reading(sample_pack.primary()), list(measure), [2019, 2023]) == [
        "New series from 2023, not to be compared with the years before. As before."
    ]


def test_figures_of_one_release_stage_are_told_in_one_sentence():
    assert release_stages(Reading(sample_pack.primary())) == ["All figures of 2018 are final."]


def test_figures_of_different_release_stages_are_told_by_place():
    pack = sample_pack.primary()
    mixed = [replace(f, release="revised") if f.place == "9992001" else f for f in pack.figures]
    told = release_stages(Reading(replace(pack, figures=tuple(mixed))))[0]
    assert told.startswith("Release stage of the figures of 2018. Oakfield Primary School: revised; England,")
    assert told.endswith("final.")


def test_names_with_commas_of_their_own_are_listed_with_semicolons():
    assert words.listed(["Reading", "Maths"]) == "Reading and Maths"
    assert words.listed(["Absence, primary", "Absence, secondary"]) == "Absence, primary; and Absence, secondary"


def test_the_same_question_is_asked_once_with_all_its_evidence():
    pack = sample_pack.primary()
    twice = (replace(pack.prompts[0], evidence="Maths expected: 60%"), *pack.prompts)
    asked = Booklet(replace(pack, prompts=twice)).questions_to_ask().questions
    assert len(asked) == 2
    assert asked[0][1] == "Maths expected: 60%; GPS expected: 70%, below (-8 against England)"


def test_a_colour_never_lacks_its_word_and_shape():
    blocks = [
        block
        for name in sample_pack.ALL
        for block in blocks_of(Booklet(sample_pack.ALL[name]()), sample_pack.NOTEBOOKS[name])
    ]
    rows = [row for block in blocks for body in getattr(block, "bodies", ()) for row in body.rows]
    coloured = [row for row in rows if any(c.tone in ("good", "middle", "poor") for c in row.cells)]
    assert coloured
    for row in coloured:
        assert any(c.text[:1] in "▲●▼" or c.text.split(" ")[1:2] in (["▲"], ["●"], ["▼"]) for c in row.cells)
