"""Where the place stands among the authority's schools, and attainment against progress; others stay nameless."""

from pipeline.packs.pack import MeasureCard
from pipeline.report import words
from pipeline.report.block import Blocks
from pipeline.report.charts.canvas import Chart, chart
from pipeline.report.charts.scatter import draw_scatter
from pipeline.report.charts.strip import Strip, draw_strips
from pipeline.report.prose import Note
from pipeline.report.reading import Reading
from pipeline.report.section import section

MOST = 5
TOPICS = ("headline", "progress", "score", "subject")
APART = "a special school is not placed among mainstream schools"


@section(stages=Reading.assessed_stages)
def position_among_schools(reading: Reading, *stages: str) -> Chart | Note:
    """Where the place stands among the authority's schools: strips of nameless dots for up to six measures.

    From: this year's figures of every school of the authority with enough pupils, at the stages that are assessed.
    When empty: a line says why no position is drawn.
    """
    own = reading.subject.id
    drawn = [m for s in stages for t in TOPICS for m in reading.measures(s, t) if reading.pack.positions.get(m.id)]
    if reading.subject.kind == "school":
        drawn = [m for m in drawn if reading.drawn(own, m.id)]
    drawn = _chosen(drawn)
    if not drawn:
        why = _why_none(reading, f"there are no figures of {reading.year} to place")
        line = f"Positions among the authority's schools are not drawn: {why}."
        return Note(id=f"n-{'-'.join(stages)}-position", place=own, lines=(line,))
    school = reading.subject.kind == "school"
    name = reading.subject.name if school else f"{reading.subject.name} as a whole"
    return chart(
        draw_strips([_strip(reading, m) for m in drawn], name),
        id=f"c-{'-'.join(dict.fromkeys(m.stage for m in drawn))}-position",
        place=own,
        places=(reading.comparator,),
        caption=f"The authority's schools in {reading.year}: each dot is a school",
        said=f"Strips of dots, one for each school. {'; '.join(_said(reading, m) for m in drawn)}.",
        data_columns=("Measure", "Schools", "Lowest", "Highest", "Marked", reading.comparator_name),
        data_rows=tuple(_data(reading, m) for m in drawn),
    )


def _why_none(reading: Reading, otherwise: str) -> str:
    """Why the place is not drawn among the others: its kind, its few pupils, or what else is given."""
    own = reading.subject.id
    if reading.subject.phase == "special":
        return APART
    held = [m for m in reading.pack.measures if m.topic in TOPICS and reading.shown(own, m.id)]
    few = held and not any(reading.drawn(own, m.id) for m in held)
    return f"a school is placed from {reading.least} pupils in a measure" if few else otherwise


def _chosen(drawn: list[MeasureCard]) -> list[MeasureCard]:
    """Of one stage its first measures; of several the first of each, and what room is left for those of the last."""
    firsts = list({m.stage: m for m in reversed(drawn)}.values())[::-1]
    if len(firsts) < 2:
        return drawn[:MOST]
    more = [m for m in drawn if m.stage == drawn[-1].stage and m not in firsts]
    return [*firsts, *more][: max(MOST, len(firsts)) + 1]


def _strip(reading: Reading, measure: MeasureCard) -> Strip:
    own, beside = reading.drawn(reading.subject.id, measure.id), reading.shown(reading.comparator, measure.id)
    values = tuple(reading.pack.positions[measure.id])
    return Strip(_named(reading, measure), values, own.value if own else None, beside.value if beside else None)


def _named(reading: Reading, measure: MeasureCard) -> str:
    """The measure's short name, with its stage's where two stages have measures of one name."""
    shared = [m for m in reading.pack.measures if m.short == measure.short and m.stage != measure.stage]
    return f"{reading.short_stage(measure.stage)}: {measure.short}" if shared else measure.short


def _said(reading: Reading, measure: MeasureCard) -> str:
    values, own = reading.pack.positions[measure.id], reading.drawn(reading.subject.id, measure.id)
    if own is None:
        return f"{_named(reading, measure)}: from {values[0]:g} to {values[-1]:g} in {len(values)} schools"
    lower = sum(v < own.value for v in values)
    return (
        f"{_named(reading, measure)}: {own.text}, higher than {lower} of {len(values)} schools"
        if reading.subject.kind == "school"
        else f"{_named(reading, measure)}: {own.text}, schools from {values[0]:g} to {values[-1]:g}"
    )


