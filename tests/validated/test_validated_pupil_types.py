"""Worked examples of reading what only pupils' records hold."""

import pandas as pd
import pytest

from pipeline.validated.cell_forms import born_dates
from pipeline.validated.types import read_plain, read_upn

pytestmark = pytest.mark.worked


def test_a_unique_pupil_number_is_known_by_its_form():
    assert read_upn(" a999200112001 ") == "A999200112001"
    assert read_upn("A99920011200B") == "A99920011200B", "a temporary number ends in a letter"
    assert [read_upn(t) for t in ("A99920011200", "A9992001120012", "9999200112001", "A9992O0112001", "")] == [None] * 5


def test_a_date_of_birth_is_a_day_the_calendar_has():
    ways = ("2012-02-29", "29/02/2012", "29-02-2012", "20120229", "2012-02-29 00:00:00")
    assert set(born_dates(pd.Series(ways), 2023, None)) == {"2012-02-29"}
    assert born_dates(pd.Series(["2011-02-29", "31/04/2012", "02/29/2012", "soon"]), 2023, None).isna().all()


@pytest.mark.parametrize(
    "text, kind, number, status",
    [
        ("104", "scaled_score", 104, "shown"),
        ("104.0", "scaled_score", 104, "shown"),
        ("0", "count", 0, "shown"),
        ("", "count", None, "missing"),
        (" ", "count", None, "missing"),
        ("SUPP", "count", None, "unreadable"),
        ("NA", "scaled_score", None, "unreadable"),
        ("x", "count", None, "unreadable"),
        ("-", "points", None, "unreadable"),
        ("31.5", "count", None, "unreadable"),
    ],
)
def test_no_symbol_stands_for_a_pupils_number(text, kind, number, status):
    assert read_plain(text, kind) == (number, status)
