"""Published files -> figures, one validated table at a time: performance tables, long files, and files with counts for areas.

All three give dicts of Figure columns. A row of a place that the register does not know, or of a year in which the measure does not
exist, gives no figure.
"""

from collections.abc import Callable, Iterator

from pipeline.declared.measures import FromCounts, FromTable, Measure
from pipeline.deliveries.delivery import Delivery
from pipeline.measures.arithmetic import counts_behind
from pipeline.measures.bands import NUMBERS, band_of
from pipeline.measures.figure import SHOWN

PlaceOf = Callable[[dict], str | None]  # a row's place id; None for a place that is not in the register


class NotOneRow(ValueError):
    """A filter left more than one row for a place and year, so it is not known which of them is the figure."""


def from_table(
    rows: list[dict], measure: Measure, place_of: PlaceOf, source: str, release: str, delivery: str
) -> Iterator[dict]:
    """The measure's figures in a school performance table, of all pupils and of each declared group.

    A column the delivery does not have gives no figure; the finding that it is missing belongs to validation.
    """
    spec = measure.tables[source]
    columns = [("all", spec.column, spec.out_of)]
    columns += [(group, column, spec.groups_out_of.get(group)) for group, column in spec.groups.items()]
    for row in rows:
        year, place = int(row["results_year"]), place_of(row)
        if place is None or measure.series_of(year) is None:
            continue
        key = {"place_id": place, "year": year, "release": release, "measure": measure.id, "delivery": delivery}
        for group, column, out_of in columns:
            if column in row:
                yield key | {"group": group} | _from_column(row, spec, measure, column, out_of)
        band = NUMBERS.get(row.get(spec.band) or "") if spec.band else None
        if band is not None:
            yield key | {"group": "all", "measure": band_of(measure.id), "value": band, "status": SHOWN}


def _from_column(row: dict, spec: FromTable, measure: Measure, column: str, out_of: str | None) -> dict:
    interval = (spec.lower, spec.upper) if column == spec.column else (None, None)
    return _valued(row, measure, column, out_of, spec.counted, interval)


def _valued(
    row: dict, measure: Measure, column: str, out_of: str | None, counted: bool, interval: tuple[str | None, str | None]
) -> dict:
    """A published value with its status, cohort and interval; `counted` says that it is a percentage of the cohort."""
    status, cohort = row[f"{column}__status"], _number(row, out_of)
    pupils = None if cohort is None else int(cohort)
    if status != SHOWN:
        return {"value": None, "status": status, "denominator": pupils}
    figure = {"value": float(row[column]), "status": SHOWN, "denominator": pupils}
    if counted and measure.unit == "percent" and pupils:
        # Where only one count gives the rounded percentage, the exact value is known; otherwise it stays as published.
        counts = counts_behind(row[column], pupils)
        if counts is not None and counts[0] == counts[1]:
            figure |= {"numerator": counts[0], "value": 100 * counts[0] / pupils}
    lower, upper = (_number(row, bound) for bound in interval)
    if lower is not None and upper is not None:
        figure |= {"lower": lower, "upper": upper}
    return figure


def _number(row: dict, column: str | None) -> float | None:
    value = row.get(column) if column else None
    return None if value is None else float(value)


def from_long(
    rows: list[dict], measures: list[Measure], places: dict[str, str], source: str, delivery: str
) -> Iterator[dict]:
    """The declared measures' figures in a long file (one row a figure), such as the Local Authority Interactive Tool delivers.

    `places` maps the file's area code to a place id.
    """
    of_item = {item: (m, group) for m in measures for group, item in m.long[source].items.items()}
    for row in rows:
        if row["item"] not in of_item or row["area_code"] not in places:
            continue
        measure, group = of_item[row["item"]]
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


def from_counts(
    rows: list[dict], measure: Measure, place_of: PlaceOf, source: str, delivery: Delivery
) -> Iterator[dict]:
    """The measure's figures in a file with counts for areas, as Explore Education Statistics publishes them.

    The declaration's filters must leave one row for each place, year and pupil group; NotOneRow where they leave several.
    """
    spec = measure.counts_of[source]
    for group, filters in spec.breakdowns.items():
        seen = set()
        for row in rows:
            if any(row[column] != wanted for column, wanted in filters.items()):
                continue
            place, year = place_of(row), int(row["results_year"])
            if place is None or measure.series_of(year) is None:
                continue
            if (place, year) in seen:
                raise NotOneRow(
                    f"{measure.id}: {source} has several rows for {place}, {year} and {group}. "
                    f"Filter on another column under 'counts_of' in params/measures/{measure.stage}/{measure.id}.yml."
                )
            seen.add((place, year))
            release = row.get("release") or delivery.release
            key = {"place_id": place, "year": year, "release": release, "measure": measure.id}
            yield key | {"group": group, "delivery": delivery.fingerprint} | _from_counts(row, spec, measure)


def _from_counts(row: dict, spec: FromCounts, measure: Measure) -> dict:
    if spec.value:
        if spec.value not in row:
            return {"value": None, "status": "not_available"}
        interval = (spec.lower, spec.upper)
        return _valued(row, measure, spec.value, spec.denominator, spec.counted, interval)
    missing = {row[f"{c}__status"] for c in (spec.numerator, spec.denominator)} - {SHOWN}
    if missing:
        return {"value": None, "status": sorted(missing)[0]}
    numerator, denominator = int(row[spec.numerator]), int(row[spec.denominator])
    if denominator == 0:
        return {"value": None, "status": "not_applicable", "denominator": 0}
    return {"numerator": numerator, "denominator": denominator, "value": 100 * numerator / denominator, "status": SHOWN}
