"""Sums a headteacher could check, and the rules that must hold for every cohort."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.measures.arithmetic import counts_behind, half_up, mean_interval, percent, wilson


@pytest.mark.parametrize(
    "met, cohort, printed",
    [(49, 90, 54), (1, 8, 13), (3, 8, 38), (5, 8, 63), (39, 70, 56), (0, 12, 0), (12, 12, 100), (1, 3, 33), (2, 3, 67)],
)
def test_a_percentage_is_whole_and_an_exact_half_goes_up(met, cohort, printed):
    assert half_up(percent(met, cohort)) == printed


@pytest.mark.parametrize(
    "number, decimals, printed", [(0.125, 2, "0.13"), (-0.05, 1, "0.0"), (-1.25, 1, "-1.2"), (67.45, 1, "67.5")]
)
def test_halves_go_towards_the_larger_number_at_any_precision(number, decimals, printed):
    assert str(half_up(number, decimals)) in (printed, f"-{printed}" if printed == "0.0" else printed)


def test_an_empty_cohort_has_no_percentage():
    with pytest.raises(ValueError, match="cohort"):
        percent(0, 0)


@pytest.mark.parametrize(
    "shown, cohort, counts",
    [(81, 36, (29, 29)), (53, 196, (103, 104)), (50, 3, None), (0, 15, (0, 0)), (100, 15, (15, 15))],
)
def test_a_count_is_recovered_only_where_it_is_certain(shown, cohort, counts):
    assert counts_behind(shown, cohort) == counts


@given(st.integers(1, 400), st.data())
def test_the_true_count_is_always_within_the_recovered_bounds(cohort, data):
    met = data.draw(st.integers(0, cohort))
    low, high = counts_behind(int(half_up(percent(met, cohort))), cohort)
    assert low <= met <= high
    assert low == high or cohort > 100


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60)).filter(lambda p: p[0] <= p[1]), min_size=1, max_size=8)
)
def test_pooling_never_leaves_the_range_of_the_schools(schools):
    pooled = percent(sum(n for n, _ in schools), sum(d for _, d in schools))
    singles = [percent(n, d) for n, d in schools]
    assert min(singles) <= pooled <= max(singles)


@pytest.mark.parametrize(
    "met, cohort, low, high",
    [
        (20, 30, 48.8, 80.8),
        (0, 12, 0, 24.2),
        (12, 12, 75.8, 100),
        (37, 60, 49.0, 72.9),
        (9, 17, 31.0, 73.8),
        (3, 6, 18.8, 81.2),
    ],
)
def test_the_wilson_interval_agrees_with_its_published_examples(met, cohort, low, high):
    assert tuple(round(x, 1) for x in wilson(met, cohort)) == (low, high)


def test_the_interval_of_a_progress_score_is_1_96_standard_errors_each_way():
    low, high = mean_interval(-0.4, 6.17358373, 40)
    assert (half_up(low, 1), half_up(high, 1)) == (half_up(Fraction(-23, 10), 1), half_up(Fraction(15, 10), 1))
