"""Teacher assessment between the statutory stages: the school's own judgements, compared with no one's."""

from pipeline.packs.pack import MeasureCard
from pipeline.report.block import Blocks
from pipeline.report.pages.wording import cells
from pipeline.report.reading import Reading
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell, trimmed

STAGE = "tracked"
OWN_JUDGEMENTS = (
    "These are the school's own judgements, collected during the year. They are never published, are not moderated and are not "
    "compared with England or with other schools."
)
GROUPS = {  # part of a measure's id -> the label above its rows
    "nursery": "Nursery: expected in all three areas",
    "reception": "Reception: expected in all three areas",
    "y1": "Year 1, end of year",
    "y3": "Year 3, end of year",
    "y4": "Year 4, end of year",
    "y5": "Year 5, end of year",
    "predicted": "Year 6, predicted",
}


@section
def teacher_assessment_between_stages(reading: Reading) -> Blocks:
    """The school's own teacher assessment between the statutory stages: one table of every year group judged.

    From: the collected judgements of the last three years; nothing is compared.
    When empty: nothing where no judgement was delivered.
    """
    own = reading.subject.id
    held = [m for m in reading.measures(STAGE) if reading.figure(own, m.id)]
    years = reading.years(held, [own])[-3:]
    if not years:
        return Blocks()
    bodies = []
    for part, said in GROUPS.items():
        rows = [_row(reading, m, years) for m in held if part in m.id.split("_")]
        bodies += [Body(tuple(rows), said)] if rows else []
    heads, kept = trimmed((Head("Pupils"), *(Head(str(y)) for y in years), Head("Change")), tuple(bodies))
    table = Table(
        id="t-tracked",
        place=own,
        caption=f"{reading.stage_name(STAGE)}: pupils at the level expected for their age (per cent), {reading.year}",
        corner="Judged",
        heads=heads,
        bodies=kept,
        notes=(OWN_JUDGEMENTS, *cells.key(reading, [list(r.cells) for b in kept for r in b.rows])),
        dense=True,
    )
    return Blocks([table])


def _row(reading: Reading, measure: MeasureCard, years: list[int]) -> Row:
    own = reading.subject.id
    cell = reading.figure(own, measure.id)
    pupils = TableCell(f"{cell.pupils:,}") if cell and cell.pupils is not None else TableCell("not known", tone="quiet")
    figures = cells.year_cells(reading, own, measure, years, dense=True)
    return Row(_named(reading, measure), (pupils, *figures, cells.change_cell(reading, own, measure)))


def _named(reading: Reading, measure: MeasureCard) -> str:
    if "predicted" in measure.id:
        return "Reading, writing and mathematics"
    if "entry" in measure.id or "mid" in measure.id.split("_"):
        return "On entry" if "entry" in measure.id else "Mid-year"
    return dict(reading.vocabulary.subjects).get(reading.subject_of(measure), measure.short)
