"""A school whose records raise questions gets its questions, not its booklet; everybody else goes on."""

import pytest

from pipeline.declared import read_declared
from pipeline.declared.sources import read_sources
from pipeline.declared.strict import Problems
from pipeline.paths import ROOT
from pipeline.places import Place
from pipeline.validated.holds import Hold
from pipeline.workspace.held_schools import HeldSchools

PUBLICATIONS = read_declared(ROOT / "params").publications
SOURCES = read_sources(ROOT / "params", Problems())
SCHOOL, CLUSTER = Place("9992001", "Alder", "school"), Place("999-primary-a", "Cluster A", "cluster")


def because(source="ks2_pupils", publication="primary-booklet", place=SCHOOL, year=2025):
    waiting = HeldSchools.of([Hold(source, 2025, "school", "9992001", ("grain",))], SOURCES)
    return waiting.because(PUBLICATIONS[publication], place, year)


def test_the_reason_names_the_records_and_where_the_questions_are():
    assert because() == (
        "the school has questions to answer first (Key stage 2 results, pupil by pupil): "
        "booklets chase --year 2025 --school 9992001"
    )


@pytest.mark.parametrize(
    "how",
    [
        {"year": 2024},
        {"place": Place("9992002", "Birch", "school")},
        {"source": "ks4_pupils"},  # a primary booklet does not rest on key stage 4
        {"publication": "cluster-booklet", "place": CLUSTER},  # goes out without the held records, and says so
    ],
)
def test_nothing_else_is_held(how):
    assert because(**how) == ""


@pytest.mark.parametrize("publication", ["primary-booklet", "secondary-booklet"])
def test_a_roll_with_questions_holds_every_booklet_because_every_group_rests_on_it(publication):
    assert "Pupils on roll" in because("pupil_roll", publication)
