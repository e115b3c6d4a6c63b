"""Cluster pages: schools over time under their comparators, the pooled row last; clusters side by side."""

from pipeline.packs.pack import MeasureCard, PlaceCard
from pipeline.report import words
from pipeline.report.block import Blocks
from pipeline.report.pages.common.progress import band_cell
from pipeline.report.pages.wording import cells
from pipeline.report.pages.wording.phases import clusters, held
from pipeline.report.pages.wording.reasons import break_notes, reasons
from pipeline.report.pages.wording.waiting import waiting
from pipeline.report.prose import Note
from pipeline.report.reading import Reading
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell, trimmed

TRUST = "A trust's schools may belong to different clusters; the clusters stand side by side in the cluster booklets."
BESIDE = 2  # measures side by side in one table
NARROW = 3  # years up to which two measures fit side by side on A4


@section
def schools_over_time(reading: Reading, stage: str) -> Blocks:
    """The place's schools at one stage over the years: comparators above, all pupils together below.

    From: the stage's headlines and progress scores of every member school.
    When empty: nothing where no member has a figure of the stage.
    """
    members = reading.role("member")
    found = [*reading.headlines(stage), *reading.measures(stage, "progress")] if reading.has(stage) else []
    measures = [m for m in found if any(reading.shown(p.id, m.id, y) for p in reading.role("member") for y in m.years)]
    if not measures:
        return Blocks()
    tables = [_table(reading, stage, pair, members, i) for i, pair in enumerate(_pairs(reading, measures))]
    return Blocks(tables)


def _pairs(reading: Reading, measures: list[MeasureCard]) -> list[list[MeasureCard]]:
    """Headlines two by two while their years fit side by side; progress scores of one year all together."""
    heads, scores = [m for m in measures if m.topic == "headline"], [m for m in measures if m.topic == "progress"]
    places = [p.id for p in _rows(reading)]
    width = BESIDE if len(reading.years(heads, places)) <= NARROW else 1
    pairs = [heads[i : i + width] for i in range(0, len(heads), width)]
    scores = [m for m in scores if any(reading.shown(p, m.id) for p in places)]
    return [*pairs, *([scores] if scores else [])]


def _rows(reading: Reading) -> list[PlaceCard]:
    """Comparators first, member schools in printed order, the pooled row last."""
    return [*reading.comparators, *reading.role("member"), reading.subject]


def _table(reading: Reading, stage: str, measures: list[MeasureCard], members: list[PlaceCard], number: int) -> Table:
    places = _rows(reading)
    years = [reading.year] if measures[0].topic == "progress" else reading.years(measures, [p.id for p in places])
    with_any = [
        p
        for p in places
        if p.id == reading.subject.id or any(reading.figure(p.id, m.id, y) for m in measures for y in years)
    ]
    without = [p.name for p in members if p not in with_any]
    rows = [
        Row(
            f"{p.name}, all pupils" if p.id == reading.subject.id else p.name,
            tuple(c for m in measures for c in _cells(reading, p, m, years)),
            p.id == reading.subject.id,
        )
        for p in with_any
    ]
    heads = tuple(_head(reading, m, years) for m in measures)
    # Comparators, schools, and the pooled row as three bodies, ruled apart.
    comparators = len([p for p in with_any if p.role == "comparator"])
    parts = (rows[:comparators], rows[comparators:-1], rows[-1:])
    heads, bodies = trimmed(heads, tuple(Body(tuple(part)) for part in parts if part))
    notes = cells.key(reading, [list(r.cells) for b in bodies for r in b.rows])
    notes += [f"No results in these years: {words.listed(without)}."] if without else []
    if measures[0].topic != "progress":  # scores of one year, without change or standing
        notes += [*reasons(reading, measures, years), *break_notes(reading, measures, years)]
        notes += reading.left_out(measures, years)
    if number == 0:  # said once, below the stage's first table
        notes += waiting(reading, members, measures)
        # A school's past, which explains its row: conversion, new series, successor; each history once.
        histories: dict[str, list[str]] = {}
        for place in with_any:
            if place.role == "member" and place.note:
                histories.setdefault(place.note, []).append(place.name)
        notes += [f"{words.listed(schools)}: {words.lower_first(note)}" for note, schools in histories.items()]
    names = words.listed([words.lower_first(m.short) for m in measures])
    return Table(
        id=f"t-{stage}-schools-{number + 1}",
        place=reading.subject.id,
        places=tuple(p.id for p in with_any),
        caption=f"{reading.stage_name(stage)}: {names}, {words.span(years)}",
        corner="School",
        heads=heads,
        bodies=bodies,
        notes=tuple(notes),
        dense=True,
    )


