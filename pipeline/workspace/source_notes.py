"""Where a document's figures came from, and the notes it prints about them: release stages, findings, methods."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pipeline.declared import Declarations, Vocabulary
from pipeline.deliveries.delivery import kept
from pipeline.paths import Folders
from pipeline.validated.clean_tables import declared as declared_sources
from pipeline.validated.notes import DataNote, data_notes, sentences

# What a document says of unusual figures, where it prints one.
ESTIMATED = (
    "Where no interval was delivered it is estimated from the national spread of pupils' scores and the number of "
    "eligible pupils; fewer pupils may be in the measure, so the true interval is at least this wide."
)
BOUNDED = (
    "A pooled figure printed as a range rests on schools' rounded percentages: the true figure lies within the range."
)
WITHHELD = (
    "Suppressed and withheld figures are kept back, by the publisher or here, because they rest on too few pupils "
    "or would give such a figure away."
)


class PrintedFigure(Protocol):
    """What the notes need to know about a figure that a document prints."""

    @property
    def year(self) -> int: ...
    @property
    def group(self) -> str: ...
    @property
    def release(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def interval(self) -> str: ...
    @property
    def delivery(self) -> str: ...


@dataclass(frozen=True)
class PackNote:
    """One sentence to bear in mind when reading the figures."""

    # data (the release of the figures) | finding (of the checks of a delivery) | method (how figures were made) | group (that a
    # pupil group is defined otherwise than in an earlier year printed)
    kind: str
    text: str


@dataclass(frozen=True)
class PackSource:
    """A delivery behind the figures. `delivery` and `file` identify it; both are kept and never printed."""

    title: str
    publisher: str = ""
    year: int | None = None  # results year; None for a delivery that is of several years
    release: str = ""  # release stage
    licence: str = ""
    origin: str = ""  # how it arrived
    delivery: str = ""  # the first twelve characters of the delivery's fingerprint
    file: str = ""  # the file's name as it was delivered


def read_source_notes(where: Folders, declared: Declarations) -> "SourceNotes":
    """Every delivery kept, with what is printed of it and its advisory findings."""
    sources = declared_sources(where.params)
    origins: dict[str, PackSource] = {}
    findings: dict[str, list[DataNote]] = {}
    of_pupils: set[str] = set()
    for d in kept(where):
        origins[d.fingerprint] = PackSource(
            sources[d.source].title, d.publisher, d.results_year, d.release, d.licence, d.origin, file=d.file
        )
        findings[d.fingerprint] = data_notes(where, d)
        if sources[d.source].of_pupils:
            of_pupils.add(d.fingerprint)
    return SourceNotes(origins, findings, declared.vocabulary, frozenset(of_pupils))


@dataclass(frozen=True)
class SourceNotes:
    """What documents print of every delivery, and its advisory findings; both by fingerprint."""

    origins: dict[str, PackSource]
    findings: dict[str, list[DataNote]]
    vocabulary: Vocabulary
    of_pupils: frozenset[str] = frozenset()  # the deliveries that are pupil records

    def behind(self, cells: Sequence[PrintedFigure], also: str = "") -> list[PackSource]:
        """The deliveries behind the printed figures, and `also` these, in the order of title, year and file."""
        return self._rows(sorted({*self._deliveries_of(cells), *(set(also.split(",")) & set(self.origins))}))

    def of_titles(self, titles: list[str]) -> list[PackSource]:
        """The deliveries of these titles, in the same form: those behind facts that are not figures."""
        return self._rows([d for d, origin in self.origins.items() if origin.title in titles])

    def titled(self, delivery: str) -> str:
        """The titles of the deliveries behind a figure, each once, as they are written inside a sentence."""
        titles = dict.fromkeys(self.origins[d].title for d in delivery.split(",") if d in self.origins)
        return ", ".join(f"{t[:1].lower()}{t[1:]}" for t in sorted(titles))

    def notes(self, cells: Sequence[PrintedFigure], year: int, school: Collection[str] = ()) -> list[PackNote]:
        """Release stages of this year's figures, findings of the deliveries behind them, and how unusual figures were calculated.

        A school's booklet (`school`: its numbers) leaves out findings about another school alone; any other prints them all.
        """
        stages = sorted({c.release for c in cells if c.year == year and c.status == "shown"})
        texts = (self.vocabulary.releases.named(stage).as_noted for stage in stages)
        notes = [PackNote("data", f"Figures for {year} are {text}.") for text in texts]
        for_all_or_this_school = [
            note
            for delivery in self._deliveries_of([c for c in cells if c.year == year])
            for note in self.findings.get(delivery, [])
            if not (school and note.school) or note.school in school
        ]
        notes += [PackNote("finding", text) for text in sentences(for_all_or_this_school)]
        notes += self._of_groups([c for c in cells if c.status == "shown"])
        if any(c.interval == "estimated" for c in cells):
            notes.append(PackNote("method", ESTIMATED))
        if any(c.status == "bounded" for c in cells):
            notes.append(PackNote("method", BOUNDED))
        withheld = self.vocabulary.statuses_of("withheld")
        if any(c.status in withheld for c in cells):
            notes.append(PackNote("method", WITHHELD))
        return notes

    def _of_groups(self, cells: Sequence[PrintedFigure]) -> list[PackNote]:
        """A note for each definition of pupil groups that begins between the years of which figures are printed."""
        groups, years = self.vocabulary.groups, defaultdict[str, set[int]](set)
        for cell in cells:
            years[cell.group].add(cell.year)
        redefined: dict[tuple[int, str], list[str]] = {}
        for name, group in groups.groups.items():
            if years[name] and (found := groups.break_between(name, min(years[name]), max(years[name]))):
                redefined.setdefault(found, []).append(group.name)
        return [
            PackNote(
                "group",
                f"{', '.join(names)}: defined anew from {year}, not to be compared with the years before. {why}",
            )
            for (year, why), names in redefined.items()
        ]

    def is_open(self, delivery: str) -> bool:
        """Whether everything behind a figure is published under an open licence, so that anybody has it."""
        behind = [self.origins[d] for d in delivery.split(",") if d in self.origins]
        return bool(behind) and all(o.licence.startswith("Open Government Licence") for o in behind)

    def _deliveries_of(self, cells: Sequence[PrintedFigure]) -> list[str]:
        named = {d for c in cells for d in c.delivery.split(",") if d}
        return sorted(named & set(self.origins))

    def _rows(self, deliveries: list[str]) -> list[PackSource]:
        rows = [replace(self.origins[d], delivery=d[:12]) for d in deliveries]
        return sorted(rows, key=lambda r: (r.title, r.year or 0, r.file))
