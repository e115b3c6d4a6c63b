"""Gaps between pupil groups: in words, in points, in pupils."""

from pipeline.packs.pack import Gap, MeasureCard
from pipeline.report import words
from pipeline.report.block import Blocks
from pipeline.report.charts.rows import NARROW_MM, against
from pipeline.report.pages.wording import cells
from pipeline.report.reading import Reading
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell

DRAWN = "Dot: the group named first. Upright stroke: the second."
BEHIND = "Behind and ahead are said of the group named first."
CLOSED = "In pupils: how many more of the first group, where it is behind, would have closed the gap."


def gap_table(reading: Reading, measure: MeasureCard) -> list[Table]:
    """A row a pair of groups, ours and England's; none where no pair has two figures."""
    held = _worth(reading, reading.gaps(measure.id), measure.stage)
    if not held:
        return []
    before, counted = any(g.before for g in held), any(g.pupils is not None for g in held)
    unit = " (%)" if measure.unit == "percent" else ""
    heads = [
        Head(f"First group{unit}"),
        Head(f"Second group{unit}"),
        *([Head("0 to 100%", number=False)] if unit else []),
        *([Head(f"Gap {reading.year - 1}")] if before else []),
    ]
    heads += [Head(f"Gap {reading.year}"), *([Head("In pupils")] if counted else [])]
    rows = tuple(_row(reading, measure, g, before, counted) for g in held)
    notes = cells.key(reading, [list(r.cells) for r in rows])
    return [
        Table(
            id=f"t-{measure.id}-gaps",
            place=reading.subject.id,
            places=(reading.comparator,),
            caption=f"{measure.name}: gaps in points, {reading.year}",
            corner="Groups",
            heads=tuple(heads),
            bodies=(Body(rows),),
            notes=(*notes, *([DRAWN] if unit else []), f"{BEHIND} {CLOSED}" if counted else BEHIND),
            dense=True,
        )
    ]


def _worth(reading: Reading, gaps: list[Gap], stage: str) -> list[Gap]:
    """The gaps to print: of groups this stage prints; a pair declared in place of another only where that is not known.

    Gaps of the first declared pair come first, so that the one within the place is beside the one to the comparator.
    """
    named, known = reading.vocabulary, {g.first for g in gaps}
    in_place_of = {p.first: p.in_place_of for p in named.pairs}
    kept = [g for g in gaps if named.group_is_printed(g.first, stage) and in_place_of.get(g.first) not in known]
    leading = named.pairs[0].first if named.pairs else ""
    return sorted(kept, key=lambda g: g.first != leading)


def _row(reading: Reading, measure: MeasureCard, gap: Gap, before: bool, counted: bool) -> Row:
    first, second = _pair(reading, measure, gap)
    found = [TableCell(words.bare(first)), TableCell(words.bare(second))]
    if measure.unit == "percent":
        picture = against(first.value, second.value, None, (0, 100), NARROW_MM)
        found.append(TableCell("", picture=picture, wide=NARROW_MM, number=False))
    found += [_said(gap.before) if gap.before else cells.NONE] if before else []
    found.append(_said(gap.gap))
    found += [_pupils(gap)] if counted else []
    return Row(_name(reading, gap), tuple(found))


def _pair(reading: Reading, measure: MeasureCard, gap: Gap) -> tuple:
    ours = reading.shown(gap.place, measure.id, group=gap.first)
    return (ours, reading.shown(gap.against, measure.id, group=gap.second))


def _name(reading: Reading, gap: Gap) -> str:
    """ "Disadvantaged pupils / other pupils in England": which two groups."""
    where = f" in {reading.comparator_name}" if gap.against != gap.place else ""
    first, second = (reading.vocabulary.group(g).in_pair for g in (gap.first, gap.second))
    return f"{first[:1].upper()}{first[1:]} / {second}{where}"


def _said(gap: str) -> TableCell:
    return TableCell(words.apart(gap))


def _pupils(gap: Gap) -> TableCell:
    if gap.pupils is None:
        return TableCell("not known", tone="quiet")
    if not gap.gap.startswith("-"):  # nothing to close, which is not the same as no difference
        return TableCell("level" if words.apart(gap.gap) == "level" else "first group ahead", tone="quiet")
    return TableCell(f"about {gap.pupils} of {gap.out_of:,}" if gap.pupils else f"under 1 of {gap.out_of:,}")


@section(stages=lambda reading: reading.stages_of_phase("primary"))
def gaps_between_groups(reading: Reading, *stages: str) -> Blocks:
    """The main gaps between pupil groups at every stage in one table, ours and England's, in points.

    From: the first percentage headline of each primary stage that has gaps.
    When empty: nothing unless two stages have a gap.
    """
    found: dict[str, MeasureCard] = {}  # of each stage the first percentage headline with gaps within the place
    for stage in stages:
        with_gaps = [m for m in reading.headlines(stage) if any(g.against == g.place for g in reading.gaps(m.id))]
        percentages = [m for m in with_gaps if m.unit == "percent"]
        found |= {stage: percentages[0]} if percentages else {}
    if len(found) < 2:
        return Blocks()
    rows = []
    # The declared pairs, then those declared in place of one that not every measure has.
    pairs = reading.vocabulary.pairs
    listed = [(p.first, p.second) for p in pairs if p.in_overview]
    known = {
        pair[0] for pair in listed if all(_gap(reading, m, pair, reading.subject.id) for m in list(found.values()))
    }
    for pair in [*listed, *((p.first, p.second) for p in pairs if p.in_place_of and p.in_place_of not in known)]:
        for whose in (reading.subject.id, reading.comparator):
            held = [_gap(reading, m, pair, whose) for m in found.values()]
            name = next((_name(reading, g) for g in held if g), "")
            rows += [Row(name, tuple(_said(g.gap) if g else cells.NONE for g in held))] if name else []
    heads = tuple(Head(reading.short_stage(s)) for s in found)
    said = "; ".join(f"{reading.short_stage(s)}: {words.lower_first(m.name)}" for s, m in found.items())
    table = Table(
        id="t-gaps-overview",
        place=reading.subject.id,
        places=(reading.comparator,),
        caption=f"Gaps at every stage, in points, {reading.year}",
        corner="Groups",
        heads=heads,
        bodies=(Body(tuple(rows)),),
        notes=(*cells.key(reading, [list(r.cells) for r in rows]), BEHIND, f"{said}."),
    )
    return Blocks([table])


def _gap(reading: Reading, measure: MeasureCard, pair: tuple[str, str], against: str) -> Gap | None:
    found = (g for g in reading.gaps(measure.id) if (g.first, g.second, g.against) == (*pair, against))
    return next(found, None)
