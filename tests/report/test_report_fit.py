"""Tables of pupil groups leave out what the paper is too narrow for, and nothing else."""

from pipeline.report.pages.common.groups import pupil_groups
from pipeline.report.reading import Reading
from tests.report import sample_pack
from tests.report.sample_pack import AUTHORITY, CLUSTER, ENGLAND, HIGH, REGION, figure

WORTH = {"ks4_attainment8": 40.1, "ks4_progress8": -0.2, "ks4_basics_94": 52}


def heads_of(*measures, england=("ks4_attainment8", "ks4_progress8")):
    """The heads of a secondary school's group table with these measures, beside four comparators."""
    around = (ENGLAND, REGION, AUTHORITY, CLUSTER)
    held = [(HIGH, m) for m in measures] + [(p, "ks4_attainment8") for p in around] + [(ENGLAND, m) for m in england]
    cells = [figure(p.id, 2018, m, WORTH[m], 40, g) for p, m in held for g in ("all", "girls")]
    pack = sample_pack.pack(
        "secondary-booklet", HIGH, list(around), sample_pack.measures(measures, (2018,)), cells, 2018
    )
    table = next(b for b in pupil_groups(Reading(pack), "ks4") if b.kind == "table")
    return {h.label: h.under for h in table.heads}


def test_one_measures_groups_stand_beside_every_comparator():
    found = heads_of("ks4_attainment8")
    assert found["Attainment 8"] == ("This school", "England", "North West", "Marlow Vale", "Primary cluster A")


def test_beside_two_more_measures_the_paper_has_room_for_the_two_nearest_comparators():
    found = heads_of("ks4_attainment8", "ks4_progress8", "ks4_basics_94")
    assert found["Attainment 8"] == ("2018", "England", "Marlow Vale")
    assert found["Progress 8"] == ("2018", "England")


def test_where_england_stands_beside_each_of_three_measures_it_stands_alone():
    found = heads_of(*WORTH, england=tuple(WORTH))
    assert found["Attainment 8"] == ("2018", "England")
