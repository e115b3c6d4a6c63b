"""Published school performance tables -> figures: one declaration and one table at a time, no place a special case."""

from collections.abc import Callable, Iterator

from pipeline.declared.measures import FromTable, Measure
from pipeline.measures.arithmetic import counts_behind
from pipeline.measures.bands import NUMBERS, band_of
from pipeline.measures.figure import SHOWN

PlaceOf = Callable[[dict], str | None]


def from_table(
    rows: list[dict], measure: Measure, place_of: PlaceOf, source: str, release: str, delivery: str
) -> Iterator[dict]:
    """The measure's figures in the rows of one validated performance table, one dict of Figure columns each.

    A column the delivery does not have gives no figure (the finding that it is missing belongs to validation);
    a place that `place_of` does not know gives none either.
    """
    spec = measure.tables[source]
    for row in rows:
        year = int(row["results_year"])
        if measure.series_of(year) is None:
            continue
        place = place_of(row)
        if place is None:
            continue
        key = {"place_id": place, "year": year, "release": release, "measure": measure.id, "delivery": delivery}
        for group, column, out_of in _groups(spec):
            if column in row:
                yield key | {"group": group} | _figure(row, spec, measure, column, out_of)
        band = NUMBERS.get(row.get(spec.band)) if spec.band else None
        if band is not None:
            yield key | {"group": "all", "measure": band_of(measure.id), "value": band, "status": SHOWN}


def _groups(spec: FromTable) -> Iterator[tuple[str, str, str | None]]:
    yield "all", spec.column, spec.out_of
    for group, column in spec.groups.items():
        yield group, column, spec.groups_out_of.get(group)


def _figure(row: dict, spec: FromTable, measure: Measure, column: str, out_of: str | None) -> dict:
    value, status = row[column], row[f"{column}__status"]
    pupils = _count(row, out_of)
    if status != SHOWN:
        return {"value": None, "status": status, "denominator": pupils}
    figure = {"value": float(value), "status": SHOWN, "denominator": pupils}
    if spec.counted and measure.unit == "percent" and pupils:
        figure |= _recovered(value, pupils)
    if column == spec.column:
        figure |= _interval(row, spec)
    return figure


def _recovered(value: float, pupils: int) -> dict:
    """The count behind a rounded percentage where only one fits, and then the exact value; else as published."""
    behind = counts_behind(value, pupils)
    if behind is None or behind[0] != behind[1]:
        return {}
    return {"numerator": behind[0], "value": 100 * behind[0] / pupils}


def _interval(row: dict, spec: FromTable) -> dict:
    lower, upper = _number(row, spec.lower), _number(row, spec.upper)
    return {} if lower is None or upper is None else {"lower": lower, "upper": upper}


def _number(row: dict, column: str | None) -> float | None:
    value = row.get(column) if column else None
    return None if value is None else float(value)


def _count(row: dict, column: str | None) -> int | None:
    number = _number(row, column)
    return None if number is None else int(number)
