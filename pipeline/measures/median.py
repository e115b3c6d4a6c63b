"""The middle of the authority's statistical neighbours: one figure a measure, beside which a reader can see a single place."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from pipeline.measures.arithmetic import exact
from pipeline.measures.figure import SHOWN


def medians(rows: Iterable[dict], neighbours: Iterable[str], place: str) -> Iterator[dict]:
    """For each year, release stage, measure and group the median of the neighbours' unrounded figures, as Figure columns.

    Every neighbour must have a figure, so that one year's middle is of the same places as another's. Of an even number the
    middle two are averaged. It is rounded, half up, where it is printed and nowhere before.
    """
    wanted, found = set(neighbours), {}
    for row in rows:
        if row["place_id"] in wanted and row["status"] == SHOWN and row["value"] is not None:
            key = row["year"], row["release"], row["measure"], row["group"]
            found.setdefault(key, []).append(row)
    for (year, release, measure, group), held in found.items():
        if len(held) < len(wanted):
            continue
        key = {"place_id": place, "year": year, "release": release, "measure": measure, "group": group}
        delivery = ",".join(sorted({d for row in held for d in row["delivery"].split(",")}))
        yield key | {
            "value": float(median([exact(row["value"]) for row in held])),
            "status": SHOWN,
            "delivery": delivery,
        }


def median(values: list[Fraction]) -> Fraction:
    """The middle value; of an even number the mean of the middle two."""
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2
