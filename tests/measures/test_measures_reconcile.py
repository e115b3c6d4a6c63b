"""Pupil records beside published figures: every verdict by a worked example, and the pupils between the two counted."""

import pandas as pd
import pytest

from pipeline.measures.figure import empty, typed
from pipeline.measures.reconcile import not_compared, reconcile

SCHOOL = "3512001"


def figures(*rows):
    base = {"place_id": SCHOOL, "year": 2019, "release": "final", "measure": "ks2_reading_exp", "group": "all"}
    base |= {"status": "shown", "delivery": "d"}
    return typed(pd.DataFrame([base | row for row in rows])) if rows else empty()


def counted(met, of, **more):
    return {"numerator": met, "denominator": of, "value": 100 * met / of, **more}


def one(declared, pupil, published):
    found = reconcile(figures(pupil), figures(published), declared)
    assert len(found) == 1
    return found.iloc[0]


def test_the_same_counts_are_equal(declared):
    row = one(declared, counted(41, 60), counted(41, 60))
    assert (row.verdict, row.pupils, row.points) == ("equal", 0, 0)


def test_the_same_value_without_a_published_cohort_is_equal(declared):
    assert one(declared, counted(30, 60), {"value": 50.0}).verdict == "equal"


def test_what_only_the_published_rounding_hides_is_rounding(declared):
    """100 of 150 is 66.67, published as 67; 101 of 150 would be printed so too."""
    row = one(declared, counted(100, 150), {"value": 67.0, "denominator": 150})
    assert (row.verdict, row.pupils) == ("rounding", 0)
    assert "Nothing to do" in row.said


def test_halves_go_up_before_they_are_compared(declared):
    assert one(declared, counted(5, 8), {"value": 63.0}).verdict == "rounding"
    assert one(declared, counted(5, 8), {"value": 62.0}).verdict == "differs"


def test_a_difference_at_another_release_waits_for_the_same_release(declared):
    row = one(declared, counted(40, 60, release="provisional"), counted(42, 60))
    assert (row.verdict, row.pupils, row.pupil_release, row.published_release) == ("release", 2, "provisional", "final")
    assert row.said.startswith("2 pupils apart; pupil records are provisional, the published figure is final.")


def test_a_difference_at_the_same_release_is_for_a_person(declared):
    row = one(declared, counted(40, 60), counted(41, 60))
    assert (row.verdict, row.pupils) == ("differs", 1)
    assert row.said.startswith("1 pupil apart at the same release.")


def test_pupils_are_counted_to_the_nearest_count_that_prints_as_published(declared):
    """Of 200, 131 to 132 print 66: 128 is three pupils below the nearer of them."""
    assert one(declared, counted(128, 200), {"value": 66.0}).pupils == 3
    assert one(declared, counted(135, 200), {"value": 66.0}).pupils == 3


def test_another_cohort_that_prints_the_same_is_reported(declared):
    row = one(declared, counted(40, 60), counted(41, 61))
    assert (row.verdict, row.pupils) == ("rounding", 1)
    assert "60 pupils in the records, 61 published" in row.said


def test_a_published_percentage_no_count_of_our_cohort_gives_is_at_least_one_pupil(declared):
    row = one(declared, counted(2, 3), {"value": 70.0})
    assert (row.verdict, row.pupils) == ("differs", 1)


@pytest.mark.parametrize("status", ["suppressed", "not_published", "low_coverage", "missing"])
def test_what_the_publisher_does_not_show_is_hidden(declared, status):
    row = one(declared, counted(2, 3), {"status": status, "value": None})
    assert row.verdict == "hidden"
    assert pd.isna(row.pupils) and pd.isna(row.points)


def test_means_are_compared_in_points_and_never_in_pupils(declared):
    score = {"measure": "ks2_reading_score", "denominator": 58}
    same = one(declared, {**score, "value": 103.6}, {**score, "value": 104.0, "denominator": None})
    apart = one(declared, {**score, "value": 103.4}, {**score, "value": 104.0, "denominator": None})
    assert (same.verdict, apart.verdict) == ("rounding", "differs")
    assert pd.isna(apart.pupils)
    assert apart.points == pytest.approx(-0.6)
    assert apart.said.startswith("0.6 points apart")


def test_progress_is_compared_as_it_is_printed(declared):
    progress = {"measure": "ks2_maths_progress", "denominator": 40}
    assert (
        one(declared, {**progress, "value": -1.26}, {**progress, "value": -1.3, "denominator": None}).verdict
        == "rounding"
    )


def test_a_figure_known_between_two_values_includes_ours_or_does_not(declared):
    between = {"status": "bounded", "denominator": 300, "value": 60.5, "lower": 60.0, "upper": 61.0}
    assert one(declared, counted(181, 300), between).verdict == "rounding"
    row = one(declared, counted(185, 300), between)
    assert (row.verdict, row.pupils) == ("differs", 2)


def test_of_several_releases_the_latest_that_both_have_is_compared(declared):
    ours = figures(counted(40, 60, release="provisional"), counted(41, 60, release="revised"))
    theirs = figures(counted(41, 60, release="revised"), counted(45, 60, release="final"))
    assert list(reconcile(ours, theirs, declared)[["pupil_release", "verdict"]].iloc[0]) == ["revised", "equal"]


def test_what_one_side_lacks_is_counted_with_its_reason(declared):
    ours = figures(
        counted(41, 60), counted(20, 30, group="girls"), {"status": "held", "value": None, "measure": "ks2_maths_exp"}
    )
    theirs = figures(counted(41, 60), counted(9, 60, measure="ks2_maths_exp"), counted(9, 60, measure="ks2_gps_exp"))
    assert len(reconcile(ours, theirs, declared)) == 1
    assert not_compared(ours, theirs, declared).values.tolist() == [
        ["ks2_gps_exp", "published only", 1],
        ["ks2_maths_exp", "published, and the pupil records give none (held)", 1],
        ["ks2_reading_exp", "from pupil records only", 1],
    ]


def test_published_bands_are_no_cells(declared):
    band = {"measure": "ks2_maths_progress_band", "value": 3}
    assert reconcile(figures(band), figures(band), declared).empty


def test_nothing_on_either_side_gives_an_empty_table(declared):
    found = reconcile(figures(), figures(counted(1, 2)), declared)
    assert found.empty and found["pupils"].dtype == "Int64"
    assert not_compared(figures(), figures(), declared).empty
