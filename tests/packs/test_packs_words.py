"""What a pack says of its figures: the sentence where the facts disagree, the questions, the notes on sources."""

import pytest

from pipeline.declared import read_declared
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.measures.judge import Change, Significance, Standing
from pipeline.packs.judgements import disagreement
from pipeline.packs.pack import FigureCell, Gap, Judgement
from pipeline.packs.questions import prompts
from pipeline.paths import ROOT
from pipeline.validated.notes import DataNote
from pipeline.workspace.source_notes import PackSource, SourceNotes

DECLARED = read_declared(ROOT / "params")
HIGHER, LOWER = DECLARED.measures["ks2_rwm_exp"], DECLARED.measures["absence_primary"]
FIG = Fig("3510001", 2018, "final", "ks2_rwm_exp", "all", 12, 21, 57.1, None, None, "shown", "d")
SURE, CHANCE, UNKNOWN = Significance("sig+", True), Significance("", True), Significance()


@pytest.mark.parametrize(
    "measure, welcome, stands, chance, said",
    [
        (
            HIGHER,
            "same",
            "above",
            CHANCE,
            "It stands above England, but with 21 pupils a gap of this size can be chance.",
        ),
        (HIGHER, "same", "in_line", SURE, "It is close to England, yet with 21 pupils even this small gap above"),
        (HIGHER, "better", "below", UNKNOWN, "It improved on last year and still stands below England."),
        (HIGHER, "worse", "above", UNKNOWN, "It declined from last year and still stands above England."),
        (LOWER, "better", "above", UNKNOWN, "It improved on last year and still stands above England."),
        (LOWER, "worse", "below", UNKNOWN, "It declined from last year and still stands below England."),
    ],
)
def test_one_sentence_where_the_facts_point_different_ways(measure, welcome, stands, chance, said):
    assert disagreement(Change(welcome=welcome), Standing(stands), chance, FIG, measure).startswith(said)


@pytest.mark.parametrize(
    "measure, welcome, stands",
    [(HIGHER, "better", "above"), (HIGHER, "worse", "below"), (LOWER, "better", "below"), (HIGHER, "", "in_line")],
)
def test_no_sentence_where_they_agree_or_are_not_known(measure, welcome, stands):
    assert disagreement(Change(welcome=welcome), Standing(stands), UNKNOWN, FIG, measure) == ""


def cell(measure="ks2_rwm_exp", group="all", value=60.0, status="shown", **more):
    text = f"{value:g}%" if value is not None else "suppressed"
    facts = {"lower": None, "upper": None, "interval": "", "release": "final", "delivery": "aa", **more}
    return FigureCell("3510001", 2018, measure, group, text, value, 30, status=status, **facts)


def fact(measure="ks2_rwm_exp", group="all", **found):
    return Judgement("3510001", 2018, measure, group, "england", **found)


def raised(cells, facts, gaps=(), england=76.0):
    """The questions of a school whose every figure stands beside England's of the year and its own of 5 points more before."""
    figs = [
        Fig(place, year, "final", c.measure, c.group, None, c.pupils, value, None, None, c.status, "d")
        for c in cells
        for place, year, value in (
            (c.place, 2018, c.value),
            ("england", 2018, england),
            (c.place, 2017, None if c.value is None else c.value + 5),
        )
    ]
    index = FigureIndex(figs, DECLARED.vocabulary.releases.ranks)
    return prompts(DECLARED.policy.questions.schools, "3510001", 2018, cells, facts, list(gaps), index, DECLARED)


def asked(cells, facts, gaps=(), **more):
    return {p.rule: p.evidence for p in raised(cells, facts, gaps, **more)}


def gap(measure="ks2_rwm_exp", first="disadvantaged", second="other"):
    return Gap("3510001", 2018, measure, first, second, "3510001", "-25")


def test_a_question_carries_the_figure_that_raised_it():
    assert asked([cell()], [fact(standing="below", gap="-4")]) == {
        "rwm-below": "RWM expected: 12 of 30 pupils did not, 60%, below (-4 against England)"
    }


@pytest.mark.parametrize("value, rules", [(80.0, {"rwm-below"}), (83.0, set())])
def test_nothing_is_asked_about_fewer_than_six_who_missed_it(value, rules):
    """Of 30 pupils 80% leave six who missed it, 83% five."""
    assert set(asked([cell(value=value)], [fact(standing="below")], england=95.0)) == rules


