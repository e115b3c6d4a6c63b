"""Worked examples of reading a cell: what a headteacher would say it means."""

import pytest

from pipeline.declared import read_declared
from pipeline.paths import ROOT
from pipeline.validated.types import (
    SPECIAL,
    read_date,
    read_la,
    read_laestab,
    read_number,
    read_period,
    read_urn,
    read_yes_no,
)

pytestmark = pytest.mark.worked
VOCABULARY = read_declared(ROOT / "params").vocabulary
YEAR_WORDS = VOCABULARY.releases.year_words


@pytest.mark.parametrize(
    "text, kind, number, status",
    [
        ("67%", "percent", 67, "shown"),
        ("67%", "percent", 67, "shown"),
        ("67", "percent", 67, "shown"),
        ("0%", "percent", 0, "shown"),
        ("-1.3", "progress", -1.3, "shown"),
        ("0.0", "progress", 0, "shown"),
        ("104 ", "scaled_score", 104, "shown"),
        ("36", "count", 36, "shown"),
        ("36.0", "count", 36, "shown"),
        ("1,030", "count", 1030, "shown"),
        ("1,030", "scaled_score", None, "unreadable"),  # a decimal comma?
        ("10,30", "count", None, "unreadable"),
        ("\u22121.2", "progress", -1.2, "shown"),
        ("\u20131.2", "progress", None, "unreadable"),  # a dash
        ("[c]", "percent", None, "suppressed_by_publisher"),
        ("[low]", "percent", None, "small"),
        ("[e]", "percent", None, "unreadable"),
        ("5.2E-2", "points", 0.052, "shown"),
        ("SUPP", "percent", None, "suppressed_by_publisher"),
        ("c", "percent", None, "suppressed_by_publisher"),
        ("NE", "percent", None, "not_applicable"),
        ("NA", "progress", None, "not_applicable"),
        ("z", "percent", None, "not_applicable"),
        ("NP", "progress", None, "not_published"),
        ("LOWCOV", "progress", None, "low_coverage"),
        ("NEW", "count", None, "new"),
        ("SP", "percent", None, "small"),
        ("low", "percent", None, "small"),
        ("LOW", "percent", None, "small"),
        ("k", "percent", None, "small"),
        ("RE", "percent", None, "redacted"),
        ("DNS", "percent", None, "not_available"),
        ("x", "percent", None, "not_available"),
        ("-", "points", None, "not_available"),
        (":", "points", None, "not_available"),
        ("", "percent", None, "missing"),
        (" ", "percent", None, "missing"),
        ("supp", "percent", None, "unreadable"),
        ("n/a", "percent", None, "unreadable"),
        ("67%", "count", None, "unreadable"),
        ("36.5", "count", None, "unreadable"),
        ("1e9", "count", None, "unreadable"),
        ("nan", "percent", None, "unreadable"),
        ("inf", "percent", None, "unreadable"),
        ("X", "percent", None, "unreadable"),
        ("٣", "count", None, "unreadable"),
    ],
)
def test_a_cell_is_a_number_or_the_reason_there_is_none(text, kind, number, status):
    assert read_number(text, kind) == (number, status)


def test_every_status_a_cell_can_have_has_words_for_readers():
    assert set(SPECIAL.values()) <= set(VOCABULARY.statuses)


@pytest.mark.parametrize(
    "text, year, stage",
    [
        ("2017", 2017, None),
        ("2016/17", 2017, None),
        ("2016-17", 2017, None),
        ("2016-2017", 2017, None),
        ("201617", 2017, None),
        ("1999/00", None, None),
        ("2025 (prov)", 2025, "provisional"),
        ("2022 (Revised)", 2022, "revised"),
        ("2019 (Rev)", 2019, "revised"),
        ("2016/18", None, None),
        ("201618", None, None),
        ("2015/16-17/18", None, None),
        ("2017 (maybe)", None, None),
        ("0", None, None),
        ("", None, None),
    ],
)
def test_a_results_year_is_the_year_of_the_summer(text, year, stage):
    assert read_period(text, YEAR_WORDS) == (year, stage)


def test_identifiers_are_text_of_a_fixed_length():
    assert read_urn("105287") == read_urn("105287.0") == "105287"
    assert read_urn("10528") is None
    assert read_urn("NAT") is None
    assert read_laestab("351/2001") == read_laestab("3512001") == "3512001"
    assert read_laestab("351201") is None
    assert read_la("351.0") == "351"
    assert read_la("1000") is None


def test_dates_come_in_the_four_ways_the_registers_write_them():
    assert {read_date(t) for t in ("20180901", "2018-09-01", "2018-09-01 00:00:00", "01-09-2018", "01/09/2018")} == {
        "2018-09-01"
    }
    assert read_date("2018-13-01") is None
    assert read_date("soon") is None


def test_yes_and_no():
    assert [read_yes_no(t) for t in ("1", "0", "Yes", "n", "2")] == ["yes", "no", "yes", "no", None]
