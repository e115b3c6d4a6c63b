"""Measures over the years beside their comparators: the table of a stage, and its trend chart."""

from itertools import pairwise

from pipeline.packs.pack import MeasureCard, PlaceCard
from pipeline.report import words
from pipeline.report.charts.canvas import Chart, chart
from pipeline.report.charts.trend import LONGEST_NAME, MOST_SERIES, Series, draw_trend
from pipeline.report.pages import cells
from pipeline.report.prose import Note
from pipeline.report.reading import Reading, short
from pipeline.report.table import Body, Cell, Head, Row, Table, trimmed


def headline_table(reading: Reading, stage: str) -> Table | Note:
    """The stage's headline measures: comparators first, the booklet's own place last."""
    held = [m for m in reading.headlines(stage) if reading.figure(reading.subject.id, m.id)]
    return comparison(
        reading,
        held or reading.headlines(stage),
        f"{stage}-headline",
        f"{reading.stage_name(stage)}: headline measures",
        stage,
    )


def stages_table(reading: Reading, *stages: str) -> Table | Note:
    """Several stages in one table: every headline of each."""
    held = [s for s in stages if reading.measures(s)]
    measures = [m for s in held for m in reading.measures(s, "headline")]
    caption = words.listed([reading.stage_name(s) for s in held or stages])
    return comparison(reading, measures, "-".join(stages), caption, *stages)


def around(reading: Reading, *stages: str) -> Table | Note | None:
    """The stages of which no school's figures were delivered, for the areas around the school; None where there are none."""
    held = [s for s in stages if reading.measures(s) and not reading.held_by_us(s)]
    return stages_table(reading, *held) if held else None


def comparison(reading: Reading, measures: list[MeasureCard], name: str, caption: str, *stages: str) -> Table | Note:
    """One body a measure: a row a place, a column a year, then change, standing and trend."""
    own = reading.subject.id
    places = [*reading.comparators, reading.subject]
    measures = _worth_printing(reading, measures, [p.id for p in places])
    if not measures:
        lines = tuple(dict.fromkeys(reading.without_schools(s) for s in stages))
        return Note(id=f"n-{name}", place=own, lines=lines)
    years = reading.years(measures, [p.id for p in places]) or [reading.year]
    bodies = tuple(Body(tuple(_rows(reading, m, places, years)), label(m)) for m in measures)
    heads = (*(Head(str(y)) for y in years), Head("Change"))
    heads += (Head(f"Against {reading.comparator_name}", number=False), Head("Trend", number=False))
    heads, bodies = trimmed(heads, bodies)
    return Table(
        id=f"t-{name}",
        place=own,
        places=tuple(p.id for p in places),
        caption=f"{caption}, {words.span(years)}",
        corner="Place",
        heads=heads,
        bodies=bodies,
        notes=tuple(_notes(reading, measures, places, years, bodies)),
    )


def _worth_printing(reading: Reading, measures: list[MeasureCard], places: list[str]) -> list[MeasureCard]:
    """The measures our own place has rows for; where it has none at all, those its comparators have figures for."""
    own = [m for m in measures if any(reading.figure(reading.subject.id, m.id, y) for y in m.years)]
    return own or [m for m in measures if reading.any_shown(places, [m])]


def label(measure: MeasureCard) -> str:
    unit = words.UNITS[measure.unit]
    return f"{measure.name} ({unit})" if unit not in measure.name.lower() else measure.name


def _rows(reading: Reading, measure: MeasureCard, places: list[PlaceCard], years: list[int]) -> list[Row]:
    """A row for each comparator with a value, and for our own place if it has any row at all."""
    own = reading.subject.id
    held = [p for p in places if reading.any_shown([p.id], [measure])]
    if reading.subject not in held and _has_row(reading, own, measure):
        held.append(reading.subject)
    return [Row(p.name, tuple(_cells(reading, p.id, measure, years)), p.id == own) for p in held]


def _cells(reading: Reading, place: str, measure: MeasureCard, years: list[int]) -> list[Cell]:
    figures = cells.year_cells(reading, place, measure, years, dense=len(years) > 3)
    change = cells.change_cell(reading, place, measure)
    standing = cells.standing_cell(reading, place, measure)
    return [*figures, change, standing, cells.line_cell(reading, place, measure, years)]


def _notes(
    reading: Reading, measures: list[MeasureCard], places: list[PlaceCard], years: list[int], bodies: tuple[Body, ...]
) -> list[str]:
    notes = cells.key(reading, [list(r.cells) for b in bodies for r in b.rows])
    notes += [*_without_schools(reading, measures), *_without_value(reading, measures, places)]
    notes += [*cells.sentences(reading, measures), *reasons(reading, measures, years), *break_notes(measures, years)]
    return [*notes, *reading.left_out(measures, years)]


def _without_schools(reading: Reading, measures: list[MeasureCard]) -> list[str]:
    """Why a school has no row of its own, for each stage printed for the areas around it only."""
    if reading.subject.kind != "school":
        return []
    held = {m.stage for m in measures if _has_row(reading, reading.subject.id, m)}
    return list(dict.fromkeys(reading.without_schools(m.stage) for m in measures if m.stage not in held))


