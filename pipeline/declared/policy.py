"""Policy: RAG, arrows, disclosure, formats, questions, matrices and targets, each in params/policy with its reason."""

from collections.abc import Collection
from pathlib import Path
from typing import Literal, get_args

from pydantic import StrictBool, StrictInt, model_validator

from pipeline.declared.measures import Topic, Unit
from pipeline.declared.places import SchoolKind
from pipeline.declared.strict import Problems, StrictModel, did_you_mean, read_as
from pipeline.declared.targets import Targets

Standing = Literal["above", "in_line", "below"]
Direction = Literal["up", "steady", "down"]


class RagRule(StrictModel):
    """When a figure is above, in line with or below its comparator."""

    how: Literal["gap", "band"]
    band: float = 0.0  # in the measure's own unit; a gap of this size or more is above or below
    one_pupil: bool = False  # the gap must also be at least one pupil
    words: str  # the rule as printed: with its {band}, after "the gap is at least"; or a sentence on the Department's bands
    why: str


class Rag(StrictModel):
    """How figures are compared with the comparator (red, amber, green): the rules, their words and their shapes."""

    comparator: Literal["england"]  # the one comparator whose standing is worded and coloured
    no_colour_below: int  # cohorts smaller than this get no standing and no significance
    cohort_unknown: Literal["standing_only", "nothing"]
    not_compared: dict[SchoolKind, str]  # kinds of school that get neither standing, significance nor arrow -> why
    words: dict[str, str]  # above / in_line / below -> word
    shapes: dict[str, str]
    rules: dict[str, RagRule]
    why: str

    @model_validator(mode="after")
    def _words_every_standing(self) -> "Rag":
        _all_given("words", self.words, Standing)
        _all_given("shapes", self.shapes, Standing)
        return self


class Arrows(StrictModel):
    """When a change is up, steady or down."""

    steady_within: dict[Unit, float]  # by unit; a change smaller than this is steady
    no_arrow_below: int
    signs: dict[str, str]  # up / steady / down -> sign
    comparable_releases: list[list[str]]  # release stages that may be compared with each other
    published_once: list[str]  # stages without a checking exercise: every release of them may be compared
    why: str

    @model_validator(mode="after")
    def _holds_for_every_change(self) -> "Arrows":
        _all_given("steady_within", self.steady_within, Unit)
        _all_given("signs", self.signs, Direction)
        return self


class Ends(StrictModel):
    """A pupil group's share under `percent`, or over 100 less `percent`, is printed as "under" or "over" that.

    Otherwise a share close to 0% or 100% would say of nearly every pupil of the group whether they met the measure.
    """

    percent: StrictInt
    below: StrictInt = 0  # only groups of fewer pupils than this; 0: groups of any size


class AudienceRule(StrictModel):
    """Which figures one audience may see; its minimum cohort and group are numbers of pupils."""

    words: str  # who may read the document; printed on every page
    minimum_cohort: StrictInt = 1
    minimum_group: StrictInt = 1
    ends: Ends | None = None
    protect: StrictBool = True
    areas_as: str = ""  # another audience by whose rule its documents print areas' figures; "" for its own
    areas_within: str = (
        ""  # another audience, some of whose readers read these documents too: no area's figure is printed only here
    )
    heads_together: StrictInt = (
        0  # heads of schools among its readers who may put their own schools' figures together; 0: it has none
    )
    why: str

    def ends_of(self, group: str, pupils: int | None) -> int:
        """The per cent under which a group's share is printed as an end; 0 where every share is printed."""
        if self.ends is None or group == "all":
            return 0
        return self.ends.percent if not self.ends.below or (pupils or 0) < self.ends.below else 0

    @property
    def limits(self) -> tuple[int, int, int, tuple[int, int] | None]:
        """The numbers which decide what is printed: audiences with the same limits see the same figures."""
        ends = (self.ends.percent, self.ends.below) if self.ends else None
        return self.minimum_cohort, self.minimum_group, self.heads_together, ends


