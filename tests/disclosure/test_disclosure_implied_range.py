"""The fewest and most pupils that fit a printed figure."""

from dataclasses import replace

import pytest

from pipeline.disclosure.known_figures import implied_range
from tests.disclosure.little_town import DECLARED, fig

RWM, SCORE = DECLARED.measures["ks2_rwm_exp"], DECLARED.measures["ks2_reading_score"]


@pytest.mark.parametrize(
    ("pupils", "met", "ends", "counts"),
    [
        (30, 19, 0, (19, 19)),
        (388, 321, 0, (321, 323)),  # 82.7 prints as 83, and so do 322 and 323; 320 prints as 82
        (12, 0, 10, (0, 1)),  # "under 10%"
        (12, 12, 10, (11, 12)),  # "over 90%"
        (20, 2, 10, (2, 2)),  # ten per cent itself is printed
    ],
)
def test_a_percentage_implies_the_counts_that_print_as_it(pupils, met, ends, counts):
    assert implied_range(fig("A", pupils, met), pupils, RWM, ends) == counts


def test_a_mean_implies_its_total_within_half_of_its_last_digit():
    """104.2 prints as 104: ten pupils' scores are from 1,035 to 1,045 points, each counted from 80 to 120."""
    scored = replace(fig("A", 10, 5, measure=SCORE.id), value=104.2)
    assert implied_range(scored, 10, SCORE) == pytest.approx((10 * 23.5 / 40, 10 * 24.5 / 40))