def _data(reading: Reading, measure: MeasureCard) -> tuple[str, ...]:
    values = reading.pack.positions[measure.id]
    own, beside = reading.drawn(reading.subject.id, measure.id), reading.shown(reading.comparator, measure.id)
    low, high = (f"{values[0]:g}", f"{values[-1]:g}")
    return (
        measure.name,
        str(len(values)),
        low,
        high,
        own.text if own else "no data",
        beside.text if beside else "no data",
    )


@section
def attainment_and_progress(reading: Reading) -> Blocks:
    """Attainment against progress: every school a nameless circle, this one marked.

    From: for each stage the first declared pair of a progress and an attainment measure of which points are held.
    When empty: nothing for a place without any progress measure; else a line says why nothing is drawn.
    """
    own = reading.subject.id
    if not any(m.topic == "progress" for m in reading.pack.measures):
        return Blocks()
    known = [(k, m) for k in reading.pack.scatters if (m := _measures(reading, k)) and reading.pack.scatters[k]]
    marked = [(k, m) for k, m in known if _marked(reading, k, m)] if reading.subject.kind == "school" else known
    if not marked:
        why = _why_none(reading, f"no school's progress scores can be placed for {reading.year}")
        line = f"Attainment against progress is not drawn: {why}."
        return Blocks([Note(id="n-scatter", place=own, lines=(line,))])
    first: dict[str, tuple[str, tuple[MeasureCard, MeasureCard]]] = {}
    for found in sorted(marked, key=lambda found: reading.vocabulary.subject_rank(found[1][0].id)):
        first.setdefault(found[1][0].stage, found)
    stages = [s for s in dict.fromkeys(m.stage for m in reading.pack.measures) if s in first]
    return Blocks([_cloud(reading, first[s][0], *first[s][1]) for s in stages])


def _marked(reading: Reading, key: str, pair: tuple[MeasureCard, MeasureCard]) -> bool:
    """Whether the school's own point is known and stands for enough pupils."""
    return key in reading.pack.marks and all(reading.drawn(reading.subject.id, m.id) for m in pair)


def _cloud(reading: Reading, key: str, progress: MeasureCard, attainment: MeasureCard) -> Chart:
    own = reading.subject.id
    points, mark = reading.pack.scatters[key], reading.pack.marks.get(key)
    beside = reading.shown(reading.comparator, attainment.id)
    unit = " (per cent)" if attainment.unit == "percent" else ""
    return chart(
        draw_scatter(
            points,
            mark,
            progress.name,
            f"{attainment.short}{unit}",
            beside.value if beside else None,
            reading.subject.name,
        ),
        id=f"c-scatter-{progress.id}",
        place=own,
        places=(reading.comparator,),
        caption=f"{attainment.short} against {words.lower_first(progress.short)}, {reading.year}: each circle is a school",
        said=_scatter_said(reading, progress, attainment, len(points)),
        data_columns=("Point", progress.short, attainment.short),
        data_rows=_scatter_rows(reading, points, mark),
    )


def _measures(reading: Reading, key: str) -> tuple[MeasureCard, MeasureCard] | None:
    found = [reading.measure(part) for part in key.split(",")]
    return (found[0], found[1]) if len(found) == 2 and all(found) else None


def _scatter_said(reading: Reading, progress: MeasureCard, attainment: MeasureCard, schools: int) -> str:
    own = [reading.shown(reading.subject.id, m.id) for m in (progress, attainment)]
    said = f"Scatter of {schools} schools, {progress.short} across, {attainment.short} up"
    return f"{said}. {reading.subject.name}: {own[0].text} across, {own[1].text} up." if all(own) else f"{said}."


def _scatter_rows(reading: Reading, points: list[list[float]], mark: list[float] | None) -> tuple[tuple[str, ...], ...]:
    rows = [("a school", f"{p:g}", f"{a:g}") for p, a in points]
    return ((reading.subject.name, f"{mark[0]:g}", f"{mark[1]:g}"), *rows) if mark else tuple(rows)
