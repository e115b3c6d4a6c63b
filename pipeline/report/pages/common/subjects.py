"""What a stage is made of this year, beside its headline: subjects, areas of learning, further measures."""

from pipeline.packs.pack import MeasureCard
from pipeline.report.charts.rows import NARROW_MM, against
from pipeline.report.pages.common.stage_table import label
from pipeline.report.pages.wording import cells
from pipeline.report.pages.wording.reasons import break_notes
from pipeline.report.prose import Note
from pipeline.report.reading import Reading, short
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell

BY_SUBJECT = ("ks1", "ks2")
TABLED = ("ks2", "ks4")  # stages whose absence from a published table is worth a line
KINDS = {  # topics -> what a body of rows is called
    ("subject", "headline"): "Expected standard (per cent)",
    ("higher",): "Higher standard (per cent)",
    ("score",): "Average scaled score",
}
AREAS = {  # measure -> area of learning, the prime areas first
    "eyfs_communication": "Communication and language",
    "eyfs_personal": "Personal, social and emotional",
    "eyfs_physical": "Physical development",
    "eyfs_literacy": "Literacy",
    "eyfs_maths": "Mathematics",
    "eyfs_world": "Understanding the world",
    "eyfs_arts": "Expressive arts and design",
}
AREAS_SAID = "Areas of learning: every goal of the area at the expected level (per cent)"
CROWDED = 4  # comparators from which a page is wide enough for small print only
APART = ("progress", "pupil_group")  # topics with pages of their own


@section
def subjects(reading: Reading, stage: str) -> Table | Note | None:
    """What a stage is made of this year beside its headline: subjects, areas of learning, further measures.

    From: the stage's measures other than headlines, progress and pupil groups: ours over the years, the comparators' this
    year.
    When empty: nothing where the place does not have the stage or none of these figures; for key stages 2 and 4 a line says
    so.
    """
    if not reading.has_pages_of(stage):
        return None
    own = reading.subject.id
    headlines = reading.headlines(stage) if stage in BY_SUBJECT else reading.measures(stage, "headline")
    others = [m for m in reading.measures(stage) if m not in headlines and m.topic not in APART]
    held = [m for m in others if reading.figure(own, m.id)]
    if not any(reading.shown(own, m.id) for m in held):
        if stage not in TABLED:
            return None
        line = (
            f"{reading.stage_name(stage)}: no figures by subject are held for {reading.subject.name} in {reading.year}."
        )
        return Note(id=f"n-{stage}-subjects", place=own, lines=(line,))
    what = "subjects" if stage in BY_SUBJECT else "areas of learning" if stage == "eyfs" else "further measures"
    return beside_others(
        reading,
        f"{stage}-subjects",
        f"{reading.stage_name(stage)}: {what}, {reading.year}",
        "Subject" if stage in BY_SUBJECT else "Measure",
        [(label, [(_named(reading, m), m) for m in kind]) for label, kind in _kinds(held, stage)],
    )


@section(stages=Reading.assessed_stages)
def headlines_beside_others(reading: Reading, *stages: str) -> Table | Note | None:
    """Every stage's headlines in one table: our own over the years, the change, and the others' figures of this year.

    From: the headlines of the stages that our own place has, of our own place and its comparators.
    When empty: a line where no figure of any of them may be printed.
    """
    own = reading.subject.id
    held = {
        s: [m for m in reading.headlines(s) if reading.figure(own, m.id)] for s in stages if reading.has_pages_of(s)
    }
    if not any(reading.any_shown([own], measures) for measures in held.values()):
        lines = tuple(dict.fromkeys(reading.without_schools(s) for s in stages))
        return Note(id="n-headlines", place=own, lines=lines)
    return beside_others(
        reading,
        "headlines",
        f"Headlines of every stage, {reading.year}",
        "Measure",
        [
            (reading.stage_name(s), [(label(reading, m), m) for m in measures])
            for s, measures in held.items()
            if measures
        ],
    )


