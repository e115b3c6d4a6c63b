"""Long files (one row a figure) -> figures: the Local Authority Interactive Tool's way of delivering."""

from collections.abc import Iterator

from pipeline.declared.measures import Measure
from pipeline.measures.figure import SHOWN


def from_long(
    rows: list[dict], measures: list[Measure], places: dict[str, str], source: str, delivery: str
) -> Iterator[dict]:
    """Every declared measure's figures for the areas wanted; `places` maps the file's area code to a place id."""
    wanted = {item: (m, group) for m in measures for group, item in m.long[source].items.items()}
    for row in rows:
        if row["item"] not in wanted or row["area_code"] not in places:
            continue
        measure, group = wanted[row["item"]]
        year = int(row["results_year"])
        if measure.series_of(year) is None:
            continue
        shown = row["value__status"] == SHOWN
        yield {
            "place_id": places[row["area_code"]],
            "year": year,
            "release": row["release"],
            "measure": measure.id,
            "group": group,
            "value": float(row["value"]) if shown else None,
            "status": row["value__status"],
            "delivery": delivery,
        }
