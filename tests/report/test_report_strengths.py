"""Strengths and concerns on the front page: what is named, and what an empty list may claim."""

from dataclasses import replace

from pipeline.packs.pack_parts import Highlight
from pipeline.report.pages.common import strengths
from pipeline.report.reading import Reading
from tests.report import sample_pack

RWM = "ks2_rwm_exp"
IN_LINE = {"standing": "in line", "standing_shape": "●"}


def lists_of(pack, *stages: str) -> dict:
    return dict(strengths.strengths_and_concerns(Reading(pack), *stages).lists)


def judged_so(measure: str, named: tuple = (), **facts):
    """The invented school with one figure of a stage judged: 76 beside England's 79; `named` are its highlights."""
    cards = sample_pack.measures([measure, RWM], (2018,))
    pack = replace(sample_pack.primary(), measures=cards, highlights=named)
    figures = [*pack.figures, *(sample_pack.figure(p, 2018, measure, v) for p, v in (("9992001", 76), ("england", 79)))]
    judged = sample_pack.judged(sample_pack.figure("9992001", 2018, measure, 76), None, None)
    return replace(pack, figures=tuple(figures), judgements=(replace(judged, standing_reason="", **facts),))


def test_nothing_to_name_is_one_line_with_its_reason():
    note = strengths.strengths_and_concerns(Reading(sample_pack.primary(sample_pack.TINY)), "ks2")
    assert note.kind == "note" and "fewer than 11 pupils" in note.lines[0]


def test_each_is_named_with_its_evidence_in_pupils():
    """Of 30 pupils 87% reached it in reading (England 75%), 70% in grammar (England 78%, and 74% of the school a year before)."""
    lists = lists_of(sample_pack.primary(), "ks2")
    strengths, concerns = (next(lines for head, lines in lists.items() if head.startswith(h)) for h in ("Str", "Con"))
    assert "Reading, expected standard: 87%, six pupils more than at 2017's rate of 68%." in strengths
    assert concerns[0] == "Writing, progress from key stage 1: -1.9, below average; more than chance."
    assert any(
        line.startswith("Grammar, punctuation and spelling, expected standard: 70%, two pupils fewer")
        for line in concerns
    )


def test_children_in_reception_are_called_children():
    highlight = Highlight("eyfs_communication", 2018, "worse", "standing", 3)
    below = {"standing": "below", "standing_shape": "▼", "gap": "-3"}
    lists = lists_of(judged_so("eyfs_communication", (highlight,), **below, significance="sig-"), "eyfs")
    assert lists["Concerns"] == (
        "Communication and language, expected level: 76%, three children fewer than at England's rate of 79%; more than chance.",
    )


def test_an_empty_list_says_of_how_many_measures_and_which_stages_were_not_compared():
    """One area of learning was compared; key stage 2 was not, since nothing of England's was delivered."""
    pack = judged_so("eyfs_communication", **IN_LINE)
    unjudged = sample_pack.judged(sample_pack.figure("9992001", 2018, RWM, 73), None, None)
    concerns = lists_of(replace(pack, judgements=(*pack.judgements, unjudged)), "eyfs", "ks2")["Concerns"]
    assert concerns == (
        "Of the one measure compared with England, none stands or moved for the worse by enough pupils to name it. "
        "Not compared: key stage 2 (no figure to compare with).",
    )