@pytest.mark.parametrize("england, rules", [(65.0, {"rwm-below"}), (64.0, set())])
def test_nothing_is_asked_about_a_difference_of_less_than_two_pupils(england, rules):
    """18 of 30 met it; England's 65% would be 19.5 of them, one and a half more, which is two to the nearest whole pupil."""
    assert set(asked([cell(value=60.0)], [fact(standing="below")], england=england)) == rules


def test_a_fall_is_asked_about_with_the_year_it_fell_from():
    facts = [fact(standing="in line", direction="fell", change="-5", change_since=2017)]
    assert asked([cell()], facts) == {"rwm-fell": "RWM expected: 12 of 30 pupils did not, 60%, -5 since 2017"}


@pytest.mark.parametrize("disadvantaged, found", [(45.0, True), (70.0, False)])
def test_a_gap_is_asked_about_where_the_group_is_behind(disadvantaged, found):
    cells = [cell(), cell(group="disadvantaged", value=disadvantaged), cell(group="other", value=70.0)]
    assert ("gap-disadvantaged" in asked(cells, [fact(), fact(group="disadvantaged")], [gap()])) == found


def test_a_figure_that_is_not_printed_raises_no_question():
    assert asked([cell(value=None, status="suppressed")], [fact(standing="below")]) == {}


def test_where_there_are_too_many_every_stage_is_asked_its_first():
    measures = [m for m in DECLARED.measures.values() if m.stage in ("eyfs", "phonics", "ks2")]
    cells = [cell(m.id) for m in measures]
    facts = [fact(m.id, standing="below", direction="fell") for m in measures]
    asked_of = {p.rule for p in raised(cells, facts)}
    assert {"gld-below", "phonics-below", "rwm-below"} <= asked_of


def test_no_more_questions_than_the_policy_allows():
    measures = [m for m in DECLARED.measures.values() if m.stage == "ks2"]
    cells = [cell(m.id) for m in measures]
    facts = [fact(m.id, standing="below", direction="fell") for m in measures]
    assert len(raised(cells, facts)) == DECLARED.policy.questions.schools.most


ONE, TWO = "3510001", "3510002"
SOURCES = SourceNotes(
    {
        "bb": PackSource("Performance tables", "DfE", 2018, "final", "OGL", "gov.uk", file="b.csv"),
        "aa": PackSource("Authority tool", "DfE", None, "revised", "OGL", "gov.uk", file="a.xlsx"),
        "cc": PackSource("Never printed", "DfE", 2018, "final", "OGL", "gov.uk", file="c.csv"),
    },
    {
        "aa": [
            DataNote("", "One school is missing."),
            DataNote("KS2", "read so.", 1, ONE),
            DataNote("KS2", "read so.", 1, TWO),
        ],
        "cc": [DataNote("", "Not ours.")],
    },
    DECLARED.vocabulary,
)


def test_the_sources_are_those_behind_printed_figures_by_title():
    assert [s.title for s in SOURCES.behind([cell(delivery="bb,aa")])] == ["Authority tool", "Performance tables"]


def test_the_notes_tell_release_stages_findings_and_unusual_figures():
    cells = [cell(), cell(value=None, status="suppressed", release="provisional"), cell(interval="estimated")]
    said = [(n.kind, n.text) for n in SOURCES.notes(cells, 2018)]
    assert said[:2] == [("data", "Figures for 2018 are final."), ("finding", "One school is missing.")]
    assert [text.split()[0] for kind, text in said if kind == "method"] == ["Where", "Suppressed"]


@pytest.mark.parametrize(
    "school, said",
    [([ONE, "100001"], ["KS2: in 1 place, read so."]), (["3510009"], []), ([], ["KS2: in 2 places, read so."])],
)
def test_what_is_about_one_school_is_said_in_its_booklet_and_in_pooled_ones(school, said):
    notes = [n.text for n in SOURCES.notes([cell()], 2018, school) if n.kind == "finding"]
    assert notes == ["One school is missing.", *said]


def test_another_years_delivery_brings_no_finding():
    assert [n for n in SOURCES.notes([cell()], 2017) if n.kind == "finding"] == []
