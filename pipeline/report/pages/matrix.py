"""The self-evaluation matrix: what the figures say of each area is filled in, and the judgement is left to the school."""

from collections import Counter

from pipeline.packs.pack import MeasureCard
from pipeline.packs.pack_parts import MatrixArea
from pipeline.report import words
from pipeline.report.block import Block, Blocks
from pipeline.report.pages.wording import cells
from pipeline.report.pages.wording.reasons import break_notes, reasons
from pipeline.report.prose import Box, Prose
from pipeline.report.reading import Reading
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell, trimmed

SURE = ("sig+", "sig-")
NOTHING = TableCell("no figures", "no figures of this school may be printed", "quiet", number=False)
NONE = "No figure may be printed for this area"
UNKNOWN_WHY = "none is held, or it rests on too few pupils"
JUDGED_BY_SCHOOL = TableCell("judged by the school", tone="quiet", number=False)
Evidence = tuple[MeasureCard, str]  # a measure and the pupil group it is shown of


@section
def self_evaluation_matrix(reading: Reading) -> Table:
    """The self-evaluation grid on one page: a row for each area, with counts of measures by standing and by movement, and an
    empty box for the school's judgement.

    From: this year's judged measures of each area of the declared matrix.
    When empty: a row without evidence says that no figures may be printed.
    """
    rows = tuple(_area_row(reading, area) for area in reading.pack.policy.grid)
    england = reading.comparator_name
    notes = [
        f"▲ above {england}, ● in line, ▼ below; ↑ rose since last year, → steady, ↓ fell. Each number counts measures. "
        f"{words.CHANCE}",
        *cells.key(reading, [list(r.cells) for r in rows]),
        "The evidence behind each row follows, area by area. A count is no judgement: one measure may matter more than five.",
    ]
    return Table(
        id="t-matrix",
        place=reading.subject.id,
        places=(reading.comparator,),
        caption=f"Self-evaluation by area, with the evidence of {reading.year}",
        corner="Area",
        heads=(
            Head(f"Against {england}", number=False),
            Head("Movement", number=False),
            Head("Beyond chance", number=False),
            Head("Judgement", number=False),
        ),
        bodies=(Body(rows),),
        notes=tuple(notes),
        dense=True,
    )


@section
def self_evaluation_evidence(reading: Reading) -> Blocks:
    """The evidence area by area: the question to judge by, its figures, and an empty box.

    From: this year's and last year's measures of each area of the declared matrix.
    When empty: an area without figures says why there are none.
    """
    blocks: list[Block] = []
    for at, area in enumerate(reading.pack.policy.grid, start=1):
        blocks.append(
            Prose(
                id=f"area-{at}",
                place=reading.subject.id,
                caption=f"{at}. {area.area}",
                lines=_question(reading, area),
                with_next=True,
            )
        )
        blocks += _evidence_table(reading, area, at)
        blocks.append(Box(id=f"box-{at}", place=reading.subject.id, caption=area.area, label=_box(reading).text))
    return Blocks(blocks)


def _question(reading: Reading, area: MatrixArea) -> tuple[str, ...]:
    """The question, and where figures were expected and there are none, the reason."""
    if not area.stages or _held(reading, area):
        return (area.ask,)
    stage, *more = area.stages
    for_areas_only = not more and reading.measures(stage) and not reading.held_by_us(stage)
    return (area.ask, reading.without_schools(stage) if for_areas_only else _why_nothing(reading, area))


def _why_nothing(reading: Reading, area: MatrixArea) -> str:
    """Why no figure is printed: each reason, with its stages where the area has several; else what the reason can be."""
    found: dict[str, list[str]] = {}
    for stage in area.stages:
        for why in _whys_of(reading, stage, area) or [""]:
            found.setdefault(why, []).append(reading.small_stage(stage))
    if "" in found:
        return f"{NONE}: {UNKNOWN_WHY}."
    several = len(area.stages) > 1
    reasons = [f"{why} ({words.listed(stages)})" if several else why for why, stages in found.items()]
    return f"{NONE}: {'; '.join(reasons)}."


