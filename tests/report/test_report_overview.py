"""The results overview: early figures, never judged, beside England's of last year only."""

from dataclasses import replace

import pytest

from pipeline.render.page import page_of
from pipeline.report.booklet import Booklet
from pipeline.report.pages import overview
from pipeline.report.reading import Reading
from tests.report import sample_stages
from tests.report.gather import blocks_of


def early(pack):
    """The invented school's pack with this year's figures as they came in this summer."""
    figures = tuple(replace(f, release="school") if f.year == pack.year else f for f in pack.figures)
    judged = tuple(replace(j, arrow="", change="", change_reason="like with like") for j in pack.judgements)
    measures = tuple(m for m in pack.measures if m.stage != "tracked")
    return replace(pack, measures=measures, figures=figures, judgements=judged, publication="results-overview")


@pytest.fixture(scope="module")
def made():
    return {b.id: b for b in blocks_of(Booklet(early(sample_stages.everything())), "results_overview")}


def row(table, stage, name):
    return dict(zip(table.columns(), next(r for r in table.rows() if r[:2] == [stage, name]), strict=True))


def test_a_result_stands_beside_its_own_and_englands_last_year_and_nothing_of_england_this_year(made):
    """Half of 30 children; 52% and England's 59% the year before; 60% is England's of this year and stays out."""
    found = row(made["t-overview"], "Key stage 2", "Reading, writing and maths: expected (%)")
    assert found == {
        "Section": "Key stage 2", "Measure": "Reading, writing and maths: expected (%)", "Pupils": "30",
        "One pupil (points)": "3.3", "This school: 2022": "52", "This school: 2023": "50", "Marlow Vale, 2023": "59",
        "England, 2022": "59",
    }  # fmt: skip
    assert "England, 2023" not in made["t-overview"].columns()


def test_nothing_early_is_judged(made):
    assert made
    assert not any("▲" in b.html() or "▼" in b.html() or "bk-good" in b.html() for b in made.values())


def test_the_warning_says_why_england_is_of_another_year(made):
    first, second = made["early"].lines
    assert "early results" in first and "will change" in first
    assert "England's of 2022" in second


def test_stages_stand_in_the_order_a_child_meets_them(made):
    assert list(dict.fromkeys(r[0] for r in made["t-overview"].rows())) == [
        "Early years foundation stage", "Phonics screening check", "Key stage 1", "Multiplication tables check",
        "Key stage 2",
    ]  # fmt: skip


def test_a_group_too_small_shows_neither_figure_nor_number(made):
    found = next(r for r in made["t-overview-groups"].rows() if r[0] == "Education, health and care plan")
    assert set(found[1:]) == {"suppressed: 5 or fewer pupils"}


def test_a_stage_whose_figures_are_published_is_left_out():
    pack = early(sample_stages.everything())
    figures = tuple(replace(f, release="final") if f.measure.startswith("phonics") else f for f in pack.figures)
    rows = overview.results_at_a_glance(Reading(replace(pack, figures=figures))).rows()
    assert "Phonics screening check" not in {r[0] for r in rows} and len(rows) > 5


def test_what_is_held_or_missing_is_said_to_be_still_to_come():
    said = " ".join(overview.still_to_come(Reading(early(sample_stages.waiting()))).lines)
    assert "Held until the school answers our questions" in said and "(phonics)" in said
    assert "No return received" in said and "(tables check)" in said


def test_every_page_is_marked_early():
    pack = sample_stages.everything()
    marked = replace(pack, policy=replace(pack.policy, marking="Early data, before checking: do not publish."))
    assert page_of(marked).marking.endswith("Not for publication. Early data, before checking: do not publish.")
