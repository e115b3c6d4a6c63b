"""Each measure's latest figure known, beside last year's, England, the region and the middle of the neighbours."""

from pipeline.packs.pack import MeasureCard
from pipeline.report import words
from pipeline.report.pages.wording import cells
from pipeline.report.prose import Note
from pipeline.report.reading import Reading, short
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell

UNITS = {
    "percent": "%",
    "rate": "%",
    "per_hundred": "for every 100 pupils",
    "points": "points",
    "score": "score",
    "progress": "score",
}
HOW = "Against England: above or below by the rule on the page that says how to read this report, else in line."


def latest_year(reading: Reading, measure: MeasureCard, group: str = "all") -> int | None:
    """The last of the measure's years, up to the report's, with a figure of our own place."""
    held = (y for y in reversed(measure.years) if reading.shown(reading.subject.id, measure.id, y, group))
    return next(held, None)


def headlines(reading: Reading, stage: str) -> list[MeasureCard]:
    """The stage's headlines with a figure in any year shown; single subjects only where none is of several together."""
    held = [m for m in reading.measures(stage, "headline") if latest_year(reading, m)]
    return [m for m in held if not reading.subject_of(m)] or held


def named(reading: Reading, measure: MeasureCard) -> str:
    """The measure with the age it is taken at, where it is taken at one: "Good level of development at age 5"."""
    age = reading.age(measure.stage)
    name = measure.name.removesuffix(", year 1")
    return f"{name} at {age}" if age.startswith("age ") and " at age" not in name else measure.name


@section(stages=Reading.assessed_stages)
def latest_results(reading: Reading, *stages: str) -> Table | Note:
    """The latest figure known of each headline, beside the year before's, England's, the region's and the neighbours'.

    From: the headlines of the stages named, or of every assessed stage; of attendance, inclusion and the like every main measure.
    When empty: a line says that no figures of these stages were known on the day.
    """
    assessed = reading.assessed_stages()
    found = {
        s: headlines(reading, s) if s in assessed else [m for m in reading.main_measures(s) if latest_year(reading, m)]
        for s in stages
    }
    bodies = []
    for stage in (s for s in stages if found[s]):
        age = reading.age(stage)
        label = f"{reading.stage_name(stage)} ({age})" if age else reading.stage_name(stage)
        bodies.append(Body(tuple(_row(reading, m) for m in found[stage]), label))
    name = "-".join(stages)
    if not bodies:
        listed = words.listed([reading.stage_name(s) for s in stages])
        line = f"No figures of {reading.subject.name} for {listed} were known on the day."
        return Note(id=f"n-{name}-latest", place=reading.subject.id, lines=(line,))
    beside = reading.comparators
    heads = (
        Head("Year"),
        Head(reading.ours),
        Head("Year before"),
        *(Head(short(p)) for p in beside),
        Head(f"Against {reading.comparator_name}", number=False),
    )
    rows = [list(r.cells) for b in bodies for r in b.rows]
    return Table(
        id=f"t-{name}-latest",
        place=reading.subject.id,
        places=tuple(p.id for p in beside),
        caption="The latest results known" + (f" on {reading.as_at}" if reading.as_at else ""),
        corner="Measure",
        heads=heads,
        bodies=tuple(bodies),
        notes=(*cells.key(reading, rows), HOW, *_why_no_before(reading, [m for held in found.values() for m in held])),
        dense=True,
    )


def _row(reading: Reading, measure: MeasureCard) -> Row:
    year = latest_year(reading, measure)
    if year is None:
        raise LookupError(f"{measure.id} has a row without a figure of any year")
    own = reading.subject.id
    judged = reading.judgement(own, measure.id, year)
    standing = cells.NONE
    if judged and judged.standing:
        gap = f" ({judged.gap})" if judged.gap else ""
        standing = TableCell(
            f"{judged.standing_shape} {judged.standing}{gap}", tone=words.tone(judged, measure), number=False
        )
    figures = [
        cells.figure_cell(reading, reading.figure(p.id, measure.id, year), dense=False) for p in reading.comparators
    ]
    ours = cells.figure_cell(reading, reading.figure(own, measure.id, year), dense=False)
    before = reading.shown(own, measure.id, year - 1)
    year_before = TableCell("none", tone="quiet")
    if before and judged and judged.arrow:  # only where the two years may be compared
        year_before = TableCell(words.bare(before))
    return Row(with_unit(measure, measure.name), (TableCell(str(year)), ours, year_before, *figures, standing))


def with_unit(measure: MeasureCard, name: str) -> str:
    """The name with the unit in the fewest words, for columns of figures without units."""
    return f"{name} ({UNITS[measure.unit]})" if UNITS[measure.unit] not in name.lower() else name


def _why_no_before(reading: Reading, measures: list[MeasureCard]) -> list[str]:
    """Why the year before is not shown, each reason once with the measures it is about."""
    whys: dict[str, list[str]] = {}
    for m in measures:
        judged = reading.judgement(reading.subject.id, m.id, latest_year(reading, m))
        if judged and not judged.arrow and judged.change_reason:
            # In a note no row names the stage: "Reading, writing and maths: expected (key stage 2)".
            name, stage = reading.plain(m.short).rstrip(":"), reading.small_stage(m.stage)
            named_already = reading.vocabulary.key_stage(m.stage).said_by_its_measures or stage in name.lower()
            whys.setdefault(judged.change_reason, []).append(name if named_already else f"{name} ({stage})")
    return [f"{words.listed(names)}: no year before. {why}" for why, names in whys.items()]
