"""What is published next, by the declared days of release: after the day a document is based on, or after its own figures."""

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

    It is the next after `day`, for a document that shows what was known on a day, else the next after the place's own figures.
    Where all of a year are published it is the first of the next year, if the stage is assessed in it.
    """
    coming = []
    for stage in publication.stages:
        after = day or _own_day(stage, place, year, declared, figures)
        if after and (release := _next(stage, year, after, declared)):
            coming.append(release)
    return coming


def next_day(stage: str, year: int, after: date, releases: Releases, named: ReleaseStages) -> date | None:
    """The first day after `after` on which results of a stage and year are published; None where all are published."""
    days = sorted(releases.on(stage, r, year) for r in named.public)
    return next((d for d in days if d > after), None)


def _own_day(stage: str, place: str, year: int, declared: Declarations, figures: FigureIndex) -> date | None:
    """The day of the least settled release among the place's figures of a stage; None without a figure."""
    figs = (figures.get(place, year, m.id) for m in declared.measures.values() if m.stage == stage)
    ranks = declared.vocabulary.releases.ranks
    releases = [f.release for f in figs if f is not None and f.shown]
    return declared.releases.on(stage, min(releases, key=ranks.__getitem__), year) if releases else None


def _next(stage: str, year: int, after: date, declared: Declarations) -> NextRelease | None:
    """The next release of a stage after a day, of this results year or of the next."""
    named = declared.vocabulary.releases
    measures = [m for m in declared.measures.values() if m.stage == stage]
    for results_year in (year, year + 1):
        is_left_out = results_year in declared.stages[stage].not_held
        if is_left_out or not any(m.series_of(results_year) for m in measures):
            continue
        day = next_day(stage, results_year, after, declared.releases, named)
        if day:
            release = next(r for r in named.public if declared.releases.on(stage, r, results_year) == day)
            return NextRelease(stage, release, results_year, day.isoformat())
    return None
