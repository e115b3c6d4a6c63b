"""Gaps between pupil groups: of the printed values, in whole pupils of the first group, never across a break."""

from dataclasses import replace

import pytest

from pipeline.declared import read_declared
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.packs.gaps import gaps
from pipeline.packs.pack import MeasureCard
from pipeline.paths import ROOT

pytestmark = pytest.mark.worked

DECLARED = read_declared(ROOT / "params")
RANKS = DECLARED.vocabulary.releases.ranks
RWM = "ks2_rwm_exp"
SCHOOL, ENGLAND = "3510001", "england"


def card(measure=RWM):
    m = DECLARED.measures[measure]
    told = (m.id, m.stage, m.name, m.short, m.unit, m.decimals, m.better, m.rag, m.topic, m.counts, m.out_of, "")
    return MeasureCard(*told, years=(2017, 2018))


def fig(group, met, of, place=SCHOOL, year=2019, measure=RWM):
    value = None if met is None else 100 * met / of
    status = "suppressed" if met is None else "shown"
    return Fig(place, year, "final", measure, group, met, of, value, None, None, status, "d")


def found(*figs, year=2019):
    return gaps(SCHOOL, year, [card()], FigureIndex(list(figs), RANKS), DECLARED)


def test_a_gap_is_the_difference_of_the_printed_percentages_and_the_pupils_of_the_unrounded():
    """3 of 7 print as 43, 18 of 23 as 78: 35 points; 35.4 points of 7 pupils are two and a half, so 2."""
    (gap,) = found(fig("disadvantaged", 3, 7), fig("other", 18, 23))
    assert (gap.gap, gap.pupils, gap.out_of, gap.against) == ("-35", 2, 7, SCHOOL)


def test_disadvantaged_pupils_stand_beside_englands_other_pupils_too():
    """The Department's own: 62 here less 71 in England is -9."""
    inside, outside = found(
        fig("disadvantaged", 62, 100), fig("other", 65, 100), replace(fig("other", 71, 100), place_id=ENGLAND)
    )
    assert (inside.gap, outside.gap, outside.against, outside.second) == ("-3", "-9", ENGLAND, "other")


@pytest.mark.parametrize("missing", ["boys", "girls"])
def test_a_hidden_group_has_no_gap(missing):
    figs = {"boys": fig("boys", 7, 14), "girls": fig("girls", 9, 16)}
    assert found(*figs.values())
    assert found(*{**figs, missing: fig(missing, None, None)}.values()) == []


def test_last_years_gap_stands_beside_it_unless_a_series_lies_between():
    now = [fig("boys", 7, 14), fig("girls", 12, 16)]
    before = [fig("boys", 10, 20, year=2018), fig("girls", 12, 20, year=2018)]
    assert [g.before for g in found(*now, *before)] == ["-10"]
    at_the_break = [replace(f, year=2018) for f in now] + [replace(f, year=2017) for f in before]
    assert [g.before for g in found(*at_the_break, year=2018)] == [""]
