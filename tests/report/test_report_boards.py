"""For boards and for schools' own judgement: schools are counted, not named; judgements are left to those who make them."""

from dataclasses import replace

import pytest

from pipeline.packs.pack import PlaceCard
from pipeline.packs.pack_parts import MatrixArea, NextRelease
from pipeline.report.booklet import Booklet
from pipeline.report.pages import matrix, monitoring
from pipeline.report.pages.cluster import clusters
from pipeline.report.pages.wording import dates
from pipeline.report.reading import Reading
from tests.report import sample_pack, sample_stages
from tests.report.gather import blocks_of

SCHOOLS = (sample_pack.OAK, sample_pack.TINY, sample_pack.ODD)


def authority():
    """The invented authority, its three schools listed in it, one of them with records held."""
    pack = sample_pack.authority()
    upper = PlaceCard("999-secondary-a", "Secondary cluster A", "cluster", "secondary", "sibling")  # with a year 6
    listed = tuple(PlaceCard(s.id, s.name, s.kind, s.phase, "school") for s in SCHOOLS)
    held = {f.place for f in pack.figures} & {s.id for s in SCHOOLS}
    assert not held
    cells = [f for f in sample_pack.cells_of(sample_pack.PRIMARY, sample_pack.IDS, sample_pack.YEARS)
             if f.place in {s.id for s in SCHOOLS}]  # fmt: skip
    figures = [*pack.figures, *cells, sample_pack.figure(upper.id, 2018, "ks2_rwm_exp", 60, 30)]
    return replace(pack, places=(*pack.places, upper, *listed), figures=tuple(figures),
                   judgements=sample_pack.judge_all(figures, 2018))  # fmt: skip


@pytest.fixture(scope="module")
def boards():
    return {b.id: b for b in blocks_of(Booklet(authority()), "monitoring_summary")}


def test_schools_are_counted_by_side_and_movement(boards):
    """Of Oakfield (73 after 58), a school of four pupils and one with 2018 alone (55), beside England's 64."""
    row = next(r for r in boards["t-monitoring"].rows() if r[1] == "Key stage 2: RWM expected (%)")
    assert row[-2:] == ["1 above, 0 in line, 1 below", "1 rose, 0 steady, 0 fell"]


def test_no_school_is_named_to_the_boards(boards):
    said = " ".join(b.html() for b in boards.values())
    assert boards and SCHOOLS
    assert not any(s.name in said for s in (sample_pack.OAK, sample_pack.TINY))
    assert not any(s.id in b.places for s in SCHOOLS for b in boards.values())


def test_clusters_stand_with_clusters_of_their_phase(boards):
    assert [r[0] for r in boards["t-clusters-primary"].rows()][:4] == [f"Primary cluster {x}" for x in "ABCD"]
    assert len(boards["t-clusters-primary"].rows()) == 5  # four clusters and England
    assert "t-clusters-secondary" not in boards


def test_one_all_through_school_is_not_told_as_a_cluster_of_primary_schools():
    """Secondary cluster A has a year 6 of one school only: it has no row beside the primary clusters."""
    table = clusters.clusters_side_by_side(Reading(authority()), "ks2", "ks4")
    assert [r[1] for r in table.rows()][:5] == [*(f"Primary cluster {x}" for x in "ABCD"), "England (state-funded)"]
    assert "Secondary cluster A" not in table.html()
    assert "999-secondary-a" not in table.places


def test_the_authoritys_movement_is_told_with_what_has_none(boards):
    rose, *_ = boards["monitoring-moved"].lines
    assert rose.startswith("Rose since 2017. ") and "Key stage 2: RWM expected" in rose


def test_what_is_not_final_or_outstanding_is_counted():
    pack = authority()
    young = tuple(
        replace(f, release="provisional") if f.measure == "phonics_y1" and f.place == "999" else f for f in pack.figures
    )
    waits = tuple(
        replace(f, status="held", value=None) if (f.place, f.measure, f.year) == ("9992001", "ks2_rwm_exp", 2018) else f
        for f in young
    )
    lines = dict(monitoring.monitoring_not_known(Reading(replace(pack, figures=waits))).lists)["Not known yet"]
    assert "Phonics: provisional figures." in lines
    assert "Key stage 2, schools' records: held until the school answers our questions (1)." in lines


