"""Which documents are planned: by key stage, and by the release stage of the figures they are made from."""

import pytest

from pipeline.declared import read_declared
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.packs.places_named import places_named
from pipeline.packs.planned import has_results
from pipeline.paths import ROOT
from pipeline.places import Place

pytestmark = pytest.mark.worked

DECLARED = read_declared(ROOT / "params")
SCHOOL, AUTHORITY = "9992001", "999"


class Run:
    """A run with one figure of key stage 2 in 2019."""

    declared = DECLARED

    def __init__(self, place, release):
        fig = Fig(place, 2019, release, "ks2_rwm_exp", "all", 12, 20, 60.0, None, None, "shown", "d")
        self.figures = FigureIndex([fig], DECLARED.vocabulary.releases.ranks)


@pytest.mark.parametrize(
    "slug, place, made_from",
    [
        ("results-overview", SCHOOL, ["school", "early"]),
        ("results-overview-authority", AUTHORITY, ["school", "early"]),
        ("briefing-ks2", AUTHORITY, ["provisional", "revised", "final"]),
        ("briefing-ks4", AUTHORITY, []),
        ("primary-booklet", SCHOOL, ["school", "early", "provisional", "revised", "final"]),
    ],
)
def test_a_publication_is_made_from_the_releases_it_is_made_of(slug, place, made_from):
    spec = DECLARED.publications[slug]
    releases = ["school", "early", "provisional", "revised", "final"]
    assert [r for r in releases if has_results(spec, place, 2019, Run(place, r))] == made_from


@pytest.mark.parametrize("expected", [True, False])
def test_a_target_setting_booklet_is_planned_where_something_can_be_expected(expected):
    class Held:
        def has(self, place, year, stage):
            return expected and (place, year, stage) == (SCHOOL, 2019, "ks2")

    run = Run(SCHOOL, "final")
    run.expectations = Held()
    assert has_results(DECLARED.publications["target-setting-primary"], SCHOOL, 2019, run) == expected
    assert not has_results(DECLARED.publications["target-setting-secondary"], SCHOOL, 2019, run)


class Register:
    """An authority with a school and a cluster in it."""

    def comparator(self, role):
        return Place(role, role.title(), role)

    def clusters(self, year, phase=None):
        return [Place("999-primary-a", "Primary cluster A", "cluster", "primary")]

    def members(self, place, year):
        return [Place(SCHOOL, "Elm Primary", "school", "primary")]

    def lineage_note(self, place, year):
        return ""


def test_a_briefing_knows_no_school_and_no_cluster():
    place = Place(AUTHORITY, "Marlow Vale", "authority")
    named = {p.id for p in places_named(DECLARED.publications["briefing-ks2"], place, 2019, Register())}
    assert named == {"england", "region"}
    everyone = {
        p.id for p in places_named(DECLARED.publications["results-overview-authority"], place, 2019, Register())
    }
    assert everyone >= {SCHOOL, "999-primary-a"}
