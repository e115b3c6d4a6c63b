"""Among whom a school is drawn: an all-through school has a year 6 like a primary school and a year 11 like a secondary one."""

from pipeline.declared import read_declared
from pipeline.packs.spread import peers_of
from pipeline.paths import ROOT
from pipeline.places import Place

DECLARED = read_declared(ROOT / "params")
PRIMARY, THROUGH, HIGH, SPECIAL, NURSERY = SCHOOLS = [
    Place(phase, phase, "school", phase, school_kind=kind)
    for phase, kind in (
        ("primary", "mainstream"),
        ("all_through", "mainstream"),
        ("secondary", "mainstream"),
        ("special", "special"),
        ("nursery", "nursery"),
    )
]
AUTHORITY = Place("999", "Alder", "authority")


class Schools:
    """A register of one school of each phase."""

    def schools(self, year, phase=None):
        return [s for s in SCHOOLS if phase in (None, s.phase)]


def peers(publication, place):
    return peers_of(DECLARED.publications[publication], place, 2024, Schools())


def test_an_all_through_school_stands_among_primary_and_among_secondary_schools():
    assert peers("primary-booklet", THROUGH) == ["primary", "all_through"]
    assert peers("secondary-booklet", THROUGH) == ["all_through", "secondary"]


def test_primary_and_secondary_schools_have_it_beside_them():
    assert peers("primary-booklet", PRIMARY) == ["primary", "all_through"]
    assert peers("secondary-booklet", HIGH) == ["all_through", "secondary"]


def test_an_authoritys_schools_are_drawn_without_the_special_ones():
    assert peers("authority-booklet", AUTHORITY) == ["primary", "all_through", "secondary"]


def test_a_nursery_school_has_nursery_schools_for_company():
    assert peers("primary-booklet", NURSERY) == ["nursery"]