class Disclosure(StrictModel):
    """Disclosure control: what each audience may see, and how well the rest must be protected."""

    audiences: dict[str, AudienceRule]
    protects_below: StrictInt  # a cohort of fewer pupils than this is protected wherever its figure could be derived
    interval: StrictInt  # the protection level: least width, in pupils, of the feasible interval of a suppressed count
    note: str
    note_of_groups: str
    note_of_groups_alone: str
    note_of_ends: str
    why: str

    @model_validator(mode="after")
    def _audiences_named_exist(self) -> "Disclosure":
        for name, rule in self.audiences.items():
            for key, other in (("areas_as", rule.areas_as), ("areas_within", rule.areas_within)):
                if other and other not in self.audiences:
                    hint = did_you_mean(other, self.audiences)
                    raise ValueError(f"audiences.{name}.{key}: there is no audience {other!r}.{hint}")
            if rule.areas_within and self.audiences[rule.areas_within].areas_within:
                raise ValueError(
                    f"audiences.{name}.areas_within: {rule.areas_within} is itself within another audience."
                )
        return self

    @model_validator(mode="after")
    def _not_below_the_floors(self) -> "Disclosure":
        if complaints := below_floors(self):
            raise ValueError(" ".join(complaints))
        return self

    def note_for(self, audience: str) -> str:
        """The note on figures that are not printed, put together from the audience's own rule; "" where all are printed."""
        rule = self.audiences[audience]
        if not rule.protect:
            return ""
        words = []
        if rule.minimum_group > 1:
            words.append(self.note if rule.minimum_cohort > 1 else self.note_of_groups_alone)
            # The note on cohorts covers groups as well, unless groups have a higher limit of their own.
            if 1 < rule.minimum_cohort < rule.minimum_group:
                words.append(self.note_of_groups)
        if rule.ends:
            words.append(self.note_of_ends)
        ends = rule.ends.percent if rule.ends else 0
        limits = {"cohort": rule.minimum_cohort, "group": rule.minimum_group, "low": ends, "high": 100 - ends}
        return " ".join(words).format(**limits)


LEAST = 6  # pupils: the Department publishes no figure on 5 or fewer (docs/disclosure.md, "Practice elsewhere")
LEAST_DOUBT = 2  # pupils: with less, what is withheld can be worked out to within one pupil
# Per cent: an end nearer to 0 or 100 says of nearly every pupil of a small group whether they met the measure.
LEAST_END = 5
OWN_SCHOOL = "school"  # its readers may see their own school's figures in full
NOT_PROTECTED = "internal"  # the one audience that may see figures as they are, marked so on every page


def below_floors(disclosure: Disclosure) -> list[str]:
    """What of the settings would let a pupil be recognised, in words. A council may protect more than this, never less."""
    reason = f"the Department publishes no figure on {LEAST - 1} pupils or fewer"
    out = []
    if disclosure.protects_below < LEAST:
        out.append(f"protects_below is {disclosure.protects_below} and must be at least {LEAST}: {reason}.")
    if disclosure.interval < LEAST_DOUBT:
        out.append(
            f"interval is {disclosure.interval} and must be at least {LEAST_DOUBT}: "
            "with less, a hidden count can be worked out to within one pupil."
        )
    for name, rule in disclosure.audiences.items():
        out += [f"audiences.{name}.{complaint}" for complaint in _rule_below_floors(name, rule, reason)]
    return out


def _rule_below_floors(name: str, rule: AudienceRule, reason: str) -> list[str]:
    if not rule.protect:
        only = f"protect is false: only the audience {NOT_PROTECTED} sees figures unprotected."
        return [] if name == NOT_PROTECTED else [only]
    out = []
    if rule.minimum_group < LEAST:
        out.append(f"minimum_group is {rule.minimum_group} and must be at least {LEAST}: {reason}.")
    if rule.minimum_cohort < LEAST and name != OWN_SCHOOL:
        out.append(f"minimum_cohort is {rule.minimum_cohort} and must be at least {LEAST}: {reason}.")
    if rule.heads_together < 0:
        out.append(f"heads_together is {rule.heads_together}; it is a number of heads, 0 or more.")
    if rule.ends and not LEAST_END <= rule.ends.percent <= 50:
        out.append(
            f"ends.percent is {rule.ends.percent} and must be from {LEAST_END} to 50: "
            "a share nearer to 0 or 100 tells of nearly every pupil."
        )
    if rule.ends and rule.ends.below < 0:
        out.append(f"ends.below is {rule.ends.below}; it is a number of pupils, 0 or more.")
    return out


