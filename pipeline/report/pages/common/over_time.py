"""Every stage over time: little charts of one size, our own place against England."""

from itertools import pairwise
from math import ceil, floor

from pipeline.packs.pack import MeasureCard, PlaceCard
from pipeline.report import words
from pipeline.report.charts.panels import Panel, PanelLine, SmallMultiples, draw_panel
from pipeline.report.pages.wording import cells
from pipeline.report.pages.wording.reasons import break_notes, last_breaks
from pipeline.report.reading import Reading, short
from pipeline.report.section import section

MOST = 6  # two rows of three
FEW = 4  # with fewer headlines than this, the stage's subjects are drawn as well
PERCENT = ("percent", "rate")
STEPS = (0.5, 1, 2, 5, 10, 20, 50, 100)  # between the numbers of a scale that is no percentage


@section(stages=Reading.assessed_stages)
def over_time(reading: Reading, *stages: str) -> SmallMultiples | None:
    """Little line charts of the headline measures over the years, our own place and England, percentages on one scale.

    From: the headlines of the stages of which our own place has figures of two years or more; where they are few, the subjects too.
    When empty: nothing for a place that is not compared with England, or without a measure of two years.
    """
    if not reading.compared(reading.subject.id):
        return None
    chosen = _chosen(reading, stages)
    if not chosen:
        return None
    scales = _Scales(reading, chosen)
    years = sorted({y for m in chosen for y in _years(reading, m)})
    beside = reading.place(reading.comparator)
    places = [reading.subject, *([beside] if beside else [])]
    rows = [_row(reading, m, p, years) for m in chosen for p in places]
    breaks = break_notes(reading, chosen, years, staged=True)
    band = "A grey band: a new series, not compared with the years before." if breaks else ""
    how = (f"Solid line: {reading.ours_in_text}.", f"Dashed line: {reading.comparator_name}.", scales.said, band)
    return SmallMultiples(
        id=f"c-{'-'.join(dict.fromkeys(m.stage for m in chosen))}-over-time",
        place=reading.subject.id,
        places=(reading.comparator,),
        caption=f"{reading.subject.name} beside {reading.comparator_name}, {words.span(years)}",
        panels=tuple(_panel(reading, m, places, scales.of(m)) for m in chosen),
        data_columns=("Measure", "Place", *(str(y) for y in years)),
        data_rows=tuple(rows),
        notes=(" ".join(part for part in how if part), *breaks),
    )


def _chosen(reading: Reading, stages: tuple[str, ...]) -> list[MeasureCard]:
    """The headlines with a line to draw, in reading order; where they are few, each stage's subjects after its headlines."""
    drawn = {s: [m for m in reading.main_measures(s) if _has_a_line(reading, m)] for s in stages}
    if sum(map(len, drawn.values())) < FEW:
        for stage in stages:
            more = reading.measures(stage, "subject", "higher")
            drawn[stage] += [m for m in more if m not in drawn[stage] and _has_a_line(reading, m)]
    every = [m for measures in drawn.values() for m in measures]
    if len(every) <= MOST:
        return every
    # Too many for one page: every stage keeps its first, then the others in turn while there is room.
    kept: list[MeasureCard] = []
    for rank in range(max(map(len, drawn.values()))):
        kept += [measures[rank] for measures in drawn.values() if len(measures) > rank]
    return [m for m in every if m in kept[:MOST]]


def _has_a_line(reading: Reading, measure: MeasureCard) -> bool:
    """Whether two of our own figures may be joined: two years running, of one series."""
    years = _years(reading, measure)
    return any(b - a == 1 and b not in reading.breaks(measure) for a, b in pairwise(years))


def _years(reading: Reading, measure: MeasureCard) -> list[int]:
    """The years of which our own figure may be drawn."""
    return [y for y in measure.years if reading.drawn(reading.subject.id, measure.id, y)]


class _Scales:
    """The scale of each chart: schools' percentages from 0 to 100; others', which differ little, on scales of one height."""

    def __init__(self, reading: Reading, measures: list[MeasureCard]) -> None:
        self._whole = reading.subject.kind == "school"
        self._values = {m.id: _values(reading, m) for m in measures}
        self._percent = [m.id for m in measures if m.unit in PERCENT]
        self.height = max((height_around(self._values[m]) for m in self._percent), default=0)

    def of(self, measure: MeasureCard) -> tuple[float, float]:
        values = self._values[measure.id]
        if measure.unit not in PERCENT:
            spread = max(values) - min(values)
            step = next(s for s in STEPS if s * 4 >= spread or s == STEPS[-1])
            low, high = floor(min(values) / step) * step, ceil(max(values) / step) * step
            return (low, high) if high > low else (low - step, high + step)
        if self._whole:
            return 0, 100
        return centred(min(values), max(values), self.height)

    @property
    def said(self) -> str:
        """How the scales compare, in a sentence; "" where no percentage is drawn."""
        if not self._percent:
            return ""
        return (
            "All percentages run from 0 to 100."
            if self._whole
            else f"Every scale of percentages is {self.height} points high."
        )


