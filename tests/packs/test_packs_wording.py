"""The printed rule of standing names every kind of figure that the document judges, and no other."""

import re

import pytest

from pipeline.declared import read_declared
from pipeline.packs.pack import Judgement
from pipeline.packs.wording import arrow_words, rag_words, rules_used
from pipeline.paths import ROOT
from tests.report.sample_pack import measures

DECLARED = read_declared(ROOT / "params")


def told(*judged: str, unjudged: tuple[str, ...] = ()) -> str:
    """The rule printed where these measures have a standing and those others are shown without one."""
    facts = [Judgement("3514001", 2018, m, "all", "england", standing="above") for m in judged]
    facts += [Judgement("3514001", 2018, m, "all", "england") for m in unjudged]
    return rag_words(rules_used(list(measures([*judged, *unjudged], (2018,))), facts), DECLARED)


def test_a_secondary_booklet_says_how_attainment_8_and_ebacc_points_are_judged():
    """Attainment 8 at +2.4 is above by its band of 2, EBacc points at +0.29 by theirs of 0.2."""
    said = told("ks4_attainment8", "ks4_ebacc_aps", "ks4_progress8")
    assert "at least 2 points for Attainment 8; 0.2 for the EBacc average point score." in said
    assert "Progress stands where the Department's own bands put it." in said
    assert "percentage" not in said and "scaled score" not in said


def test_a_rule_that_judged_nothing_is_not_printed():
    """Since 2024 there is no progress measure at key stage 2; its bands then have no place among the rules."""
    said = told("ks2_rwm_exp", "mtc_mean", unjudged=("ks2_reading_progress", "ks2_reading_score"))
    assert "at least 3 points and at least one pupil for a percentage; 0.5 for an average number" in said
    assert "bands" not in said and "scaled score" not in said


def test_where_nothing_is_judged_no_rule_is_given():
    assert told(unjudged=("ks2_rwm_exp",)) == (
        "▲ above, ● in line and ▼ below compare a figure with England. Cohorts under 11 pupils get no standing."
    )


def test_an_arrow_drawn_by_a_margin_of_its_own_says_so():
    """EBacc points rose by 0.1 and have an arrow, absence by 0.3; absence is named only where it has one."""
    shown = list(measures(["ks2_rwm_exp", "ks4_ebacc_aps", "absence_primary", "absence_secondary"], (2018,)))

    def said(*moved):
        return arrow_words(shown, [Judgement("351", 2018, m, "all", "england", arrow="↑") for m in moved], DECLARED)

    assert "at least 1 point since" in said("ks2_rwm_exp")
    assert "at least 1 point (EBacc points: 0.1) since" in said("ks2_rwm_exp", "ks4_ebacc_aps")
    short = [DECLARED.measures[m].short for m in ("absence_primary", "absence_secondary")]
    assert f"({short[0]} and {short[1]}: 0.3)" in said("absence_primary", "absence_secondary")


@pytest.mark.parametrize("name", DECLARED.policy.rag.rules)
def test_every_rules_words_carry_its_own_band_and_pupil(name):
    rule = DECLARED.policy.rag.rules[name]
    assert ("{band}" in rule.words) == (rule.how == "gap")
    assert bool(re.search("at least one pupil", rule.words)) == rule.one_pupil
