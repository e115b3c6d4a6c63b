"""What is published next, by the declared days of release: after the day a document tells of, or after its own figures."""

from datetime import date

from pipeline.declared import Declarations, Publication
from pipeline.declared.releases import Releases
from pipeline.declared.vocabulary import ReleaseStages
from pipeline.measures.figure_index import FigureIndex
from pipeline.packs.pack_parts import NextRelease


def next_releases(
    publication: Publication,
    place: str,
    year: int,
    declared: Declarations,
    figures: FigureIndex,
    day: date | None = None,
) -> list[NextRelease]:
    """Each stage's next release, stage by stage.

    It is the next after `day` where the document tells of one, else the next after the place's own figures. Where all of a
    year are out it is the first of the next, if the stage is held that year.
    """
    since = ((stage, day or _own_day(stage, place, year, declared, figures)) for stage in publication.stages)
    found = (_next(stage, year, after, declared) for stage, after in since if after)
    return [row for row in found if row]


def next_day(stage: str, year: int, after: date, releases: Releases, named: ReleaseStages) -> date | None:
    """The first day after `after` on which results of a stage and year are published; None where all are out."""
    days = sorted(releases.on(stage, r, year) for r in named.public)
    return next((d for d in days if d > after), None)


def _own_day(stage: str, place: str, year: int, declared: Declarations, figures: FigureIndex) -> date | None:
    """The day of the least ripe release among the place's figures of a stage; None without a figure."""
    figs = (figures.get(place, year, m.id) for m in declared.measures.values() if m.stage == stage)
    ranks = declared.vocabulary.releases.ranks
    held = [f.release for f in figs if f is not None and f.shown]
    return declared.releases.on(stage, min(held, key=lambda r: ranks[r]), year) if held else None


def _next(stage: str, year: int, after: date, declared: Declarations) -> NextRelease | None:
    named = declared.vocabulary.releases
    years = (y for y in (year, year + 1) if _held(stage, y, declared))
    coming = {y: next_day(stage, y, after, declared.releases, named) for y in years}
    found = next(((y, day) for y, day in coming.items() if day), None)
    if found is None:
        return None
    of, day = found
    release = next(r for r in named.public if declared.releases.on(stage, r, of) == day)
    return NextRelease(stage, release, of, day.isoformat())


def _held(stage: str, year: int, declared: Declarations) -> bool:
    """Whether a stage is assessed in a results year: not left out that year, and there is a measure of it by then."""
    measures = (m for m in declared.measures.values() if m.stage == stage)
    return year not in declared.stages[stage].not_held and any(m.series_of(year) for m in measures)
