"""A pack: one publication for one place, and everything that booklet may know.

It is the only thing a notebook reads, and what is sent to another machine that makes the booklet. Its hash is part of the key
that decides whether a booklet is made again. Plain data: to JSON and back unchanged.
"""

import gzip
import hashlib
import json
import zlib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from pipeline.errors import PackUnreadable
from pipeline.packs.account.parts import Account
from pipeline.packs.pack_parts import ContextRow, GlossaryTerm, GovernorPrompt, Highlight, NextRelease, ReaderRules
from pipeline.packs.pack_targets import CohortTargets
from pipeline.packs.schema import SCHEMA, current
from pipeline.packs.vocabulary import PrintedNames
from pipeline.workspace.source_notes import PackNote, PackSource


@dataclass(frozen=True)
class PlaceCard:
    """A place as a booklet may name it; `role` is its part in this booklet."""

    id: str
    name: str
    kind: str  # school | cluster | trust | authority | group | region | england
    phase: str  # primary | secondary | special | all_through | nursery | other | ""
    role: str  # subject | comparator | member (schools of a cluster or trust) | school (of an authority) | sibling (clusters)
    note: str = ""  # "Academy converter since 2017", "no results in 2018: ..." ; printed with the place
    school_kind: str = ""  # mainstream | special | alternative | nursery | independent | college; "" for other places


@dataclass(frozen=True)
class MeasureCard:
    """What a booklet says of a measure; copied from its declaration."""

    id: str
    stage: str  # key stage, by its id in params/vocabulary
    name: str
    short: str  # for column heads
    unit: str  # percent | score | points | progress | rate
    decimals: int
    better: str  # higher | lower
    rag: str  # the name of a rule in params/policy/rag.yml, or "none"
    topic: str  # headline | subject | higher | score | progress | pupil_group | attendance ...
    counts: str  # "pupils who reached the expected standard in ..."
    out_of: str  # "pupils at the end of key stage 2"
    why: str
    years: tuple[int, ...]  # years the booklet's tables show for it, oldest first
    gaps: dict[str, str] = field(default_factory=dict)  # year -> why there is none ("2020": "no tests: ...")
    breaks: dict[str, str] = field(default_factory=dict)  # first year of a new series -> what changed


@dataclass(frozen=True)
class StageCard:
    """A key stage the publication declares."""

    id: str
    phase: str  # of the schools whose pupils are assessed at it: primary | secondary; "" for others, such as attendance
    not_in: tuple[str, ...] = ()  # sections that leave the stage out, by name


@dataclass(frozen=True)
class FigureCell:
    """One figure as the pack's audience may see it.

    `text` is the only form in which it may be printed. `value` (rounded as printed) is for drawing and sorting only.
    """

    place: str
    year: int
    measure: str
    group: str
    text: str  # "63%", "104", "-1.3", or the status in words
    value: float | None  # as printed
    pupils: int | None  # eligible pupils, where known
    lower: float | None
    upper: float | None
    interval: str  # "", "published" or "estimated"
    status: str
    release: str  # release stage
    delivery: str
    band: str = ""  # DfE progress band in words, where published
    one_pupil: str = ""  # what one pupil is worth in this percentage: "3.3 points"; "" where the cohort is unknown


@dataclass(frozen=True)
class Judgement:
    """Three separate facts about one figure: its direction, its standing, its significance.

    Every fact has a word and a shape; colour only repeats them. An absent fact has an empty word and its reason.
    """

    place: str
    year: int
    measure: str
    group: str
    against: str  # id of the comparator the standing and significance refer to
    change: str = ""  # "+4", "-1.2", "" when there is none
    change_since: int | None = None
    arrow: str = ""  # ↑ → ↓
    direction: str = ""  # rose | steady | fell
    welcome: str = ""  # better | same | worse
    change_reason: str = ""  # why there is no arrow
    standing: str = ""  # above | in line | below
    standing_shape: str = ""  # ▲ ● ▼
    standing_reason: str = ""
    gap: str = ""  # "+3" points to the comparator
    gap_pupils: str = ""  # "about 2 pupils"
    significance: str = ""  # sig+ | sig- | "" (not significant or not assessable)
    significance_reason: str = ""
    sentence: str = ""  # generated where the three disagree


