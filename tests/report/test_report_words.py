"""Sentences say what the statuses say, and say why when there is nothing to say."""

from dataclasses import replace

import pytest

from pipeline.report import words
from pipeline.report.booklet import Booklet
from pipeline.report.pages import front_page
from pipeline.report.reading import Reading
from tests.report import sample_pack

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
    assert "In 2018, 73 % of pupils reached the expected standard in reading, writing and mathematics." in said
    assert "30 pupils were counted, so one pupil is worth 3.3 points." in said
    assert "It rose by 15 points since 2017." in said


@pytest.mark.parametrize(
    "status, words_for_it",
    [("c", "suppressed: 5 or fewer pupils"), ("x", "not available"), ("z", "not applicable"), ("lc", "low coverage")],
)
def test_a_headline_without_a_value_is_explained_and_nothing_else_is_claimed(status, words_for_it):
    said = summary(with_figure(status))
    assert "RWM" not in said.split("there is no figure")[0]
    if status == "c":
        assert "In 2018, 13 %" in said  # the next headline with a value speaks instead
    only = replace(with_figure(status), measures=tuple(m for m in sample_pack.primary().measures if m.id == RWM))
    assert f"there is no figure for 2018 ({words_for_it}" in summary(only)
    assert "rose" not in summary(only) and "above" not in summary(only)


def test_standing_above_below_and_in_line_are_never_mixed_up():
    assert "below England" in summary(with_figure(40)) and "above England" not in summary(with_figure(40))
    assert "above England" in summary(with_figure(90)) and "below England" not in summary(with_figure(90))
    assert "in line with England's 64 %" in summary(with_figure(64))


def test_a_gap_that_could_be_chance_is_said_to_be():
    assert "a gap of this size can be chance" in summary(with_figure(70))
    assert "chance alone would usually give" in summary(with_figure(20))


def test_a_small_cohort_is_told_but_not_judged():
    said = summary(sample_pack.primary(sample_pack.TINY))
    assert "so one pupil is worth 12.5 points" in said
    assert "no standing is given: fewer than 11 pupils" in said


def test_nothing_to_name_is_one_line_with_its_reason():
    note = front_page.strengths_and_concerns(Reading(sample_pack.primary(sample_pack.TINY)), "ks2")
    assert note.kind == "note" and "fewer than 11 pupils" in note.lines[0]


def test_strengths_stand_above_and_concerns_below_each_with_its_evidence():
    lists = dict(front_page.strengths_and_concerns(Reading(sample_pack.primary()), "ks2").lists)
    assert all("▲" in line for line in lists["Strengths"])
    assert all("▼" in line for line in lists["Concerns"])
    assert lists["Concerns"][0] == "Writing, progress from key stage 1: -1.9 (▼ below average, sig-)."


def test_a_low_figure_is_good_where_lower_is_better():
    measure = sample_pack.measures(["absence_primary"], (2018,))[0]
    judged = sample_pack.judged(sample_pack.figure("999", 2018, "absence_primary", 3), None, None)
    assert words.tone(replace(judged, standing="below"), measure) == "good"
    assert words.tone(replace(judged, standing="above"), measure) == "poor"


def test_no_progress_this_year_is_explained_by_the_measures_own_words():
    assert "had no key stage 1 assessment, because of the pandemic" in summary(sample_pack.later())


def test_percentages_move_in_points():
    measure = sample_pack.measures([RWM], (2018,))[0]
    assert words.points(measure, "+4") == "4 points"
    assert words.points(measure, "-1") == "1 point"


def test_a_stage_without_school_figures_is_one_line():
    blocks = Booklet(sample_pack.cluster()).schools("phonics")
    assert [b.kind for b in blocks] == ["note"]
    assert "not published by school" in blocks[0].lines[0]


def test_schools_without_results_are_listed_in_one_line():
    table = Booklet(sample_pack.cluster()).schools("ks2")[0]
    assert any(note == "No results in these years: Beck Lane Primary School." for note in table.notes)
    assert "Beck Lane Primary School" not in [row[0] for row in table.rows()]


def test_the_cluster_page_has_comparators_first_and_the_pooled_row_last():
    names = [r.head for b in Booklet(sample_pack.cluster()).schools("ks2")[0].bodies for r in b.rows]
    assert names[:3] == ["England (state-funded)", "North West", "Marlow Vale"]
    assert names[-1] == "Primary cluster A, all pupils"