def test_next_releases_stand_in_order_of_their_day():
    rows = (
        NextRelease("ks4", "revised", 2018, "2019-02-10"),
        NextRelease("phonics", "provisional", 2019, "2019-09-28"),
        NextRelease("ks1", "provisional", 2019, "2019-09-28"),
    )
    assert dates.next_releases(Reading(replace(authority(), next_releases=rows))) == [
        "10 February 2019: key stage 4, revised figures of 2018.",
        "28 September 2019: phonics and key stage 1, provisional figures of 2019.",
    ]


def school(name="everything"):
    grid = sample_pack.DECLARED.policy.self_evaluation
    pack = sample_stages.ALL[name]()
    areas = (
        MatrixArea(a.area, a.ask, tuple(a.stages), tuple(a.topics), tuple(a.groups)) for a in grid.grids["primary"]
    )
    return replace(pack, policy=replace(pack.policy, box=grid.box, grid=tuple(areas)))


@pytest.fixture(scope="module")
def judged():
    return {b.id: b for b in blocks_of(Booklet(school()), "self_evaluation")}


def test_the_matrix_counts_what_the_figures_say(judged):
    """Key stage 2 in 2023: 50, 67, 63 and 70% are 3 points or more below England; 7% at the higher standard is one point."""
    row = dict(zip(judged["t-matrix"].columns(), next(r for r in judged["t-matrix"].rows() if "key stage 2" in r[0]),
                   strict=True))  # fmt: skip
    assert row["Against England"] == "0 above, 1 in line, 4 below"
    assert row["Judgement"] == "For the school to write:"


def test_a_judgement_is_never_filled_in(judged):
    boxes = [b for b in judged.values() if b.id.startswith("box-")]
    assert len(boxes) == len(sample_pack.DECLARED.policy.self_evaluation.grids["primary"])
    assert {b.label for b in boxes} == {"For the school to write:"}
    assert {r[-1] for r in judged["t-matrix"].rows()} == {"For the school to write:"}


def test_an_area_without_figures_asks_and_says_why(judged):
    attendance = next(b for b in judged.values() if b.caption.endswith("Attendance") and b.kind == "sentence")
    assert attendance.lines[1] == f"{matrix.NONE}: {matrix.UNKNOWN_WHY}."
    leadership = next(b for b in judged.values() if b.caption.endswith("Leadership and management"))
    assert len(leadership.lines) == 1


def test_a_stage_that_is_not_published_by_school_is_said_so():
    pack = school()
    areas = tuple(f for f in pack.figures if f.place == "england" or not f.measure.startswith("phonics"))
    asked = {b.caption: b.lines for b in matrix.self_evaluation_evidence(Reading(replace(pack, figures=areas)))
             if b.id.startswith("area-")}  # fmt: skip
    assert asked["2. Achievement: phonics"][1] == Reading(pack).without_schools("phonics")


def test_what_has_no_change_or_no_standing_says_why():
    """A headline without a figure the year before; girls too few for a standing."""
    pack = school()
    few = tuple(
        replace(j, arrow="", change_reason="No figure for 2022.") if (j.measure, j.group) == ("ks2_rwm_exp", "all")
        else replace(j, standing="", standing_reason="Fewer than 11 pupils.") if j.group == "girls" else j
        for j in pack.judgements
    )  # fmt: skip
    tables = {
        b.caption: b.notes
        for b in matrix.self_evaluation_evidence(Reading(replace(pack, judgements=few)))
        if b.kind == "table"
    }
    assert "RWM expected: no change is given (no figure for 2022)." in tables["Achievement: key stage 2, 2023"]
    assert any("standing is given: fewer than 11 pupils." in n for n in tables["Other groups of pupils, 2023"])


def test_a_group_kept_back_is_no_evidence(judged):
    table = next(b for b in judged.values() if b.caption.startswith("Pupils with special") and b.kind == "table")
    assert {r[0].split(":")[0] for r in table.rows()} == {"SEN support"}
