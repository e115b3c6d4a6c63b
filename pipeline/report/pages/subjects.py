"""The subjects of a stage this year: expected, higher and average score beside England and the authority."""

from pipeline.packs.pack import MeasureCard
from pipeline.report.pages import cells
from pipeline.report.prose import Note
from pipeline.report.reading import Reading, short, subject_of
from pipeline.report.table import Body, Head, Row, Table

SUBJECTS = {
    "reading": "Reading",
    "writing": "Writing",
    "gps": "Grammar, punctuation, spelling",
    "maths": "Mathematics",
    "science": "Science",
}
TOPICS = ("subject", "higher", "score")
KINDS = {
    "subject": "Expected standard (per cent)",
    "higher": "Higher standard (per cent)",
    "score": "Average scaled score",
}


def subjects(reading: Reading, stage: str) -> Table | Note:
    """One body a kind of measure, one row a subject: our figures over the years, change, standing, comparators."""
    own, held = reading.subject.id, reading.measures(stage, *TOPICS)
    held = [m for m in held if reading.figure(own, m.id)]
    if not any(reading.shown(own, m.id) for m in held):
        line = (
            f"{reading.stage_name(stage)}: no figures by subject are held for {reading.subject.name} in {reading.year}."
        )
        return Note(id=f"n-{stage}-subjects", place=own, lines=(line,))
    years = reading.years(held, [own])[-3:]
    beside = [p for p in reading.comparators if reading.any_shown([p.id], held, reading.year)]
    bodies = [
        Body(tuple(_row(reading, m, years, beside) for m in found), label) for label, found in _kinds(held, stage)
    ]
    return Table(
        id=f"t-{stage}-subjects",
        place=own,
        places=tuple(p.id for p in beside),
        caption=f"{reading.stage_name(stage)}: {'subjects' if stage == 'ks2' else 'further measures'}, {reading.year}",
        corner="Subject" if stage == "ks2" else "Measure",
        heads=(
            Head(reading.ours, tuple(str(y) for y in years)),
            Head("Change"),
            Head(f"Against {reading.comparator_name}", number=False),
            Head(f"Others, {reading.year}", tuple(short(p) for p in beside)) if beside else Head("Others"),
        ),
        bodies=tuple(bodies),
        notes=tuple(_notes(reading, held, bodies)),
    )


def _kinds(held: list[MeasureCard], stage: str) -> list[tuple[str, list[MeasureCard]]]:
    if stage != "ks2":
        return [("", held)]
    return [(KINDS[t], found) for t in TOPICS if (found := [m for m in held if m.topic == t])]


def _row(reading: Reading, measure: MeasureCard, years: list[int], beside: list) -> Row:
    own = reading.subject.id
    figures = cells.year_cells(reading, own, measure, years, dense=True)
    others = [cells.figure_cell(reading.figure(p.id, measure.id), dense=True) for p in beside] or [cells.NONE]
    found = (cells.change_cell(reading, own, measure), cells.standing_cell(reading, own, measure))
    return Row(SUBJECTS.get(subject_of(measure)) or measure.name, (*figures, *found, *others))


def _notes(reading: Reading, held: list[MeasureCard], bodies: list[Body]) -> list[str]:
    rows = [list(r.cells) for b in bodies for r in b.rows]
    return [*cells.key(reading, rows), *cells.sentences(reading, held)]
