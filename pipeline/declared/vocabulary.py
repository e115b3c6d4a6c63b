"""The vocabulary of params/vocabulary: key stages, pupil groups, figure statuses, release stages and the reports' smaller words.

Each name stands in one file, in the order it is printed in; code asks for it here and repeats none of it.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from pipeline.declared.strict import Problems, StrictModel, did_you_mean, read_as
from pipeline.errors import ParamsWrong

FOLDER = "vocabulary"


class KeyStage(StrictModel):
    """A key stage: its names for readers, the age it is assessed at, and the years nothing was held."""

    id: str
    name: str
    short_name: str  # for column heads and inside sentences
    age: str
    phase: Literal["primary", "secondary", ""] = ""  # of the schools whose pupils are assessed; "" for anything else
    heading: str = ""  # what its rows stand under in a table of several stages
    said_by_its_measures: bool = False  # no head repeats it
    school_level: str  # one line for a booklet in which no school figures of the stage are delivered
    not_held: dict[int, str] = {}


class KeyStages(StrictModel):
    """params/vocabulary/key_stages.yml."""

    stages: list[KeyStage]
    why: str


class PupilGroup(StrictModel):
    """A group of pupils: its names, and whom it holds: those whose `column` in the roll has one of these values.

    A group without a column is every pupil, unless it is `published_only`: then no roll says who is in it.
    """

    name: str
    short_name: str = ""  # for a cell of a table; the name by default
    in_pair: str = ""  # as it stands beside another: "boys / girls"
    in_question: str = ""  # as it stands in a question's evidence; as in a pair by default
    family: str = ""  # groups of one family hold every known pupil between them, so one hidden group needs another
    column: str = ""
    values: list[str] = []
    published_only: bool = False
    printed_at: list[str] = []  # the key stages it is printed at; every one by default
    in_overview: bool = False  # a row of the results overview

    @model_validator(mode="after")
    def _says_whom_it_holds(self) -> "PupilGroup":
        if bool(self.column) != bool(self.values):
            raise ValueError("a group read from the roll needs both a 'column' and its 'values'")
        if self.column and self.published_only:
            raise ValueError("a group is read from the roll by its 'column' or is 'published_only', not both")
        return self


class GroupPair(StrictModel):
    """Two groups a gap is told of: the group it is about, and the one it is beside."""

    first: str
    second: str
    in_overview: bool = False  # a row of the table of gaps at every stage
    in_place_of: str = ""  # told only where this group is not known
    beside_england: bool = False  # the second group is also that of the comparator


class PupilGroups(StrictModel):
    """The pupil groups figures are worked out for, in the order they are printed."""

    source: str  # the pupil source that says which group a pupil is in
    groups: dict[str, PupilGroup]
    pairs: list[GroupPair] = []
    why: str

    @property
    def families(self) -> dict[str, str]:
        """Each group that belongs to a family -> the family."""
        return {name: group.family for name, group in self.groups.items() if group.family}

    def in_question(self, group: str) -> str:
        """A group as it stands in the evidence of a question."""
        named = self.groups[group]
        return named.in_question or named.in_pair or named.name

    @property
    def counted(self) -> dict[str, PupilGroup]:
        """The groups that can be counted from pupil records."""
        return {name: group for name, group in self.groups.items() if not group.published_only}


StatusClass = Literal["printed", "silent", "withheld", "waiting", "explained"]


class FigureStatus(StrictModel):
    """What is printed where a figure would stand; `kind` says what the status means to a page."""

    kind: StatusClass = Field(alias="class")
    mark: str  # for dense tables
    short_words: str  # for narrow tables
    words: str
    detail: str = ""  # what follows the words: after a colon in a note, in brackets in a figure's place

    @property
    def in_full(self) -> str:
        """In a note: "suppressed: 5 or fewer pupils"."""
        return f"{self.words}: {self.detail}" if self.detail else self.words

    @property
    def as_figure(self) -> str:
        """In a figure's place: "suppressed (5 or fewer pupils)"."""
        return f"{self.words} ({self.detail})" if self.detail else self.words


class FigureStatuses(StrictModel):
    """params/vocabulary/figure_statuses.yml."""

    statuses: dict[str, FigureStatus]
    why: str


class ReleaseName(StrictModel):
    """A release stage: what its figures are called, and how delivered files say that they are of it."""

    id: str
    name: str  # "provisional figures"
    adjective: str  # after "is": "provisional", "the school's own"
    of_schools: str = ""  # the same of several schools; the adjective by default
    of_schools_in_full: str = ""
    as_noted: str  # in the notes on data
    file_words: list[str] = []  # in a delivered file's name
    year_words: list[str] = []  # in brackets after a year, inside a delivered file
    dated_as: str = ""  # the stage whose day it is published on where params/releases.yml gives it none
    public: bool = False
    next_step: str = ""  # what a release briefing says will follow


