"""Schools without figures from pupil records, and why: records held until the school has answered, or no return received."""

from collections.abc import Iterator

from pipeline.declared import Measure
from pipeline.pupils import Cohorts
from pipeline.pupils.cohorts import fingerprints
from pipeline.validated.holds import Hold

NOT_OF_THE_ROLL = "met_by_year_two"  # its pupils are those of the roll, whether or not the school has sent a check


def unreturned(cohorts: Cohorts, source: str, year: int, measures: list[Measure], holds: list[Hold]) -> Iterator[dict]:
    """A `held` or `no_return` row for each school and measure of the source that has one of these reasons."""
    for measure in measures:
        for hold in holds:
            rests_on = hold.source in (measure.pupils.source, *measure.pupils.beside)
            if rests_on and hold.year == year and cohorts.knows(hold.laestab):
                made = [d for d in cohorts.deliveries(hold.source, year) if d.release == hold.release]
                yield _row(hold.laestab, year, hold.release, measure, "held", fingerprints(made[-1:]))
    delivered = cohorts.deliveries(source, year)
    newest = max(delivered, key=lambda d: cohorts.releases.ranks[d.release])
    held = {h.laestab for h in holds if h.source == source and h.year == year}
    for school in sorted(cohorts.expected(source, year) - cohorts.sent(source, year) - held):
        for measure in measures:
            if measure.pupils.sum != NOT_OF_THE_ROLL:
                yield _row(school, year, newest.release, measure, "no_return", fingerprints([newest]))


def _row(place: str, year: int, release: str, measure: Measure, status: str, made: tuple[str, ...]) -> dict:
    key = {"place_id": place, "year": year, "release": release, "measure": measure.id, "group": "all"}
    return key | {"value": None, "status": status, "delivery": ",".join(made)}
