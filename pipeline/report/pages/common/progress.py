"""Progress scores with their intervals and the Department's bands."""

from pipeline.packs.pack import FigureCell, MeasureCard
from pipeline.report import words
from pipeline.report.block import Blocks
from pipeline.report.charts.rows import WIDE_MM, interval
from pipeline.report.pages.wording import cells
from pipeline.report.prose import Note
from pipeline.report.reading import Reading, short
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell

AFRESH = "Progress is worked out afresh each year, so there is no rise or fall from one year to the next."
WHOLLY = (
    "An interval wholly above 0 means progress above the national average, one wholly below 0 progress below it; one that "
    "holds 0 cannot be told from average."
)
MARKS = "The dot is the score, the bar its interval, the upright stroke 0, the national average."
NO_INTERVALS = "No confidence intervals were delivered; the band already weighs the number of pupils."
ESTIMATED = (
    "(est.): estimated from the national spread of scores and the number of eligible pupils; the band is the Department's "
    "own and comes first."
)
REACH = (1.0, 2.0, 3.0, 6.0, 9.0, 15.0)  # a drawing goes this far either side of 0: the least that holds every interval


@section
def progress(reading: Reading, stage: str) -> Blocks | None:
    """The stage's progress scores: drawn with their intervals, and the Department's bands.

    From: the stage's progress measures this year, of our own place and its comparators.
    When empty: nothing where the place does not have the stage; else a line gives the reason, with the scores of earlier
    years where there are any.
    """
    if not reading.has_pages_of(stage):
        return None
    own = reading.subject.id
    measures = reading.measures(stage, "progress")
    held = [(m, c) for m in measures if (c := reading.figure(own, m.id))]
    shown = [(m, c) for m, c in held if reading.shown(own, m.id)]
    if not shown:
        return Blocks(
            [
                Note(id=f"n-{stage}-progress", place=own, lines=(_why_none(reading, measures, held),)),
                *_earlier(reading, measures, stage),
            ]
        )
    return Blocks([_table(reading, stage, held)])


def _why_none(reading: Reading, measures: list[MeasureCard], held: list[tuple[MeasureCard, FigureCell]]) -> str:
    gap = next((m.gaps[str(reading.year)] for m in measures if str(reading.year) in m.gaps), "")
    if gap:
        return f"{reading.year}: {words.lower_first(gap)}"
    if held:
        return f"No progress scores may be printed for {reading.year}: {reading.why_none(held[0][1])}."
    return f"No progress scores have been delivered for {reading.year}."


def _earlier(reading: Reading, measures: list[MeasureCard], stage: str) -> list[Table]:
    """Scores of the last three years that have any, where this year has none; without any rise or fall."""
    own = reading.subject.id
    years = reading.years(measures, [own])[-3:]
    if not years:
        return []
    rows = tuple(
        Row(m.name, tuple(cells.figure_cell(reading, reading.figure(own, m.id, y), dense=False) for y in years))
        for m in measures
        if reading.any_shown([own], [m])
    )
    heads = tuple(Head(str(y)) for y in years)
    caption = f"{reading.stage_name(stage)}: progress scores of earlier years"
    return [
        Table(
            id=f"t-{stage}-progress",
            place=own,
            caption=caption,
            corner="Measure",
            heads=heads,
            bodies=(Body(rows),),
            notes=(AFRESH,),
        )
    ]


def _interval_words(cell: FigureCell, measure: MeasureCard, before: str) -> str:
    if cell.lower is None or cell.upper is None:
        return ""
    low, high = (f"{v:+.{measure.decimals}f}" if v else f"{0:.{measure.decimals}f}" for v in (cell.lower, cell.upper))
    return f"{before}{low} to {high}"


def _table(reading: Reading, stage: str, held: list[tuple[MeasureCard, FigureCell]]) -> Table:
    """One row a measure; the interval and the band have columns where any row has one."""
    beside = [p for p in reading.comparators if reading.any_shown([p.id], [m for m, _ in held], reading.year)]
    intervals, bands = any(c.lower is not None for _, c in held), any(c.band for _, c in held)
    reach = _reach(held)
    heads = [
        Head("Score"),
        Head(f"From −{reach:g} to +{reach:g}", number=False),
        *([Head("95% interval")] if intervals else []),
    ]
    heads += [*([Head("Band", number=False)] if bands else []), *(Head(short(p)) for p in beside)]
    rows = []
    for measure, cell in held:
        found = [cells.figure_cell(reading, cell, dense=False), _drawn(reading, cell, reach)]
        found += [_interval_cell(measure, cell)] if intervals else []
        found += [band_cell(reading, measure, cell)] if bands else []
        found += [cells.figure_cell(reading, reading.figure(p.id, measure.id), dense=False) for p in beside]
        rows.append(Row(reading.plain(measure.short), tuple(found)))
    notes = [MARKS, *([WHOLLY] if intervals else [NO_INTERVALS] * any(c.band for _, c in held))]
    notes += [ESTIMATED] if any(c.interval == "estimated" for _, c in held) else []
    return Table(
        id=f"t-{stage}-progress",
        place=reading.subject.id,
        places=tuple(p.id for p in beside),
        caption=f"{reading.stage_name(stage)}: progress, {reading.year}",
        corner="Measure",
        heads=tuple(heads),
        bodies=(Body(tuple(rows)),),
        notes=(*cells.key(reading, [list(r.cells) for r in rows]), *notes, AFRESH),
    )


def _reach(held: list[tuple[MeasureCard, FigureCell]]) -> float:
    furthest = max((abs(v) for _, c in held for v in (c.value, c.lower, c.upper) if v is not None), default=0)
    return next((r for r in REACH if r >= furthest), furthest)


def _drawn(reading: Reading, cell: FigureCell, reach: float) -> TableCell:
    if cell.value is None or not reading.is_printed(cell):
        return TableCell("not drawn", tone="quiet", number=False)
    return TableCell(
        "", picture=interval(cell.value, cell.lower, cell.upper, reach, WIDE_MM), wide=WIDE_MM, number=False
    )


def _interval_cell(measure: MeasureCard, cell: FigureCell) -> TableCell:
    interval = _interval_words(cell, measure, "")
    if not interval:
        return TableCell("no interval", tone="quiet")
    return TableCell(f"{interval}{' (est.)' if cell.interval == 'estimated' else ''}")


def band_cell(reading: Reading, measure: MeasureCard, cell: FigureCell) -> TableCell:
    """The Department's band with the shape of its standing, on its tint."""
    if not cell.band:
        return TableCell("no band", tone="quiet", number=False)
    judged = reading.judgement(cell.place, measure.id)
    shape = f"{judged.standing_shape} " if judged and judged.standing_shape else ""
    return TableCell(f"{shape}{cell.band}", tone=words.tone(judged, measure) if judged else "", number=False)
