"""One row to a grain: published figures before those from pupils, those from pupils before pooled ones; and which is found."""

import pandas as pd
import pytest

from pipeline.measures.build import build_figures
from pipeline.measures.figure_index import Fig, FigureIndex
from tests.pupils.invented_tables import DECLARED, delivery, one_authority, records

SCHOOL = "9992001"


def published(percent, release="final"):
    """A school's row of a performance table of 2018, with 3 eligible pupils."""
    row = {"row_kind": "school", "results_year": 2018, "la": "999", "laestab": SCHOOL, "urn": None}
    row |= {"eligible": 3.0, "eligible__status": "shown", "reading_exp": percent, "reading_exp__status": "shown"}
    return {"ks2_performance": [(delivery("ks2_performance", 2018, release), pd.DataFrame([row]))]}


def pupils(release):
    rows = [{"laestab": SCHOOL, "upn": f"P{n}", "reading": "AS", "reading_score": 99 + (n > 0), "gps": "A", "maths": "A",
             "writing": "EXS", "science": "EXS"} for n in range(3)]  # fmt: skip
    return records(2018, release, ks2_pupils=rows)


def figure(place, tables, held):
    found = build_figures(DECLARED, one_authority([SCHOOL]), tables, held)
    found = found[(found["place_id"] == place) & (found["measure"] == "ks2_reading_exp") & (found["group"] == "all")]
    return {r["release"]: (r["numerator"], r["denominator"]) for r in found.to_dict("records")}


def test_a_published_figure_takes_precedence_over_one_from_pupils_at_the_same_grain():
    assert figure(SCHOOL, published(33.0), pupils("final")) == {"final": (1, 3)}


def test_figures_of_two_releases_are_both_kept():
    assert figure(SCHOOL, published(33.0), pupils("school")) == {"final": (1, 3), "school": (2, 3)}


def test_what_was_pooled_from_the_pupils_is_not_pooled_again_from_schools():
    assert figure("999", published(33.0), pupils("final")) == {"final": (2, 3)}


def test_without_pupils_the_published_figures_are_pooled():
    assert figure("999", published(33.0), {}) == {"final": (1, 3)}


def fig(stage, status="shown"):
    return Fig(SCHOOL, 2018, stage, "m", "all", None, 3, 50.0 if status == "shown" else None, None, None, status, "d")


@pytest.mark.parametrize(
    "figures, release",
    [
        ([fig("school"), fig("final")], "final"),
        ([fig("final"), fig("school")], "final"),
        ([fig("school"), fig("final", "suppressed")], "school"),
        ([fig("provisional", "held"), fig("school", "no_return")], "provisional"),
    ],
)
def test_the_latest_release_that_is_shown_is_found(figures, release):
    assert FigureIndex(figures, DECLARED.vocabulary.releases.ranks).get(SCHOOL, 2018, "m").release == release
