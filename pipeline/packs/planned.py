"""Which documents a year has and which places get none: decided from the figures, without composing any document."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.declared import Publication

if TYPE_CHECKING:  # a plan is read where nothing is composed
    from pipeline.places import Place, Register
    from pipeline.workspace.run_context import RunContext


@dataclass(frozen=True)
class PlannedDocument:
    """One document of a year's plan. Without a fingerprint and without a reason to hold it, its pack was never composed."""

    publication: str
    place: str
    name: str  # of the place
    year: int
    notebook: str
    pack: str = ""  # fingerprint of its pack as it was composed last
    of_pupils: bool = False  # whether its pack as composed last rests on pupil records
    held: str = ""  # why it is kept back; "" for a document that may be issued


def planned_documents(year: int, today: "RunContext") -> tuple[list[PlannedDocument], list[tuple[str, str, str]]]:
    """Every document of the year, none composed; and (publication, place name, why not) for each place that gets none."""
    documents: list[PlannedDocument] = []
    without: list[tuple[str, str, str]] = []
    for spec in today.declared.publications.values():
        run = today.on(spec.day(year))
        for place in _places(spec, year, run):
            if not has_results(spec, place.id, year, run):
                without.append((spec.slug, place.name, why_not(spec, year)))
                continue
            held = run.waiting.because(spec, place, year)
            documents.append(PlannedDocument(spec.slug, place.id, place.name, year, spec.notebook, held=held))
    return documents, without


def has_results(spec: Publication, place: str, year: int, run: "RunContext") -> bool:
    """Whether a place (or one of its members) has a shown figure this year of the key and release stages it needs."""
    if spec.targets:
        return run.expectations.has(place, year, spec.targets)
    wanted = [m.id for m in run.declared.measures.values() if m.stage in spec.needs.stages]
    places = [place]
    if spec.places.kind in ("cluster", "trust"):
        places += [member.id for member in run.register.members(place, year)]
    figs = (run.figures.get(p, year, m) for p in places for m in wanted)
    return any(f is not None and f.shown and spec.needs.met_by(f.release) for f in figs)


def is_for(spec: Publication, place: "Place", register: "Register") -> bool:
    """Whether a publication is made for such a place, in whatever year: of its kind and phase, and the authority's own."""
    if spec.places.kind == "authority":
        return place.id == register.authority.id
    phase_fits = spec.places.kind != "school" or not spec.places.phases or place.phase in spec.places.phases
    return place.kind == spec.places.kind and phase_fits


def made_for(spec: Publication) -> str:
    """The places a publication is made for, as a noun: "primary schools", "the authority"."""
    if spec.places.kind == "authority":
        return "the authority"
    *most, last = [phase.replace("_", "-") for phase in spec.places.phases] or [""]
    phases = f"{', '.join(most)} and {last}" if most else last
    return f"{phases} {spec.places.kind}s".strip()


def years_with(spec: Publication, place: str, today: "RunContext") -> list[int]:
    """The results years for which a place has results for a publication, oldest first."""
    years = sorted({figure.year for figure in today.figures.all()})
    return [year for year in years if has_results(spec, place, year, today.on(spec.day(year)))]


def why_not(spec: Publication, year: int) -> str:
    """What a place without this publication lacks, as a clause."""
    if spec.targets:
        return (
            f"estimating results of {year + 1} needs the roll of {year}, the earlier results of the pupils on it and "
            "national transition rates"
        )
    release = (
        f" of the release stage it is made from ({' or '.join(spec.needs.releases)})" if spec.needs.releases else ""
    )
    return f"no results for {year}{release} in the deliveries received"


def _places(spec: Publication, year: int, run: "RunContext") -> Iterator["Place"]:
    kind, register = spec.places.kind, run.register
    if kind == "authority":
        yield register[register.authority.id]
    elif kind == "cluster":
        yield from register.clusters(year)
    elif kind == "trust":
        yield from register.trusts(year)
    else:
        yield from (s for s in register.schools(year) if not spec.places.phases or s.phase in spec.places.phases)
