"""Measures over the years beside their comparators: the table of a stage."""

from pipeline.packs.pack import MeasureCard, PlaceCard
from pipeline.report import words
from pipeline.report.pages.wording import cells
from pipeline.report.pages.wording.reasons import break_notes, has_row, reasons
from pipeline.report.prose import Note
from pipeline.report.reading import Reading
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, trimmed


@section
def headline_table(reading: Reading, stage: str) -> Table | Note | None:
    """A stage's headline measures over the years: a row a place, our own last, with change, standing and trend.

    From: the stage's headline measures of our own place and its comparators.
    When empty: nothing where the place does not have the stage; a line where no figure of it may be printed.
    """
    if not reading.has_pages_of(stage):
        return None
    held = [m for m in reading.headlines(stage) if reading.figure(reading.subject.id, m.id)]
    return comparison(
        reading,
        held or reading.headlines(stage),
        f"{stage}-headline",
        f"{reading.stage_name(stage)}: headline measures",
        stage,
    )


@section(stages=Reading.assessed_stages)
def area_figures(reading: Reading, *stages: str) -> Table | None:
    """The authority's figures, and England's this year, at the stages of which no school's figures were delivered: a row a measure.

    From: the headlines of the assessed stages of which our own place has no figure.
    When empty: nothing where our own place has figures of every stage printed, or the authority has none either.
    """
    missing = [s for s in stages if reading.measures(s) and not reading.held_by_us(s)]
    authority = next((p for p in reading.comparators if p.kind == "authority"), None)
    measures = [
        m for s in missing for m in reading.main_measures(s) if authority and reading.any_shown([authority.id], [m])
    ]
    if authority is None or not measures:
        return None
    years = reading.years(measures, [authority.id])[-4:]
    rows = []
    for m in measures:
        figures = cells.year_cells(reading, authority.id, m, years, dense=True)
        beside = cells.figure_cell(reading, reading.figure(reading.comparator, m.id), dense=True)
        standing = cells.standing_cell(reading, authority.id, m)
        rows.append(Row(label(reading, m), (*figures, cells.change_cell(reading, authority.id, m), beside, standing)))
    return Table(
        id="t-area-figures",
        place=reading.subject.id,
        places=(authority.id, reading.comparator),
        caption=f"{authority.name}, {words.span(years)}: stages of which no school's figures are held",
        corner="Measure",
        heads=(
            Head(authority.name, tuple(str(y) for y in years)),
            Head("Change"),
            Head(reading.comparator_name),
            Head(f"Against {reading.comparator_name}", number=False),
        ),
        bodies=(Body(tuple(rows)),),
        notes=(
            *cells.key(reading, [list(r.cells) for r in rows]),
            *dict.fromkeys(reading.without_schools(m.stage) for m in measures),
            *break_notes(reading, measures, years),
        ),
        dense=True,
    )


def comparison(reading: Reading, measures: list[MeasureCard], name: str, caption: str, *stages: str) -> Table | Note:
    """One body a measure: a row a place, a column a year, then change, standing and trend."""
    own = reading.subject.id
    places = [*reading.comparators, reading.subject]
    # The measures our own place has rows for; where it has none at all, those its comparators have figures for.
    with_own_rows = [m for m in measures if has_row(reading, own, m)]
    measures = with_own_rows or [m for m in measures if reading.any_shown([p.id for p in places], [m])]
    if not measures:
        lines = tuple(dict.fromkeys(reading.without_schools(s) for s in stages))
        return Note(id=f"n-{name}", place=own, lines=lines)
    years = reading.years(measures, [p.id for p in places]) or [reading.year]
    bodies = tuple(Body(tuple(_rows(reading, m, places, years)), label(reading, m)) for m in measures)
    against = Head(f"Against {reading.comparator_name}", number=False)
    heads = (*(Head(str(y)) for y in years), Head("Change"), against, Head("Trend", number=False))
    heads, bodies = trimmed(heads, bodies)
    return Table(
        id=f"t-{name}",
        place=own,
        places=tuple(p.id for p in places),
        caption=f"{caption}, {words.span(years)}",
        corner="Place",
        heads=heads,
        bodies=bodies,
        notes=(*_notes(reading, measures, places, years, bodies), *_without_ours(reading, measures, stages)),
    )


def label(reading: Reading, measure: MeasureCard) -> str:
    unit = reading.vocabulary.units[measure.unit]
    return f"{measure.name} ({unit})" if unit not in measure.name.lower() else measure.name


def _rows(reading: Reading, measure: MeasureCard, places: list[PlaceCard], years: list[int]) -> list[Row]:
    """A row for each comparator with a value, and for our own place if it has any row at all."""
    own = reading.subject.id
    held = [p for p in places if reading.any_shown([p.id], [measure])]
    if reading.subject not in held and has_row(reading, own, measure):
        held.append(reading.subject)
    rows = []
    for place in held:
        figures = cells.year_cells(reading, place.id, measure, years, dense=len(years) > 3)
        change, standing = (
            cells.change_cell(reading, place.id, measure),
            cells.standing_cell(reading, place.id, measure),
        )
        trend = cells.line_cell(reading, place.id, measure, years)
        rows.append(Row(place.name, (*figures, change, standing, trend), place.id == own))
    return rows


def _notes(
    reading: Reading, measures: list[MeasureCard], places: list[PlaceCard], years: list[int], bodies: tuple[Body, ...]
) -> list[str]:
    notes = cells.key(reading, [list(r.cells) for b in bodies for r in b.rows])
    notes += _without_schools(reading, measures)
    # Comparators left out because none of their figures may be printed, with the status that says why.
    for place in places[:-1]:
        figures = [c for m in measures for y in m.years if (c := reading.figure(place.id, m.id, y))]
        if figures and not reading.any_shown([place.id], measures):
            notes.append(f"{place.name}: {reading.why_none(figures[-1])}.")
    notes += [*cells.sentences(reading, measures), *reasons(reading, measures, years)]
    return [*notes, *break_notes(reading, measures, years), *reading.left_out(measures, years)]


def _without_schools(reading: Reading, measures: list[MeasureCard]) -> list[str]:
    """Why a school has no row of its own, for each stage printed for the areas around it only."""
    if reading.subject.kind != "school":
        return []
    held = {m.stage for m in measures if has_row(reading, reading.subject.id, m)}
    return list(dict.fromkeys(reading.without_schools(m.stage) for m in measures if m.stage not in held))


def _without_ours(reading: Reading, measures: list[MeasureCard], stages: tuple[str, ...]) -> list[str]:
    """That an authority has no row of a stage, where the table prints others' or leaves the stage out."""
    if reading.subject.kind != "authority":
        return []
    held = {m.stage for m in measures if has_row(reading, reading.subject.id, m)}
    lacking = [reading.stage_name(s) for s in stages if s not in held and reading.measures(s)]
    return [f"No figures of {reading.subject.name} are held for {words.listed(lacking)}."] if lacking else []
