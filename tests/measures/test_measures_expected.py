"""Estimates to check by hand: who is coming, from where they start, and what such pupils reach nationally."""

import pandas as pd
import pytest

from pipeline.measures.arithmetic import half_up
from pipeline.measures.expectations import Expectations
from pipeline.measures.expected import Band, expect, expected_table
from tests.pupils.invented_tables import DECLARED, delivery, one_authority, records

SCHOOL, OTHER, LOWER = "9992001", "9992002", "9992003"
RWM = "ks2_rwm_exp"


def test_an_estimate_is_the_sum_of_the_bands_rates():
    """2 pupils of whom half reach it and 3 of whom nine in ten: 1.0 + 2.7 = 3.7 of 5, 74%; by chance 2 to 5."""
    found = expect([Band(6, 7, 50.0, 2), Band(8, 9, 90.0, 3)], without=1)
    assert (half_up(found.reached, 1), half_up(found.percent)) == (half_up(3.7, 1), 74)
    assert (found.pupils, found.without) == (5, 1)
    assert (round(found.low), round(found.high, 2)) == (2, 5)
    assert expect([Band(0, 5, 10.0, 3)], 0).low == 0


def test_an_exact_half_goes_up_and_certainty_has_no_range():
    """12.5% of 4 pupils is half a pupil, and prints 0.5; where all or none reach it chance has no part."""
    assert half_up(expect([Band(6, 7, 12.5, 4)], 0).reached, 1) == half_up(0.5, 1)
    sure = expect([Band(0, 5, 0.0, 3), Band(8, 9, 100.0, 7)], 0)
    assert (sure.low, sure.reached, sure.high) == (7.0, 7, 7.0)


def test_without_pupils_with_earlier_results_there_is_no_estimate():
    assert expect([], without=9) is None


def rates(summer, stage, measure, *bands):
    rows = [(summer, stage, measure, *b) for b in bands]
    table = pd.DataFrame(rows, columns=["results_year", "stage", "measure", "prior_from", "prior_to", "rate"])
    return {"transition_rates": [(delivery("transition_rates", None, "final"), table)]}


def on_roll(year, *pupils):
    rows = [{"laestab": s, "upn": f"P{n}", "year_group": g, "disadvantaged": d} for n, s, g, d in pupils]
    return records(year, pupil_roll=rows)


def year_two(year, *results):
    rows = [{"laestab": s, "upn": f"P{n}", "reading": r, "writing": w, "maths": m} for n, s, r, w, m in results]
    return records(year, ks1_pupils=rows)


def expected(*held):
    every = {}
    for part in held:
        every |= part
    return Expectations(expected_table(DECLARED, one_authority([SCHOOL, OTHER, LOWER]), every))


KS1 = year_two(
    2022,
    (1, SCHOOL, "EXS", "EXS", "EXS"),  # ((8 + 8) / 2 + 8) / 2 = 8
    (2, OTHER, "GDS", "EXS", "EXS"),  # ((10 + 8) / 2 + 8) / 2 = 8.5, moved here since
    (3, SCHOOL, "WTS", "WTS", "EXS"),  # (6 + 8) / 2 = 7
    (4, SCHOOL, "EXS", "EXS", "A"),  # absent from one: no average
    (6, SCHOOL, "GDS", "GDS", "GDS"),
)
ROLL = on_roll(
    2025,
    *((n, SCHOOL, "5", "yes" if n == 3 else "no") for n in (1, 2, 3, 4, 5)),  # 5 came from elsewhere
    (6, SCHOOL, "4", "no"),  # another year group
    (7, OTHER, "5", "no"),
)
BANDS = rates(2026, "ks2", RWM, (0, 7.9, 20.0), (8, 11, 80.0))


def test_the_coming_cohort_is_the_year_group_on_roll_with_its_earlier_results():
    """Pupils 1 and 2 start at 8 or more, 3 below; 4 and 5 have no average: 0.2 + 1.6 = 1.8 of 3."""
    held = expected(KS1, ROLL, BANDS)
    bands = held.bands(SCHOOL, 2025, "ks2", RWM)
    assert [(b.prior_from, b.rate, b.pupils) for b in bands] == [(0, 20.0, 1), (8, 80.0, 2)]
    assert held.without(SCHOOL, 2025, "ks2", RWM) == 2
    assert len(held.deliveries(SCHOOL, 2025, "ks2").split(",")) == 3  # the rates, the roll, the earlier results
    assert half_up(expect(bands, 2).reached, 1) == half_up(1.8, 1)


def test_groups_are_counted_by_the_roll():
    held = expected(KS1, ROLL, BANDS)
    assert [b.pupils for b in held.bands(SCHOOL, 2025, "ks2", RWM, "disadvantaged")] == [1]
    assert [b.pupils for b in held.bands(SCHOOL, 2025, "ks2", RWM, "other")] == [2]


def test_a_school_without_earlier_results_can_expect_nothing():
    held = expected(KS1, ROLL, BANDS)
    assert held.has(SCHOOL, 2025, "ks2") and not held.has(OTHER, 2025, "ks2")


@pytest.mark.parametrize("lacking", [0, 1, 2])
def test_without_earlier_results_the_roll_or_the_summers_own_rates_nothing_is_expected(lacking):
    parts = [KS1, ROLL, BANDS]
    parts[lacking] = rates(2025, "ks2", RWM, (0, 11, 50.0)) if lacking == 2 else {}
    assert not expected(*parts).has(SCHOOL, 2025, "ks2")


def test_year_eleven_starts_from_the_average_of_reading_and_mathematics():
    """104 and 101 average 102.5; below the reading test the teacher's PK6 is 79 points: (79 + 99) / 2 = 89."""
    ks2 = [{"laestab": LOWER, "upn": "P1", "reading": "AS", "reading_score": 104.0, "maths": "AS", "maths_score": 101.0},
           {"laestab": LOWER, "upn": "P2", "reading": "B", "reading_ta": "PK6", "maths": "NS", "maths_score": 99.0}]  # fmt: skip
    held = expected(
        records(2019, ks2_pupils=ks2),
        on_roll(2023, (1, SCHOOL, "10", "no"), (2, SCHOOL, "10", "no")),
        rates(2024, "ks4", "ks4_basics_94", (0, 88.9, 5.0), (89, 102.4, 30.0), (102.5, 130, 70.0)),
    )
    bands = held.bands(SCHOOL, 2023, "ks4", "ks4_basics_94")
    assert [(b.prior_from, b.pupils) for b in bands] == [(89, 1), (102.5, 1)]