@dataclass(frozen=True)
class Gap:
    """How far one pupil group's figure is from another's; both are printed, so the gap discloses nothing that they do not."""

    place: str
    year: int
    measure: str
    first: str  # the group the gap is about
    second: str  # the group it is compared with
    against: str  # whose second group: the place's own id, or the comparator's
    gap: str  # first less second, of the printed values: "-21"
    before: str = ""  # the same gap a year earlier; "" where either group has none or the years may not be compared
    pupils: int | None = None  # the gap in whole pupils of the first group; only of percentages with known counts
    out_of: int | None = None  # pupils in the first group


@dataclass(frozen=True)
class Pack:
    """Everything one booklet may know."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")  # holds for every type inside it

    publication: str
    title: str
    readers: str
    audience: str
    year: int  # results year
    place: PlaceCard
    places: tuple[PlaceCard, ...]  # comparators, members and siblings in printed order
    measures: tuple[MeasureCard, ...]
    figures: tuple[FigureCell, ...]
    judgements: tuple[Judgement, ...]
    positions: dict[
        str, list[float]
    ]  # measure -> the values of the authority's schools this year, sorted, without names
    scatters: dict[str, list[list[float]]]  # "measure,measure" -> [progress, attainment] points without names
    marks: dict[str, list[float]]  # the subject's own point in each scatter
    context: tuple[ContextRow, ...]
    notes: tuple[PackNote, ...]
    sources: tuple[PackSource, ...]
    prompts: tuple[GovernorPrompt, ...]
    glossary: tuple[GlossaryTerm, ...]
    contact: str  # who answers questions
    policy: ReaderRules
    gaps: tuple[Gap, ...] = ()
    highlights: tuple[Highlight, ...] = ()  # the largest difference first
    next_releases: tuple[NextRelease, ...] = ()
    targets: CohortTargets | None = None  # only of a publication that sets targets
    as_at: str = ""  # ISO date: it holds what was known on that day; "" for everything received
    vocabulary: PrintedNames = field(default_factory=PrintedNames)  # names of key stages, groups, statuses and releases
    account: Account | None = None  # only of the yearly account against the strategy
    stages: tuple[StageCard, ...] = ()  # every stage the publication declares, in reading order
    schema: int = SCHEMA  # version of the file's schema (see packs/schema.py); not part of the fingerprint

    def to_json(self) -> str:
        """One line of JSON with sorted keys: equal packs give the same text."""
        return _as_json(self)

    def fingerprint(self) -> str:
        """SHA-256 of all that can be printed: the same figures from another file are the same pack."""
        printed = {name: value for name, value in vars(self.printed()).items() if name != "schema"}
        return hashlib.sha256(_as_json(printed).encode()).hexdigest()

    def printed(self) -> "Pack":
        """The pack without what is never printed: which file figures are from. Several files of one kind print as one source."""
        figures = tuple(replace(f, delivery="") for f in self.figures)
        sources = tuple(dict.fromkeys(replace(s, delivery="", file="") for s in self.sources))
        return replace(self, figures=figures, sources=sources)

    @classmethod
    def read(cls, file: Path) -> "Pack":
        """The pack in a file, compressed if its name ends in .gz, whichever version of the schema it was written in."""
        try:
            content = file.read_bytes()
            text = (gzip.decompress(content) if file.suffix == ".gz" else content).decode("utf-8")
        except FileNotFoundError:
            raise PackUnreadable(file, "the file does not exist") from None
        except (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError) as error:
            raise PackUnreadable(file, f"it is cut short or damaged ({error})") from None
        return cls.from_json(text, file)

    @classmethod
    def from_json(cls, text: str, file: Path = Path("pack.json")) -> "Pack":
        """The pack that `to_json` wrote; `file` is named in errors (see `schema.current`)."""
        try:
            return adapter().validate_json(current(text, file), strict=True)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise PackUnreadable(file, f"its part {where} does not follow the schema ({first['msg']})") from None


@cache
def adapter() -> TypeAdapter[Pack]:
    """Reads a pack's JSON strictly into its types; made once in a process, since making it takes long."""
    return TypeAdapter(Pack)


def _as_json(content: object) -> str:
    return json.dumps(content, default=vars, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
