"""Questions for governors, boards and panels: each is asked because a declared rule holds for this place's figures."""

from collections import Counter
from decimal import Decimal

from pipeline.declared import Declarations, Measure
from pipeline.declared.policy import GovernorQuestion, QuestionSet
from pipeline.measures.arithmetic import exact
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.measures.write import who_is_counted
from pipeline.packs import in_pupils
from pipeline.packs.pack import FigureCell, Gap, Judgement
from pipeline.packs.pack_parts import GovernorPrompt

Key = tuple[str, str]  # measure and pupil group


def prompts(
    asked: QuestionSet,
    place: str,
    year: int,
    cells: list[FigureCell],
    judged: list[Judgement],
    gaps: list[Gap],
    figures: FigureIndex,
    declared: Declarations,
) -> list[GovernorPrompt]:
    """The questions whose rule holds, in declared order, with the figure that raised each; never more than the set's most.

    None is raised by fewer pupils than params/policy/highlights.yml says. Where there are too many questions, every key stage
    has its first before any has its second.
    """
    by_key = {(c.measure, c.group): c for c in cells if c.place == place and c.year == year}
    facts = {(j.measure, j.group): j for j in judged if j.place == place and j.year == year}
    within = {(g.measure, g.first): g for g in gaps if g.against == place}
    raised: list[tuple[str, GovernorPrompt]] = []  # key stage and question
    for question in asked.questions:
        for measure in question.measures:
            key = (measure, question.group)
            if question.when == "gap":
                evidence = _gap_evidence(within[key], by_key, declared) if key in within else ""
            elif key in by_key and key in facts:
                evidence = _evidence(question, by_key[key], facts[key], figures, declared)
            else:
                evidence = ""
            if evidence:
                raised.append((declared.measures[measure].stage, GovernorPrompt(question.ask, question.id, evidence)))
    # Too many: the stages take turns, each with its first question before any has its second.
    number: Counter[str] = Counter()
    turns = []
    for at, (stage, _) in enumerate(raised):
        number[stage] += 1
        turns.append((number[stage], at))
    chosen = sorted(at for _, at in sorted(turns)[: asked.most])
    return [raised[at][1] for at in chosen]


def _evidence(
    question: GovernorQuestion, cell: FigureCell, fact: Judgement, figures: FigureIndex, declared: Declarations
) -> str:
    """The pupils and the figure that raise a question; "" where its rule does not hold or too few pupils are behind it."""
    measure, rag = declared.measures[cell.measure], declared.policy.rag
    fig, beside = figures.get(cell.place, cell.year, cell.measure, cell.group), None
    if fig is None or cell.value is None:
        return ""
    said = f"{measure.short}: {_who_missed(fig, measure)}{cell.text}"
    if question.when in ("above", "below") and fact.standing == rag.words[question.when]:
        beside = figures.get(fact.against, cell.year, cell.measure, cell.group)
        how = f"{fact.gap} against England" if fact.gap else cell.band
        said += f", {fact.standing} ({how})" if how else f", {fact.standing}"
    elif question.when in ("fell", "rose") and fact.direction == question.when:
        beside = figures.get(cell.place, cell.year - 1, cell.measure, cell.group)
        said += f", {fact.change} since {fact.change_since}"
    elif question.when in ("sig+", "sig-") and fact.significance == question.when:
        beside = figures.get(fact.against, cell.year, cell.measure, cell.group)
        said += ", a difference larger than chance"
    else:
        return ""
    return said if _rests_on_enough(question, fig, beside, measure, declared) else ""


def _who_missed(fig: Fig, measure: Measure) -> str:
    """ "11 of 30 pupils did not, "; "" where it is no percentage or the number is not known."""
    missed = in_pupils.missed(fig, measure) if measure.better == "higher" else None
    return "" if missed is None else f"{missed:,} of {fig.denominator:,} {who_is_counted(measure.counts)} did not, "


def _rests_on_enough(
    question: GovernorQuestion, fig: Fig, beside: Fig | None, measure: Measure, declared: Declarations
) -> bool:
    """Whether enough pupils are behind a question, and the difference is of enough of them, where they are known."""
    behind = in_pupils.missed(fig, measure) if question.about == "missed" else None
    pupils = in_pupils.apart(fig, beside, measure) if beside is not None and beside.shown else None
    return in_pupils.are_enough(fig.denominator if behind is None else behind, pupils, declared.policy.highlights)


def _gap_evidence(gap: Gap, cells: dict[Key, FigureCell], declared: Declarations) -> str:
    """The figures of both groups, where the gap is wide enough to ask about and the group's printed figure is the lower.

    Wide enough is the band by which a figure is below England, and as many pupils as the policy says, where they are known.
    """
    policy, measure = declared.policy, declared.measures[gap.measure]
    rule = policy.rag.rules.get(measure.rag)
    if exact(Decimal(gap.gap)) > -exact(rule.band if rule else 0):
        return ""
    group, others = cells[gap.measure, gap.first], cells[gap.measure, gap.second]
    if not all(in_pupils.are_enough(c.pupils, gap.pupils, policy.highlights) for c in (group, others)):
        return ""
    if group.value is None or others.value is None or group.value >= others.value:
        return ""
    first, second = (declared.vocabulary.groups.in_question(g) for g in (gap.first, gap.second))
    return f"{measure.short}: {first} {group.text}, {second} {others.text}"
