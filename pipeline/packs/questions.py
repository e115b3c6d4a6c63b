"""Questions for governors: each is asked because a declared rule holds for this place's figures."""

from collections import Counter
from decimal import Decimal

from pipeline.declared import Declarations
from pipeline.declared.policy import GovernorQuestion
from pipeline.measures.arithmetic import exact
from pipeline.packs.pack import FigureCell, Gap, Judgement
from pipeline.packs.pack_parts import GovernorPrompt

Key = tuple[str, str]  # measure and pupil group


def prompts(
    place: str, year: int, cells: list[FigureCell], judged: list[Judgement], gaps: list[Gap], declared: Declarations
) -> list[GovernorPrompt]:
    """The questions whose rule holds, in declared order, with the figure that raised each; never more than the policy's most.

    Where there are too many, every key stage has its first question before any has its second.
    """
    by_key = {(c.measure, c.group): c for c in cells if c.place == place and c.year == year}
    facts = {(j.measure, j.group): j for j in judged if j.place == place and j.year == year}
    within = {(g.measure, g.first): g for g in gaps if g.against == place}
    raised: list[tuple[str, GovernorPrompt]] = []  # key stage and question
    for question in declared.policy.questions.questions:
        for measure in question.measures:
            evidence = _evidence(question, measure, by_key, facts, within, declared)
            if evidence:
                prompt = GovernorPrompt(question.ask, question.id, evidence)
                raised.append((declared.measures[measure].stage, prompt))
    # Too many: the stages take turns, each with its first question before any has its second.
    number: Counter[str] = Counter()
    turns = []
    for at, (stage, _) in enumerate(raised):
        number[stage] += 1
        turns.append((number[stage], at))
    chosen = sorted(at for _, at in sorted(turns)[: declared.policy.questions.most])
    return [raised[at][1] for at in chosen]


def _evidence(
    question: GovernorQuestion,
    measure: str,
    cells: dict[Key, FigureCell],
    facts: dict[Key, Judgement],
    within: dict[Key, Gap],
    declared: Declarations,
) -> str:
    """The figure that raises a question, as it is printed; "" where the question's rule does not hold."""
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
    gap = within.get((measure, question.group))
    return _gap_evidence(gap, cells, declared) if question.when == "gap" and gap else ""


def _gap_evidence(gap: Gap, cells: dict[Key, FigureCell], declared: Declarations) -> str:
    """The figures of both groups, where the gap is wide enough to ask about and the group's printed figure is the lower.

    Wide enough is the band by which a figure is below England, and more pupils than the policy says, where they are known.
    """
    rule = declared.policy.rag.rules.get(declared.measures[gap.measure].rag)
    if exact(Decimal(gap.gap)) > -exact(rule.band if rule else 0):
        return ""
    if gap.pupils is not None and gap.pupils <= declared.policy.questions.gap.more_than_pupils:
        return ""
    group, others = cells[gap.measure, gap.first], cells[gap.measure, gap.second]
    if group.value is None or others.value is None or group.value >= others.value:
        return ""
    first, second = (declared.vocabulary.groups.in_question(g) for g in (gap.first, gap.second))
    return f"{declared.measures[gap.measure].short}: {first} {group.text}, {second} {others.text}"