def _head(reading: Reading, measure: MeasureCard, years: list[int]) -> Head:
    """The head over a measure's columns: as many as _cells gives."""
    if measure.topic == "progress":
        return Head(measure.short, ("Score", "Band"))
    unit = reading.vocabulary.units[measure.unit]
    label = (
        measure.short
        if unit in ("points", "score")
        else f"{measure.short} ({'%' if measure.unit in ('percent', 'rate') else unit})"
    )
    return Head(label, (*(str(y) for y in years), "Change", f"Against {reading.comparator_name}", "Trend"))


def _cells(reading: Reading, place: PlaceCard, measure: MeasureCard, years: list[int]) -> list[TableCell]:
    if measure.topic == "progress":
        cell = reading.figure(place.id, measure.id)
        return [cells.figure_cell(reading, cell, dense=True), band_cell(reading, measure, cell) if cell else cells.NONE]
    figures = cells.year_cells(reading, place.id, measure, years, dense=True)
    change = cells.change_cell(reading, place.id, measure)
    standing = cells.standing_cell(reading, place.id, measure, gap=False)
    return [*figures, change, standing, cells.line_cell(reading, place.id, measure, years)]


@section(stages=Reading.assessed_stages)
def clusters_side_by_side(reading: Reading, *stages: str) -> Table | Note:
    """The authority's clusters side by side over the years.

    From: the headlines of the assessed stages, pooled over each cluster's pupils; each cluster at the stages of its own
    phase.
    When empty: a line says that no figures of whole clusters are held; a trust is referred to the cluster booklets.
    """
    own = reading.subject.id
    measures = [m for s in stages for m in reading.headlines(s) if held(reading, m)]
    if reading.subject.kind == "trust":
        return Note(id=f"n-{'-'.join(stages)}-clusters", place=own, lines=(TRUST,))
    if len(clusters(reading)) < 2 or not measures:
        line = f"No figures of whole clusters are held for {reading.year} or the years before it, so none are set side by side."
        return Note(id=f"n-{'-'.join(stages)}-clusters", place=own, lines=(line,))
    ids = list(dict.fromkeys(c.id for m in measures for c in held(reading, m)))
    years = reading.years(measures, ids)
    bodies = []
    for m in measures:
        rows = [
            Row(c.name, tuple(near_cell(reading, c.id, m, y) for y in years), c.id == reading.subject.id)
            for c in held(reading, m)
        ]
        label = f"{m.name} (per cent)" if m.unit == "percent" else m.name
        england = reading.place(reading.comparator)
        if england:
            rows.append(Row(england.name, tuple(near_cell(reading, england.id, m, y) for y in years)))
        bodies.append(Body(tuple(rows), label))
    notes = cells.key(reading, [list(r.cells) for b in bodies for r in b.rows])
    notes.append(f"Shape and word say where each year's figure stood against {reading.comparator_name} of that year.")
    return Table(
        id=f"t-{'-'.join(stages)}-clusters",
        place=reading.subject.id,
        places=(*ids, reading.comparator),
        caption=f"The clusters side by side, {words.span(years)}",
        corner="Cluster",
        heads=tuple(Head(str(y), number=False) for y in years),
        bodies=tuple(bodies),
        notes=(*notes, *break_notes(reading, measures, years)),
    )


def near_cell(reading: Reading, place: str, measure: MeasureCard, year: int) -> TableCell:
    """A figure with the shape and word of its standing, tinted; the comparator's own figure without them."""
    cell, judged = reading.shown(place, measure.id, year), reading.judgement(place, measure.id, year)
    if cell is None or place == reading.comparator or judged is None or not judged.standing:
        plain = cells.figure_cell(reading, reading.figure(place, measure.id, year), dense=True)
        return TableCell(plain.text, plain.said, plain.tone, number=False)
    text = f"{words.bare(cell)} {judged.standing_shape} {judged.standing}"
    return TableCell(text, tone=words.tone(judged, measure), number=False)
