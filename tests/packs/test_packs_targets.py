"""What a target-setting booklet may know: printed estimates, and no group or cell of too few pupils."""

import pandas as pd

from pipeline.declared import read_declared
from pipeline.measures.expectations import Expectations
from pipeline.measures.expected import COLUMNS
from pipeline.packs.targets import targets
from pipeline.paths import ROOT

DECLARED = read_declared(ROOT / "params")
PRIMARY = DECLARED.publications["target-setting-primary"]
SCHOOL, RWM = "9992001", "ks2_rwm_exp"
LOW, HIGH, NONE = (0, 0.0, 7.875, 20.0), (1, 8.0, 130.0, 80.0), (-1, float("nan"), float("nan"), float("nan"))


def held(**groups):
    """Counts of pupils by group: (below 8 points, 8 or more, without)."""
    rows = [
        (SCHOOL, 2025, "ks2", RWM, group, *band, n, "d")
        for group, counts in groups.items()
        for band, n in zip((LOW, HIGH, NONE), counts, strict=True)
        if n
    ]
    return targets(PRIMARY, SCHOOL, 2025, Expectations(pd.DataFrame(rows, columns=COLUMNS)), DECLARED)


def test_an_estimate_is_printed_in_pupils_and_per_cent_with_its_range():
    """10 × 20% + 15 × 80% = 14 of 25, 56%; two have no earlier results, so one pupil of 27 is 3.7 points."""
    found = held(all=(10, 15, 2))
    (row,) = found.estimates
    assert (row.expected, row.percent, row.low, row.high) == ("14.0", "56%", 10, 18)
    assert (found.pupils, found.without, row.one_pupil, found.few) == (27, 2, "3.7", "")
    assert [(b.label, b.pupils, b.rates[RWM]) for b in found.bands] == [
        ("up to 7.9", 10, "20%"), ("8 or more", 15, "80%"),
    ]  # fmt: skip


def test_what_if_is_of_the_whole_cohort_around_the_estimates_share():
    """56% of 27 pupils is 15.1: from 12 to 18 of 27."""
    rows = held(all=(10, 15, 2)).what_if
    assert [r.pupils for r in rows] == list(range(12, 19))
    assert [(r.pupils, r.percent) for r in rows if r.expected] == [(15, "56%")]


def test_what_if_never_leaves_the_cohort_and_a_small_one_is_said_to_say_little():
    """Three pupils who all start high: 2.4, so from none to all three."""
    found = held(all=(0, 3, 0))
    assert [r.pupils for r in found.what_if] == [0, 1, 2, 3]
    assert found.few.startswith("With fewer than 11 pupils")


def test_a_place_with_nothing_to_expect_and_another_publication_know_nothing():
    assert held(all=(0, 0, 9)) is None
    rows = pd.DataFrame([(SCHOOL, 2025, "ks2", RWM, "all", *HIGH, 9, "d")], columns=COLUMNS)
    booklet = DECLARED.publications["primary-booklet"]
    assert targets(booklet, SCHOOL, 2025, Expectations(rows), DECLARED) is None


def test_a_measure_whose_rates_reach_no_pupil_is_left_out():
    """Nobody of nine lies in a band of the combined measure; of reading all do: 9 × 80% = 7.2."""
    rows = [
        (SCHOOL, 2025, "ks2", RWM, "all", *NONE, 9, "d"),
        (SCHOOL, 2025, "ks2", "ks2_reading_exp", "all", *HIGH, 9, "d"),
    ]
    (row,) = targets(PRIMARY, SCHOOL, 2025, Expectations(pd.DataFrame(rows, columns=COLUMNS)), DECLARED).estimates
    assert (row.measure, row.expected) == ("ks2_reading_exp", "7.2")
