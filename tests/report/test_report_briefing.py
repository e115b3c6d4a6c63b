"""The release briefing: one page that says which release it tells of, and names nobody inside the authority."""

from dataclasses import replace

import pytest

from pipeline.packs.pack_parts import NextRelease
from pipeline.report.booklet import Booklet
from pipeline.report.pages import briefing
from pipeline.report.reading import Reading
from tests.report import sample_pack
from tests.report.gather import blocks_of


def ks2(release="revised", **more):
    """The invented authority's key stage 2 of 2018, beside England and the region."""
    whole = sample_pack.authority()
    measures = tuple(m for m in whole.measures if m.stage == "ks2")
    figures = tuple(replace(f, release=release) for f in whole.figures if f.measure.startswith("ks2"))
    return replace(whole, places=whole.places[:2], measures=measures, figures=figures, **more)


@pytest.fixture(scope="module")
def made():
    return {b.id: b for b in blocks_of(Booklet(ks2()), "release_briefing")}


@pytest.mark.parametrize("release", ["provisional", "revised", "final"])
def test_the_heading_names_the_release(release):
    assert briefing.briefing_cover(Reading(ks2(release))).name == f"Key stage 2, 2018: {release} figures"


def test_figures_of_two_releases_are_both_named():
    pack = ks2()
    mixed = tuple(replace(f, release="final") if f.measure == "ks2_gps_exp" else f for f in pack.figures)
    assert briefing.briefing_cover(Reading(replace(pack, figures=mixed))).name.endswith(
        "revised figures and final figures"
    )


def test_it_says_the_result_the_change_beside_englands_and_what_stands_apart(made):
    """64% after 63% beside England's 64% after 61%; nothing of the authority stands 3 points from England."""
    result, moved, apart = made["briefing"].lines
    assert result.startswith("In 2018, 64% of pupils reached") and result.endswith("North West: 63%.")
    assert moved == "Marlow Vale's figure rose by 1 point since 2017. England's figure rose by 3 points since 2017."
    assert apart == "Of 11 measures with a standing, none above England, 11 in line and none below."


def test_measures_apart_from_england_are_named_and_the_rest_of_many_counted():
    pack = ks2()
    below = tuple(replace(j, standing="below") if j.place == "999" else j for j in pack.judgements)
    said = briefing.briefing_summary(Reading(replace(pack, judgements=below))).lines[-1]
    assert said.endswith("Below: RWM expected, RWM higher, Reading expected and 8 more.")


def test_each_place_has_last_year_this_year_and_the_change(made):
    table = made["t-briefing"]
    row = next(r for r in table.rows() if r[1] == "RWM expected (%)")
    assert row[:8] == ["Headline measures", "RWM expected (%)", "63", "64", "rose by 1 point since 2017", "60", "63",
                       "rose by 3 points since 2017"]  # fmt: skip
    assert table.caption == "Key stage 2, 2018 (revised figures)"
    assert set(table.places) == {"999", "england", "north-west"}


def test_a_stage_without_figures_says_so_and_invents_nothing():
    empty = ks2(judgements=())
    empty = replace(empty, figures=())
    assert "no figure that may be printed" in briefing.briefing_summary(Reading(empty)).lines[0]
    assert briefing.briefing_figures(Reading(empty)).kind == "note"


def test_a_place_without_figures_has_no_columns_and_is_named():
    """As where a release gives no regional figures."""
    pack = ks2()
    alone = tuple(f for f in pack.figures if f.place != "north-west")
    table = briefing.briefing_figures(Reading(replace(pack, figures=alone)))
    assert not any("North West" in c for c in table.columns()) and "north-west" not in table.places
    assert "No figures of North West are held." in table.notes


def test_what_an_arrow_means_stands_on_the_page(made):
    assert any(note.startswith("↑ and ↓ mean") for note in made["t-briefing"].notes)


def test_a_new_series_is_noted_unless_the_prose_says_it_of_the_headline():
    pack = ks2()

    def broken(measure, why):
        cards = tuple(replace(m, breaks={"2018": why}) if m.id == measure else m for m in pack.measures)
        return briefing.briefing_figures(Reading(replace(pack, measures=cards))).notes

    assert any(n.startswith("Maths expected: new series from 2018") for n in broken("ks2_maths_exp", "New tests."))
    assert not any("new series" in n.lower() for n in broken("ks2_rwm_exp", "New tests."))


def test_what_follows_is_said_only_while_something_of_the_year_is_to_come():
    """After the one release of what is published once nothing of the year comes."""
    pack = ks2()
    later = NextRelease("ks2", "final", pack.year, "2019-04-30")
    more, none = (
        " ".join(briefing.briefing_next_steps(Reading(replace(pack, next_releases=coming))).lines)
        for coming in ((later,), ())
    )
    assert "follow" in more and "Nothing further is published" not in more
    assert "Nothing further is published" in none and "follow" not in none


@pytest.mark.parametrize(
    "standing, whose",
    [
        ((), "All measures"),
        (("ks2_rwm_exp",), "All measures but RWM expected"),
    ],
)
def test_what_all_or_nearly_all_measures_lack_is_said_without_their_names(standing, whose):
    pack = ks2()
    none = tuple(
        j if j.measure in standing else replace(j, standing="", standing_reason="Released too late.")
        for j in pack.judgements
    )
    notes = briefing.briefing_figures(Reading(replace(pack, judgements=none))).notes
    assert f"{whose}: no standing is given (released too late)." in notes
