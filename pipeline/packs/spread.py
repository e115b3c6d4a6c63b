"""How the authority's schools spread, without names: positions for a strip of dots, and attainment against progress."""

from pipeline.declared import Publication
from pipeline.declared.policy import AudienceRule
from pipeline.disclosure.protect import protect
from pipeline.measures.arithmetic import half_up
from pipeline.measures.shelf import Fig, Shelf
from pipeline.packs.pack import MeasureCard

FEWEST = 5  # with fewer schools a nameless dot has a name
DRAWN = ("headline", "subject", "progress", "score")


def positions(
    measures: list[MeasureCard], peers: list[str], year: int, shelf: Shelf, rule: AudienceRule
) -> dict[str, list[float]]:
    """Each measure's values over the authority's schools this year, as printed, sorted, nameless."""
    found = {}
    for measure in measures:
        if measure.topic not in DRAWN:
            continue
        held = [f for f in (shelf.get(p, year, measure.id) for p in peers) if f is not None]
        values = sorted(_printed(f, measure.decimals) for f in protect(held, rule) if f.shown)
        if len(values) >= FEWEST:
            found[measure.id] = values
    return found


def scatters(
    publication: Publication, place: str, peers: list[str], year: int, safe: Shelf, shelf: Shelf, rule: AudienceRule
) -> tuple[dict[str, list[list[float]]], dict[str, list[float]]]:
    """Declared pairs of progress and attainment: every school as a nameless point, the booklet's own as the mark."""
    clouds, marks = {}, {}
    for progress, attainment in publication.scatters:
        points = [_point(p, year, progress, attainment, shelf, rule) for p in peers]
        cloud = sorted(p for p in points if p)
        if len(cloud) < FEWEST:
            continue
        key = f"{progress},{attainment}"
        clouds[key] = cloud
        own = _point(place, year, progress, attainment, safe, rule)
        if own:
            marks[key] = own
    return clouds, marks


def _point(
    place: str, year: int, progress: str, attainment: str, shelf: Shelf, rule: AudienceRule
) -> list[float] | None:
    held = [f for f in (shelf.get(place, year, m) for m in (progress, attainment)) if f is not None]
    shown = [f for f in protect(held, rule) if f.shown]
    return [round(f.value, 2) for f in shown] if len(shown) == 2 else None


def _printed(fig: Fig, decimals: int) -> float:
    return float(half_up(fig.value, decimals))