class ReleaseStages(StrictModel):
    """The release stages, the least settled first."""

    stages: list[ReleaseName]
    results_to_come: str  # the most settled stage figures may be of while a result is still to come
    why: str

    @model_validator(mode="after")
    def _names_its_own(self) -> "ReleaseStages":
        named = [
            ("results_to_come", self.results_to_come),
            *(("dated_as", s.dated_as) for s in self.stages if s.dated_as),
        ]
        for key, release in ((k, r) for k, r in named if r not in self.ids):
            raise ValueError(f"{key!r} names a release stage {release!r}.{did_you_mean(release, list(self.ids))}")
        return self

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(s.id for s in self.stages)

    @property
    def ranks(self) -> dict[str, int]:
        """Each release stage -> its place in the order; the more settled, the higher."""
        return {s.id: at for at, s in enumerate(self.stages)}

    @property
    def public(self) -> tuple[str, ...]:
        """The releases everybody sees; a school's own results are not published."""
        return tuple(s.id for s in self.stages if s.public)

    def of_schools(self, release: str) -> str:
        """What figures of several schools are of: "the schools' own", "provisional"."""
        named = self.named(release)
        return named.of_schools or named.adjective

    def named(self, release: str) -> ReleaseName:
        return next(s for s in self.stages if s.id == release)

    @property
    def year_words(self) -> dict[str, str]:
        """How delivered files mark a year -> the release stage meant."""
        return {word: s.id for s in self.stages for word in s.year_words}


class ReportTerms(StrictModel):
    """Subjects in the order readers know them, units as a heading says them, abbreviations written out."""

    subjects: dict[str, str]
    units: dict[str, str]
    abbreviations: dict[str, str]
    on_a_card: dict[str, str] = {}
    why: str


@dataclass(frozen=True)
class Vocabulary:
    """Every name the reports print; statuses have the disclosure policy's number in them."""

    key_stages: dict[str, KeyStage]
    groups: PupilGroups
    statuses: dict[str, FigureStatus]
    releases: ReleaseStages
    terms: ReportTerms

    def statuses_of(self, *kinds: StatusClass) -> frozenset[str]:
        """The statuses of these classes."""
        return frozenset(name for name, status in self.statuses.items() if status.kind in kinds)


def read_key_stages(params: Path, problems: Problems) -> dict[str, KeyStage]:
    """The key stages by id, in their order; none with the mistakes noted."""
    found = read_as(KeyStages, params / FOLDER / "key_stages.yml", problems)
    return {s.id: s for s in found.stages} if found else {}


def read_vocabulary(
    params: Path, key_stages: dict[str, KeyStage], protects_below: int, problems: Problems
) -> Vocabulary | None:
    """All of params/vocabulary, or None with every mistake noted.

    `protects_below` is the disclosure policy's: cohorts of fewer pupils are protected, and statuses print that number.
    """
    folder = params / FOLDER
    groups = read_as(PupilGroups, folder / "pupil_groups.yml", problems)
    statuses = read_as(FigureStatuses, folder / "figure_statuses.yml", problems)
    releases = read_as(ReleaseStages, _release_file(params), problems)
    terms = read_as(ReportTerms, folder / "terms.yml", problems)
    if groups:
        _groups_agree(groups, key_stages, problems)
    if groups is None or statuses is None or releases is None or terms is None:
        return None
    most = str(protects_below - 1)
    filled = {
        name: status.model_copy(update={"detail": status.detail.replace("{most}", most)})
        for name, status in statuses.statuses.items()
    }
    return Vocabulary(key_stages, groups, filled, releases, terms)


def _groups_agree(groups: PupilGroups, key_stages: dict[str, KeyStage], problems: Problems) -> None:
    """Adds every key stage and pupil group that the groups name and nobody declares."""
    where, known = f"{FOLDER}/pupil_groups.yml", list(groups.groups)
    for name, group in groups.groups.items():
        for stage in (s for s in group.printed_at if key_stages and s not in key_stages):
            hint = did_you_mean(stage, list(key_stages))
            problems.append(f"{where}: {name} is printed at a stage {stage!r}.{hint}")
    named = [n for p in groups.pairs for n in (p.first, p.second, p.in_place_of or p.first)]
    for name in dict.fromkeys(n for n in named if n not in known):
        problems.append(f"{where}: a pair names a group {name!r}.{did_you_mean(name, known)}")


def read_release_stages(params: Path) -> ReleaseStages:
    """The release stages alone, for rooms that read one delivery; ParamsWrong with every mistake of their file."""
    found, problems = find_release_stages(params), Problems()
    if found is not None:
        return found
    read_as(ReleaseStages, _release_file(params), problems)
    raise ParamsWrong(params, list(problems))


def find_release_stages(params: Path) -> ReleaseStages | None:
    """The release stages, or None where their file has a mistake that is told elsewhere."""
    file = _release_file(params)
    return _release_stages(file, file.read_text(encoding="utf-8")) if file.is_file() else None


def _release_file(params: Path) -> Path:
    return params / FOLDER / "release_stages.yml"


@lru_cache(maxsize=8)
def _release_stages(file: Path, text: str) -> ReleaseStages | None:
    """The release stages of a file as long as it holds this text."""
    return read_as(ReleaseStages, file, Problems())
