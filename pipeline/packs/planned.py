"""Which documents are owed for a year and which places get none: told from the figures held, without composing any."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.declared import Publication

if TYPE_CHECKING:  # a plan is read where nothing is composed
    from pipeline.places import Place
    from pipeline.workspace.run_context import RunContext


@dataclass(frozen=True)
class PlannedDocument:
    """One document that is owed: its pack is written and this is its fingerprint; or it is held, and this is why.

    With neither, its pack was never composed.
    """

    publication: str
    place: str
    name: str
    year: int
    notebook: str
    pack: str = ""
    held: str = ""


def planned_documents(year: int, today: "RunContext") -> tuple[list[PlannedDocument], list[tuple[str, str, str]]]:
    """Every document owed, none composed; and (publication, place name, why not) for each place that gets none."""
    found, without = [], []
    for spec in today.declared.publications.values():
        run = today.on(spec.day(year))
        for place in _places(spec, year, run):
            if not has_results(spec, place.id, year, run):
                without.append((spec.slug, place.name, why_not(spec, year)))
                continue
            held = run.waiting.because(spec, place, year)
            found.append(PlannedDocument(spec.slug, place.id, place.name, year, spec.notebook, held=held))
    return found, without


def has_results(spec: Publication, place: str, year: int, run: "RunContext") -> bool:
    """Whether a place (or one of its members) has a shown figure this year of a stage and release the publication needs."""
    if spec.targets:
        return run.expectations.has(place, year, spec.targets)
    wanted = [m.id for m in run.declared.measures.values() if m.stage in spec.needs.stages]
    members = (
        [place, *(m.id for m in run.register.members(place, year))]
        if spec.places.kind in ("cluster", "trust")
        else [place]
    )
    held = (run.figures.get(p, year, m) for p in members for m in wanted)
    return any(f is not None and f.shown and spec.needs.met_by(f.release) for f in held)


def why_not(spec: Publication, year: int) -> str:
    """What a place without this publication lacks, in words for whoever asks why."""
    if spec.targets:
        return (
            f"nothing to expect of {year + 1} from: that takes the roll of {year}, the earlier results of the pupils on it, "
            "and national transition rates"
        )
    ripe = f" of the release it is made from ({' or '.join(spec.needs.releases)})" if spec.needs.releases else ""
    return f"no results for {year}{ripe} in the deliveries received"


def _places(spec: Publication, year: int, run: "RunContext") -> Iterator["Place"]:
    kind, register = spec.places.kind, run.register
    if kind == "authority":
        yield register.comparator("authority")
    elif kind == "cluster":
        yield from register.clusters(year)
    elif kind == "trust":
        yield from register.trusts(year)
    else:
        yield from (s for s in register.schools(year) if not spec.places.phases or s.phase in spec.places.phases)
