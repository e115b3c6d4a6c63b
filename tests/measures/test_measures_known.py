"""Which figures were known on a day, by release dates that anybody can look up."""

from datetime import date

import pandas as pd
import pytest

from pipeline.measures.figure import typed
from pipeline.measures.figure_index import known_on


def row(measure, stage, year, value):
    key = {"place_id": "351", "year": year, "release": stage, "measure": measure, "group": "all"}
    return key | {"value": value, "status": "shown", "delivery": "d"}


FIGURES = typed(
    pd.DataFrame(
        [
            row("ks2_rwm_exp", "provisional", 2018, 63.0),  # published in September 2018
            row("ks2_rwm_exp", "revised", 2018, 64.0),  # in December 2018
            row("ks2_rwm_exp", "final", 2018, 64.5),  # in April 2019
            row("ks2_reading_progress_band", "final", 2018, 3.0),  # with its measure
            row("permanent_all", "final", 2018, 0.2),  # in July 2019
        ]
    )
)


@pytest.mark.parametrize(
    ("day", "values"),
    [
        (date(2018, 9, 14), []),
        (date(2018, 9, 15), [63.0]),
        (date(2018, 12, 15), [63.0, 64.0]),
        (date(2019, 6, 30), [63.0, 64.0, 64.5, 3.0]),
        (date(2019, 7, 25), [63.0, 64.0, 64.5, 3.0, 0.2]),
        (None, [63.0, 64.0, 64.5, 3.0, 0.2]),
    ],
)
def test_a_figure_counts_from_the_day_its_release_was_published(declared, day, values):
    known = known_on(FIGURES, day, declared.releases, declared.measures)
    assert known["value"].tolist() == values
    assert list(known.columns) == list(FIGURES.columns)
