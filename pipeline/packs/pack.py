"""A pack: one publication for one place, and everything that booklet may know.

The only thing a notebook reads. Its hash is part of the key that decides whether a booklet is made again,
and it is what travels to another machine. Plain data: to JSON and back unchanged.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.packs.account.parts import Account

TRACES = ("delivery", "file")  # which file a figure came from: kept with the pack, printed nowhere


@dataclass(frozen=True)
class PlaceCard:
    """A place as a booklet may name it. `role` is its part in this booklet."""

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
    stage: (
        str  # key stage the measure belongs to: eyfs | phonics | ks1 | mtc | ks2 | ks4 | tracked | absence | exclusions
    )
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
    """A stage the publication declares."""

    id: str
    phase: (
        str  # primary | secondary: of the schools whose pupils are assessed at it; "" for anything else, as attendance
    )
    not_in: tuple[str, ...] = ()  # sections that leave the stage out, by name


@dataclass(frozen=True)
class FigureCell:
    """One figure, protected for the pack's audience, with what may be said of it.

    `text` is the only form in which it may be printed. `value` (rounded as printed) is for drawing and sorting only.
    """

    place: str
    year: int
    measure: str
    group: str
    text: str  # "63 %", "104", "-1.3", or the status in words
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
    """Three separate facts about one figure: which way it moved, where it stands, whether chance could explain it.

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
    """How far one pupil group's figure is from another's; both are printed, so the gap tells nothing more than they do."""

    place: str
    year: int
    measure: str
    first: str  # the group the gap is about
    second: str  # the group it is beside
    against: str  # whose second group: the place's own id, or the comparator's
    gap: str  # first less second, of the printed values: "-21"
    before: str = ""  # the same gap a year earlier; "" where either group has none or the years may not be compared
    pupils: int | None = None  # the gap in whole pupils of the first group; only of percentages with known counts
    out_of: int | None = None  # pupils in the first group


@dataclass(frozen=True)
class Pack:
    """Everything one booklet may know."""

    publication: str
    title: str
    readers: str
    audience: str
    year: int
    place: PlaceCard
    places: tuple[PlaceCard, ...]  # comparators, members and siblings in printed order
    measures: tuple[MeasureCard, ...]
    figures: tuple[FigureCell, ...]
    judgements: tuple[Judgement, ...]
    positions: dict[str, list[float]]  # measure -> the authority's schools' values this year, sorted, nameless
    scatters: dict[
        str, list[list[float]]
    ]  # scatter id -> nameless [progress, attainment] points; the subject's own is `marks`
    marks: dict[str, list[float]]
    context: tuple[dict, ...]  # {label, text, beside: {comparator: text}, year, source}
    notes: tuple[dict, ...]  # {kind: data|finding|method, text}
    sources: tuple[dict, ...]  # {delivery, title, publisher, release, year, licence, origin}
    prompts: tuple[dict, ...]  # {question, rule, evidence}
    glossary: tuple[dict, ...]  # {term, meaning}
    contact: str
    policy: dict  # the words a reader needs of rag, arrows, disclosure
    gaps: tuple[Gap, ...] = ()
    next_releases: tuple[dict, ...] = ()  # {stage, release, year, day}: what is published next
    targets: dict = field(default_factory=dict)  # next summer's expected results; see packs/targets.py
    as_at: str = ""  # the day it could have been known on, ISO; "" for everything received
    account: Account | None = None  # of a publication that gives the yearly account against the strategy
    stages: tuple[StageCard, ...] = ()  # every stage the publication declares, in reading order

    def to_json(self) -> str:
        return _as_json(self)

    def fingerprint(self) -> str:
        """Of all that can be printed: the same figures from another file are the same pack."""
        plain = {**vars(self), "figures": [vars(f) for f in self.figures], "sources": self.sources}
        return hashlib.sha256(_as_json(untraced(plain)).encode()).hexdigest()

    @classmethod
    def read(cls, file: Path) -> "Pack":
        return cls.from_dict(json.loads(file.read_text(encoding="utf-8")))

    @classmethod
    def from_dict(cls, raw: dict) -> "Pack":
        """The pack written by `to_json`, back in its own types."""

        def many(kind: type, rows: list[dict]) -> tuple:
            return tuple(kind(**row) for row in rows)

        plain = {
            k: tuple(raw.get(k, ())) for k in ("context", "notes", "sources", "prompts", "glossary", "next_releases")
        }
        measures = tuple(MeasureCard(**{**m, "years": tuple(m["years"])}) for m in raw["measures"])
        typed = {
            "place": PlaceCard(**raw["place"]),
            "places": many(PlaceCard, raw["places"]),
            "measures": measures,
            "figures": many(FigureCell, raw["figures"]),
            "judgements": many(Judgement, raw["judgements"]),
            "gaps": many(Gap, raw.get("gaps", [])),
            "stages": tuple(StageCard(**{**s, "not_in": tuple(s["not_in"])}) for s in raw.get("stages", [])),
            "account": Account.from_dict(raw["account"]) if raw.get("account") else None,
        }
        return cls(**{**raw, **plain, **typed})


def untraced(pack: Mapping) -> dict:
    """A pack as plain data without what is never printed."""

    def bare(rows: Iterable[Mapping]) -> list[dict]:
        return [{k: v for k, v in row.items() if k not in TRACES} for row in rows]

    sources = bare(pack["sources"])
    once = [s for at, s in enumerate(sources) if s not in sources[:at]]  # several files of one kind print as one
    return {**pack, "figures": bare(pack["figures"]), "sources": once}


def _as_json(content: object) -> str:
    return json.dumps(content, default=vars, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
