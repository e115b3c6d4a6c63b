"""What is said first: the largest difference in pupils, from England or from the year before; and never about a few children."""

import pytest

from pipeline.declared import read_declared
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.packs.highlights import highlights
from pipeline.packs.judgements import judgement
from pipeline.paths import ROOT
from tests.report import sample_pack

pytestmark = pytest.mark.worked

DECLARED = read_declared(ROOT / "params")
SCHOOL = "3510001"


def fig(place, year, measure, value, pupils=None, met=None):
    return Fig(place, year, "final", measure, "all", met, pupils, value, None, None, "shown", "d")


def named(*figs, year=2018):
    """(measure, side, fact, pupils) of every highlight of the school, the largest difference first."""
    index = FigureIndex(list(figs), DECLARED.vocabulary.releases.ranks)
    ids = list(dict.fromkeys(f.measure for f in figs))
    cards = list(sample_pack.measures(ids, (2017, 2018)))
    mine = [f for f in figs if f.place_id == SCHOOL and f.year == year]
    facts = [judgement(f, "england", DECLARED.measures[f.measure], DECLARED, index) for f in mine]
    found = highlights(SCHOOL, year, cards, facts, index, DECLARED)
    return [(h.measure, h.side, h.fact, h.pupils) for h in found]


def met(measure, counted, of, england, year=2018):
    """A school's percentage from its pupils, beside England's."""
    return fig(SCHOOL, year, measure, 100 * counted / of, of, counted), fig("england", year, measure, england)


def test_percentages_of_a_year_group_are_in_the_order_of_pupils():
    """Of 30, 18 reached it in maths where England's 76% would be 22.8 (5 more), 20 in reading where 76% would be 3 more."""
    reading, maths = met("ks2_reading_exp", 20, 30, 76.0), met("ks2_maths_exp", 18, 30, 76.0)
    assert named(*reading, *maths) == [
        ("ks2_maths_exp", "worse", "standing", 5),
        ("ks2_reading_exp", "worse", "standing", 3),
    ]


def test_a_small_year_group_weighs_less_than_a_large_one():
    """12 points of 15 children in reception are fewer pupils than 8 points of 60 in year 6."""
    gld, maths = met("eyfs_gld", 9, 15, 72.0), met("ks2_maths_exp", 41, 60, 76.0)
    assert [m for m, *_ in named(*gld, *maths)] == ["ks2_maths_exp", "eyfs_gld"]


def test_a_fall_counts_where_it_is_larger_than_the_lead_that_is_left():
    """From 25 of 31 (81%) to 20 of 30 (67%), England 64%: two points above England, and four pupils fewer than last year's rate."""
    before = fig(SCHOOL, 2017, "ks2_reading_exp", 100 * 25 / 31, 31, 25)
    assert named(*met("ks2_reading_exp", 20, 30, 64.0), before) == [("ks2_reading_exp", "worse", "change", 4)]
    # still ten points above: the lead is larger than the fall
    small_fall = fig(SCHOOL, 2017, "ks2_reading_exp", 100 * 22 / 30, 30, 22)
    assert named(*met("ks2_reading_exp", 20, 30, 50.0), small_fall) == [("ks2_reading_exp", "better", "standing", 5)]


def test_what_is_in_line_and_has_not_moved_is_not_named():
    before = fig(SCHOOL, 2017, "ks2_reading_exp", 75.0, 32, 24)
    assert named(*met("ks2_reading_exp", 24, 32, 74.0), before) == []


@pytest.mark.parametrize("missed, found", [(6, 1), (5, 0)])
def test_no_concern_rests_on_fewer_than_six_pupils(missed, found):
    """Of 30 pupils, England's rate 99%."""
    assert len(named(*met("ks2_reading_exp", 30 - missed, 30, 99.0))) == found


@pytest.mark.parametrize("england, found", [(70.31, 1), (70.32, 0)])
def test_no_strength_is_a_difference_of_less_than_two_pupils(england, found):
    """24 of 32 are 75%. England's 70.31% would be 1.5008 pupils fewer, which is two; 70.32 % 1.4976, which is one."""
    assert len(named(*met("ks2_reading_exp", 24, 32, england))) == found


def test_a_measure_where_less_is_better_is_a_concern_when_it_rises():
    """Without a rule it is not judged against England; suspensions rose by 5.1 for every 100 pupils."""
    now, before = (fig(SCHOOL, y, "suspensions_secondary", v) for y, v in ((2018, 14.24), (2017, 9.14)))
    assert named(now, before, fig("england", 2018, "suspensions_secondary", 9.4)) == [
        ("suspensions_secondary", "worse", "change", None)
    ]


def test_averages_are_ranked_in_bands_of_their_own_rule():
    """A scaled score two bands (2 points) below England comes before a percentage one and a half bands below."""
    score = (fig(SCHOOL, 2018, "ks2_reading_score", 103.0, 30), fig("england", 2018, "ks2_reading_score", 105.0))
    maths = (fig(SCHOOL, 2018, "ks2_maths_exp", 70.0, 30, 21), fig("england", 2018, "ks2_maths_exp", 75.5))
    assert [m for m, *_ in named(*score, *maths)] == ["ks2_reading_score", "ks2_maths_exp"]
