"""The vocabulary of params/vocabulary: key stages, pupil groups, figure statuses, release stages and the reports' smaller words.

Each name is in one file, in the order in which it is printed; code looks it up here and repeats none of it.
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
    """A key stage: its names for readers, the age at which it is assessed, and the years without assessments."""

    id: str
    name: str
    short_name: str  # for column heads and inside sentences
    age: str
    phase: Literal["primary", "secondary", ""] = ""  # of the schools whose pupils are assessed; "" for anything else
    heading: str = ""  # the heading above its rows in a table of several stages
    said_by_its_measures: bool = False  # its measures' names name it, so no heading repeats it
    school_level: str  # one line for a booklet where no figures of schools were delivered for the stage
    not_held: dict[int, str] = {}  # results year -> why there was no assessment


class KeyStages(StrictModel):
    """params/vocabulary/key_stages.yml."""

    stages: list[KeyStage]
    why: str


class PupilGroup(StrictModel):
    """A group of pupils: its names, and its pupils, who are those with one of these `values` in a `column` of the roll.

    A group without a column is every pupil, unless it is `published_only`: then no roll says who is in it.
    """

    name: str
    short_name: str = ""  # for a cell of a table; the name by default
    in_pair: str = ""  # its name beside another group: "boys / girls"
    in_question: str = ""  # its name in the evidence of a question; by default the one in a pair
    # Groups of one family hold, between them, every pupil whose group is known: one suppressed group can be derived from the
    # others, so a second one must be suppressed with it.
    family: str = ""
    # The group that every pupil of this one is in as well: the figure of either says something of the other's.
    among: str = ""
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
    """Two groups between which a gap is printed: the group it is about, and the group it is compared with."""

    first: str
    second: str
    in_overview: bool = False  # a row of the table of gaps at every stage
    in_place_of: str = ""  # printed only where this group is not known
    beside_england: bool = False  # the second group is also that of the comparator


class GroupDefinition(StrictModel):
    """Who the pupils of a family's leading group are, from a results year on."""

    said: str  # a sentence, printed in the glossary
    because: str = ""  # what changed from the definition before


class PupilGroups(StrictModel):
    """The pupil groups for which figures are calculated, in the order they are printed."""

    source: str  # the pupil source that says which group a pupil is in
    groups: dict[str, PupilGroup]
    pairs: list[GroupPair] = []
    # Family -> first results year -> definition. Each but the first breaks the series of every group of the family.
    definitions: dict[str, dict[int, GroupDefinition]] = {}
    why: str

    @model_validator(mode="after")
    def _says_what_a_definition_changes(self) -> "PupilGroups":
        for family, by_year in self.definitions.items():
            if family not in self.families.values():
                hint = did_you_mean(family, list(dict.fromkeys(self.families.values())))
                raise ValueError(f"definitions: no group is of the family {family!r}.{hint}")
            for year in sorted(by_year)[1:]:
                if not by_year[year].because:
                    raise ValueError(
                        f"definitions.{family}.{year}: figures are not comparable across a definition, so it needs "
                        "`because`: what changed"
                    )
        return self

    def defined_in(self, family: str, year: int) -> str:
        """Who is in a family's leading group in a results year; "" before the first definition."""
        by_year = self.definitions.get(family, {})
        begun = [first for first in by_year if first <= year]
        return by_year[max(begun)].said if begun else ""

    def break_between(self, group: str, before: int, year: int) -> tuple[int, str] | None:
        """The first results year of another definition of a group after one year and up to another, and what changed.

        None where the figures of the two years are of pupils chosen alike.
        """
        by_year = self.definitions.get(self.families.get(group, ""), {})
        begun = [first for first in sorted(by_year)[1:] if before < first <= year]
        return (begun[-1], by_year[begun[-1]].because) if begun else None

    def with_definitions(self, text: str, year: int) -> str:
        """A text with the definition of the year in place of each family's name in braces."""
        for family in self.definitions:
            text = text.replace(f"{{{family}}}", self.defined_in(family, year))
        return text

    @model_validator(mode="after")
    def _names_groups_that_exist(self) -> "PupilGroups":
        for name, group in self.groups.items():
            if group.among and group.among not in self.groups:
                hint = did_you_mean(group.among, self.groups)
                raise ValueError(f"groups.{name}.among: there is no group {group.among!r}.{hint}")
        return self

    @property
    def among(self) -> dict[str, str]:
        """Each group whose pupils are all in another one as well -> that one."""
        return {name: group.among for name, group in self.groups.items() if group.among}

    @property
    def families(self) -> dict[str, str]:
        """Each group that belongs to a family -> the family."""
        return {name: group.family for name, group in self.groups.items() if group.family}

    def in_question(self, group: str) -> str:
        """A group's name in the evidence of a question."""
        named = self.groups[group]
        return named.in_question or named.in_pair or named.name

    @property
    def counted(self) -> dict[str, PupilGroup]:
        """The groups that can be counted from pupil records."""
        return {name: group for name, group in self.groups.items() if not group.published_only}


