"""Which schools' documents are held: their records of the year have findings that only the school can answer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.declared.publications import Publication
from pipeline.declared.sources import Source
from pipeline.places import Place
from pipeline.validated.holds import Hold


@dataclass(frozen=True)
class HeldSchools:
    """The records that wait for a school's answers: (school, results year) -> their sources."""

    held: Mapping[tuple[str, int], list[Source]] = field(default_factory=dict)

    @classmethod
    def of(cls, holds: Iterable[Hold], sources: Mapping[str, Source]) -> "HeldSchools":
        held: dict[tuple[str, int], list[Source]] = defaultdict(list)
        for hold in holds:
            if sources[hold.source] not in held[hold.laestab, hold.year]:
                held[hold.laestab, hold.year].append(sources[hold.source])
        return cls(dict(held))

    def because(self, spec: Publication, place: Place, year: int) -> str:
        """Why the document is held, and the command that shows the questions; "" for one that may be issued.

        Only a school's own document is held: a cluster's or the authority's is issued without the held records and says so.
        """
        if place.kind != "school":
            return ""
        titles = sorted(s.title for s in self.held.get((place.id, year), []) if s.stage in ("", *spec.stages))
        if not titles:
            return ""
        where = f"booklets chase --year {year} --school {place.id}"
        return f"the school has questions to answer first ({'; '.join(titles)}): {where}"
