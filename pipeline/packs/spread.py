"""The spread of the authority's schools, without names: positions for a strip of dots, and attainment against progress."""

from pipeline.declared import Publication
from pipeline.disclosure.control import DisclosureControl
from pipeline.measures.arithmetic import half_up
from pipeline.measures.figure_index import FigureIndex
from pipeline.packs.figure_cells import shown_value
from pipeline.packs.pack import MeasureCard
from pipeline.places import Place, Register

FEWEST = 5  # among fewer schools a reader could tell whose a nameless dot is
DRAWN = ("headline", "subject", "progress", "score")


def peers_of(publication: Publication, place: Place, year: int, register: Register) -> list[str]:
    """The schools among which a place is drawn: mainstream schools of the phases the publication is made for.

    An all-through school is drawn among primary schools by its year 6. A school of another kind, such as a nursery or special
    school, is drawn among its own phase, since its cohort is not like theirs.
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
    """Measure -> the values of the authority's schools this year, as printed, sorted and without names."""
    found: dict[str, list[float]] = {}
    for measure in measures:
        if measure.topic not in DRAWN:
            continue
        dots = _dots(peers, year, measure.id, control)
        values = sorted(float(half_up(value, measure.decimals)) for value in dots.values())
        if len(values) >= FEWEST:
            found[measure.id] = values
    return found


def scatters(
    publication: Publication, place: str, peers: list[str], year: int, figures: FigureIndex, control: DisclosureControl
) -> tuple[dict[str, list[list[float]]], dict[str, list[float]]]:
    """Of each declared pair of progress and attainment, the schools' points without names, and the booklet's own point.

    Both are by "progress,attainment", the measures' ids. `figures` are those the audience may see.
    """
    clouds: dict[str, list[list[float]]] = {}
    marks: dict[str, list[float]] = {}
    for progress, attainment in publication.scatters:
        across, up = (_dots(peers, year, m, control) for m in (progress, attainment))
        cloud = sorted([round(across[p], 2), round(up[p], 2)] for p in peers if p in across and p in up)
        if len(cloud) < FEWEST:
            continue
        key = f"{progress},{attainment}"
        clouds[key] = cloud
        x, y = (shown_value(figures.get(place, year, m)) for m in (progress, attainment))
        if x is not None and y is not None:
            marks[key] = [round(x, 2), round(y, 2)]
    return clouds, marks


def _dots(peers: list[str], year: int, measure: str, control: DisclosureControl) -> dict[str, float]:
    """School -> its value, for the schools that may be drawn without their names."""
    left_out = control.nameless(measure, year)
    values = {p: shown_value(control.known.fig(p, year, measure)) for p in peers if p not in left_out}
    return {p: value for p, value in values.items() if value is not None}
