"""What is published next of each stage a document shows, by the declared days of release."""

from pipeline.declared import Declared, Publication
from pipeline.measures.shelf import MATURITY, Shelf


def next_releases(publication: Publication, place: str, year: int, declared: Declared, shelf: Shelf) -> list[dict]:
    """Stage, release stage, results year and day of the next release after the place's own, stage by stage.

    After the last release of a year it is the first published one of the next, if the stage is held that year.
    """
    found = (_next(stage, place, year, declared, shelf) for stage in publication.stages)
    return [row for row in found if row]


def _next(stage: str, place: str, year: int, declared: Declared, shelf: Shelf) -> dict | None:
    figs = (shelf.get(place, year, m.id) for m in declared.measures.values() if m.stage == stage)
    held = [MATURITY.index(f.stage) for f in figs if f is not None and f.shown]
    if not held:
        return None
    days = {release: declared.releases.on(stage, release, year) for release in MATURITY}
    last = days[MATURITY[min(held)]]
    for release in MATURITY[max(min(held) + 1, MATURITY.index("provisional")) :]:
        if days[release] > last:
            return _row(stage, release, year, declared)
    held_next = year + 1 not in declared.stages[stage].not_held
    return _row(stage, "provisional", year + 1, declared) if held_next else None


def _row(stage: str, release: str, year: int, declared: Declared) -> dict:
    day = declared.releases.on(stage, release, year)
    return {"stage": stage, "release": release, "year": year, "day": day.isoformat()}
