"""The answer of the first page: each headline beside England's and among the authority's schools, in a row."""

from pipeline.packs.pack import FigureCell, Judgement, MeasureCard
from pipeline.report import words
from pipeline.report.charts.rows import WIDE_MM, Scale, against, among
from pipeline.report.pages.wording import cells
from pipeline.report.prose import Note
from pipeline.report.reading import Reading
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell

MOST = 7
TOPICS = ("headline", "progress", "subject", "higher", "score")  # of the measures in the rows, in this order
PERCENT = ("percent", "rate")
APART = "A special school is not placed among mainstream schools."


@section(stages=Reading.assessed_stages)
def where_we_stand(reading: Reading, *stages: str) -> Table | Note:
    """Up to seven figures in a row each: the figure, the authority's schools as dots, England's, the difference in pupils, the change.

    From: the headlines of the stages that are assessed, then progress and subjects; dots of schools with enough pupils, without names.
    When empty: a line says that no figures of the year were delivered for the place.
    """
    own, name = reading.subject.id, reading.subject.name
    chosen = _chosen(reading, stages)
    if not chosen:
        line = f"No figures of {reading.year} have been delivered for {name}."
        return Note(id="standing", place=own, lines=(line,))
    ranked = reading.subject.kind == "school" and any(_rank(reading, m) for m in chosen)
    staged = len({m.stage for m in chosen}) > 1
    dots = any(_positions(reading, m) for m in chosen)
    pictures = {m.id: _drawn(reading, m, dots) for m in chosen}
    pictured = any(pictures.values())
    bases = words.base_years(reading.judgement(own, m.id) for m in chosen)
    rows = [_row(reading, m, staged, ranked, len(bases) > 1, pictures[m.id] if pictured else None) for m in chosen]
    notes = [_key(reading, chosen)] if pictured else []
    if not reading.compared(own):
        notes.append(why_not_placed(reading))
    elif any(reading.shown(own, m.id) and not reading.drawn(own, m.id) for m in chosen):
        notes.append(f"A school is placed among the others from {reading.least} pupils in a measure.")
    heads = [
        Head(reading.ours),
        *([Head("Among the schools" if dots else "0 to 100%", number=False)] if pictured else []),
        Head(reading.comparator_name),
        Head(f"Beside {reading.comparator_name}", number=False),
        Head(f"Since {min(bases)}" if len(bases) == 1 else "Change", number=False),
    ]
    return Table(
        id="t-standing",
        place=own,
        places=(reading.comparator,),
        caption=f"Where {name} stands in {reading.year}",
        corner="Measure",
        heads=(*heads, *([Head("Place")] if ranked else [])),
        bodies=(Body(tuple(rows)),),
        notes=(*notes, *cells.key(reading, [list(r.cells) for r in rows])),
    )


def why_not_placed(reading: Reading) -> str:
    """Why a school that is not compared has no place among the others: its kind."""
    if reading.subject.school_kind == "special":
        return APART
    judged = (reading.judgement(reading.subject.id, m.id) for m in reading.pack.measures)
    return next((j.standing_reason for j in judged if j is not None and j.standing_reason), "It is not compared.")


def _chosen(reading: Reading, stages: tuple[str, ...]) -> list[MeasureCard]:
    """Every stage's headlines first, then, while there is room, its progress scores and subjects; in reading order."""
    held = {s: [m for t in TOPICS for m in _of(reading, s, t)] for s in stages}
    kept: list[MeasureCard] = []
    for rank in range(max(map(len, held.values()), default=0)):
        kept += [measures[rank] for measures in held.values() if len(measures) > rank]
    return [m for measures in held.values() for m in measures if m in kept[:MOST]]


def _of(reading: Reading, stage: str, topic: str) -> list[MeasureCard]:
    """The stage's headlines of which there is a figure or a reason for none; of other topics those with a figure to print."""
    own = reading.subject.id
    if topic == "headline":
        return [m for m in reading.headlines(stage) if reading.figure(own, m.id)]
    return [m for m in reading.measures(stage, topic) if reading.shown(own, m.id)]


def _positions(reading: Reading, measure: MeasureCard) -> list[float]:
    """The schools' values this year: those of the authority without names, or of a cluster or trust its own schools'."""
    members = reading.role("member")
    if reading.subject.kind not in ("cluster", "trust"):
        return reading.pack.positions.get(measure.id, [])
    found = (reading.drawn(p.id, measure.id) for p in members)
    return sorted(c.value for c in found if c is not None and c.value is not None)


