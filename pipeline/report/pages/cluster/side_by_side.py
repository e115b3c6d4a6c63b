"""Schools side by side over the stages a child passes: one row a school, one column a stage's headline."""

from collections.abc import Sequence

from pipeline.packs.pack import MeasureCard, PlaceCard
from pipeline.report.block import Blocks
from pipeline.report.pages.cluster.clusters import near_cell
from pipeline.report.pages.wording import cells
from pipeline.report.pages.wording.waiting import waiting
from pipeline.report.prose import Note
from pipeline.report.reading import Reading
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table

KINDS = {"special": "Special schools", "alternative": "Pupil referral units"}  # of school, as they are called
MOST = 5  # columns that fit across a page


@section(stages=Reading.assessed_stages)
def schools_side_by_side(reading: Reading, *stages: str) -> Blocks:
    """The place's schools side by side: a row a school, a column the first headline of a stage.

    From: this year's headlines of the stages that are assessed; an authority's schools have one table a phase.
    When empty: nothing where no school has a figure, or where the members have one stage only, which has a section of its
    own.
    """
    by_phase = [[s for s in stages if s in reading.stages_of_phase(phase)] for phase in ("primary", "secondary")]
    return Blocks(
        table for part in (by_phase if reading.role("school") else [stages]) for table in _tables(reading, part)
    )


def _tables(reading: Reading, stages: Sequence[str]) -> list[Table]:
    """The one table of these stages; none where no school has any figure, or where members have one stage only."""
    schools = [*reading.role("member"), *reading.role("school")]
    printed = [[m for m in reading.headlines(s) if any(reading.shown(p.id, m.id) for p in schools)] for s in stages]
    printed = [headlines for headlines in printed if headlines]
    # The first headline of each stage; of a single stage several.
    measures = printed[0][:MOST] if len(printed) == 1 else [headlines[0] for headlines in printed][:MOST]
    if reading.role("member") and len({m.stage for m in measures}) < 2:
        return []
    known = [p for p in schools if any(reading.is_known(reading.figure(p.id, m.id)) for m in measures)]
    return [_table(reading, measures, known)] if known else []


@section(stages=Reading.assessed_stages)
def stages_without_school_figures(reading: Reading, *stages: str) -> Blocks:
    """One line for each stage whose results are held for areas only.

    From: the assessed stages of which no school in the place has a figure in any year printed.
    When empty: nothing where every stage has some school's figures.
    """
    held = [s for s in stages if reading.measures(s) and not any_school(reading, s)]
    lines = tuple(dict.fromkeys(reading.without_schools(s) for s in held))
    return Blocks([Note(id="n-without-schools", place=reading.subject.id, lines=lines)] if lines else [])


def any_school(reading: Reading, stage: str) -> bool:
    """Whether any school in the place has a figure of the stage, or a reason for having none, in any year printed."""
    schools = {p.id for p in (*reading.role("member"), *reading.role("school"))}
    measures = {m.id for m in reading.measures(stage)}
    found = (f for f in reading.pack.figures if f.place in schools and f.measure in measures)
    return any(reading.is_known(f) for f in found)


def _table(reading: Reading, measures: list[MeasureCard], schools: list[PlaceCard]) -> Table:
    beside = [p for p in reading.comparators if reading.any_shown([p.id], measures, reading.year)]
    apart = [p for p in schools if not reading.compared(p.id)]
    parts = (beside, [p for p in schools if p not in apart], apart, [reading.subject])
    bodies = []
    for part in (part for part in parts if part):
        rows = []
        for place in part:
            ours = place.id == reading.subject.id
            name = f"{place.name}, all pupils" if ours else place.name
            rows.append(Row(name, tuple(near_cell(reading, place.id, m, reading.year) for m in measures), ours))
        bodies.append(Body(tuple(rows)))
    heads = tuple(Head(reading.headed(m, staged=True), number=False) for m in measures)
    shape = f"Shape and word say where a figure stands against {reading.comparator_name}."
    notes = [*cells.key(reading, [list(r.cells) for b in bodies for r in b.rows]), shape]
    notes += _of_those_apart(reading, {p.school_kind for p in apart})
    return Table(
        id=f"t-{'-'.join(dict.fromkeys(m.stage for m in measures))}-side",
        place=reading.subject.id,
        places=tuple(p.id for part in parts for p in part),
        caption=f"The schools side by side, {reading.year}",
        corner="School",
        heads=heads,
        bodies=tuple(bodies),
        notes=(*notes, *waiting(reading, schools, measures)),
        dense=True,
    )


def _of_those_apart(reading: Reading, kinds: set[str]) -> list[str]:
    """For each kind of school listed apart, that it is not judged, and whether pooled figures count its pupils."""
    pooled = reading.pack.policy.pooled
    if pooled is None:
        return [f"{said} are listed apart and not judged." for kind, said in KINDS.items() if kind in kinds]
    counted = {k: "are counted" if k in pooled else "are not counted" for k in kinds}
    apart = "are listed apart and not judged; their pupils"
    return [f"{name} {apart} {counted[k]} among all pupils." for k, name in KINDS.items() if k in kinds]