def centred(least: float, most: float, height: int) -> tuple[int, int]:
    """Percentages of a scale so many points high, from a whole ten on, with these two as near its middle as tens allow.

    `height` is of whole tens, at least from the ten below `least` to the ten above `most`.
    """
    below, above = floor(least / 10) * 10, ceil(most / 10) * 10
    middle = floor((least + most - height) / 20) * 10
    low = min(max(middle, above - height), below, 100 - height)
    return max(low, 0), max(low, 0) + height


def height_around(values: list[float]) -> int:
    """Tens around the values, at least twenty, and an even number of them, so that the middle is a whole number."""
    tens = ceil(max(values) / 10) - floor(min(values) / 10)
    return 10 * max(tens + tens % 2, 2)


def _values(reading: Reading, measure: MeasureCard) -> list[float]:
    places = (reading.subject.id, reading.comparator)
    found = (reading.drawn(p, measure.id, y) for p in places for y in measure.years)
    return [c.value for c in found if c is not None and c.value is not None]


def _panel(reading: Reading, measure: MeasureCard, places: list[PlaceCard], scale: tuple[float, float]) -> Panel:
    years = _years(reading, measure)
    span = [y for y in measure.years if years[0] <= y <= years[-1]]
    lines = [_line(reading, measure, p, span) for p in places]
    lines = [one for one in lines if any(v is not None for _, v in one.values)]
    finding = _finding(reading, measure, years[-1])
    title = reading.plain(reading.headed(measure, staged=True, unit=False))
    return Panel(
        title=title,
        finding=finding[:1].upper() + finding[1:],
        said=f"{title}: {finding}. Line chart. {_in_words(reading, measure, places, span)}",
        picture=draw_panel(lines, set(last_breaks(measure, span)), scale, "%"),
    )


def _line(reading: Reading, measure: MeasureCard, place: PlaceCard, years: list[int]) -> PanelLine:
    drawn = [reading.drawn(place.id, measure.id, y) for y in years]
    ours = place.id == reading.subject.id
    return PanelLine(
        name="" if ours else short(place),
        style="subject" if ours else "england",
        values=tuple((y, c.value if c else None) for y, c in zip(years, drawn, strict=True)),
        texts=tuple(_printed(c.text) if c else "" for c in drawn),
    )


def _printed(text: str) -> str:
    return text.replace(" per 100", "").replace("-", "−")


def _finding(reading: Reading, measure: MeasureCard, year: int) -> str:
    """What the chart shows in a few words: "up 10 since 2017, above England"."""
    judged = reading.judgement(reading.subject.id, measure.id, year)
    parts = []
    if judged and judged.arrow and judged.change and judged.change_since:
        size = judged.change.lstrip("+-−")
        moved = {"rose": f"up {size}", "fell": f"down {size}"}.get(judged.direction, "steady")
        parts.append(f"{moved} since {judged.change_since}")
    elif measure.breaks and max(map(int, measure.breaks)) == year:
        parts.append(f"a new series in {year}")
    if judged and judged.standing:
        preposition = " with" if judged.standing == "in line" else ""
        parts.append(f"{judged.standing}{preposition} {reading.comparator_name}")
    return ", ".join(parts) or f"the latest figure is of {year}"


def _in_words(reading: Reading, measure: MeasureCard, places: list[PlaceCard], years: list[int]) -> str:
    """Our last three figures, then the other's last; every number is one that is printed."""
    ours = [f"{c.text} in {y}" for y in years if (c := reading.drawn(reading.subject.id, measure.id, y))]
    said = [f"{reading.subject.name}: {', '.join(ours[-3:])}"]
    for place in places[1:]:
        theirs = [f"{c.text} in {y}" for y in years if (c := reading.shown(place.id, measure.id, y))]
        said += [f"{place.name}: {theirs[-1]}"] if theirs else []
    return f"{'; '.join(said)}."


def _row(reading: Reading, measure: MeasureCard, place: PlaceCard, years: list[int]) -> tuple[str, ...]:
    figures = [cells.figure_cell(reading, reading.figure(place.id, measure.id, y), dense=False) for y in years]
    return (measure.name, place.name, *(f.text for f in figures))
