"""All pupils together, never a mean of percentages."""

import pytest

from pipeline.declared import read_declared
from pipeline.measures.build import _pooled_row
from pipeline.measures.figure_index import Fig
from pipeline.measures.pool import Part, pool
from pipeline.paths import ROOT

DECLARED = read_declared(ROOT / "params")
MEASURES, RANKS = DECLARED.measures, DECLARED.vocabulary.releases.ranks
RWM, A8, SCORE = (MEASURES[m] for m in ("ks2_rwm_exp", "ks4_attainment8", "ks2_reading_score"))


def counted(met, cohort):
    return Part(met, cohort, 100 * met / cohort, "shown")


def printed(percentage, cohort):
    return Part(None, cohort, percentage, "shown")


def test_thirty_of_sixty_and_nine_of_ten_are_thirty_nine_of_seventy():
    assert pool([counted(30, 60), counted(9, 10)], RWM) == {
        "numerator": 39,
        "denominator": 70,
        "value": 100 * 39 / 70,
        "status": "shown",
    }


def test_a_suppressed_school_is_left_out_and_a_school_without_a_cohort_stops_the_pooling():
    hidden, unknown = Part(None, 4, None, "suppressed"), Part(None, None, 60.0, "shown")
    assert pool([counted(30, 60), hidden], RWM)["denominator"] == 60
    assert pool([counted(30, 60), unknown], RWM) == {"status": "not_available"}


def test_rounded_percentages_of_large_cohorts_give_a_range_not_a_guess():
    pooled = pool([printed(53, 196), printed(40, 210)], RWM)
    assert pooled["status"] == "bounded"
    assert pooled["lower"] < pooled["value"] < pooled["upper"]
    assert "numerator" not in pooled


def test_a_range_that_prints_as_one_number_is_that_number():
    pooled = pool([printed(53, 196), *[counted(0, 60)] * 40], RWM)
    assert pooled["status"] == "shown"


def test_attainment_8_is_weighted_by_pupils():
    pooled = pool([Part(None, 100, 50.0, "shown"), Part(None, 300, 40.0, "shown")], A8)
    assert pooled["value"] == pytest.approx(42.5)
    assert pooled["denominator"] == 400


def test_scaled_scores_cannot_be_pooled_without_their_sums():
    assert pool([Part(None, 30, 104.0, "shown")], SCORE) == {"status": "not_available"}


def test_nothing_pools_to_nothing():
    assert pool([], RWM) == {"status": "not_available"}


def test_a_pooled_figure_is_of_the_earliest_release_among_its_schools():
    schools = [
        Fig(f"351000{n}", 2018, stage, RWM.id, "all", 20, 30, 200 / 3, None, None, "shown", "d")
        for n, stage in enumerate(["final", "provisional", "revised"])
    ]
    assert _pooled_row("351-primary-a", 2018, RWM, "all", schools, None, RANKS)["release"] == "provisional"
