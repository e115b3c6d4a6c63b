"""What documents say first: in order of size, in pupils, and never about a few of them. Worked out again from the printed figures."""

import json
import re
from fractions import Fraction

import pytest

from pipeline.packs.pack import Pack
from pipeline.paths import ROOT

LEAST_BEHIND, LEAST_APART = 6, 2


def packs_of(bury, issued):
    return [Pack.read(bury.pack(*key)) for key in issued]


def beside(pack, highlight, figures):
    own = (pack.place.id, highlight.year) if highlight.fact == "standing" else (pack.place.id, highlight.year - 1)
    place = pack.policy.comparator if highlight.fact == "standing" else own[0]
    return figures[place, highlight.measure, own[1]]


def test_no_strength_or_concern_rests_on_a_few_pupils(bury, issued):
    """The printed figures round each end, so the pupils worked out from them may be half a point of the cohort off."""
    seen = 0
    for pack in packs_of(bury, issued):
        measures = {m.id: m for m in pack.measures}
        figures = {(f.place, f.measure, f.year): f for f in pack.figures if f.group == "all"}
        for h in pack.highlights:
            own, other = figures[pack.place.id, h.measure, h.year], beside(pack, h, figures)
            better = (own.value > other.value) == (measures[h.measure].better == "higher")
            assert own.value == other.value or better == (h.side == "better"), (pack.place.name, h)
            if measures[h.measure].unit != "percent" or not own.pupils:
                continue
            one_point = Fraction(own.pupils, 100)
            apart = abs(Fraction(str(own.value)) - Fraction(str(other.value))) * one_point
            assert apart >= Fraction(3, 2) - one_point, (pack.place.name, h)
            if h.side == "worse":
                assert (100 - Fraction(str(own.value))) * one_point > LEAST_BEHIND - 1 or measures[
                    h.measure
                ].better == "lower"
            seen += 1
    assert seen > 50


def test_percentages_of_one_year_group_are_in_the_order_of_pupils(bury, issued):
    ranked = []
    for pack in packs_of(bury, issued):
        units = {m.id: (m.unit, m.rag) for m in pack.measures}
        cohorts = {(f.measure, f.year): f.pupils for f in pack.figures if f.place == pack.place.id and f.group == "all"}
        rows = {}
        for h in pack.highlights:
            cohort = cohorts[h.measure, h.year]
            if units[h.measure] == ("percent", "points_from_england") and cohort:
                rows.setdefault(cohort, []).append(h.pupils)
        ranked += [pupils for pupils in rows.values() if len(pupils) > 1]
    assert ranked
    assert all(pupils == sorted(pupils, reverse=True) for pupils in ranked)


def test_no_question_is_about_fewer_than_six_pupils(bury, issued):
    asked = [p for pack in packs_of(bury, issued) for p in pack.prompts]
    assert asked
    told = [int(n) for p in asked for n in re.findall(r"(\d+) of \d+ (?:pupils|children) did not", p.evidence)]
    assert [n for n in told if n < LEAST_BEHIND] == []


@pytest.mark.parametrize(
    "year, news",
    [
        (2018, ["Suspensions in secondary schools: 14.24 per 100", "Level 3 by age 19"]),
        (2025, ["English and mathematics, grade 5 or above"]),
    ],
)
def test_the_account_names_the_years_worst_news_on_its_first_page(issued, year, news):
    html = (issued[year, "scrutiny-report", "351"] / "booklet.html").read_text(encoding="utf-8")
    start = html.index("What did not")
    worst = html[start : html.index("Questions the panel could ask", start)]
    assert [n for n in news if n not in re.sub(r"\s+", " ", worst)] == []


def test_the_policy_is_what_these_tests_hold():
    """A council that sets other limits sets them here too."""
    text = (ROOT / "params/policy/highlights.yml").read_text(encoding="utf-8")
    assert json.loads(re.search(r"pupils_behind: (\d+)", text)[1]) == LEAST_BEHIND
    assert json.loads(re.search(r"pupils_apart: (\d+)", text)[1]) == LEAST_APART