def _row(reading: Reading, measure: MeasureCard, staged: bool, ranked: bool, dated: bool, picture: str | None) -> Row:
    """A measure's row: `staged` names its stage, `ranked` its place, `dated` the year of its change.

    `picture` is its drawing, "" where it has none, None in a table without a column of drawings.
    """
    own = reading.subject.id
    cell, judged = reading.figure(own, measure.id), reading.judgement(own, measure.id)
    beside = reading.shown(reading.comparator, measure.id)
    if cell is None:
        raise LookupError(f"{measure.id} has a row without a figure or a reason for none")
    found = [
        TableCell(cell.text) if reading.is_printed(cell) else cells.figure_cell(reading, cell, dense=False),
        *([_picture_cell(picture)] if picture is not None else []),
        TableCell(beside.text) if beside else cells.NONE,
        _difference(reading, measure, cell, judged),
        TableCell(words.change(judged, dated), number=False),
    ]
    if ranked:
        place = _rank(reading, measure)
        found.append(TableCell(place) if place else TableCell("not placed", tone="quiet"))
    return Row(reading.plain(reading.headed(measure, staged=staged, unit=False)), tuple(found))


def _picture_cell(picture: str) -> TableCell:
    if not picture:
        return TableCell("not drawn", tone="quiet", number=False)
    return TableCell("", picture=picture, wide=WIDE_MM, number=False)


def _drawn(reading: Reading, measure: MeasureCard, dots: bool) -> str:
    """Dots of the schools where their positions are held, else our own figure against the comparator's; "" for neither.

    In a table with `dots` in any row our own mark is the diamond in every row.
    """
    own_id, beside = reading.subject.id, reading.shown(reading.comparator, measure.id)
    ours = reading.drawn(own_id, measure.id)
    values = _positions(reading, measure)
    own = ours.value if ours and ours.value is not None else None
    other = beside.value if beside else None
    if not reading.compared(own_id):
        return ""
    if values:
        return among(values, own, other, _scale(reading, measure))
    if own is None or measure.unit not in PERCENT:
        return ""
    return among([], own, other, (0, 100)) if dots else against(own, other, None, (0, 100))


def _scale(reading: Reading, measure: MeasureCard) -> Scale:
    """0 to 100 for a percentage, else from the lowest to the highest figure drawn."""
    if measure.unit in PERCENT:
        return 0, 100
    own, beside = reading.drawn(reading.subject.id, measure.id), reading.shown(reading.comparator, measure.id)
    known = [*_positions(reading, measure), *(c.value for c in (own, beside) if c and c.value is not None)]
    return min(known), max(known)


def _difference(reading: Reading, measure: MeasureCard, cell: FigureCell, judged: Judgement | None) -> TableCell:
    """The difference from England: in pupils where one pupil counts, else in points; the Department's band of a progress score."""
    if measure.topic == "progress" and cell.band:
        return TableCell(cell.band, number=False)
    if judged is None or not judged.standing:
        return cells.NONE
    tone = words.tone(judged, measure)
    text = words.apart(judged.gap) if judged.gap else judged.standing
    if judged.gap_pupils and text != "level":
        way = "fewer" if judged.gap.startswith("-") else "more"
        text = f"{judged.gap_pupils.removeprefix('about ')} {way}"
    return TableCell(
        f"{judged.standing_shape} {text}", f"{judged.standing}, {text}", "" if tone == "middle" else tone, number=False
    )


def _rank(reading: Reading, measure: MeasureCard) -> str:
    """ "14th of 64": how many schools have a better figure, and one more; "" where the place is not drawn among them."""
    ours, values = reading.drawn(reading.subject.id, measure.id), reading.pack.positions.get(measure.id, [])
    if ours is None or ours.value is None or ours.value not in values:
        return ""
    own = ours.value
    better = sum(v > own if measure.better == "higher" else v < own for v in values)
    return f"{words.ordinal(better + 1)} of {len(values)}"


def _key(reading: Reading, chosen: list[MeasureCard]) -> str:
    """What the marks stand for."""
    whose = f"of {reading.ours_in_text}" if reading.subject.kind in ("cluster", "trust") else "of the authority"
    dots = any(_positions(reading, m) for m in chosen)
    ours = f"Each dot is a school {whose}; the diamond is" if dots else "The dot is"
    marks = f"{ours} {reading.ours_in_text}, the upright stroke {reading.comparator_name}."
    return f"{marks} Percentages run from 0 to 100." if any(m.unit in PERCENT for m in chosen) else marks
