"""What may be printed of the groups that make up a coming cohort: nobody's starting point can be had from it."""

import pytest

from pipeline.declared import read_declared
from pipeline.measures.expected import Band
from pipeline.packs.targets import group_estimates, label
from pipeline.paths import ROOT

pytestmark = pytest.mark.worked

POLICY = read_declared(ROOT / "params").policy.disclosure
TWO, FIVE = (20.0, 80.0), (10.0, 30.0, 50.0, 70.0, 90.0)


def bands(counts, rates):
    return [Band(at, at + 0.9, r, n) for at, (n, r) in enumerate(zip(counts, rates, strict=True)) if n]


def told(whole, rates=TWO, **groups):
    return group_estimates(bands(whole, rates), {g: bands(n, rates) for g, n in groups.items()}, "school", POLICY)


def test_an_estimate_of_a_group_is_of_whole_pupils_and_its_per_cent_of_those():
    """12 × 20% + 7 × 80% = 8 of 19, 42%; 6 and 8: 7.6, so 8 of 14, 57%."""
    girls, boys = told((18, 15), girls=(12, 7), boys=(6, 8))
    assert (girls.pupils, girls.expected, girls.percent) == (19, "8", "42%")
    assert (boys.pupils, boys.expected, boys.percent) == (14, "8", "57%")
    assert [g.bands for g in (girls, boys)] == [{"up to 0.9": 12, "1 to 1.9": 7}, {"up to 0.9": 6, "1 to 1.9": 8}]


def test_a_group_of_too_few_pupils_takes_the_other_with_it():
    assert told((10, 15), disadvantaged=(3, 2), other=(7, 13)) == []


def test_where_one_girl_starts_low_is_not_told_by_estimates_either():
    """Printed as 10 of 13 girls and 11 of 17 boys: only one girl and five boys of the six who start low fit both."""
    assert told((6, 24), girls=(1, 12), boys=(5, 12)) == []


def test_where_much_fits_the_estimates_they_are_told_without_counts():
    """Three of each in each of five bands: 7.5, so 8 of 15; who of them starts where is anybody's guess."""
    found = told((6,) * 5, FIVE, girls=(3,) * 5, boys=(3,) * 5)
    assert [(g.group, g.expected, g.bands) for g in found] == [("girls", "8", {}), ("boys", "8", {})]


@pytest.mark.parametrize(
    "unknown, groups, grid",
    [((0, 2), [], []), ((0, 6), ["eal", "not_eal"], ["eal", "not_eal"]), ((3, 3), [], [])],
)
def test_pupils_whose_group_is_not_known_cannot_be_had_by_subtraction(unknown, groups, grid):
    """Two of 62 have no language known: all pupils less both groups would tell where the two start."""
    found = told((30 + unknown[0], 30 + unknown[1]), eal=(10, 10), not_eal=(20, 20))
    assert [g.group for g in found] == groups
    assert [g.group for g in found if g.bands] == grid


def test_a_group_all_in_one_band_needs_no_counts():
    assert [g.bands for g in told((26, 7), girls=(12, 7), boys=(14, 0))] == [{"up to 0.9": 12, "1 to 1.9": 7}, {}]


def test_the_outermost_bands_have_no_end():
    found = [Band(0, 7.875, 1, 1), Band(8, 8.875, 1, 1), Band(110, 120, 1, 1)]
    assert [label(b) for b in found] == ["up to 7.9", "8 to 8.9", "110 or more"]
