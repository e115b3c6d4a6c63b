"""Strengths and concerns on the front page: what is named, and what an empty list may claim."""

from dataclasses import replace

from pipeline.report.pages.common import strengths
from pipeline.report.reading import Reading
from tests.report import sample_pack

RWM = "ks2_rwm_exp"
IN_LINE = {"standing": "in line", "standing_shape": "●"}


def lists_of(pack, *stages: str) -> dict:
    return dict(strengths.strengths_and_concerns(Reading(pack), *stages).lists)


def judged_so(measure: str, **facts):
    """The invented school with one figure of a stage judged: 76 beside England's 79, in line, yet beyond chance."""
    cards = sample_pack.measures([measure, RWM], (2018,))
    pack = replace(sample_pack.primary(), measures=cards)
    figures = [*pack.figures, *(sample_pack.figure(p, 2018, measure, v) for p, v in (("9992001", 76), ("england", 79)))]
    judged = sample_pack.judged(sample_pack.figure("9992001", 2018, measure, 76), None, None)
    return replace(pack, figures=tuple(figures), judgements=(replace(judged, standing_reason="", **facts),))


def test_nothing_to_name_is_one_line_with_its_reason():
    note = strengths.strengths_and_concerns(Reading(sample_pack.primary(sample_pack.TINY)), "ks2")
    assert note.kind == "note" and "fewer than 11 pupils" in note.lines[0]


def test_strengths_stand_above_and_concerns_below_each_with_its_evidence():
    lists = dict(strengths.strengths_and_concerns(Reading(sample_pack.primary()), "ks2").lists)
    assert lists["Strengths"] and lists["Concerns"]
    assert all("▲" in line for line in lists["Strengths"])
    assert all("▼" in line for line in lists["Concerns"])
    assert lists["Concerns"][0] == "Writing, progress from key stage 1: -1.9 (▼ below average, sig-)."


def test_what_is_in_line_yet_below_england_beyond_chance_is_a_concern():
    lists = lists_of(judged_so("eyfs_communication", **IN_LINE, significance="sig-"), "eyfs")
    assert lists["Concerns"] == ("Communication and language, expected level: 76 %, England 79 % (● in line, sig-).",)
    assert lists_of(judged_so("eyfs_communication", **IN_LINE, significance="sig+"), "eyfs")["Strengths"] == (
        "Communication and language, expected level: 76 %, England 79 % (● in line, sig+).",
    )


def test_an_empty_list_says_of_how_many_measures_and_which_stages_were_not_compared():
    """One area of learning was compared; key stage 2 was not, since nothing of England's was delivered."""
    pack = judged_so("eyfs_communication", **IN_LINE)
    unjudged = sample_pack.judged(sample_pack.figure("9992001", 2018, RWM, 73), None, None)
    concerns = lists_of(replace(pack, judgements=(*pack.judgements, unjudged)), "eyfs", "ks2")["Concerns"]
    assert concerns == (
        "Of the one measure compared with England, none stands worse, either by our rule or beyond chance. "
        "Not compared: key stage 2 (no figure to compare with).",
    )
