"""How long records are kept: every source has one rule with its reason, and the day a record is due is counted from its year's end."""

import shutil
from datetime import date

import pytest

from pipeline.declared import read_declared
from pipeline.errors import ParamsWrong
from pipeline.paths import ROOT

RULES = read_declared(ROOT / "params").retention


@pytest.mark.worked
@pytest.mark.parametrize(
    ("source", "year", "due"),
    [
        ("pupil_roll", 2018, date(2021, 9, 1)),  # ended on 31 August 2018, kept three years, so due the day after
        ("eyfs_pupils", 2018, date(2026, 9, 1)),
        ("moderation", 2024, date(2026, 9, 1)),
        ("register", 2018, None),
    ],
)
def test_records_are_due_the_day_after_their_years_have_passed(source, year, due):
    assert RULES.due_on(source, year) == due


def test_every_source_has_one_rule_with_a_reason_and_every_period_of_pupils_waits_to_be_confirmed(declared):
    listed = [source for rule in RULES.rules for source in rule.sources]
    assert sorted(listed) == sorted(declared.sources)
    assert all(rule.because for rule in RULES.rules)
    assert {r.to_confirm for r in RULES.rules for s in r.sources if declared.sources[s].of_pupils} == {True}


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("sources: [ks2_pupils]", "sources: [ks2_pupil]", "Did you mean 'ks2_pupils'?"),
        ("sources: [pupil_roll]", "sources: [pupil_roll, moderation]", "lists moderation twice"),
        ("sources: [pupil_roll]", "sources: []", "does not say how long pupil_roll is kept"),
        ("    years: 7\n", "    years: null\n", "ks2_pupils holds pupils, so give it a number of years"),
        ("    years: 7\n", "    years: -1\n", "write a number of years"),
    ],
)
def test_a_rule_that_is_wrong_is_named_with_what_to_write(tmp_path, was, becomes, said):
    params = shutil.copytree(ROOT / "params", tmp_path / "params")
    file = params / "retention.yml"
    text = file.read_text(encoding="utf-8")
    assert was in text
    file.write_text(text.replace(was, becomes), encoding="utf-8")
    with pytest.raises(ParamsWrong) as wrong:
        read_declared(params)
    assert said in str(wrong.value)
