"""Another definition of disadvantage from some year, as an edit of params: nothing compares figures across it, and pages say why."""

import shutil
from dataclasses import replace

import pytest

from pipeline.declared import read_declared
from pipeline.declared.strategy import FigureOf, GapTo
from pipeline.declared.vocabulary import PupilGroups
from pipeline.errors import ParamsWrong
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.measures.judge import JudgementRules, change
from pipeline.packs.account.success_measures import AccountView, Ambition, ComparedPlaces
from pipeline.packs.gaps import gaps
from pipeline.packs.pack import MeasureCard
from pipeline.paths import ROOT
from pipeline.report.pages.common.endmatter import data_notes
from pipeline.report.pages.common.groups import pupil_groups
from pipeline.report.reading import Reading
from pipeline.workspace.source_notes import SourceNotes
from tests.edits import edit
from tests.report import sample_pack
from tests.report.sample_pack import ENGLAND, OAK, figure

DECLARED = read_declared(ROOT / "params")
TODAYS = DECLARED.vocabulary.groups
BEGUN = 2024  # an invented change, in a year whose figures are otherwise comparable
BECAUSE = "Household income took the place of free meals."
ANEW = {"said": "Pupils of households with a low income.", "because": BECAUSE}
RWM, SCHOOL = "ks2_rwm_exp", "3510001"


def redefined():
    """Everything declared, with another definition from 2024."""
    plain = TODAYS.model_dump()
    plain["definitions"]["disadvantage"][BEGUN] = ANEW
    groups = PupilGroups.model_validate(plain)
    return replace(DECLARED, vocabulary=replace(DECLARED.vocabulary, groups=groups))


def fig(group, year, met, place=SCHOOL):
    return Fig(place, year, "final", RWM, group, met, 100, float(met), None, None, "shown", "d")


def moved(group, year, declared):
    rules = JudgementRules(
        declared.policy.rag, declared.policy.arrows, declared.vocabulary.releases, declared.vocabulary.groups
    )
    return change(fig(group, year, 60), fig(group, year - 1, 50), declared.measures[RWM], rules)


@pytest.mark.parametrize("group", ["disadvantaged", "other"])
def test_no_arrow_of_either_group_crosses_the_definition(group):
    declared = redefined()
    assert moved(group, BEGUN, declared).reason == BECAUSE
    assert moved(group, BEGUN + 1, declared).way == "up" and moved(group, BEGUN - 1, declared).way == "up"
    assert moved(group, BEGUN, DECLARED).way == "up"


@pytest.mark.parametrize("group", ["all", "girls", "fsm", "sen_support"])
def test_other_groups_go_on(group):
    assert moved(group, BEGUN, redefined()).way == "up"


def test_the_gap_of_the_year_before_is_not_set_beside():
    figures = [
        fig(g, y, met)
        for y in (2023, 2024)
        for g, met in (("disadvantaged", 50), ("other", 70), ("boys", 40), ("girls", 60))
    ]
    m = DECLARED.measures[RWM]
    told = (m.id, m.stage, m.name, m.short, m.unit, m.decimals, m.better, m.rag, m.topic, m.counts, m.out_of, "")
    card = MeasureCard(*told, years=(2023, 2024))
    index = FigureIndex(figures, DECLARED.vocabulary.releases.ranks)
    before = {g.first: g.before for g in gaps(SCHOOL, 2024, [card], index, redefined())}
    assert before == {"disadvantaged": "", "boys": "-20"}
    assert gaps(SCHOOL, 2024, [card], index, DECLARED)[0].before == "-20"


def test_a_target_for_the_gap_is_not_judged_across_it():
    (strategy,) = DECLARED.strategies
    success = next(m for m in strategy.measures if m.id == "2c-ii").model_copy(
        update={"figure": FigureOf(measure=RWM, group="disadvantaged"), "less_than": GapTo(group="other", of="own")}
    )
    figures = FigureIndex(
        [fig(g, y, met) for y in (2023, 2024, 2025) for g, met in (("disadvantaged", 50), ("other", 70))],
        DECLARED.vocabulary.releases.ranks,
    )
    places = ComparedPlaces(SCHOOL, "england", "", "")
    then, now = (Ambition(success, places, AccountView(2025, None, figures, d)) for d in (DECLARED, redefined()))
    assert then.comparable(2023, 2025) and not now.comparable(2023, 2025) and not now.comparable(2025, 2023)
    assert now.comparable(2024, 2025)
    assert (then.new_since(2023, 2025), now.new_since(2023, 2025), now.new_since(2024, 2025)) == (None, BEGUN, None)


def test_pages_say_where_the_definition_changed_below_the_groups_and_among_the_notes():
    cells = [
        figure(OAK.id, y, RWM, 50 + y % 10, 40, g)
        for y in (2023, 2024)
        for g in ("all", "disadvantaged", "other", "girls")
    ]
    notes = SourceNotes({}, {}, redefined().vocabulary).notes(cells, 2024)
    (said,) = [n.text for n in notes if n.kind == "group"]
    assert said == (
        "Disadvantaged pupils, Other pupils (not disadvantaged): defined anew from 2024, not to be compared with the years before. "
        f"{BECAUSE}"
    )
    pack = sample_pack.pack("primary-booklet", OAK, [ENGLAND], sample_pack.measures((RWM,), (2023, 2024)), cells, 2024)
    made = Reading(replace(pack, notes=tuple(notes)))
    table = next(b for b in pupil_groups(made, "ks2") if b.kind == "table")
    assert said in table.notes
    (terms,) = [text for term, text in data_notes(made).terms if term == "Pupil groups"]
    assert terms == said
    assert not [n for n in SourceNotes({}, {}, DECLARED.vocabulary).notes(cells, 2024) if n.kind == "group"]
    of_one_year = [c for c in cells if c.year == 2024]
    assert not [n for n in SourceNotes({}, {}, redefined().vocabulary).notes(of_one_year, 2024) if n.kind == "group"]


@pytest.mark.parametrize(
    "year, said", [(2023, "last six years"), (2024, "low income"), (2030, "low income"), (2000, "")]
)
def test_the_glossary_gives_the_definition_of_the_year(year, said):
    groups = redefined().vocabulary.groups
    meaning = next(t.meaning for t in DECLARED.policy.glossary.terms if t.term == "Disadvantaged")
    printed = groups.with_definitions(meaning, year)
    assert said in printed and printed.endswith("Other pupils are all the rest.") and "{" not in printed


@pytest.mark.parametrize(
    "file, old, new, said",
    [
        ("vocabulary/pupil_groups.yml", "adopted from care.\n", "adopted from care.\n    2027: {said: Other.}\n",
         "definitions.disadvantage.2027: figures are not comparable across a definition, so it needs `because`"),
        ("vocabulary/pupil_groups.yml", "definitions:\n  disadvantage:", "definitions:\n  disadvantages:",
         "no group is of the family 'disadvantages'. Did you mean 'disadvantage'?"),
        ("policy/glossary.yml", "{disadvantage}", "{disadvantages}", "Did you mean 'disadvantage'?"),
    ],
)  # fmt: skip
def test_a_definition_that_cannot_stand_is_said(file, old, new, said, tmp_path):
    shutil.copytree(ROOT / "params", tmp_path / "params")
    edit(tmp_path / "params" / file, old, new)
    with pytest.raises(ParamsWrong) as told:
        read_declared(tmp_path / "params")
    assert said in str(told.value)