StatusClass = Literal["printed", "silent", "withheld", "waiting", "explained"]


class FigureStatus(StrictModel):
    """What is printed in the place of a figure; `kind` says how pages treat the status."""

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
    """A release stage: the names of its figures, and the words by which delivered files say that they are of it."""

    id: str
    name: str  # "provisional figures"
    adjective: str  # after "is": "provisional", "the school's own"
    of_schools: str = ""  # the same of several schools; the adjective by default
    of_schools_in_full: str = ""
    as_noted: str  # in the notes on data
    file_words: list[str] = []  # in a delivered file's name, as whole words
    not_file_words: list[str] = []  # two words, the first of them a file word, that say no release stage
    year_words: list[str] = []  # in brackets after a year, inside a delivered file
    dated_as: str = ""  # the release stage on whose day it is published, where params/releases.yml gives it no day
    public: bool = False
    next_step: str = ""  # what a release briefing says will follow


class ReleaseStages(StrictModel):
    """The release stages, from the least to the most settled."""

    stages: list[ReleaseName]
    results_to_come: str  # the most settled stage that figures may have while a result is still to come
    file_words_denied_by: list[str] = []  # words right before a file word that take it back: "not final"
    why: str

    @model_validator(mode="after")
    def _names_its_own(self) -> "ReleaseStages":
        named = [("results_to_come", self.results_to_come)]
        named += [(f"{s.id}: dated_as", s.dated_as) for s in self.stages if s.dated_as]
        for key, release in named:
            if release not in self.ids:
                raise ValueError(f"{key}: there is no release stage {release!r}.{did_you_mean(release, self.ids)}")
        return self

    @property
    def ids(self) -> tuple[str, ...]:
        """The names used in files and figures: "provisional"."""
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
        """The adjective for figures of several schools: "the schools' own", "provisional"."""
        named = self.named(release)
        return named.of_schools or named.adjective

    def named(self, release: str) -> ReleaseName:
        return next(s for s in self.stages if s.id == release)

    @property
    def year_words(self) -> dict[str, str]:
        """The words in brackets after a year in delivered files -> the release stage they mean."""
        return {word: s.id for s in self.stages for word in s.year_words}


class ReportTerms(StrictModel):
    """Subjects in their usual order, units as in a heading, abbreviations written out."""

    subjects: dict[str, str]
    units: dict[str, str]
    abbreviations: dict[str, str]
    why: str


@dataclass(frozen=True)
class Vocabulary:
    """Every name the documents print; statuses have the disclosure policy's number in them."""

    key_stages: dict[str, KeyStage]
    groups: PupilGroups
    statuses: dict[str, FigureStatus]
    releases: ReleaseStages
    terms: ReportTerms

    def statuses_of(self, *kinds: StatusClass) -> frozenset[str]:
        """The statuses of these classes."""
        return frozenset(name for name, status in self.statuses.items() if status.kind in kinds)


def read_key_stages(params: Path, problems: Problems) -> dict[str, KeyStage]:
    """The key stages by id, in their order; empty, with the mistakes noted, where the file has any."""
    declared = read_as(KeyStages, params / FOLDER / "key_stages.yml", problems)
    return {s.id: s for s in declared.stages} if declared else {}


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
        where = f"{FOLDER}/pupil_groups.yml"
        for name, group in groups.groups.items():
            for stage in group.printed_at if key_stages else []:
                problems.require(stage, key_stages, "key stage", f"{where}: {name}.printed_at")
        for pair in groups.pairs:
            for name in (pair.first, pair.second, pair.in_place_of or pair.first):
                problems.require(name, groups.groups, "pupil group", f"{where}: pairs")
    if groups is None or statuses is None or releases is None or terms is None:
        return None
    most = str(protects_below - 1)
    filled = {
        name: status.model_copy(update={"detail": status.detail.replace("{most}", most)})
        for name, status in statuses.statuses.items()
    }
    return Vocabulary(key_stages, groups, filled, releases, terms)


def read_release_stages(params: Path) -> ReleaseStages:
    """The release stages alone, for rooms that read one delivery; ParamsWrong with every mistake of their file."""
    stages = find_release_stages(params)
    if stages is not None:
        return stages
    problems = Problems()
    read_as(ReleaseStages, _release_file(params), problems)
    raise ParamsWrong(params, problems)


def find_release_stages(params: Path) -> ReleaseStages | None:
    """The release stages; None where their file has mistakes, which `read_vocabulary` reports."""
    file = _release_file(params)
    return _release_stages(file, file.read_text(encoding="utf-8")) if file.is_file() else None


def _release_file(params: Path) -> Path:
    return params / FOLDER / "release_stages.yml"


@lru_cache(maxsize=8)
def _release_stages(file: Path, text: str) -> ReleaseStages | None:
    """The release stages of a file; kept as long as the file has this text, since every delivery asks for them."""
    return read_as(ReleaseStages, file, Problems())