def _has_row(reading: Reading, place: str, measure: MeasureCard) -> bool:
    return any(reading.figure(place, measure.id, y) for y in measure.years)


def _without_value(reading: Reading, measures: list[MeasureCard], places: list[PlaceCard]) -> list[str]:
    """Comparators left out because none of their figures may be printed, with the status that says why."""
    lines = []
    for place in places[:-1]:
        found = [c for m in measures for y in m.years if (c := reading.figure(place.id, m.id, y))]
        if found and not reading.any_shown([place.id], measures):
            lines.append(f"{place.name}: {words.MARKS.get(found[-1].status, ('', '', found[-1].text))[2]}.")
    return lines


def reasons(reading: Reading, measures: list[MeasureCard], years: list[int]) -> list[str]:
    """Why our own row, or where we have none the last above it, has no change or no standing: each reason once.

    A break that is noted anyway is not said twice.
    """
    lacking: dict[tuple[str, str], list[str]] = {}  # measure and reason -> what is not given
    for m in measures:
        place = next((p.id for p in _nearest_first(reading) if _has_row(reading, p.id, m)), reading.subject.id)
        judged = reading.judgement(place, m.id)
        no_change, no_standing = (why(reading, place, m) for why in (cells.why_no_change, cells.why_no_standing))
        if judged and not judged.arrow and no_change and no_change not in _broken(m, years):
            lacking.setdefault((m.short, no_change), []).append("change")
        if judged and not judged.standing and no_standing:
            lacking.setdefault((m.short, no_standing), []).append("standing")
    found: dict[tuple[str, str], list[str]] = {}
    for (name, why), what in lacking.items():
        found.setdefault((" and no ".join(what), why), []).append(name)
    return [_reason(names, what, why) for (what, why), names in found.items()]


def _reason(names: list[str], what: str, why: str) -> str:
    return f"{words.listed(names)}: no {what} is given ({words.lower_first(why).rstrip('.')})."


def _nearest_first(reading: Reading) -> list[PlaceCard]:
    """Our own place, then its comparators from the last printed, which is the nearest, to the first."""
    return [reading.subject, *reversed(reading.comparators)]


def _broken(measure: MeasureCard, years: list[int]) -> list[str]:
    return [why for year, why in measure.breaks.items() if years and years[0] < int(year) <= years[-1]]


def break_notes(measures: list[MeasureCard], years: list[int]) -> list[str]:
    """Where a new series starts inside the years printed, and why."""
    found: dict[tuple[int, str], list[str]] = {}
    for m in measures:
        for year in last_breaks(m, years):
            found.setdefault((year, m.breaks[str(year)]), []).append(m.short)
    lines = []
    for (year, why), names in found.items():
        whose = "New series" if len(names) == len(measures) else f"{words.listed(names)}: new series"
        lines.append(f"{whose} from {year}, not to be compared with the years before. {why}".strip())
    return lines


def last_breaks(measure: MeasureCard, years: list[int]) -> list[int]:
    """The breaks a reader meets: of several between two printed years, the last."""
    starts = sorted(int(y) for y in measure.breaks)
    between = (max((s for s in starts if a < s <= b), default=None) for a, b in pairwise(years))
    return [s for s in between if s is not None]


def trend(reading: Reading, stage: str) -> Chart | Note | None:
    """The stage's first headline over the years, against at most three comparators; the table says why there is none."""
    measure = next(
        (m for m in reading.measures(stage, "headline") if reading.any_shown([reading.subject.id], [m])), None
    )
    if measure is None and reading.held_by_us(stage):
        return None
    if measure is None:
        return Note(id=f"n-{stage}-trend", place=reading.subject.id, lines=(reading.without_schools(stage),))
    return trend_of(reading, measure)


def trend_of(reading: Reading, measure: MeasureCard) -> Chart | Note:
    places = [reading.subject, *_beside(reading, measure)]
    years = reading.years([measure], [p.id for p in places])
    if len(years) < 2:
        line = f"{measure.name}: no trend is drawn, because figures of one year only are held."
        return Note(id=f"n-{measure.id}-trend", place=reading.subject.id, lines=(line,))
    series = [Series(_label_of(reading, p), _style(reading, p), _points(reading, p.id, measure, years)) for p in places]
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
    return tuple((y, c.value if (c := reading.shown(place, measure.id, y)) else None) for y in years)


def _text(reading: Reading, place: str, measure: MeasureCard, year: int) -> str:
    return cells.figure_cell(reading.figure(place, measure.id, year), dense=False).text


def _said(reading: Reading, measure: MeasureCard, places: list[PlaceCard], years: list[int]) -> str:
    """The finding: our first and last figure, then each comparator's last; every number is one that is printed."""
    own = [(y, c) for y in years if (c := reading.shown(reading.subject.id, measure.id, y))]
    parts = [f"{reading.subject.name}: {', '.join(f'{c.text} in {y}' for y, c in own[-3:])}"]
    for place in places[1:]:
        held = [(y, c) for y in years if (c := reading.shown(place.id, measure.id, y))]
        parts.append(f"{place.name}: {held[-1][1].text} in {held[-1][0]}")
    return f"Line chart. {'; '.join(parts)}."
