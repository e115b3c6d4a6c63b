"""Ambitions and the median of ten neighbours: what a headteacher could check with a pencil."""

from decimal import Decimal
from fractions import Fraction

import pytest

from pipeline.measures.pool import medians
from pipeline.measures.target import Amount, Target, no_increase, on_its_way, reached

SEVENTY_ONE = Target(Fraction(71), True, 2019)
NINE_AT_MOST = Target(Fraction(9), False, 2019)


def amount(text: str, printed: int | str) -> Amount:
    return Amount(Fraction(text), Decimal(printed))


@pytest.mark.parametrize(
    "value, printed, met",
    [("71", 71, True), ("70.9", 71, False), ("71.4", 71, True), ("70.4", 70, False)],
)
def test_an_ambition_is_reached_before_rounding_and_after(value, printed, met):
    """70.9 prints as 71, and 71 was the ambition: it is not reached."""
    assert reached(amount(value, printed), SEVENTY_ONE) is met


@pytest.mark.parametrize(
    "value, printed, met", [("9", 9, True), ("9.1", 9, False), ("8.6", 9, True), ("8.6", 10, False)]
)
def test_a_gap_must_be_small_enough_as_printed_too(value, printed, met):
    """Two rounded figures can be 10 apart though the unrounded ones are 8.6."""
    assert reached(amount(value, printed), NINE_AT_MOST) is met


@pytest.mark.parametrize("value, year, way", [("69.85", 2018, True), ("69.8", 2018, False), ("71", 2019, True)])
def test_on_track_is_at_or_beyond_the_straight_line(value, year, way):
    """From 68.7 in 2017 to 71 in 2019 is 1.15 points a year: 69.85 is due in 2018."""
    assert on_its_way(amount(value, 70), year, amount("68.7", 69), 2017, SEVENTY_ONE) is way


def test_a_gap_is_on_track_when_it_has_closed_enough():
    """From 12 in 2017 to 9 in 2019: 10.5 is due in 2018."""
    start = amount("12", 12)
    assert on_its_way(amount("10.5", 11), 2018, start, 2017, NINE_AT_MOST)
    assert not on_its_way(amount("10.6", 11), 2018, start, 2017, NINE_AT_MOST)


def test_a_rate_has_not_risen_only_if_neither_form_of_it_rose():
    assert no_increase(amount("0.194", "0.19"), amount("0.194", "0.19"))
    assert not no_increase(amount("0.194", "0.19"), amount("0.193", "0.19"))
    assert not no_increase(amount("8.6", 10), amount("9", 9))  # a gap, between two rounded figures


def neighbour(place, value, status="shown", delivery="x"):
    row = {"place_id": place, "year": 2018, "release": "final", "measure": "m", "group": "all"}
    return row | {"value": value, "status": status, "delivery": delivery}


@pytest.mark.parametrize("values, middle", [((61, 63, 60, 62, 65, 64, 59, 66, 70, 58), 62.5), ((61, 63, 60), 61.0)])
def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two(values, middle):
    rows = [neighbour(str(n), float(value)) for n, value in enumerate(values)]
    (row,) = medians(rows, [r["place_id"] for r in rows], "middle")
    assert row["value"] == middle


def test_no_median_is_given_where_one_neighbour_has_no_figure():
    rows = [neighbour("a", 60.0), neighbour("b", 62.0, delivery="y"), neighbour("c", None, "suppressed")]
    assert list(medians(rows, ["a", "b", "c"], "middle")) == []
    (row,) = medians(rows, ["a", "b"], "middle")
    assert (row["value"], row["place_id"], row["delivery"]) == (61.0, "middle", "x,y")
