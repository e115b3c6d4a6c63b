"""Where no question was raised, the page says whether anything could have raised one."""

from dataclasses import replace

from pipeline.report.pages.common.questions import questions_to_ask
from pipeline.report.reading import Reading
from tests.report import sample_pack

SPECIAL = (
    "Special schools are neither compared with England nor given a trend, because most pupils work below the tests."
)


def said(pack) -> str:
    return questions_to_ask(Reading(replace(pack, prompts=()))).lines[0]


def test_judged_figures_that_met_no_rule_are_said_to_have_met_none():
    assert said(sample_pack.secondary()).startswith("No question was raised: this year's figures met none")


def test_a_school_of_eight_pupils_is_told_that_they_are_too_few():
    told = said(sample_pack.primary(sample_pack.TINY))
    assert told.startswith("No question was raised, because no figure of this year could be compared or followed: ")
    assert "fewer than 11 pupils: too few to compare" in told and "low coverage" in told


def test_a_special_school_is_told_that_it_is_not_compared():
    pack = sample_pack.primary()
    plain = {"standing": "", "standing_shape": "", "arrow": "", "standing_reason": SPECIAL}
    judged = tuple(replace(j, **plain) for j in pack.judgements)
    assert said(replace(pack, judgements=judged)).endswith("could be compared or followed: s" + SPECIAL[1:])


def test_a_school_without_figures_this_year_is_told_so():
    assert "there are no figures of this year" in said(replace(sample_pack.primary(), judgements=()))
