"""The education strategy as data: what the council set out to do, how it said it would know, and where each figure comes from."""

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from pipeline.declared.strict import Problems, StrictModel, did_you_mean, read_as

State = Literal["met", "on track", "not met"]
Counted = Literal["schools", "pupils", "meals", "special_needs", "good_or_outstanding"]


class Priority(StrictModel):
    """One of the strategy's priorities, with what it is to bring about."""

    id: str
    name: str
    aim: str
    outcomes: list[str]


class Action(StrictModel):
    """What is to be done; `because` says why its number or its words are not the strategy's own."""

    id: str
    priority: str
    words: str
    because: str = ""


class FigureOf(StrictModel):
    """The figure a success measure is about: a measure of this project, of one pupil group."""

    measure: str
    group: str = "all"


class GapTo(StrictModel):
    """The figure it is set against: then the success measure is that figure less ours, in points."""

    group: str
    of: Literal["own", "england"]


class Report(StrictModel):
    """What officers report for a year, and by their own judgement how it stands."""

    text: str
    state: State | None = None


class SuccessMeasure(StrictModel):
    """How the strategy said it would know. A target that was never filled in is `not_set`, with what stands in its place."""

    id: str
    priority: str
    action: str = ""
    words: str
    figure: FigureOf | None = None
    less_than: GapTo | None = None
    target: float | None = None
    comparison: Literal["at_least", "at_most", "no_increase"] | None = None
    deadline: int | None = None  # results year
    not_set: str = ""
    reported_by: Literal["officers"] | None = None
    reports: dict[int, Report] = {}
    to_confirm: str = ""

    @model_validator(mode="after")
    def _whole(self) -> "SuccessMeasure":
        if self.figure and self.reported_by:
            raise ValueError("a measure has a 'figure' or is 'reported_by' officers, not both")
        if not (self.figure or self.reported_by or self.not_set):
            raise ValueError("say 'figure', 'reported_by' or, where the strategy left it open, 'not_set'")
        if (self.target is None) == (self.comparison in ("at_least", "at_most")):
            raise ValueError("'at_least' and 'at_most' need a 'target', and a target needs one of them")
        if self.comparison and not (self.figure and self.deadline):
            raise ValueError("a target needs its 'figure' and its 'deadline'")
        if self.figure and not (self.comparison or self.not_set):
            raise ValueError("a figure needs a 'comparison', or 'not_set' with what stands in the target's place")
        return self


class KeyFact(StrictModel):
    """A fact the strategy opened with, its figure of that day (none where it was left open), and where today's comes from."""

    id: str
    words: str
    baseline: str = ""  # as printed; empty is "not given"
    figures: list[FigureOf] = []
    counted: Counted | None = None
    known_at_least: int = 100  # per cent of schools whose outcome must be known before any are counted together


class Statement(StrictModel):
    """Something the account owes that is not in any delivery: officers supply it."""

    id: str
    about: str
    asks: str
    text: dict[int, str] = {}


class Strategy(StrictModel):
    """One strategy, for the results years it covers."""

    title: str
    vision: str
    mission: str
    start: int = Field(alias="from")  # first results year it covers
    end: int = Field(alias="to")
    baseline: int  # results year it set out from
    who: str
    priorities: list[Priority]
    actions: list[Action]
    measures: list[SuccessMeasure]
    key_facts: list[KeyFact]
    statements: list[Statement] = []
    why: str


def read_strategies(params: Path, measures: list[str], groups: list[str], problems: Problems) -> list[Strategy]:
    """Every strategy in params/strategy, oldest first; an authority need not have one."""
    found = []
    for file in sorted((params / "strategy").glob("*.yml")):
        strategy = read_as(Strategy, file, problems)
        if strategy:
            _hangs_together(strategy, measures, groups, f"strategy/{file.name}", problems)
            found.append(strategy)
    return sorted(found, key=lambda s: s.start)


def strategy_in(strategies: list[Strategy], year: int) -> Strategy | None:
    """The strategy of a results year: the last one begun by then, also after its end; None before the first."""
    return next((s for s in reversed(strategies) if s.start <= year), None)


def _hangs_together(s: Strategy, measures: list[str], groups: list[str], where: str, problems: Problems) -> None:
    priorities, actions = [p.id for p in s.priorities], [a.id for a in s.actions]
    parts = {"priorities": s.priorities, "actions": s.actions, "measures": s.measures}
    parts |= {"key facts": s.key_facts, "statements": s.statements}
    for kind, ids in ((kind, [p.id for p in held]) for kind, held in parts.items()):
        for twice in sorted({i for i in ids if ids.count(i) > 1}):
            problems.append(f"{where} has two {kind} {twice!r}; where the strategy itself has, say 1.2a and 1.2b.")
    for part in (*s.actions, *s.measures):
        if part.priority not in priorities:
            problems.append(
                f"{where}: {part.id} is of a priority {part.priority!r}.{did_you_mean(part.priority, priorities)}"
            )
    for m in (m for m in s.measures if m.deadline and m.deadline <= s.baseline):
        problems.append(f"{where}: {m.id} has its deadline {m.deadline} no later than the baseline {s.baseline}.")
    for m in s.measures:
        if m.action and m.action not in actions:
            problems.append(f"{where}: {m.id} belongs to an action {m.action!r}.{did_you_mean(m.action, actions)}")
    named = [(m.id, m.figure) for m in s.measures if m.figure] + [(k.id, f) for k in s.key_facts for f in k.figures]
    for owner, figure in named:
        if figure.measure not in measures:
            problems.append(
                f"{where}: {owner} names a measure {figure.measure!r}.{did_you_mean(figure.measure, measures)}"
            )
    asked = [(o, f.group) for o, f in named] + [(m.id, m.less_than.group) for m in s.measures if m.less_than]
    for owner, group in asked:
        if group not in groups:
            problems.append(f"{where}: {owner} names a pupil group {group!r}.{did_you_mean(group, groups)}")
