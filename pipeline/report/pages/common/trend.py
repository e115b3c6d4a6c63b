"""A measure over the years against its comparators: the trend chart of a stage."""

from pipeline.packs.pack import MeasureCard, PlaceCard
from pipeline.report import words
from pipeline.report.charts.canvas import Chart, chart
from pipeline.report.charts.trend import LONGEST_NAME, MOST_SERIES, TrendLine, draw_trend
from pipeline.report.pages.shared import cells
from pipeline.report.pages.shared.reasons import last_breaks
from pipeline.report.prose import Note
from pipeline.report.reading import Reading, short
from pipeline.report.section import section


@section
def trend(reading: Reading, stage: str) -> Chart | Note | None:
    """A line chart of the stage's first headline over the years, against at most three comparators.

    From: the first headline of the stage of which our own place has a figure in any year.
    When empty: nothing where the place does not have the stage, is a special school or has too few pupils; a line where one
    year only is held.
    """
    if not reading.has_pages_of(stage):
        return None
    measure = next(
        (m for m in reading.measures(stage, "headline") if reading.any_shown([reading.subject.id], [m])), None
    )
    if measure is None and reading.held_by_us(stage):
        return None
    if measure is None:
        return Note(id=f"n-{stage}-trend", place=reading.subject.id, lines=(reading.without_schools(stage),))
    return trend_of(reading, measure)


def trend_of(reading: Reading, measure: MeasureCard) -> Chart | Note | None:
    """The chart; nothing where the table above says that no change is given, of a special school or of too few pupils."""
    if _refused(reading, measure):
        return None
    places = [reading.subject, *_beside(reading, measure)]
    years = reading.years([measure], [p.id for p in places])
    if len(years) < 2:
        line = f"{measure.name}: no trend is drawn, because figures of one year only are held."
        return Note(id=f"n-{measure.id}-trend", place=reading.subject.id, lines=(line,))
    series = [
        TrendLine(_label_of(reading, p), _style(reading, p), _points(reading, p.id, measure, years)) for p in places
    ]
    return chart(
        draw_trend(series, set(last_breaks(measure, years)), measure.unit in ("percent", "rate"), measure.decimals),
        id=f"c-{measure.id}-trend",
        place=reading.subject.id,
        places=tuple(p.id for p in places),
        caption=f"{measure.name}, {words.span(years)}{' (per cent)' if measure.unit == 'percent' else ''}",
        said=_said(reading, measure, places, years),
        data_columns=("Place", *(str(y) for y in years)),
        data_rows=tuple((p.name, *(_text(reading, p.id, measure, y) for y in years)) for p in places),
    )


def _refused(reading: Reading, measure: MeasureCard) -> bool:
    own = reading.subject.id
    lately = (reading.year, reading.year - 1)
    few = any(reading.shown(own, measure.id, y) and not reading.drawn(own, measure.id, y) for y in lately)
    return few or not reading.compared(own)


def _beside(reading: Reading, measure: MeasureCard) -> list[PlaceCard]:
    """At most three comparators with figures: England, the authority and the cluster before the region."""
    rank = {"england": 0, "authority": 1, "cluster": 2, "region": 3}
    held = [p for p in reading.comparators if reading.any_shown([p.id], [measure])]
    return sorted(held, key=lambda p: rank.get(p.kind, 4))[: MOST_SERIES - 1]


def _label_of(reading: Reading, place: PlaceCard) -> str:
    """The name beside the line; our own long name becomes "This school", as the page says which."""
    name = short(place)
    return reading.ours if place.id == reading.subject.id and len(name) > LONGEST_NAME else name


def _style(reading: Reading, place: PlaceCard) -> str:
    if place.id == reading.subject.id:
        return "subject"
    return place.kind if place.kind in ("england", "authority", "cluster", "neighbours") else "other"


def _points(reading: Reading, place: str, measure: MeasureCard, years: list[int]) -> tuple:
    return tuple((y, c.value if (c := reading.drawn(place, measure.id, y)) else None) for y in years)


def _text(reading: Reading, place: str, measure: MeasureCard, year: int) -> str:
    return cells.figure_cell(reading, reading.figure(place, measure.id, year), dense=False).text


def _said(reading: Reading, measure: MeasureCard, places: list[PlaceCard], years: list[int]) -> str:
    """The finding: our first and last figure, then each comparator's last; every number is one that is printed."""
    own = [(y, c) for y in years if (c := reading.drawn(reading.subject.id, measure.id, y))]
    parts = [f"{reading.subject.name}: {', '.join(f'{c.text} in {y}' for y, c in own[-3:])}"]
    for place in places[1:]:
        held = [(y, c) for y in years if (c := reading.shown(place.id, measure.id, y))]
        parts.append(f"{place.name}: {held[-1][1].text} in {held[-1][0]}")
    return f"Line chart. {'; '.join(parts)}."
