"""Every code of every scale: whether the pupil is in the denominator, which levels it reaches, what it is worth."""

import csv

import numpy as np
import pandas as pd
import pytest

from pipeline.paths import ROOT
from pipeline.pupils.outcomes import PupilOutcomes
from tests.pupils.invented_tables import DECLARED

with (ROOT / "tests" / "worked" / "pupil_codes.csv").open(encoding="utf-8", newline="") as lines:
    WORKED = list(csv.DictReader(lines))


def one(scale, code, year, score=""):
    column = pd.Series([code], dtype="string")
    return PupilOutcomes.of(column, np.array([float(score or "nan")]), DECLARED.scales[scale], int(year))


@pytest.mark.parametrize("row", WORKED, ids=lambda r: f"{r['scale']}-{r['code'] or 'empty'}-{r['year']}-{r['score']}")
def test_a_code_counts_as_the_worked_table_says(row):
    outcome = one(row["scale"], row["code"], row["year"], row["score"])
    assert outcome.eligible[0] == (row["denominator"] == "in")
    levels = DECLARED.scales[row["scale"]].levels
    assert {level for level in levels if outcome.met(level)[0]} == set(row["levels"].split())
    points = outcome.points()[0]
    assert (np.isnan(points) and not row["points"]) or points == float(row["points"])


def test_no_code_of_any_scale_is_left_out_of_the_worked_table():
    worked = {(r["scale"], r["code"]) for r in WORKED}
    assert worked == {(s.id, code) for s in DECLARED.scales.values() for code in s.codes}


def test_a_result_that_could_not_be_read_is_out_and_met_nothing():
    outcome = one("ks2_test", None, 2018, 110)
    assert not outcome.eligible[0]
    assert not outcome.met("expected")[0]
    assert not outcome.scored()[0]


@pytest.mark.parametrize("code, score", [("A", 105), ("B", 101), ("L", 100)])
def test_a_score_beside_a_code_that_brings_none_counts_for_nothing(code, score):
    outcome = one("ks2_test", code, 2018, score)
    assert not outcome.met("expected")[0]
    assert not outcome.scored()[0]


def test_only_an_empty_result_is_still_to_come():
    assert one("ks2_test", "", 2018).pending[0]
    assert not one("ks2_test", "M", 2018).pending[0]
    assert not one("phonics", "", 2018).pending[0]
