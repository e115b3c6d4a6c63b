"""Where a booklet's figures came from, and the notes its readers are owed: stages, findings, methods."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pipeline.declared import Declarations, Vocabulary
from pipeline.deliveries.delivery import kept
from pipeline.paths import Folders
from pipeline.validated.clean_tables import declared as declared_sources
from pipeline.validated.notes import DataNote, data_notes, sentences


class PrintedFigure(Protocol):
    """What the notes need to know of a figure that a document prints."""

    @property
    def year(self) -> int: ...
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

    kind: str  # data (the release of the figures) | finding (of the checks of a delivery) | method (how figures were made)
    text: str


@dataclass(frozen=True)
class PackSource:
    """A delivery behind the figures. `delivery` and `file` say which one exactly; they are kept and printed nowhere."""

    title: str
    publisher: str = ""
    year: int | None = None  # results year; None for a delivery that is of several years
    release: str = ""  # school | early | provisional | revised | final
    licence: str = ""
    origin: str = ""  # how it came here
    delivery: str = ""  # the first twelve characters of the delivery's fingerprint
    file: str = ""  # the file's name as it was delivered


def read_source_notes(where: Folders, declared: Declarations) -> "SourceNotes":
    """Every delivery held, with its title and the advisory findings made of it."""
    titles = {name: source.title for name, source in declared_sources(where.params).items()}
    origins, findings = {}, {}
    for d in kept(where):
        origins[d.fingerprint] = PackSource(
            titles[d.source], d.publisher, d.results_year, d.release, d.licence, d.origin, file=d.file
        )
        findings[d.fingerprint] = data_notes(where, d)
    return SourceNotes(origins, findings, declared.vocabulary)


@dataclass(frozen=True)
class SourceNotes:
    """Every delivery in force, and the advisory findings made of it."""

    origins: dict[str, PackSource]  # fingerprint -> what is printed of it
    findings: dict[str, list[DataNote]]  # by fingerprint
    vocabulary: Vocabulary

    def behind(self, cells: Sequence[PrintedFigure], also: str = "") -> list[PackSource]:
        """The deliveries behind the printed figures, and `also` these, in the order of title, year and file."""
        return self._rows(sorted({*self._used(cells), *(set(also.split(",")) & set(self.origins))}))

    def of_titles(self, titles: list[str]) -> list[PackSource]:
        """The deliveries of these titles, in the same form: what facts rest on that are no figures."""
        return self._rows([d for d, origin in self.origins.items() if origin.title in titles])

    def _rows(self, used: list[str]) -> list[PackSource]:
        rows = [replace(self.origins[d], delivery=d[:12]) for d in used]
        return sorted(rows, key=lambda r: (r.title, r.year or 0, r.file))

    def titled(self, delivery: str) -> str:
        """The titles of the deliveries behind a figure, each once, as they stand inside a sentence."""
        titles = dict.fromkeys(self.origins[d].title for d in delivery.split(",") if d in self.origins)
        return ", ".join(f"{t[:1].lower()}{t[1:]}" for t in sorted(titles))

    def notes(self, cells: Sequence[PrintedFigure], year: int, school: Collection[str] = ()) -> list[PackNote]:
        """Release stages of this year's figures, findings of the deliveries behind them, and how unusual figures were had.

        A school's booklet (`school`: its numbers) leaves out what is about another school alone; any other says it all.
        """
        return [*self._releases(cells, year), *self._said(cells, year, school), *self._methods(cells)]

    def is_open(self, delivery: str) -> bool:
        """Whether everything behind a figure is published under an open licence: then anybody has it."""
        behind = [self.origins[d] for d in delivery.split(",") if d in self.origins]
        return bool(behind) and all(o.licence.startswith("Open Government Licence") for o in behind)

    def _used(self, cells: Sequence[PrintedFigure]) -> list[str]:
        named = {d for c in cells for d in c.delivery.split(",") if d}
        return sorted(named & set(self.origins))

    def _said(self, cells: Sequence[PrintedFigure], year: int, school: Collection[str]) -> list[PackNote]:
        used = self._used([c for c in cells if c.year == year])
        notes = [n for d in used for n in self.findings.get(d, []) if not (school and n.school) or n.school in school]
        return [PackNote("finding", said) for said in sentences(notes)]

    def _releases(self, cells: Sequence[PrintedFigure], year: int) -> list[PackNote]:
        stages = sorted({c.release for c in cells if c.year == year and c.status == "shown"})
        noted = [self.vocabulary.releases.named(s).as_noted for s in stages]
        return [PackNote("data", f"Figures for {year} are {said}.") for said in noted]

    def _methods(self, cells: Sequence[PrintedFigure]) -> list[PackNote]:
        notes = []
        if any(c.interval == "estimated" for c in cells):
            notes.append(
                "Where no interval was delivered it is estimated from the national spread of pupils' scores and the number of "
                "eligible pupils; fewer pupils may be in the measure, so the true interval is at least this wide."
            )
        if any(c.status == "bounded" for c in cells):
            notes.append(
                "A pooled figure printed as a range rests on schools' rounded percentages: the true figure lies within the range."
            )
        kept_back = self.vocabulary.statuses_of("withheld")
        if any(c.status in kept_back for c in cells):
            notes.append(
                "Suppressed and withheld figures are kept back, by the publisher or here, because they rest on too few pupils "
                "or would give such a figure away."
            )
        return [PackNote("method", n) for n in notes]
