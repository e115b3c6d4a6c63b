"""Questions for governors: each is asked because a declared rule found something in this place's figures."""

from pipeline.declared import Declared
from pipeline.declared.policy import Question
from pipeline.packs.pack import FigureCell, Judgement


def prompts(place: str, year: int, cells: list[FigureCell], judged: list[Judgement], declared: Declared) -> list[dict]:
    """The questions whose rule holds, in declared order, with the figure that raised each; never more than the policy's most."""
    by_key = {(c.measure, c.group): c for c in cells if c.place == place and c.year == year}
    facts = {(j.measure, j.group): j for j in judged if j.place == place and j.year == year}
    asked = []
    for question in declared.policy.questions.questions:
        for measure in question.measures:
            evidence = _evidence(question, measure, by_key, facts, declared)
            if evidence:
                asked.append({"question": question.ask, "rule": question.id, "evidence": evidence})
    return asked[: declared.policy.questions.most]


def _evidence(question: Question, measure: str, cells: dict, facts: dict, declared: Declared) -> str:
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
    if question.when == "gap":
        return _gap(question, measure, cells, name)
    return ""


def _gap(question: Question, measure: str, cells: dict, name: str) -> str:
    """A gap is asked about when the group's printed figure is lower than the others'."""
    group, others = cells[(measure, question.group)], cells.get((measure, "other"))
    if others is None or others.value is None or group.value >= others.value:
        return ""
    return f"{name}: {question.group} {group.text}, other pupils {others.text}"
