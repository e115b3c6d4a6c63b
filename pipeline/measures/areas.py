"""Files with counts for areas (Explore Education Statistics' way) -> figures with their numerators and denominators."""

from collections.abc import Iterator

from pipeline.declared.measures import FromCounts, Measure
from pipeline.measures.figure import SHOWN
from pipeline.measures.published import PlaceOf


class NotOneRow(ValueError):
    """A filter left more than one row for a place and year: a figure read from it would be anybody's."""


def from_counts(rows: list[dict], measure: Measure, place_of: PlaceOf, source: str, delivery) -> Iterator[dict]:
    """The measure's figures for the places known, one pinned row for each place, year and pupil group."""
    spec = measure.counts_of[source]
    for group, filters in spec.breakdowns.items():
        seen = set()
        for row in (r for r in rows if all(r[column] == wanted for column, wanted in filters.items())):
            place, year = place_of(row), int(row["results_year"])
            if place is None or measure.series_of(year) is None:
                continue
            if (place, year) in seen:
                raise NotOneRow(
                    f"{measure.id}: {source} has several rows for {place}, {year} and {group}; pin another column."
                )
            seen.add((place, year))
            yield _figure(row, spec, measure, group, place, delivery)


def _figure(row: dict, spec: FromCounts, measure: Measure, group: str, place: str, delivery) -> dict:
    base = {
        "place_id": place,
        "year": int(row["results_year"]),
        "release": delivery.release,
        "measure": measure.id,
        "group": group,
        "delivery": delivery.fingerprint,
    }
    if spec.value:
        status = row[f"{spec.value}__status"]
        return base | {"value": float(row[spec.value]) if status == SHOWN else None, "status": status}
    statuses = {row[f"{c}__status"] for c in (spec.numerator, spec.denominator)} - {SHOWN}
    if statuses:
        return base | {"value": None, "status": sorted(statuses)[0]}
    top, out_of = int(row[spec.numerator]), int(row[spec.denominator])
    if out_of == 0:
        return base | {"value": None, "status": "not_applicable", "denominator": 0}
    return base | {"numerator": top, "denominator": out_of, "value": 100 * top / out_of, "status": SHOWN}
