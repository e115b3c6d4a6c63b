"""Three separate facts, and a reason wherever there is nothing to say."""

import pytest

from pipeline.declared import read_declared
from pipeline.measures.figure_index import Fig
from pipeline.measures.judge import JudgementRules, change, significance, standing
from pipeline.paths import ROOT

DECLARED = read_declared(ROOT / "params")
RULES = JudgementRules(
    DECLARED.policy.rag, DECLARED.policy.arrows, DECLARED.vocabulary.releases, DECLARED.vocabulary.groups
)
RWM, READING, PROGRESS, SCORE, ABSENCE = (
    DECLARED.measures[m]
    for m in ("ks2_rwm_exp", "ks2_reading_exp", "ks2_maths_progress", "ks2_maths_score", "absence_primary")
)


def fig(value, year=2017, pupils=None, met=None, measure=READING, release="final", place="3510001", status="shown"):
    return Fig(place, year, release, measure.id, "all", met, pupils, value, None, None, status, "d")


def counted(met, pupils, year=2017, **more):
    return fig(100 * met / pupils, year, pupils, met, **more)


@pytest.mark.parametrize(
    "before, now, way, points",
    [
        (70.0, 71.0, "up", 1),
        (70.0, 70.9, "steady", 1),
        (82.4, 81.6, "steady", 0),
        (64.0, 63.0, "down", -1),
        (64.0, 64.0, "steady", 0),
    ],
)
def test_an_arrow_needs_a_whole_point_on_unrounded_figures(before, now, way, points):
    said = change(fig(now), fig(before, 2016), READING, RULES)
    assert (said.way, said.points) == (way, points)


def test_less_absence_is_better_and_its_arrow_still_points_down():
    said = change(fig(4.0, measure=ABSENCE), fig(5.0, 2016, measure=ABSENCE), ABSENCE, RULES)
    assert (said.way, said.welcome) == ("down", "better")


@pytest.mark.parametrize(
    "now, before, measure, reason",
    [
        (fig(60.0), None, READING, "No figure for 2016"),
        (fig(None, status="suppressed"), fig(60.0, 2016), READING, "No figure for 2017"),
        (fig(60.0), fig(None, 2016, status="suppressed"), READING, "No figure for 2016"),
        (fig(60.0, 2018, measure=RWM), fig(60.0, 2017, measure=RWM), RWM, "framework"),
        (fig(60.0, 2022), fig(60.0, 2021), READING, "pandemic"),
        (fig(60.0, release="provisional"), fig(60.0, 2016), READING, "like is only compared with like"),
        (counted(6, 10), counted(6, 12, 2016), READING, "Fewer than 11 pupils in 2017"),
        (counted(6, 12), counted(6, 10, 2016), READING, "Fewer than 11 pupils in 2016"),
        (fig(1.0, measure=PROGRESS), fig(0.0, 2016, measure=PROGRESS), PROGRESS, "no rise or fall"),
    ],
)
def test_there_is_no_arrow_where_a_comparison_would_mislead(now, before, measure, reason):
    said = change(now, before, measure, RULES)
    assert said.way == ""
    assert reason in said.reason


@pytest.mark.parametrize("met, word", [(25, "above"), (24, "in_line"), (20, "in_line"), (19, "below")])
def test_a_gap_must_be_three_points_and_one_pupil(met, word):
    """Of 33 pupils one is 3.03 points: 25 of 33 is 75.8, 24 is 72.7, 20 is 60.6... against an England of 72.7 less or more."""
    england = {25: 72.0, 24: 70.0, 20: 63.0, 19: 61.0}[met]
    assert standing(counted(met, 33), fig(england, place="england"), READING, RULES).word == word


def test_one_pupil_in_a_small_cohort_is_not_a_standing():
    """Seven of twelve is 58.3; one pupil is 8.3 points, so a gap of five points is in line."""
    assert standing(counted(7, 12), fig(63.0, place="england"), READING, RULES).word == "in_line"


def test_ten_pupils_get_a_figure_and_no_standing_eleven_get_both():
    england = fig(70.0, place="england")
    assert standing(counted(5, 10), england, READING, RULES).reason.startswith("Fewer than 11")
    assert standing(counted(5, 11), england, READING, RULES).word == "below"


def test_the_printed_gap_is_the_difference_of_the_printed_figures():
    below = standing(counted(19, 30), fig(64.0, place="england"), READING, RULES)
    assert (below.gap, below.pupils) == (-1, 0)


@pytest.mark.parametrize("band, word", [(1, "above"), (2, "above"), (3, "in_line"), (4, "below"), (5, "below")])
def test_the_standing_of_progress_is_the_departments_band(band, word):
    own, england = (fig(0.5, 2018, 40, measure=PROGRESS, place=p) for p in ("3510001", "england"))
    assert standing(own, england, PROGRESS, RULES, band).word == word


def test_progress_without_a_band_says_so():
    own, england = (fig(0.5, 2018, measure=PROGRESS, place=p) for p in ("3510001", "england"))
    assert "band was not delivered" in standing(own, england, PROGRESS, RULES).reason


@pytest.mark.parametrize("met, mark", [(27, "sig+"), (20, ""), (14, "sig-")])
def test_significance_is_wilson_against_england(met, mark):
    assert significance(counted(met, 30), fig(68.0, place="england"), READING, RULES).mark == mark


def test_significance_is_not_assessed_without_counts():
    said = significance(fig(70.0), fig(60.0, place="england"), READING, RULES)
    assert not said.assessed
    assert "number of pupils" in said.reason


@pytest.mark.parametrize("stage, word", [("final", "below"), ("revised", "below"), ("provisional", ""), ("school", "")])
def test_like_is_only_set_against_like(stage, word):
    """England's figure is final: a school's revised one may stand beside it, its provisional one not."""
    own, england = counted(12, 30, release=stage), fig(64.0, place="england")
    judged = standing(own, england, READING, RULES)
    assert (judged.word, judged.gap is None) == (word, word == "")
    assert significance(own, england, READING, RULES).assessed == (word != "")


def test_what_is_published_once_is_compared_at_any_release_stage():
    """A phonics check is collected once: the schools' own figure is compared with England's final one."""
    phonics = DECLARED.measures["phonics_y1"]
    own, england = counted(12, 30, release="school", measure=phonics), fig(80.0, place="england", measure=phonics)
    assert standing(own, england, phonics, RULES).word == "below"
    before = counted(15, 30, 2016, measure=phonics)
    assert change(own, before, phonics, RULES).way == "down"
