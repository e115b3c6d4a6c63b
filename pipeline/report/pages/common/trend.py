"""A measure over the years against its comparators: the trend chart of a stage."""

from pipeline.packs.pack import MeasureCard, PlaceCard
from pipeline.report import words
from pipeline.report.charts.canvas import Chart, chart
from pipeline.report.charts.trend import LONGEST_NAME, MOST_SERIES, TrendLine, draw_trend
from pipeline.report.pages.wording import cells
from pipeline.report.pages.wording.reasons import last_breaks
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
    """The chart; None where the table above says that no change is given: for a special school, or too few pupils."""
    own = reading.subject.id
    printed = [y for y in (reading.year, reading.year - 1) if reading.shown(own, measure.id, y)]
    too_few_pupils = any(not reading.drawn(own, measure.id, y) for y in printed)
    if too_few_pupils or not reading.compared(own):
        return None
    # At most three comparators with figures: England, the authority and the cluster before the region.
    rank = {"england": 0, "authority": 1, "cluster": 2, "region": 3}
    beside = [p for p in reading.comparators if reading.any_shown([p.id], [measure])]
    places = [reading.subject, *sorted(beside, key=lambda p: rank.get(p.kind, 4))[: MOST_SERIES - 1]]
    years = reading.years([measure], [p.id for p in places])
    if len(years) < 2:
        line = f"{measure.name}: no trend is drawn, because figures of one year only are held."
        return Note(id=f"n-{measure.id}-trend", place=reading.subject.id, lines=(line,))
    series = [
        TrendLine(
            _label_of(reading, p),
            _style(reading, p),
            tuple((y, c.value if (c := reading.drawn(p.id, measure.id, y)) else None) for y in years),
        )
        for p in places
    ]
    # In words: our last three figures, then each comparator's last; every number is one that is printed.
    ours = [f"{c.text} in {y}" for y in years if (c := reading.drawn(own, measure.id, y))]
    parts = [f"{reading.subject.name}: {', '.join(ours[-3:])}"]
    for place in places[1:]:
        theirs = [f"{c.text} in {y}" for y in years if (c := reading.shown(place.id, measure.id, y))]
        parts.append(f"{place.name}: {theirs[-1]}")
    rows = []
    for place in places:
        figures = [cells.figure_cell(reading, reading.figure(place.id, measure.id, y), dense=False) for y in years]
        rows.append((place.name, *(figure.text for figure in figures)))
    return chart(
        draw_trend(series, set(last_breaks(measure, years)), measure.unit in ("percent", "rate"), measure.decimals),
        id=f"c-{measure.id}-trend",
        place=reading.subject.id,
        places=tuple(p.id for p in places),
        caption=f"{measure.name}, {words.span(years)}{' (per cent)' if measure.unit == 'percent' else ''}",
        said=f"Line chart. {'; '.join(parts)}.",
        data_columns=("Place", *(str(y) for y in years)),
        data_rows=tuple(rows),
    )


def _label_of(reading: Reading, place: PlaceCard) -> str:
    """The name beside the line; our own long name becomes "This school", as the page says which."""
    name = short(place)
    return reading.ours if place.id == reading.subject.id and len(name) > LONGEST_NAME else name


def _style(reading: Reading, place: PlaceCard) -> str:
    """The name of the line's style in charts.canvas."""
    if place.id == reading.subject.id:
        return "subject"
    return place.kind if place.kind in ("england", "authority", "cluster", "neighbours") else "other"
