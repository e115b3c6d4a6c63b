"""The results overview: this summer's results, every stage at a glance, before they are checked or published."""

from pipeline.packs.pack import MeasureCard, PlaceCard
from pipeline.report.block import Blocks
from pipeline.report.pages.common.endmatter import answered_by
from pipeline.report.pages.wording import cells
from pipeline.report.pages.wording.waiting import waiting
from pipeline.report.prose import Note
from pipeline.report.reading import Reading, short
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell, trimmed

TOPICS = ("headline", "subject")
WARNING = (
    "These are early results, from the schools' own records of this summer. Reviews of marking and the checking exercise are still "
    "to come, so they will change. They are for the readers named on this page and are not to be published."
)
CHANGE = "Where no change is given, last year's figure is checked and this year's is not yet, or there is none to compare with."


@section
def early_results_warning(reading: Reading) -> Note:
    """What an early figure is, and why England's of this year is not beside it.

    From: the year of the last results of England that are known.
    When empty: never.
    """
    before = _before(reading, _measures(reading))
    lines = [WARNING]
    if before:
        lines.append(
            f"England's results of {reading.year} are not known when schools' own come in. Beside them stand England's of "
            f"{before}, the last that are known; no standing is given against another year's."
        )
    return Note(id="early", place=reading.subject.id, lines=tuple(lines))


@section
def results_at_a_glance(reading: Reading) -> Table | Note:
    """Every stage at a glance: pupils, our last year and this one, the authority's, and England's last results.

    From: the headlines and subjects of every stage with an early figure of ours this year.
    When empty: a line says that no early results are held.
    """
    own, held = reading.subject.id, _measures(reading)
    if not held:
        line = f"No early results of {reading.year} are held for {reading.subject.name}."
        return Note(id="n-overview", place=own, lines=(line,))
    before = _before(reading, held)
    beside = [p for p in reading.comparators if p.id != reading.comparator]
    bodies = tuple(
        Body(tuple(_row(reading, m, before, beside) for m in held if m.stage == stage), reading.stage_name(stage))
        for stage in dict.fromkeys(m.stage for m in held)
    )
    years = [str(y) for y in (before, reading.year) if y]
    columns = [Head("Pupils"), *([Head("One pupil (points)")] if reading.subject.kind == "school" else [])]
    columns += [Head(reading.ours, (*years, "Change")), *(Head(f"{short(p)}, {reading.year}") for p in beside)]
    columns += [Head(f"{reading.comparator_name}, {before}")] if before else []
    heads, bodies = trimmed(tuple(columns), bodies)
    notes = cells.key(reading, [list(r.cells) for b in bodies for r in b.rows])
    judged = (reading.judgement(own, m.id) for m in held)
    notes += [] if all(j is not None and j.arrow for j in judged) else [CHANGE]
    return Table(
        id="t-overview",
        place=own,
        places=(*(p.id for p in beside), reading.comparator),
        caption=f"Every stage at a glance, {reading.year} (early data)",
        corner="Measure",
        heads=heads,
        bodies=bodies,
        notes=tuple(notes),
        dense=True,
    )


@section
def groups_at_a_glance(reading: Reading) -> Blocks:
    """The first headline of each stage by pupil group, this year.

    From: the early figures of our own place by pupil group.
    When empty: nothing where no group may be printed.
    """
    own = reading.subject.id
    groups = [g.id for g in reading.vocabulary.groups if g.in_overview]
    first_of_stage = list({m.stage: m for m in reversed(_measures(reading))}.values())[::-1]
    measures = [m for m in first_of_stage if any(reading.shown(own, m.id, group=g) for g in groups)]
    if not measures:
        return Blocks()
    listed = [g for g in ("all", *groups) if any(reading.figure(own, m.id, group=g) for m in measures)]
    rows = []
    for group in listed:
        row: list[TableCell] = []
        for m in measures:
            cell = reading.figure(own, m.id, group=group)
            row += [cells.figure_cell(reading, cell, dense=True), cells.pupils_cell(reading, cell)]
        rows.append(Row(reading.group_name(group), tuple(row)))
    table = Table(
        id="t-overview-groups",
        place=own,
        caption=f"Pupil groups, {reading.year} (early data)",
        corner="Pupil group",
        heads=tuple(Head(reading.headed(m, staged=True), ("Figure", "Pupils")) for m in measures),
        bodies=(Body(tuple(rows)),),
        notes=tuple(cells.key(reading, [list(r.cells) for r in rows])),
        dense=True,
    )
    return Blocks([table])


@section
def still_to_come(reading: Reading) -> Note:
    """The stages and schools whose results are held back or were not returned, and who to ask.

    From: the statuses of the first headline of each stage.
    When empty: a line says that nothing is outstanding.
    """
    schools = reading.role("school") or [reading.subject]
    firsts = {m.stage: m for m in reversed([m for m in reading.pack.measures if m.topic == "headline"])}
    lines = waiting(reading, schools, list(firsts.values()))
    whose = "this school's" if reading.subject.kind == "school" else "the schools'"
    lines = lines or [f"Nothing of {whose} results for the stages set out above is outstanding."]
    return Note(id="still-to-come", place=reading.subject.id, lines=(*lines, answered_by(reading)))


def _measures(reading: Reading) -> list[MeasureCard]:
    """The headlines and subjects of every stage with an early figure of ours this year."""
    own = reading.subject.id
    found = [m for m in reading.pack.measures if m.topic in TOPICS and reading.shown(own, m.id)]
    early = {
        m.stage for m in found if (c := reading.shown(own, m.id)) and c.release in reading.vocabulary.early_releases
    }
    ordered = (m for s in reading.stages if s in early for t in TOPICS for m in reading.measures(s, t))
    return [m for m in ordered if m in found]


def _before(reading: Reading, held: list[MeasureCard]) -> int | None:
    """The last year before this one with a figure of England or of our own place."""
    years = reading.years(held, [reading.subject.id, reading.comparator])
    return max((y for y in years if y < reading.year), default=None)


def _row(reading: Reading, measure: MeasureCard, before: int | None, beside: list[PlaceCard]) -> Row:
    own = reading.subject.id
    years = [y for y in (before, reading.year) if y]
    cell = reading.figure(own, measure.id)
    row = [cells.pupils_cell(reading, cell)]
    if reading.subject.kind == "school":  # so that nobody takes one pupil of a small class for a trend
        worth = cell.one_pupil.removesuffix(" points") if cell else ""
        row.append(TableCell(worth) if worth else TableCell("n/a", "not applicable", "quiet"))
    row += [cells.figure_cell(reading, reading.figure(own, measure.id, y), dense=True) for y in years]
    row.append(cells.change_cell(reading, own, measure))
    row += [cells.figure_cell(reading, reading.figure(p.id, measure.id), dense=True) for p in beside]
    if before:
        row.append(cells.figure_cell(reading, reading.figure(reading.comparator, measure.id, before), dense=True))
    return Row(f"{reading.plain(measure.short)}{' (%)' if measure.unit == 'percent' else ''}", tuple(row))
