"""Which stages a booklet shows: those the place has; those nobody's schools sent, for the areas; no others."""

import pytest

from pipeline.declared import read_declared
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.packs.figure_cells import measure_card
from pipeline.packs.pack import PlaceCard
from pipeline.packs.scope import figures_of, measures_of
from pipeline.paths import ROOT
from pipeline.places import Place

DECLARED = read_declared(ROOT / "params")
RANKS = DECLARED.vocabulary.releases.ranks
PRIMARY = DECLARED.publications["primary-booklet"]
JUNIOR, INFANT = (
    Place("9992001", "Elm Junior", "school", "primary"),
    Place("9992002", "Elm Infant", "school", "primary"),
)
ENGLAND = PlaceCard("england", "England", "england", "", "comparator")


class Schools:
    """A register of two schools."""

    def schools(self, year, phase=None):
        return [JUNIOR, INFANT]


def fig(place, measure, year=2019, group="all", status="shown"):
    value = 60.0 if status == "shown" else None
    return Fig(place, year, "final", measure, group, 12, 20, value, None, None, status, "d")


def stages(place, *figs):
    found = measures_of(PRIMARY, place, [ENGLAND], 2019, DECLARED, Schools(), FigureIndex(list(figs), RANKS))
    return {m.stage for m in found}


AREAS = [fig("england", m) for m in ("eyfs_gld", "phonics_y1", "ks2_rwm_exp")]


def test_a_stage_other_schools_have_is_left_out_of_a_school_without_it():
    """A junior school has no early years and an infant school no key stage 2, whatever England has."""
    figs = [*AREAS, fig(JUNIOR.id, "ks2_rwm_exp"), fig(INFANT.id, "eyfs_gld"), fig(INFANT.id, "phonics_y1")]
    assert stages(JUNIOR, *figs) == {"ks2"}
    assert stages(INFANT, *figs) == {"eyfs", "phonics"}


def test_a_stage_no_school_sent_is_shown_for_the_areas():
    assert stages(JUNIOR, *AREAS, fig(JUNIOR.id, "ks2_rwm_exp")) == {"eyfs", "phonics", "ks2"}


@pytest.mark.parametrize("status, kept", [("held", True), ("no_return", True), ("not_applicable", False)])
def test_a_stage_whose_records_are_held_or_missing_is_told_of(status, kept):
    figs = [
        *AREAS,
        fig(JUNIOR.id, "ks2_rwm_exp"),
        fig(INFANT.id, "phonics_y1", status=status),
        fig(JUNIOR.id, "phonics_y1"),
    ]
    assert ("phonics" in stages(INFANT, *figs)) == kept


def test_the_year_of_a_held_figure_is_among_the_years_shown():
    measure = DECLARED.measures["phonics_y1"]
    figures = FigureIndex(
        [fig(INFANT.id, "phonics_y1", 2018), fig(INFANT.id, "phonics_y1", 2019, status="held")], RANKS
    )
    assert measure_card(
        measure, [INFANT.id], [], 2019, 5, figures, DECLARED.vocabulary.statuses_of("silent")
    ).years == (
        2018,
        2019,
    )


def test_member_schools_pupil_groups_are_for_their_own_booklets():
    member = PlaceCard(JUNIOR.id, JUNIOR.name, "school", "primary", "member")
    cluster = Place("999-primary-a", "Primary cluster A", "cluster", "primary")
    figures = FigureIndex(
        [fig(who, "ks2_rwm_exp", group=g) for who in (cluster.id, JUNIOR.id) for g in ("all", "boys")], RANKS
    )
    cards = [
        measure_card(
            DECLARED.measures["ks2_rwm_exp"],
            [cluster.id],
            [],
            2019,
            5,
            figures,
            DECLARED.vocabulary.statuses_of("silent"),
        )
    ]
    figs = figures_of(cluster, [member], cards, 2019, DECLARED, figures)
    assert {(f.place_id, f.group) for f in figs} == {(cluster.id, "all"), (cluster.id, "boys"), (JUNIOR.id, "all")}
