"""How the authority's schools spread, without names: positions for a strip of dots, and attainment against progress."""

from pipeline.declared import Publication
from pipeline.disclosure.control import DisclosureControl
from pipeline.measures.arithmetic import half_up
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.packs.pack import MeasureCard
from pipeline.places import Place, Register

FEWEST = 5  # with fewer schools a nameless dot has a name
DRAWN = ("headline", "subject", "progress", "score")


def peers_of(publication: Publication, place: Place, year: int, register: Register) -> list[str]:
    """The schools a place is drawn among: mainstream ones, of whatever phase the publication is made for.

    An all-through school's year 6 stands among the primary schools' and theirs beside it; a special school's cohort is
    too unlike. A school of another kind, such as a nursery school, has its own kind for company.
    """
    if place.kind == "authority":
        return [s.id for s in register.schools(year) if s.mainstream and publication.lists_schools]
    if place.kind != "school":
        return []
    if not place.mainstream:
        return [s.id for s in register.schools(year, place.phase)]
    wanted = publication.places.phases
    return [s.id for s in register.schools(year) if s.mainstream and (not wanted or s.phase in wanted)]


def positions(
    measures: list[MeasureCard], peers: list[str], year: int, control: DisclosureControl
) -> dict[str, list[float]]:
    """Each measure's values over the authority's schools this year, as printed, sorted, nameless."""
    found = {}
    for measure in measures:
        if measure.topic not in DRAWN:
            continue
        values = sorted(_printed(f, measure.decimals) for f in _dots(peers, year, measure.id, control).values())
        if len(values) >= FEWEST:
            found[measure.id] = values
    return found


def scatters(
    publication: Publication, place: str, peers: list[str], year: int, safe: FigureIndex, control: DisclosureControl
) -> tuple[dict[str, list[list[float]]], dict[str, list[float]]]:
    """Declared pairs of progress and attainment: every school as a nameless point, the booklet's own as the mark."""
    clouds, marks = {}, {}
    for progress, attainment in publication.scatters:
        across, up = (_dots(peers, year, m, control) for m in (progress, attainment))
        cloud = sorted(_point(across[p], up[p]) for p in peers if p in across and p in up)
        if len(cloud) < FEWEST:
            continue
        key = f"{progress},{attainment}"
        clouds[key] = cloud
        own = [safe.get(place, year, m) for m in (progress, attainment)]
        if all(f is not None and f.shown for f in own):
            marks[key] = _point(*own)
    return clouds, marks


def _dots(peers: list[str], year: int, measure: str, control: DisclosureControl) -> dict[str, Fig]:
    """The schools that may be dots, with their figures."""
    left_out = control.nameless(measure, year)
    held = {p: control.known.fig(p, year, measure) for p in peers if p not in left_out}
    return {p: f for p, f in held.items() if f is not None and f.shown}


def _point(*figs: Fig) -> list[float]:
    return [round(f.value, 2) for f in figs]


def _printed(fig: Fig, decimals: int) -> float:
    return float(half_up(fig.value, decimals))
