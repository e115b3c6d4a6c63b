"""Pupil groups of a stage beside each other and beside England's."""

from pipeline.packs.pack import FigureCell, MeasureCard, PlaceCard
from pipeline.packs.vocabulary import MISSING
from pipeline.report import words
from pipeline.report.block import Blocks
from pipeline.report.pages.common.gaps import gap_table
from pipeline.report.pages.wording import cells
from pipeline.report.reading import Reading, short
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell

MOST = 3  # measures side by side
ROOM = 3  # columns of comparators a page holds beside so many measures
NEAREST = ("england", "authority", "cluster")  # kept before the region where not all have room
SAME = "A group's standing compares it with the same group in England."


@section
def pupil_groups(reading: Reading, stage: str) -> Blocks | None:
    """A stage's results by pupil group beside England's, and the gaps between pairs of groups.

    From: the stage's headlines and, for key stage 4, Progress 8, by pupil group, this year.
    When empty: nothing; the data notes of a school say why no group is printed.
    """
    if not reading.has_pages_of(stage):
        return None
    measures = _measures(reading, stage)
    if not measures:
        return None
    first = measures[0]
    return Blocks([_table(reading, stage, measures), *gap_table(reading, first)])


@section(stages=Reading.assessed_stages)
def groups_at_every_stage(reading: Reading, *stages: str) -> Table | Blocks | None:
    """Every pupil group at every stage on one page: a row a group, our own figure with its pupils and England's for each stage.

    From: this year's first headline by pupil group of each stage that our own place has; of one stage alone its own tables.
    When empty: nothing where no group may be printed at any stage; the data notes of a school say why.
    """
    own, beside = reading.subject.id, reading.comparator
    first = {s: found[0] for s in stages if reading.has_pages_of(s) and (found := _measures(reading, s))}
    if not first:
        return None
    if len(first) == 1:
        return pupil_groups(reading, *first)
    known = {s: groups_of(reading, s, m) for s, m in first.items()}
    listed = [g.id for g in reading.vocabulary.groups if any(g.id in groups for groups in known.values())]
    printed = [g for g in listed if any(reading.shown(own, m.id, group=g) for m in first.values())]
    withheld = [words.lower_first(reading.group_name(g)) for g in listed if g not in printed]
    rows = []
    for group in ["all", *printed]:
        row = []
        for m in first.values():
            row.append(_with_pupils(reading, reading.figure(own, m.id, group=group)))
            row.append(cells.figure_cell(reading, reading.figure(beside, m.id, group=group), dense=True))
        rows.append(Row(reading.group_name(group), tuple(row)))
    heads = [Head(reading.headed(m, staged=True), (reading.ours, reading.comparator_name)) for m in first.values()]
    return Table(
        id="t-groups-every-stage",
        place=own,
        places=(beside,),
        caption=f"Pupil groups at every stage, {reading.year}",
        corner="Pupil group",
        heads=tuple(heads),
        bodies=(Body(tuple(rows)),),
        notes=(
            f"In brackets: the number of pupils of {reading.ours_in_text}.",
            *cells.key(reading, [list(r.cells) for r in rows]),
            *([f"No figure may be printed of {words.listed(withheld)}."] if withheld else []),
        ),
        dense=True,
    )


def _with_pupils(reading: Reading, cell: FigureCell | None) -> TableCell:
    """A figure with its number of pupils: "60 (12)"."""
    plain = cells.figure_cell(reading, cell, dense=True)
    if cell is None or cell.pupils is None or not reading.is_printed(cell):
        return plain
    return TableCell(f"{plain.text} ({cell.pupils})", tone=plain.tone)


def _measures(reading: Reading, stage: str) -> list[MeasureCard]:
    """Headlines, with Progress 8 right after Attainment 8, of which the place has any group's figure this year."""
    own, candidates = reading.subject.id, reading.headlines(stage)
    if stage == "ks4":
        candidates = [*candidates[:1], *reading.measures(stage, "progress"), *candidates[1:]]
    held = [m for m in candidates if any(reading.shown(own, m.id, group=g) for g in groups_of(reading, stage, m))]
    return held[:MOST]


def why_no_groups(reading: Reading) -> list[str]:
    """Why a school's booklet prints no pupil group at a stage it has; [] for other places."""
    if reading.subject.kind != "school":
        return []
    stages = [s for s in reading.assessed_stages() if "pupil_groups" not in reading.left_out_of(s)]
    return [_why_none(reading, s) for s in stages if reading.has_pages_of(s) and not _measures(reading, s)]


