"""Pupil groups and gaps, where they were delivered."""

from pipeline.packs.pack import MeasureCard
from pipeline.report import words
from pipeline.report.block import Blocks
from pipeline.report.charts.canvas import Chart, chart
from pipeline.report.charts.gaps import Pair, draw_gaps
from pipeline.report.pages import cells
from pipeline.report.prose import Note
from pipeline.report.reading import Reading, short
from pipeline.report.table import Body, Cell, Head, Row, Table


def groups(reading: Reading, stage: str) -> Blocks:
    """A table of the groups' headline figures beside England's, and a chart of the gaps between pairs of groups."""
    own = reading.subject.id
    measures = [m for m in reading.measures(stage, "headline", "pupil_group") if _groups(reading, m)]
    if not measures:
        line = f"{reading.stage_name(stage)}: no figures by pupil group are held for {reading.subject.name} in {reading.year}."
        return Blocks([Note(id=f"n-{stage}-groups", place=own, lines=(line,))])
    drawn = [c for m in measures[:1] if (c := _chart(reading, m)) is not None]
    return Blocks([_table(reading, stage, measures), *drawn])


def _groups(reading: Reading, measure: MeasureCard) -> list[str]:
    """Groups the place has any row for this year, in the order readers know them."""
    own = reading.subject.id
    held = {
        f.group
        for f in reading.pack.figures
        if (f.place, f.measure, f.year) == (own, measure.id, reading.year)
        and f.group != "all"
        and f.status != "missing"
    }
    known = [g for g in words.GROUPS if g in held]
    return [*known, *sorted(held - set(known))]


def _table(reading: Reading, stage: str, measures: list[MeasureCard]) -> Table:
    own = reading.subject.id
    beside = [
        p
        for p in reading.comparators
        if any(reading.shown(p.id, m.id, group=g) for m in measures for g in _groups(reading, m))
    ]
    bodies = tuple(
        Body(tuple(_row(reading, m, g, [p.id for p in beside]) for g in ["all", *_groups(reading, m)]), _label(m))
        for m in measures
    )
    notes = cells.key(reading, [list(r.cells) for b in bodies for r in b.rows])
    return Table(
        id=f"t-{stage}-groups",
        place=own,
        places=tuple(p.id for p in beside),
        caption=f"{reading.stage_name(stage)}: pupil groups, {reading.year}",
        corner="Pupil group",
        heads=(
            Head("Pupils"),
            Head(reading.ours),
            *(Head(short(p)) for p in beside),
            Head(f"Against {reading.comparator_name}, same group", number=False),
        ),
        bodies=bodies,
        notes=(
            *notes,
            "A group's standing compares it with the same group in England.",
        ),
    )


def _label(measure: MeasureCard) -> str:
    return f"{measure.name} (per cent)" if measure.unit == "percent" else measure.name


def _row(reading: Reading, measure: MeasureCard, group: str, beside: list[str]) -> Row:
    own = reading.subject.id
    cell = reading.figure(own, measure.id, group=group)
    pupils = (
        Cell(f"{cell.pupils:,}") if cell is not None and cell.pupils is not None else Cell("not known", tone="quiet")
    )
    others = [cells.figure_cell(reading.figure(p, measure.id, group=group), dense=False) for p in beside]
    standing = cells.standing_cell(reading, own, measure, group)
    return Row(words.group_name(group), (pupils, cells.figure_cell(cell, dense=False), *others, standing))


def _chart(reading: Reading, measure: MeasureCard) -> Chart | None:
    own = reading.subject.id
    held = [
        (a, b)
        for a, b in words.PAIRS
        if reading.shown(own, measure.id, group=a) and reading.shown(own, measure.id, group=b)
    ]
    if not held:
        return None
    figures = [(reading.shown(own, measure.id, group=a), reading.shown(own, measure.id, group=b)) for a, b in held]
    pairs = [Pair(_pair(a, b), f.value, s.value, f.text, s.text) for (a, b), (f, s) in zip(held, figures, strict=True)]
    said = "; ".join(
        f"{words.group_name(a)} {f.text}, {words.lower_first(words.group_name(b))} {s.text}"
        for (a, b), (f, s) in zip(held, figures, strict=True)
    )
    rows = [(_pair(a, b), f.text, s.text) for (a, b), (f, s) in zip(held, figures, strict=True)]
    return chart(
        draw_gaps(pairs, measure.unit == "percent"),
        id=f"c-{measure.id}-gaps",
        place=own,
        caption=f"{measure.name}: gaps between groups, {reading.year}",
        said=f"Pairs of marks joined by a line. {said}.",
        data_columns=("Groups", "First named", "Second named"),
        data_rows=tuple(rows),
        notes=("The filled circle is the group named first, the open square the group named second.",),
    )


def _pair(first: str, second: str) -> str:
    return f"{words.group_name(first).split(' pupils')[0]} / {words.lower_first(words.group_name(second).split(' pupils')[0])}"
