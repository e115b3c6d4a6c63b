"""Where the place is among the authority's schools, and attainment against progress; no other school is named."""

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
    """Where the place is among the authority's schools: strips of dots without names for up to six measures.

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
    """Why the place is not drawn among the others: its kind, too few pupils, or else the reason given."""
    own = reading.subject.id
    if reading.subject.phase == "special":
        return APART
    held = [m for m in reading.pack.measures if m.topic in TOPICS and reading.shown(own, m.id)]
    few = held and not any(reading.drawn(own, m.id) for m in held)
    return f"a school is placed from {reading.least} pupils in a measure" if few else otherwise


def _chosen(drawn: list[MeasureCard]) -> list[MeasureCard]:
    """Of one stage its first measures; of several the first of each, then more of the last while there is room."""
    firsts = list({m.stage: m for m in reversed(drawn)}.values())[::-1]
    if len(firsts) < 2:
        return drawn[:MOST]
    more = [m for m in drawn if m.stage == drawn[-1].stage and m not in firsts]
    return [*firsts, *more][: max(MOST, len(firsts)) + 1]


def _strip(reading: Reading, measure: MeasureCard) -> Strip:
    own, beside = reading.drawn(reading.subject.id, measure.id), reading.shown(reading.comparator, measure.id)
    values = tuple(reading.pack.positions[measure.id])  # of every school, without its name
    return Strip(_named(reading, measure), values, own.value if own else None, beside.value if beside else None)


def _named(reading: Reading, measure: MeasureCard) -> str:
    """The measure's short name, with its stage's where two stages have measures of one name."""
    shared = [m for m in reading.pack.measures if m.short == measure.short and m.stage != measure.stage]
    return f"{reading.short_stage(measure.stage)}: {measure.short}" if shared else measure.short


def _said(reading: Reading, measure: MeasureCard) -> str:
    """One strip in words: where the marked place is among the schools, or how far they spread."""
    values, own = reading.pack.positions[measure.id], reading.drawn(reading.subject.id, measure.id)
    name, spread = _named(reading, measure), f"from {values[0]:g} to {values[-1]:g}"
    if own is None or own.value is None:
        return f"{name}: {spread} in {len(values)} schools"
    if reading.subject.kind != "school":
        return f"{name}: {own.text}, schools {spread}"
    lower = sum(v < own.value for v in values)
    return f"{name}: {own.text}, higher than {lower} of {len(values)} schools"


def _data(reading: Reading, measure: MeasureCard) -> tuple[str, ...]:
    values = reading.pack.positions[measure.id]
    own, beside = reading.drawn(reading.subject.id, measure.id), reading.shown(reading.comparator, measure.id)
    return (
        measure.name,
        str(len(values)),
        f"{values[0]:g}",
        f"{values[-1]:g}",
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
    pairs = [(key, pair) for key in reading.pack.scatters if (pair := _measures(reading, key))]
    drawable = [(key, pair) for key, pair in pairs if reading.pack.scatters[key]]
    if reading.subject.kind == "school":  # its own point must be known, and be of enough pupils
        marked = [(key, pair) for key, pair in drawable if key in reading.pack.marks]
        drawable = [(key, pair) for key, pair in marked if all(reading.drawn(own, m.id) for m in pair)]
    if not drawable:
        why = _why_none(reading, f"no school's progress scores can be placed for {reading.year}")
        line = f"Attainment against progress is not drawn: {why}."
        return Blocks([Note(id="n-scatter", place=own, lines=(line,))])
    first: dict[str, tuple[str, tuple[MeasureCard, MeasureCard]]] = {}
    for key, pair in sorted(drawable, key=lambda item: reading.vocabulary.subject_rank(item[1][0].id)):
        first.setdefault(pair[0].stage, (key, pair))
    stages = [s for s in dict.fromkeys(m.stage for m in reading.pack.measures) if s in first]
    return Blocks([_cloud(reading, first[s][0], *first[s][1]) for s in stages])


def _cloud(reading: Reading, key: str, progress: MeasureCard, attainment: MeasureCard) -> Chart:
    own = reading.subject.id
    points, mark = reading.pack.scatters[key], reading.pack.marks.get(key)
    beside = reading.shown(reading.comparator, attainment.id)
    unit = " (per cent)" if attainment.unit == "percent" else ""
    across, up = (reading.shown(own, m.id) for m in (progress, attainment))
    said = f"Scatter of {len(points)} schools, {progress.short} across, {attainment.short} up."
    said += f" {reading.subject.name}: {across.text} across, {up.text} up." if across and up else ""
    rows = [("a school", f"{p:g}", f"{a:g}") for p, a in points]
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
        said=said,
        data_columns=("Point", progress.short, attainment.short),
        data_rows=((reading.subject.name, f"{mark[0]:g}", f"{mark[1]:g}"), *rows) if mark else tuple(rows),
    )


def _measures(reading: Reading, key: str) -> tuple[MeasureCard, MeasureCard] | None:
    """The progress and the attainment measure that a scatter's key names; None where the pack lacks either."""
    progress, _, attainment = key.partition(",")
    across, up = reading.measure(progress), reading.measure(attainment)
    return (across, up) if across and up else None
