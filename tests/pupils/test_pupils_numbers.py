"""Decimals as whole numbers, and the band of each number."""

import numpy as np
import pytest

from pipeline.pupils.numbers import NotDecimal, band_of, decimals_of, whole

pytestmark = pytest.mark.rule


@pytest.mark.parametrize(
    ("value", "band"),
    [(4.0, 0), (5.4, 0), (5.5, 1), (6.0, 1), (3.9, -1), (5.45, -1), (6.1, -1), (np.nan, -1)],
)
def test_a_band_includes_both_its_limits_and_nothing_between_two_bands(value, band):
    assert band_of(np.array([value]), np.array([4.0, 5.5]), np.array([5.4, 6.0]))[0] == band


def test_the_fewest_decimals_that_write_every_value():
    values = np.array([1.5, np.nan, 2.25])
    assert decimals_of(values) == 2
    assert whole(values, 2).tolist() == [150, 0, 225]


def test_a_number_with_too_many_decimals_is_refused_and_the_remedy_named():
    with pytest.raises(NotDecimal, match="Round it in the file"):
        decimals_of(np.array([0.0005 / 3]))
