"""Policy: RAG, arrows, disclosure, formats, questions, matrices and targets, each decided in params/policy with its reason."""

from pathlib import Path
from typing import Literal

from pydantic import model_validator

from pipeline.declared.strict import Problems, StrictModel, did_you_mean, read_as
from pipeline.declared.targets import Targets


class RagRule(StrictModel):
    """When a figure stands above, in line with or below its comparator."""

    how: Literal["gap", "band"]
    band: float = 0.0  # in the measure's own unit; a gap of this size or more is above or below
    one_pupil: bool = False  # the gap must also be at least one pupil
    words: str  # as a reader is told it: after "the gap is at least" with its {band}, or a sentence of the Department's bands
    why: str


class Rag(StrictModel):
    comparator: str
    no_colour_below: int  # cohorts smaller than this get no standing and no significance
    cohort_unknown: Literal["standing_only", "nothing"]
    not_compared: list[str]  # kinds of school that get neither standing, significance nor arrow
    not_compared_because: str
    words: dict[str, str]  # above / in_line / below -> word
    shapes: dict[str, str]
    rules: dict[str, RagRule]
    why: str


class Arrows(StrictModel):
    """When a change is up, steady or down."""

    steady_within: dict[str, float]  # by unit; a change smaller than this is steady
    no_arrow_below: int
    signs: dict[str, str]
    comparable_releases: list[list[str]]  # release stages that may be compared with each other
    published_once: list[str]  # stages without a checking exercise: every release of them may be compared
    why: str


class Ends(StrictModel):
    """Shares of a pupil group under `percent`, or as near a hundred, are printed as that; of groups smaller than `below` only."""

    percent: int
    below: int = 0  # 0: groups of any size


class AudienceRule(StrictModel):
    """What one audience may be told."""

    words: str  # printed on every page
    minimum_cohort: int = 1
    minimum_group: int = 1
    ends: Ends | None = None
    protect: bool = True
    areas_as: str = ""  # its documents print of areas what this other audience's do; "" for the audience itself
    why: str

    def ends_of(self, group: str, pupils: int | None) -> int:
        """The per cent under which a group's share is printed as an end; 0 where every share is printed."""
        if self.ends is None or group == "all":
            return 0
        return self.ends.percent if not self.ends.below or (pupils or 0) < self.ends.below else 0

    @property
    def limits(self) -> tuple:
        """What decides, so that audiences with the same limits get the same answer."""
        return self.minimum_cohort, self.minimum_group, self.ends and (self.ends.percent, self.ends.below)


class Disclosure(StrictModel):
    audiences: dict[str, AudienceRule]
    protects_below: int  # a cohort smaller than this is protected wherever its figure might be had
    interval: int  # how many pupils apart the ends of what can be worked out of a hidden count must be
    note: str
    note_of_groups: str
    note_of_groups_alone: str
    note_of_ends: str
    why: str

    @model_validator(mode="after")
    def _audiences_named_exist(self) -> "Disclosure":
        for name, rule in self.audiences.items():
            if rule.areas_as and rule.areas_as not in self.audiences:
                hint = did_you_mean(rule.areas_as, list(self.audiences))
                raise ValueError(f"{name} is told of areas as {rule.areas_as!r}, which is no audience.{hint}")
        return self

    def note_for(self, audience: str) -> str:
        """What a reader is told of what is not printed, put together from the rule itself; "" where everything is."""
        rule = self.audiences[audience]
        if not rule.protect:
            return ""
        few_pupils = [self.note, self.note_of_groups] if rule.minimum_cohort > 1 else [self.note_of_groups_alone]
        words = few_pupils[: 2 if rule.minimum_group > rule.minimum_cohort else 1] if rule.minimum_group > 1 else []
        words += [self.note_of_ends] if rule.ends else []
        ends = rule.ends.percent if rule.ends else 0
        limits = {"cohort": rule.minimum_cohort, "group": rule.minimum_group, "low": ends, "high": 100 - ends}
        return " ".join(words).format(**limits)


class Formats(StrictModel):
    """How each unit is written; rounding is always half up."""

    suffix: dict[str, str]
    signed: list[str]  # units always written with their sign
    why: str


class Pooling(StrictModel):
    """Which schools a pooled figure counts."""

    cluster: list[str]  # kinds of school: mainstream | special
    trust: list[str]
    authority: list[str]
    why: str


class GovernorQuestion(StrictModel):
    """A question for governors, asked when its rule holds."""

    id: str
    measures: list[str]
    when: Literal["below", "above", "fell", "rose", "sig-", "sig+", "gap"]
    group: str = "all"
    ask: str


class QuestionGap(StrictModel):
    """How large a gap between two groups must be, beside the points of the measure's RAG band, to raise a question."""

    more_than_pupils: int
    why: str


class Questions(StrictModel):
    most: int
    gap: QuestionGap
    questions: list[GovernorQuestion]
    why: str


class Term(StrictModel):
    term: str
    meaning: str
    stages: list[str]


class Glossary(StrictModel):
    terms: list[Term]


class EvaluationArea(StrictModel):
    """One row of a self-evaluation matrix: the evidence that is filled in, and what the school is asked to judge."""

    area: str
    stages: list[str] = []  # without one nothing is filled in: the judgement is the school's alone
    topics: list[str] = []  # kinds of measure
    groups: list[str] = ["all"]
    ask: str


class SelfEvaluation(StrictModel):
    """The matrices schools evaluate themselves by."""

    box: str  # what an empty box says
    grids: dict[str, list[EvaluationArea]]
    why: str
    to_confirm: str


class Policy(StrictModel):
    """Every policy of the authority, read together."""

    rag: Rag
    arrows: Arrows
    disclosure: Disclosure
    formats: Formats
    pooling: Pooling
    questions: Questions
    glossary: Glossary
    self_evaluation: SelfEvaluation
    targets: Targets


def read_policy(params: Path, problems: Problems) -> Policy | None:
    """Every file of params/policy, or None with every mistake noted."""
    kinds = {name: field.annotation for name, field in Policy.model_fields.items()}
    parts = {name: read_as(kind, params / "policy" / f"{name}.yml", problems) for name, kind in kinds.items()}
    return None if None in parts.values() else Policy(**parts)
