"""When the next results become known, counted from the day a document tells of."""

from datetime import date

from pipeline.declared import Stage
from pipeline.declared.releases import Releases
from pipeline.packs.account import NextDay
from pipeline.packs.sources import RELEASES

PUBLIC = ("provisional", "revised", "final")  # releases the public sees; a school's own are not published


def next_day(stage: str, year: int, after: date, releases: Releases) -> date | None:
    """The first day after `after` on which results of a stage and year are published; None where all are out."""
    days = sorted(releases.on(stage, r, year) for r in PUBLIC)
    return next((d for d in days if d > after), None)


def next_days(stages: list[Stage], year: int, after: date | None, releases: Releases) -> list[NextDay]:
    """For each stage its next published results: of this year where they are still to come, else of the next."""
    if after is None:
        return []
    found = []
    for stage in stages:
        held = (y for y in (year, year + 1) if y not in stage.not_held)
        coming = {y: d for y in held if (d := next_day(stage.id, y, after, releases))}
        if coming:
            which, day = min(coming.items(), key=lambda pair: pair[1])
            kind = next(r for r in PUBLIC if releases.on(stage.id, r, which) == day)
            found.append(
                NextDay(stage.name, f"results of {which}, {RELEASES[kind].partition(',')[0]}", day.isoformat())
            )
    return sorted(found, key=lambda n: n.day)


def day_said(day: date) -> str:
    """ "30 June 2019"."""
    return f"{day.day} {day:%B %Y}"
