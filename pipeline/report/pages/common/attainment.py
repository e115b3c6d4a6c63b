"""Attainment against progress among the authority's schools; no other school is named."""

from pipeline.packs.pack import MeasureCard
from pipeline.report import words
from pipeline.report.block import Blocks
from pipeline.report.charts.canvas import Chart, chart
from pipeline.report.charts.scatter import draw_scatter
from pipeline.report.pages.common.standing import why_not_placed
from pipeline.report.prose import Note
from pipeline.report.reading import Reading
from pipeline.report.section import section

TOPICS = ("headline", "progress", "score", "subject")


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


def _why_none(reading: Reading, otherwise: str) -> str:
    """Why the place is not drawn among the others: its kind, too few pupils, or else the reason given."""
    own = reading.subject.id
    if not reading.compared(own):
        return words.lower_first(why_not_placed(reading)).rstrip(".")
    held = [m for m in reading.pack.measures if m.topic in TOPICS and reading.shown(own, m.id)]
    few = held and not any(reading.drawn(own, m.id) for m in held)
    return f"a school is placed from {reading.least} pupils in a measure" if few else otherwise
