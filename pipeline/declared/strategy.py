"""The education strategy as data: what the council set out to do, its measures of success, and where each figure comes from."""

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from pipeline.declared.strict import Problems, StrictModel, read_as, repeated

State = Literal["met", "on track", "not met"]
Counted = Literal["schools", "pupils", "meals", "special_needs", "good_or_outstanding"]


class Priority(StrictModel):
    """One of the strategy's priorities, with the outcomes it is for."""

    id: str
    name: str
    aim: str
    outcomes: list[str]


class Action(StrictModel):
    """An action of the strategy; `because` says why its number or its words are not the strategy's own."""

    id: str
    priority: str
    words: str
    because: str = ""


class FigureOf(StrictModel):
    """The figure a success measure is about: a measure of this project, of one pupil group."""

    measure: str
    group: str = "all"


class GapTo(StrictModel):
    """The figure it is compared with: the success measure is then that figure less the authority's, in points."""

    group: str
    of: Literal["own", "england"]


class Report(StrictModel):
    """What officers report for a year, and their own judgement of the state."""

    text: str
    state: State | None = None


class SuccessMeasure(StrictModel):
    """One of the strategy's measures of success.

    Where the strategy left the target open, `not_set` holds what it says in its place.
    """

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
    def _is_complete(self) -> "SuccessMeasure":
        if self.figure and self.reported_by:
            raise ValueError(f"{self.id} has both 'figure' and 'reported_by': leave out one of them")
        if not (self.figure or self.reported_by or self.not_set):
            raise ValueError(f"{self.id}: write 'figure', 'reported_by' or, where the strategy left it open, 'not_set'")
        if (self.target is None) == (self.comparison in ("at_least", "at_most")):
            raise ValueError(f"{self.id}: 'at_least' and 'at_most' need a 'target', and a target needs one of them")
        if self.comparison and not (self.figure and self.deadline):
            raise ValueError(f"{self.id}: a target needs its 'figure' and its 'deadline'")
        if self.figure and not (self.comparison or self.not_set):
            raise ValueError(
                f"{self.id}: a figure needs a 'comparison', or 'not_set' with what the strategy says instead"
            )
        return self


class KeyFact(StrictModel):
    """A fact the strategy opens with: its figure at the time (none where it was left open), and where today's comes from."""

    id: str
    words: str
    baseline: str = ""  # as printed; empty is "not given"
    figures: list[FigureOf] = []
    counted: Counted | None = None
    known_at_least: int = 100  # per cent of schools whose outcome must be known before any are counted together


class Statement(StrictModel):
    """A part of the account that is in no delivery: officers supply its text, by results year."""

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
    baseline: int  # results year its targets are compared with
    who: str
    priorities: list[Priority]
    actions: list[Action]
    measures: list[SuccessMeasure]
    key_facts: list[KeyFact]
    statements: list[Statement] = []
    why: str


def read_strategies(params: Path, measures: list[str], groups: list[str], problems: Problems) -> list[Strategy]:
    """Every strategy in params/strategy, oldest first; an authority need not have one."""
    strategies = []
    for file in sorted((params / "strategy").glob("*.yml")):
        strategy = read_as(Strategy, file, problems)
        if strategy:
            _check_names(strategy, measures, groups, f"strategy/{file.name}", problems)
            strategies.append(strategy)
    return sorted(strategies, key=lambda s: s.start)


def strategy_in(strategies: list[Strategy], year: int) -> Strategy | None:
    """The strategy of a results year: the latest that had begun, even where it has ended; None before the first."""
    return next((s for s in reversed(strategies) if s.start <= year), None)


def _check_names(strategy: Strategy, measures: list[str], groups: list[str], where: str, problems: Problems) -> None:
    """Note ids that stand twice, names that nobody declares, and deadlines that are no later than the baseline."""
    ids = {
        "priorities": [p.id for p in strategy.priorities],
        "actions": [a.id for a in strategy.actions],
        "measures": [m.id for m in strategy.measures],
        "key facts": [f.id for f in strategy.key_facts],
        "statements": [s.id for s in strategy.statements],
    }
    for kind, names in ids.items():
        for twice in repeated(names):
            problems.append(f"{where} has two {kind} {twice!r}; where the strategy itself has, write 1.2a and 1.2b.")
    for action in strategy.actions:
        problems.require(action.priority, ids["priorities"], "priority", f"{where}: {action.id}")
    for m in strategy.measures:
        problems.require(m.priority, ids["priorities"], "priority", f"{where}: {m.id}")
        if m.action:
            problems.require(m.action, ids["actions"], "action", f"{where}: {m.id}")
        if m.deadline and m.deadline <= strategy.baseline:
            problems.append(
                f"{where}: {m.id} has its deadline {m.deadline} no later than the baseline {strategy.baseline}; "
                "correct one of the two years."
            )
        if m.less_than:
            problems.require(m.less_than.group, groups, "pupil group", f"{where}: {m.id}")
    figures = [(m.id, m.figure) for m in strategy.measures if m.figure]
    figures += [(fact.id, figure) for fact in strategy.key_facts for figure in fact.figures]
    for id, figure in figures:
        problems.require(figure.measure, measures, "measure", f"{where}: {id}")
        problems.require(figure.group, groups, "pupil group", f"{where}: {id}")