def beside_others(
    reading: Reading, name: str, caption: str, corner: str, kinds: list[tuple[str, list[tuple[str, MeasureCard]]]]
) -> Table:
    """A row a measure: our own figures of up to three years, drawn beside England's, the change, the standing, the others' figures.

    `kinds` are the heads of rows and, below each, the measures with their names.
    """
    own = reading.subject.id
    held = [m for _, kind in kinds for _, m in kind]
    years = reading.years(held, [own])[-3:]
    beside = [p for p in reading.comparators if reading.any_shown([p.id], held, reading.year)]
    # A page with many comparators has no room for the drawings.
    drawn = (
        reading.compared(own)
        and len(beside) <= CROWDED
        and any(m.unit == "percent" and reading.drawn(own, m.id) for m in held)
    )
    bodies = [Body(tuple(_row(reading, n, m, years, beside, drawn) for n, m in kind), head) for head, kind in kinds]
    rows = [list(r.cells) for b in bodies for r in b.rows]
    return Table(
        id=f"t-{name}",
        place=own,
        places=tuple(p.id for p in beside),
        caption=caption,
        corner=corner,
        heads=(
            Head(reading.ours, tuple(str(y) for y in years)),
            *([Head("0 to 100%", number=False)] if drawn else []),
            Head("Change"),
            Head(f"Against {reading.comparator_name}", number=False),
            Head(f"Others, {reading.year}", tuple(short(p) for p in beside)) if beside else Head("Others"),
        ),
        bodies=tuple(bodies),
        notes=(
            *([_key(reading)] if drawn else []),
            *cells.key(reading, rows),
            *cells.sentences(reading, held),
            *break_notes(reading, held, years),
        ),
        dense=len(beside) >= CROWDED,
    )


def _key(reading: Reading) -> str:
    return f"Dot: {reading.ours_in_text}. Upright stroke: {reading.comparator_name}."


def _kinds(held: list[MeasureCard], stage: str) -> list[tuple[str, list[MeasureCard]]]:
    if stage in BY_SUBJECT:
        return [(said, found) for topics, said in KINDS.items() if (found := [m for m in held if m.topic in topics])]
    areas = sorted((m for m in held if m.id in AREAS), key=lambda m: list(AREAS).index(m.id))
    rest = [m for m in held if m.id not in AREAS]
    return [(AREAS_SAID, areas), ("Further measures", rest)][: 1 + bool(rest)] if areas else [("", rest)]


def _row(reading: Reading, name: str, measure: MeasureCard, years: list[int], beside: list, drawn: bool) -> Row:
    own = reading.subject.id
    figures = cells.year_cells(reading, own, measure, years, dense=True)
    others = [cells.figure_cell(reading, reading.figure(p.id, measure.id), dense=True) for p in beside] or [cells.NONE]
    found = (cells.change_cell(reading, own, measure), cells.standing_cell(reading, own, measure))
    pictures = [_picture(reading, measure)] if drawn else []
    return Row(name, (*figures, *pictures, *found, *others))


def _picture(reading: Reading, measure: MeasureCard) -> TableCell:
    """Our own figure as a dot and England's as a stroke; a measure that is no percentage has no such line."""
    ours, beside = reading.drawn(reading.subject.id, measure.id), reading.shown(reading.comparator, measure.id)
    if measure.unit != "percent" or ours is None or ours.value is None:
        return TableCell("not drawn", tone="quiet", number=False)
    picture = against(ours.value, beside.value if beside else None, None, (0, 100), NARROW_MM)
    return TableCell("", picture=picture, wide=NARROW_MM, number=False)


def _named(reading: Reading, measure: MeasureCard) -> str:
    if measure.id in AREAS:
        return AREAS[measure.id]
    subject = dict(reading.vocabulary.subjects).get(reading.subject_of(measure))
    return subject if subject and measure.stage in BY_SUBJECT else label(reading, measure)
