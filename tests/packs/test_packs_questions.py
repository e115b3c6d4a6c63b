"""Questions for governors: how large a gap must be to be asked about, and what a governor may not ask."""

import re

import pytest

from pipeline.declared import read_declared
from pipeline.measures.figure_index import FigureIndex
from pipeline.packs.pack import FigureCell, Gap, Judgement
from pipeline.packs.questions import prompts
from pipeline.paths import ROOT

pytestmark = pytest.mark.worked

DECLARED = read_declared(ROOT / "params")
SCHOOL = "3510001"


def cell(group, value, measure, pupils=14):
    facts = (value, pupils, None, None, "", "shown", "final", "aa")
    return FigureCell(SCHOOL, 2024, measure, group, f"{value:g}%", *facts)


def raised(first, second, pupils, groups=("boys", "girls"), measure="eyfs_gld", out_of=14):
    """The rules that raise a question where the first group's printed figure stands beside the second's."""
    cells = [cell(groups[0], first, measure, out_of), cell(groups[1], second, measure)]
    gap = Gap(SCHOOL, 2024, measure, *groups, SCHOOL, f"{first - second:+g}", pupils=pupils, out_of=14)
    facts = [Judgement(SCHOOL, 2024, measure, groups[0], "england")]
    figures = FigureIndex([], DECLARED.vocabulary.releases.ranks)
    return [
        p.rule for p in prompts(DECLARED.policy.questions.schools, SCHOOL, 2024, cells, facts, [gap], figures, DECLARED)
    ]


def test_one_boy_of_fourteen_raises_no_question():
    """12 of 14 boys are 86%, 13 of 14 girls 93%: 7 points and one boy; with 11 boys, 79%, it is two boys."""
    assert raised(86, 93, pupils=1) == []
    assert raised(79, 93, pupils=2) == ["gap-gld-boys"]


def test_a_gap_smaller_than_the_band_raises_no_question_however_many_pupils_it_is():
    """2 points of 200 boys are four boys, yet less than the 3 points by which a figure stands below England."""
    assert raised(70, 72, pupils=4) == []
    assert raised(69, 72, pupils=6) == ["gap-gld-boys"]


@pytest.mark.parametrize("boys, rules", [(6, ["gap-gld-boys"]), (5, [])])
def test_a_group_of_fewer_than_six_raises_no_question(boys, rules):
    assert raised(33, 93, pupils=3, out_of=boys) == rules


@pytest.mark.parametrize("others, rules", [(41.9, []), (42.0, ["gap-disadvantaged-ks4"])])
def test_attainment_8_is_asked_about_from_its_own_band_of_two_points(others, rules):
    assert raised(40.0, others, None, ("disadvantaged", "other"), "ks4_attainment8") == rules


@pytest.mark.parametrize("question", DECLARED.policy.questions.schools.questions, ids=lambda q: q.id)
def test_no_governor_asks_which_pupils_or_who_they_are(question):
    assert not re.search(r"[Ww]hich (pupils|children)|^Who |for whom", question.ask)