class Formats(StrictModel):
    """How each unit is written; rounding is always half up."""

    suffix: dict[Unit, str]
    signed: list[Unit]  # units always written with their sign
    why: str

    @model_validator(mode="after")
    def _writes_every_unit(self) -> "Formats":
        _all_given("suffix", self.suffix, Unit)
        return self


class Pooling(StrictModel):
    """Which schools a pooled figure counts."""

    cluster: list[SchoolKind]
    trust: list[SchoolKind]
    authority: list[SchoolKind]
    why: str


class Highlights(StrictModel):
    """What is said first of a place's results, and on how many pupils a concern, a question or a gap must rest."""

    band_without_rule: float  # times the least change that counts: the band of a measure without a RAG rule
    band_without_rule_why: str
    pupils_behind: int  # the fewest who missed a measure, or are in a group, for a concern, question or gap about them
    pupils_behind_why: str
    pupils_apart: int  # the least difference, in whole pupils, that is named or asked about
    pupils_apart_why: str
    why: str


class GovernorQuestion(StrictModel):
    """A question for governors, asked when its rule holds."""

    id: str
    measures: list[str]
    when: Literal["below", "above", "fell", "rose", "sig-", "sig+", "gap"]
    group: str = "all"
    about: Literal["missed", "cohort"] = "missed"  # the pupils asked about: those who missed the measure, or all
    ask: str


class QuestionSet(StrictModel):
    """Questions for one kind of reader, and how many of them a document prints at most."""

    most: int
    questions: list[GovernorQuestion]
    why: str


class Questions(StrictModel):
    """The questions for governors of a school, and those for the boards and panels of several schools together."""

    schools: QuestionSet
    areas: QuestionSet

    def asked_of(self, kind: str) -> QuestionSet:
        """The questions asked of a place of this kind: school, cluster, trust or authority."""
        return self.schools if kind == "school" else self.areas


class Term(StrictModel):
    """A term of the documents' glossary; it is printed where one of its key stages is shown, without any everywhere."""

    term: str
    meaning: str
    stages: list[str]


class Glossary(StrictModel):
    """The terms that documents explain."""

    terms: list[Term]


class EvaluationArea(StrictModel):
    """One row of a self-evaluation matrix: the evidence that is filled in, and what the school is asked to judge."""

    area: str
    stages: list[str] = []  # key stages; without one nothing is filled in: the judgement is the school's alone
    topics: list[Topic] = []  # topics of measures
    groups: list[str] = ["all"]
    ask: str


class SelfEvaluation(StrictModel):
    """The matrices in which schools evaluate themselves."""

    box: str  # the words in an empty box
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
    highlights: Highlights
    questions: Questions
    glossary: Glossary
    self_evaluation: SelfEvaluation
    targets: Targets


PARTS: dict[str, type[StrictModel]] = {  # each part of the policy is the declaration of one file
    name: field.annotation
    for name, field in Policy.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, StrictModel)
}


def _all_given(key: str, given: Collection[str], named: object) -> None:
    """Refuse a mapping that has not exactly an entry for each of the words it is looked up by."""
    words = get_args(named)
    for other in (word for word in given if word not in words):
        raise ValueError(f"{key} has an entry {other!r} that is never looked up.{did_you_mean(other, words)}")
    missing = [word for word in words if word not in given]
    if missing:
        raise ValueError(f"{key} has no entry for {', '.join(missing)}")


def read_policy(params: Path, problems: Problems) -> Policy | None:
    """Every file of params/policy, or None with every mistake noted."""
    parts: dict[str, StrictModel] = {}
    for name, kind in PARTS.items():
        part = read_as(kind, params / "policy" / f"{name}.yml", problems)
        if part is not None:
            parts[name] = part
    return Policy.model_validate(parts) if parts.keys() == Policy.model_fields.keys() else None