def groups_of(reading: Reading, stage: str, measure: MeasureCard) -> list[str]:
    """Groups the place has a row for this year, in the vocabulary's order, without those this stage does not print."""
    key = (reading.subject.id, measure.id, reading.year)
    held = {f.group for f in reading.pack.figures if (f.place, f.measure, f.year) == key and f.status != MISSING}
    named = reading.vocabulary
    held = {g for g in held - {"all"} if named.group_is_printed(g, stage)}
    known = [g.id for g in named.groups if g.id in held]
    return [*known, *sorted(held - set(known))]


def _why_none(reading: Reading, stage: str) -> str:
    headlines, own = reading.headlines(stage), reading.subject.id
    if any(groups_of(reading, stage, m) for m in headlines):
        return f"{reading.stage_name(stage)}: no pupil group is large enough to be printed in {reading.year}."
    waiting = {s.id for s in reading.vocabulary.statuses_of("waiting")}
    held = next((c for m in headlines if (c := reading.figure(own, m.id)) and c.status in waiting), None)
    if held is not None:
        return f"{reading.stage_name(stage)}, pupil groups: {reading.why_none(held)}."
    return (
        f"{reading.stage_name(stage)}: no figures by pupil group are held for {reading.subject.name} in {reading.year}."
    )


def _table(reading: Reading, stage: str, measures: list[MeasureCard]) -> Table:
    """A row for each group: of the first measure two years, comparators and standing; of others our figure and England's."""
    own, first = reading.subject.id, measures[0]
    listed = groups_of(reading, stage, first)
    before = any(reading.shown(own, first.id, reading.year - 1, g) for g in listed)
    years = [reading.year - 1, reading.year] if before else [reading.year]
    beside = _beside_all(reading, measures, listed)
    heads = [Head("Pupils")]
    for m in measures:
        ours = years if m is first else [reading.year]
        names = [str(y) for y in ours] if len(measures) > 1 or len(ours) > 1 else [reading.ours]
        heads.append(
            Head(f"{m.short} (%)" if m.unit == "percent" else m.short, (*names, *(short(p) for p in beside[m.id])))
        )
    judged = (reading.judgement(own, first.id, group=g) for g in listed)
    standing = any(j.standing for j in judged if j is not None)
    heads += [Head(f"Against {reading.comparator_name}", number=False)] if standing else []
    rows = [_row(reading, measures, g, years, beside, standing) for g in ["all", *listed]]
    named = dict.fromkeys(p.id for found in beside.values() for p in found)
    notes = cells.key(reading, [list(r.cells) for r in rows])
    notes.append(f"The years are the figures of {reading.ours_in_text}.")
    about = f", in {words.lower_first(first.short)}" if len(measures) > 1 else ""
    notes += [n.text for n in reading.pack.notes if n.kind == "group" and before]
    notes += [SAME.replace(" in England.", f" in England{about}.")] if standing else []
    return Table(
        id=f"t-{stage}-groups",
        place=own,
        places=tuple(named),
        caption=f"{reading.stage_name(stage)}: pupil groups, {reading.year}",
        corner="Pupil group",
        heads=tuple(heads),
        bodies=(Body(tuple(rows)),),
        notes=tuple(notes),
        dense=True,
    )


def _beside_all(reading: Reading, measures: list[MeasureCard], listed: list[str]) -> dict[str, list[PlaceCard]]:
    """The comparators of each measure with figures of these groups; as many as the paper is wide enough for."""
    found = {}
    for m in measures:  # all comparators for the first measure, England alone for the others
        wanted = [p for p in reading.comparators if m is measures[0] or p.id == reading.comparator]
        found[m.id] = [p for p in wanted if any(reading.shown(p.id, m.id, group=g) for g in listed)]
    if len(measures) < MOST:
        return found
    first, *others = found.values()
    ranked = sorted(first, key=lambda p: NEAREST.index(p.kind) if p.kind in NEAREST else len(NEAREST))
    kept = ranked[: max(1, ROOM - sum(map(len, others)))]
    return found | {measures[0].id: [p for p in first if p in kept]}


def _row(
    reading: Reading, measures: list[MeasureCard], group: str, years: list[int], beside: dict, standing: bool
) -> Row:
    own, first = reading.subject.id, measures[0]
    cell = reading.figure(own, first.id, group=group)
    row = [cells.pupils_cell(reading, cell)]
    for m in measures:
        ours = years if m is first else [reading.year]
        row += [cells.figure_cell(reading, reading.figure(own, m.id, y, group), dense=True) for y in ours]
        row += [cells.figure_cell(reading, reading.figure(p.id, m.id, group=group), dense=True) for p in beside[m.id]]
    sized = len(measures) < MOST  # else there is no room for the size of a gap, which the row's two figures give
    row += [cells.standing_cell(reading, own, first, group, gap=sized)] if standing else []
    return Row(reading.group_name(group), tuple(row))
