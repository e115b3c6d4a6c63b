"""The names a document prints, carried in its pack: of its key stages, pupil groups, figure statuses and release stages.

They are those of params/vocabulary, and only those the document can print, so that a change of any other name does not make
the document again. Pages look names up here and have none of their own.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from pipeline.declared import Declarations

MISSING = "missing"  # the status of a figure that nobody delivered: any table may have a cell of it


@dataclass(frozen=True)
class KeyStageName:
    """A key stage as readers know it."""

    id: str
    name: str
    short_name: str  # for column heads and inside sentences
    age: str = ""  # "age 5", "all ages"
    heading: str = ""  # above its rows in a table of several stages
    school_level: str = ""  # one line for a document without any school's figures of it
    said_by_its_measures: bool = False  # its measures' names name it, so no heading repeats it


@dataclass(frozen=True)
class GroupName:
    """A pupil group as readers know it."""

    id: str
    name: str
    short_name: str = ""
    in_pair: str = ""  # its name beside another group
    printed_at: tuple[str, ...] = ()  # key stages; empty for every one
    in_overview: bool = False


@dataclass(frozen=True)
class GapPair:
    """Two groups between which a gap is printed: the group it is about, and the group it is compared with."""

    first: str
    second: str
    in_overview: bool = False
    in_place_of: str = ""  # printed only where this group is not known


@dataclass(frozen=True)
class StatusWords:
    """What is printed in the place of a figure; `kind` is printed, silent, withheld, waiting or explained."""

    id: str
    kind: str
    mark: str
    short_words: str
    words: str


@dataclass(frozen=True)
class ReleaseWords:
    """A release stage as readers know it."""

    id: str
    name: str  # "provisional figures"
    of_schools_in_full: str  # "the schools' own, unchecked", "provisional"
    next_step: str = ""


@dataclass(frozen=True)
class PrintedNames:
    """Each kind of name in the order it is printed in."""

    key_stages: tuple[KeyStageName, ...] = ()
    groups: tuple[GroupName, ...] = ()
    pairs: tuple[GapPair, ...] = ()
    statuses: tuple[StatusWords, ...] = ()
    releases: tuple[ReleaseWords, ...] = ()  # the least settled first
    last_release: str = ""  # the stage after which nothing changes
    early_releases: tuple[str, ...] = ()  # those the public does not see
    subjects: tuple[tuple[str, str], ...] = ()  # as in measures' ids, and as printed
    units: dict[str, str] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)

    def key_stage(self, stage: str) -> KeyStageName:
        """A key stage by its id; of one the document was not made for, the id is its name."""
        return next((s for s in self.key_stages if s.id == stage), KeyStageName(stage, stage, stage))

    @property
    def headings(self) -> dict[str, tuple[str, ...]]:
        """Heading of a part of a table -> the key stages in it."""
        named = dict.fromkeys(s.heading for s in self.key_stages if s.heading)
        return {heading: tuple(s.id for s in self.key_stages if s.heading == heading) for heading in named}

    def group(self, group: str) -> GroupName:
        plain = group.replace("_", " ")
        return next((g for g in self.groups if g.id == group), GroupName(group, plain.capitalize(), in_pair=plain))

    def group_is_printed(self, group: str, stage: str) -> bool:
        """Whether a group has rows in the tables of a key stage."""
        only = self.group(group).printed_at
        return not only or stage in only

    def status(self, status: str) -> StatusWords:
        unknown = StatusWords(status, "explained", status, status, status)
        return next((s for s in self.statuses if s.id == status), unknown)

    def statuses_of(self, kind: str) -> tuple[StatusWords, ...]:
        return tuple(s for s in self.statuses if s.kind == kind)

    def release(self, release: str) -> ReleaseWords:
        return next((r for r in self.releases if r.id == release), ReleaseWords(release, release, release))

    def subject_of(self, measure: str) -> str:
        """The subject of a measure, from the words of its id; "" for a combined measure."""
        known = dict(self.subjects)
        return next((part for part in measure.split("_") if part in known), "")

    def subject_rank(self, measure: str) -> int:
        """The place of a measure among those of other subjects; a combined one comes first."""
        subject = self.subject_of(measure)
        return list(dict(self.subjects)).index(subject) if subject else -1


@dataclass(frozen=True)
class Used:
    """What a document can print: the ids of its key stages, pupil groups, statuses and release stages."""

    key_stages: Collection[str]
    groups: Collection[str]
    statuses: Collection[str]
    releases: Collection[str]


def printed_names(declared: Declarations, used: Used) -> PrintedNames:
    """The names of the vocabulary that a document can print."""
    vocabulary = declared.vocabulary
    groups = {"all", *used.groups}
    releases = vocabulary.releases
    return PrintedNames(
        key_stages=tuple(
            KeyStageName(s.id, s.name, s.short_name, s.age, s.heading, s.school_level, s.said_by_its_measures)
            for s in vocabulary.key_stages.values()
            if s.id in used.key_stages
        ),
        groups=tuple(
            GroupName(name, g.name, g.short_name or g.name, g.in_pair or g.name, tuple(g.printed_at), g.in_overview)
            for name, g in vocabulary.groups.groups.items()
            if name in groups
        ),
        pairs=tuple(
            GapPair(p.first, p.second, p.in_overview, p.in_place_of)
            for p in vocabulary.groups.pairs
            if {p.first, p.second} <= groups
        ),
        statuses=tuple(
            StatusWords(name, s.kind, s.mark, s.short_words, s.in_full)
            for name, s in vocabulary.statuses.items()
            if name in {MISSING, *used.statuses}
        ),
        releases=tuple(
            ReleaseWords(r.id, r.name, r.of_schools_in_full or r.of_schools or r.adjective, r.next_step)
            for r in releases.stages
            if r.id in used.releases
        ),
        last_release=releases.ids[-1],
        early_releases=tuple(r.id for r in releases.stages if not r.public),
        subjects=tuple(vocabulary.terms.subjects.items()),
        units=vocabulary.terms.units,
        abbreviations=vocabulary.terms.abbreviations,
    )
