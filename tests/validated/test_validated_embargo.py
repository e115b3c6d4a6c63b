"""A national release is not received before its day; real deliveries shipped here are all of releases long published."""

from datetime import date

import pytest

from pipeline.declared import read_declared
from pipeline.paths import ROOT
from pipeline.validated.clean_tables import declared
from pipeline.validated.embargo import EmbargoCheck
from pipeline.validated.intake import KEPT, REFUSED, receive
from tests.conftest import OPEN

KS4 = OPEN / "bury/2024-2025/351_ks4.csv"
TOOL = OPEN / "authorities/lait_2026-04.parquet"  # a compilation: the first release of each stage in it counts


def embargo(on):
    return EmbargoCheck(on, read_declared(ROOT / "params"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "file, day, until",
    [
        (KS4, date(2026, 2, 9), "(key stage 4 2025, revised): they are embargoed until 10 February 2026"),
        (
            TOOL,
            date(2025, 12, 4),
            "(multiplication tables check 2025, provisional): they are embargoed until 5 December 2025",
        ),
    ],
)
def test_a_release_is_refused_until_its_day_and_nothing_of_it_is_kept(house, file, day, until):
    (outcome,) = receive([file], house, declared(house.params), embargo=embargo(day))
    assert outcome.what == REFUSED
    (finding,) = outcome.findings
    assert until in finding.problem and "receive it on that day" in finding.remedy
    assert not house.deliveries.exists()


@pytest.mark.slow
@pytest.mark.parametrize("file, day", [(KS4, date(2026, 2, 10)), (TOOL, date(2025, 12, 5))])
def test_on_its_day_it_is_received(house, file, day):
    (outcome,) = receive([file], house, declared(house.params), embargo=embargo(day))
    assert outcome.what == KEPT


def test_a_source_without_an_embargo_may_come_on_any_day():
    source = declared(ROOT / "params")["ks2_pupils"]
    assert source.embargo is None
    assert embargo(date(2001, 1, 1)).findings("file", source, "school", None) == []
