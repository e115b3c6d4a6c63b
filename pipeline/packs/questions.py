"""Questions for governors: each is asked because a declared rule found something in this place's figures."""

from collections import Counter
from decimal import Decimal

from pipeline.declared import Declarations
from pipeline.declared.policy import GovernorQuestion
from pipeline.measures.arithmetic import exact
from pipeline.packs.pack import FigureCell, Gap, Judgement
from pipeline.packs.pack_parts import GovernorPrompt


def prompts(
    place: str, year: int, cells: list[FigureCell], judged: list[Judgement], gaps: list[Gap], declared: Declarations
) -> list[GovernorPrompt]:
    """The questions whose rule holds, in declared order, with the figure that raised each; never more than the policy's most.

    Where there are too many, every stage is asked its first before any is asked its second.
    """
    by_key = {(c.measure, c.group): c for c in cells if c.place == place and c.year == year}
    facts = {(j.measure, j.group): j for j in judged if j.place == place and j.year == year}
    within = {(g.measure, g.first): g for g in gaps if g.against == place}
    asked: list[tuple[str, GovernorPrompt]] = []  # stage and question
    for question in declared.policy.questions.questions:
        for measure in question.measures:
            evidence = _evidence(question, measure, by_key, facts, within, declared)
            if evidence:
                found = GovernorPrompt(question.ask, question.id, evidence)
                asked.append((declared.measures[measure].stage, found))
    return _fairly(asked, declared.policy.questions.most)


def _fairly(asked: list[tuple[str, GovernorPrompt]], most: int) -> list[GovernorPrompt]:
    """At most so many of the questions, in their order, taken from the stages in turn."""
    nth: Counter = Counter()
    turns = []
    for at, (stage, _) in enumerate(asked):
        nth[stage] += 1
        turns.append((nth[stage], at))
    return [asked[at][1] for at in sorted(at for _, at in sorted(turns)[:most])]


def _evidence(
    question: GovernorQuestion, measure: str, cells: dict, facts: dict, within: dict, declared: Declarations
) -> str:
    cell, fact = cells.get((measure, question.group)), facts.get((measure, question.group))
    if cell is None or cell.value is None or fact is None:
        return ""
    name, rag = declared.measures[measure].short, declared.policy.rag
    if question.when in ("above", "below") and fact.standing == rag.words[question.when]:
        beside = f"{fact.gap} against England" if fact.gap else cell.band
        return f"{name}: {cell.text}, {fact.standing} ({beside})" if beside else f"{name}: {cell.text}, {fact.standing}"
    if question.when in ("fell", "rose") and fact.direction == question.when:
        return f"{name}: {cell.text}, {fact.change} since {fact.change_since}"
    if question.when in ("sig+", "sig-") and fact.significance == question.when:
        return f"{name}: {cell.text}, {fact.significance}"
    gap = within.get((measure, question.group)) if question.when == "gap" else None
    return _gap(gap, cells, name, declared) if gap and _worth_asking(gap, declared) else ""


def _worth_asking(gap: Gap, declared: Declarations) -> bool:
    """Behind by the band that makes a figure stand below England, and by more pupils than the policy says, where known."""
    rule = declared.policy.rag.rules.get(declared.measures[gap.measure].rag)
    if exact(Decimal(gap.gap)) > -exact(rule.band if rule else 0):
        return False
    return gap.pupils is None or gap.pupils > declared.policy.questions.gap.more_than_pupils


def _gap(gap: Gap, cells: dict, name: str, declared: Declarations) -> str:
    """A gap is asked about when the group's printed figure is lower than the others'."""
    group, others = cells[gap.measure, gap.first], cells[gap.measure, gap.second]
    if group.value >= others.value:
        return ""
    first, second = (declared.vocabulary.groups.in_question(g) for g in (gap.first, gap.second))
    return f"{name}: {first} {group.text}, {second} {others.text}"