def _whys_of(reading: Reading, stage: str, area: MatrixArea) -> list[str]:
    """Why the stage's measures have no figure: there was no assessment that year, or the reason of the figure's status."""
    found = []
    for m in (m for t in area.topics for m in reading.measures(stage, t)):
        cells_held = [reading.figure(reading.subject.id, m.id, group=g) for g in area.groups]
        said = [reading.why_none(c) for c in cells_held if c is not None and not reading.is_printed(c)]
        found += [m.gaps[str(reading.year)]] if str(reading.year) in m.gaps else said
    return list(dict.fromkeys(words.lower_first(why).rstrip(".") for why in found))


def _area_row(reading: Reading, area: MatrixArea) -> Row:
    box = _box(reading)
    if not area.stages:
        return Row(area.area, (JUDGED_BY_SCHOOL, JUDGED_BY_SCHOOL, JUDGED_BY_SCHOOL, box))
    held = _held(reading, area)
    if not held:
        return Row(area.area, (NOTHING, NOTHING, NOTHING, box))
    judgements = (reading.judgement(reading.subject.id, m.id, group=group) for m, group in held)
    found = [j for j in judgements if j is not None]
    stand = Counter(j.standing for j in found if j.standing)
    move = Counter(j.direction for j in found if j.arrow)
    sure = Counter(j.significance for j in found if j.significance)
    counted = ", ".join(f"{sure[mark]} {mark}" for mark in SURE if sure[mark])
    beyond_chance = TableCell(counted or "none", tone="" if counted else "quiet", number=False)
    return Row(area.area, (cells.tally(stand, cells.SIDES), cells.tally(move, cells.WAYS), beyond_chance, box))


def _held(reading: Reading, area: MatrixArea) -> list[Evidence]:
    """The area's measures and groups of which the school has a printed figure this year, stage by stage."""
    own = reading.subject.id
    measures: list[MeasureCard] = []
    for stage in area.stages:
        for topic in area.topics:
            measures += reading.headlines(stage) if topic == "headline" else reading.measures(stage, topic)
    pairs = [(m, g) for m in measures for g in area.groups]
    return [(m, g) for m, g in pairs if reading.shown(own, m.id, group=g)]


def _box(reading: Reading) -> TableCell:
    return TableCell(f"{reading.pack.policy.box}:", tone="write", number=False)


def _evidence_table(reading: Reading, area: MatrixArea, at: int) -> list[Table]:
    held = _held(reading, area)
    if not held:
        return []
    years = [reading.year - 1, reading.year]
    against = Head(f"Against {reading.comparator_name}", number=False)
    columns = (Head("Pupils"), Head(reading.ours, (*map(str, years), "Change")), Head(reading.comparator_name), against)
    heads, bodies = trimmed(columns, (Body(tuple(_row(reading, e) for e in held)),))
    notes = cells.key(reading, [list(r.cells) for b in bodies for r in b.rows])
    notes += reasons(reading, [m for m, group in held if group == "all"], years)
    # Why groups have no change or no standing, in one line; a new series has a note of its own.
    own, whys = reading.subject.id, {}
    for measure, group in held:
        for why in (cells.why_no_change, cells.why_no_standing) if group != "all" else ():
            whys[why(reading, own, measure, group)] = measure
    given = [words.lower_first(why).rstrip(".") for why, m in whys.items() if why and why not in m.breaks.values()]
    notes += [f"Where no change or no standing is given: {'; '.join(given)}."] if given else []
    notes += break_notes(reading, list({m.id: m for m, _ in held}.values()), years)
    return [
        Table(
            id=f"t-area-{at}",
            place=reading.subject.id,
            places=(reading.comparator,),
            caption=f"{area.area}, {reading.year}",
            corner="Measure",
            heads=heads,
            bodies=bodies,
            notes=tuple(notes),
            dense=True,
        )
    ]


def _row(reading: Reading, evidence: Evidence) -> Row:
    own, (measure, group) = reading.subject.id, evidence
    years = (reading.year - 1, reading.year)
    row = [cells.pupils_cell(reading, reading.figure(own, measure.id, group=group))]
    row += [cells.figure_cell(reading, reading.figure(own, measure.id, y, group), dense=True) for y in years]
    row += [cells.change_cell(reading, own, measure, group)]
    row += [cells.figure_cell(reading, reading.figure(reading.comparator, measure.id, group=group), dense=True)]
    name = reading.headed(measure)
    if group != "all":
        name = f"{reading.group_name(group)}: {words.lower_first(reading.headed(measure, staged=True))}"
    return Row(name, (*row, cells.standing_cell(reading, own, measure, group)))
