"""The school and its pupils, before any result: what the figures are of."""

from pipeline.packs.pack_parts import ContextRow
from pipeline.report.pages.wording import cells
from pipeline.report.prose import Note
from pipeline.report.reading import Reading, short
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell

SHORT = 24  # letters of a figure with its unit


@section
def context(reading: Reading) -> Table | Note:
    """The school and its pupils before any result: number on roll, free school meals and other facts, beside the comparators'.

    From: the census facts and school details in the pack.
    When empty: a line says that no information about the pupils was delivered.
    """
    facts = (*reading.pack.context, *_one_pupil(reading))
    if not reading.pack.context:
        line = f"No information about the pupils of {reading.subject.name} has been delivered."
        return Note(id="context", place=reading.subject.id, lines=(line,))
    beside = [p for p in reading.pack.places if any(p.id in f.beside for f in facts)]
    beside = list({p.id: p for p in beside}.values())
    heads = (Head(reading.ours), *(Head(short(p)) for p in beside), Head("Year"))
    rows = tuple(_row(f, [p.id for p in beside]) for f in facts)
    named = list(dict.fromkeys(f.source for f in facts if f.source))
    return Table(
        id="context",
        place=reading.subject.id,
        places=tuple(p.id for p in beside),
        caption=f"{reading.subject.name}: context",
        corner="Fact",
        heads=heads,
        bodies=(Body(rows),),
        notes=(
            *cells.key(reading, [list(r.cells) for r in rows]),
            *((f"Source: {'; '.join(named)}.",) if named else ()),
        ),
    )


def _one_pupil(reading: Reading) -> tuple[ContextRow, ...]:
    """By how much one pupil changes a percentage, so that readers can weigh the percentages that follow."""
    heads = [m for m in reading.pack.measures if m.topic == "headline"]
    held = {m.id: c for m in heads if (c := reading.shown(reading.subject.id, m.id)) and c.one_pupil}
    if len({m.stage for m in heads if m.id in held}) != 1:
        return ()  # several cohorts: each has the worth of a pupil beside its own result
    cell = next(iter(held.values()))
    return (ContextRow("One pupil is worth (in a percentage of all pupils)", cell.one_pupil, year=cell.year),)


def _row(fact: ContextRow, beside: list[str]) -> Row:
    others = tuple(
        TableCell(fact.beside[p]) if fact.beside.get(p) else TableCell("n/a", "not applicable", "quiet") for p in beside
    )
    text = fact.text or "no data"
    own = TableCell(text, number=len(text) <= SHORT)  # a number is set in one line, words may break
    return Row(fact.label, (own, *others, TableCell(str(fact.year or "n/a"))))
