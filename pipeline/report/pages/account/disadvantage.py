"""Pupils at a disadvantage and pupils with special educational needs: their results beside the others' and England's."""

from pipeline.packs.pack import MeasureCard
from pipeline.report.block import Blocks
from pipeline.report.pages.account.latest import headlines, latest_year, named, with_unit
from pipeline.report.pages.wording import cells
from pipeline.report.reading import Reading
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell

PAIRS = ("disadvantaged", "other"), ("fsm", "not_fsm")  # the wider group first; meals where it is not known
NEEDS = ("sen_support", "ehcp")
DEFINED = "Disadvantaged"  # its term in the glossary


@section
def disadvantage_and_special_needs(reading: Reading, *stages: str) -> Blocks:
    """Pupils at a disadvantage and pupils with special educational needs beside the others and beside England's: two tables.

    From: the first headline of each declared stage of which such a group has a figure, of the last year known.
    When empty: each table is left out where nothing of it is known.
    """
    groups = [g for pair in PAIRS for g in pair] + list(NEEDS)
    measures: list[MeasureCard] = []
    for stage in stages:  # of each stage the first headline of which any of the groups has a figure
        measures += [m for m in headlines(reading, stage) if any(latest_year(reading, m, g) for g in groups)][:1]
    of_pairs = []
    for m in measures:  # the first pair of groups that has a figure
        rows = (_row(reading, m, first, second) for first, second in PAIRS)
        of_pairs += [row for row in rows if row][:1]
    ours, name = reading.ours, reading.comparator_name
    disadvantage = _table(
        reading,
        "t-groups-disadvantage",
        "Pupils at a disadvantage, and the others",
        _heads(f"{ours}: group", f"{ours}: others", f"{name}: group", f"{name}: others"),
        of_pairs,
        (*_definition(reading), "Free school meals: has them now."),
    )
    with_needs = [_row(reading, m, group, "all") for m in measures for group in NEEDS]
    needs = _table(
        reading,
        "t-groups-needs",
        "Pupils with special educational needs",
        _heads(f"{ours}: group", f"{ours}: all pupils", f"{name}: group", f"{name}: all pupils"),
        [row for row in with_needs if row],
        ("SEN support: the school itself gives help. With a plan: has an education, health and care plan.",),
    )
    return Blocks(t for t in (disadvantage, needs) if t)


def _definition(reading: Reading) -> list[str]:
    """Who is disadvantaged, as the glossary says it of the year."""
    return [f"{g.term}: {g.meaning}" for g in reading.pack.glossary if g.term == DEFINED]


def _row(reading: Reading, measure: MeasureCard, group: str, beside: str) -> Row | None:
    """The latest figure of a group and of those `beside` it, ours and the comparator's; None where the group has none."""
    year = latest_year(reading, measure, group)
    if year is None:
        return None
    who = (reading.subject.id, reading.comparator)
    found = [reading.figure(place, measure.id, year, g) for place in who for g in (group, beside)]
    figures = (cells.figure_cell(reading, c, dense=False) for c in found)
    name = with_unit(measure, named(reading, measure))
    return Row(
        name, (TableCell(reading.vocabulary.group(group).short_name, number=False), TableCell(str(year)), *figures)
    )


def _heads(*figures: str) -> tuple[Head, ...]:
    return (Head("Group", number=False), Head("Year"), *(Head(f) for f in figures))


def _table(
    reading: Reading, name: str, caption: str, heads: tuple[Head, ...], rows: list[Row], notes: tuple[str, ...]
) -> Table | None:
    if not rows:
        return None
    marks = cells.key(reading, [list(r.cells) for r in rows])
    return Table(
        id=name,
        place=reading.subject.id,
        places=(reading.comparator,),
        caption=caption,
        corner="Measure",
        heads=heads,
        bodies=(Body(tuple(rows)),),
        notes=(*marks, *notes),
        dense=True,
    )
