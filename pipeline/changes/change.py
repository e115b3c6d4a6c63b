"""One difference between two packs of a document, and how two lists of keyed rows are paired."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pipeline.packs.pack import FigureCell, Gap, Judgement, MeasureCard, Pack

FIGURE, STANDING, QUESTION, WORDING, RELEASE = KINDS = ("figure", "standing", "question", "wording", "release")
NOTHING = ""  # the text before something appeared, and after it vanished


@dataclass(frozen=True)
class PrintedChange:
    """What was printed, and what is printed instead. Names are those the document prints."""

    kind: str
    what: str  # figure, gap, standing, direction, significance, ...; of words, where they are printed
    before: str
    after: str
    place: str = ""  # name; empty where it is about the document as a whole
    year: int | None = None
    measure: str = ""  # name
    group: str = ""  # pupil group's id
    group_name: str = ""
    pupils: int | None = None  # whole pupils between the two; None where printed figures do not show how many
    certain: bool = True  # whether the count of pupils is certain; if not, it is the nearest to what was printed
    points: float | None = None  # after less before, as printed, in the measure's own unit
    figures: int = 1  # how many figures the row is about

    @property
    def appeared(self) -> bool:
        return self.before == NOTHING

    @property
    def vanished(self) -> bool:
        return self.after == NOTHING


Row = TypeVar("Row")


def pairs(
    before: Iterable[Row], after: Iterable[Row], key: Callable[[Row], Hashable]
) -> Iterator[tuple[Row | None, Row | None]]:
    """Every row of either side with its counterpart of the same key, equal ones left out, in the order of the newer side.

    At least one of a pair is not None.
    """
    old, new = {key(r): r for r in before}, {key(r): r for r in after}
    for name in dict.fromkeys([*new, *old]):
        if old.get(name) != new.get(name):
            yield old.get(name), new.get(name)


def differing(old: object, new: object) -> list[str]:
    """The names of the fields in which two rows of one kind differ."""
    return sorted(name for name, value in vars(new).items() if getattr(old, name) != value)


@dataclass(frozen=True)
class Names:
    """The printed names of a document's places, measures, key stages and pupil groups, the newer side's first."""

    places: Mapping[str, str]
    measures: Mapping[str, MeasureCard]
    key_stages: Mapping[str, str]
    groups: Mapping[str, str]

    @classmethod
    def of(cls, before: Pack, after: Pack) -> "Names":
        """The names in two packs of one document."""
        cards = [c for pack in (before, after) for c in (*pack.places, pack.place)]
        measures = [m for pack in (before, after) for m in pack.measures]
        stages = [s for pack in (before, after) for s in pack.vocabulary.key_stages]
        groups = [g for pack in (before, after) for g in pack.vocabulary.groups]
        return cls(
            {c.id: c.name for c in cards},
            {m.id: m for m in measures},
            {s.id: s.name for s in stages},
            {g.id: g.name for g in groups},
        )

    def place(self, place: str) -> str:
        return self.places.get(place, place)

    def measure(self, measure: str) -> str:
        return self.measures[measure].name if measure in self.measures else measure

    def about(self, row: FigureCell | Judgement | Gap) -> dict[str, Any]:
        """What a figure, a judgement or a gap is about: fields of a PrintedChange."""
        group = row.first if isinstance(row, Gap) else row.group
        return {
            "place": self.place(row.place),
            "year": row.year,
            "measure": self.measure(row.measure),
            "group": group,
            "group_name": self.groups.get(group, group.replace("_", " ").capitalize()),
        }
