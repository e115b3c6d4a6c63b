"""The target-setting booklet: who is coming, what such pupils reach nationally, and empty columns for the school's target."""

from pipeline.packs.pack_targets import TargetEstimate
from pipeline.report.block import Block, Blocks
from pipeline.report.pages.wording import cells
from pipeline.report.prose import Box, Note, Prose
from pipeline.report.reading import Reading
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell

WRITE = TableCell("to write", "for the school to write", tone="entry", number=False)
CHANCE = "The range is what chance alone would give, 19 times in 20, if each pupil did as such pupils do nationally."
NOT_A_TARGET = (
    "An estimate says what pupils with the same starting points reached nationally. It is not a target and not a limit: what the "
    "school does for these pupils is not in it."
)
ALIKE = "The pupils without earlier results are taken to do as the others."
KEPT_BACK = (
    "Groups are printed only where none of their kind is of too few pupils, and where nobody could work out from their estimates "
    "where a few pupils start. So these estimates are whole pupils."
)
NEAREST = "nearest to the estimate"
NO_LIST = "This booklet names no pupil; the school holds its own list."


@section
def coming_cohort(reading: Reading) -> Blocks:
    """Who is coming: how many pupils, how many with earlier results, and how they spread over the bands.

    From: the pupils on roll who reach the end of the stage next, and national results by starting point.
    When empty: never; a target-setting booklet is made only where a cohort is known.
    """
    t, own = reading.targets, reading.subject.id
    known = "All" if not t.without else str(t.pupils - t.without)
    lines = [
        f"{_pupils(t.pupils)} on roll in summer {reading.year} will be in {t.will_be} and reach the end of the stage in "
        f"{t.year}. {known} of them {'has' if known == '1' else 'have'} earlier results to start from.",
    ]
    lines += [f"{_pupils(t.without)} without earlier results: in the cohort, and in no estimate."] if t.without else []
    lines += [t.few] if t.few else []
    measures = [e.measure for e in _in_order(reading)]
    heads = tuple(m.short if (m := reading.measure(name)) else name for name in measures)
    none = TableCell("none", "no rate for this band", "quiet")
    rows = tuple(
        Row(b.label, (TableCell(str(b.pupils)), *(TableCell(b.rates[m]) if m in b.rates else none for m in measures)))
        for b in t.bands
    )
    bands = Table(
        id="t-bands",
        place=reading.subject.id,
        caption=f"Starting points of the coming {t.will_be}, and what such pupils reach nationally",
        corner="Band",
        heads=(Head("Pupils"), Head("Reached nationally", heads)),
        bodies=(Body(rows),),
        notes=(f"{t.said}. Bands without a pupil of this school are left out.",),
    )
    return Blocks([Prose(id="cohort", place=own, lines=(*lines, NO_LIST), lead=True), bands])


@section
def estimates(reading: Reading) -> Blocks:
    """A row a measure: this year's result, the estimate in pupils and per cent, its range, and columns to write in.

    From: national results of pupils with the same starting points, applied to the coming cohort.
    When empty: never; a target-setting booklet is made only where there is an estimate.
    """
    own, t = reading.subject.id, reading.targets
    rows = tuple(_estimate(reading, e) for e in _in_order(reading))
    # Of whom the estimates are, so that nobody takes one per cent for another.
    known = t.pupils - t.without
    table = Table(
        id="t-estimates",
        place=own,
        places=(reading.comparator,),
        caption=f"Estimates for {t.year}, and the school's own targets",
        corner="Measure",
        heads=(
            Head(f"{reading.ours}, {reading.year}"),
            Head(f"{reading.comparator_name}, {reading.year}"),
            Head(f"Estimate, {t.year}", ("Pupils", "Per cent", "Range")),
            Head("School's target", ("Pupils", "Per cent")),
        ),
        bodies=(Body(rows),),
        notes=(
            *cells.key(reading, [list(r.cells) for r in rows]),
            f"Estimates are of the {_pupils(known)} with earlier results, in per cent of them; a target counts all {t.pupils}.",
            CHANCE,
        ),
    )
    return Blocks([Note(id="not-a-target", place=own, lines=(NOT_A_TARGET,)), table])


@section
def what_if(reading: Reading) -> Table:
    """What a few pupils more or fewer would make of the headline, in per cent of the whole cohort.

    From: the estimate of the first measure, and the size of the cohort.
    When empty: never.
    """
    t, first = reading.targets, reading.targets.estimates[0]
    middle = next(w.pupils for w in t.what_if if w.expected)
    rows = tuple(
        Row(
            f"{w.pupils} of {t.pupils}",
            (
                TableCell(w.percent),
                TableCell(
                    NEAREST
                    if w.expected
                    else f"{_pupils(abs(w.pupils - middle))} {'more' if w.pupils - middle > 0 else 'fewer'}",
                    number=False,
                ),
            ),
            w.expected,
        )
        for w in t.what_if
    )
    return Table(
        id="t-what-if",
        place=reading.subject.id,
        caption=f"{first.name}: if so many pupils reach it in {t.year}",
        corner="Pupils",
        heads=(Head("Per cent of the cohort"), Head("That is", number=False)),
        bodies=(Body(rows),),
        notes=(f"One pupil more is {first.one_pupil} points.", *([ALIKE] if t.without else [])),
    )


@section
def target_groups(reading: Reading) -> Blocks:
    """The headline's estimate by pupil group, and counts by starting point where no number is of too few pupils.

    From: the coming cohort by pupil group.
    When empty: a line says that no group is large enough to be printed.
    """
    t, own = reading.targets, reading.subject.id
    if not t.groups:
        line = "No pupil group is large enough to be printed, so estimates are of all pupils only."
        return Blocks([Note(id="n-target-groups", place=own, lines=(line,))])
    rows = tuple(
        Row(reading.group_name(g.group), (TableCell(f"{g.pupils}"), TableCell(g.expected), TableCell(g.percent), WRITE))
        for g in t.groups
    )
    table = Table(
        id="t-target-groups",
        place=own,
        caption=f"{t.estimates[0].name}: estimates by pupil group, {t.year}",
        corner="Pupil group",
        heads=(
            Head("Pupils"),
            Head("Estimate", ("Pupils", "Per cent")),
            Head("School's target", number=False),
        ),
        bodies=(Body(rows),),
        notes=("Pupils are those with earlier results.", KEPT_BACK),
        dense=True,
    )
    return Blocks([table, *_grid(reading)])


@section
def school_commitments(reading: Reading) -> Blocks:
    """An empty box for what the school will do, and one for how it will be reviewed.

    From: nothing: the school writes it.
    When empty: never.
    """
    own = reading.subject.id
    questions = (
        "What will be done so that more pupils reach the standard than expected?",
        "How and when will it be reviewed?",
    )
    blocks: list[Block] = []
    for at, question in enumerate(questions, start=1):
        blocks.append(Prose(id=f"commit-{at}", place=own, lines=(question,), with_next=True))
        blocks.append(Box(id=f"box-{at}", place=own, caption=question, label="For the school to write:"))
    return Blocks(blocks)


def _in_order(reading: Reading) -> list[TargetEstimate]:
    """The estimates, subjects in the vocabulary's order, the combined measure first."""
    known = {m.id for m in reading.pack.measures}
    ranks = reading.vocabulary.subject_rank
    return sorted(reading.targets.estimates, key=lambda e: ranks(e.measure) if e.measure in known else -1)


def _estimate(reading: Reading, e: TargetEstimate) -> Row:
    ours, theirs = (reading.figure(p, e.measure) for p in (reading.subject.id, reading.comparator))
    now = [
        TableCell(f"{c.text}") if c is not None and c.value is not None else cells.figure_cell(reading, c, dense=True)
        for c in (ours, theirs)
    ]
    return Row(
        e.name, (*now, *(TableCell(e.expected), TableCell(e.percent), TableCell(f"{e.low} to {e.high}")), WRITE, WRITE)
    )


def _pupils(number: int) -> str:
    return f"{number} pupil{'' if number == 1 else 's'}"


def _grid(reading: Reading) -> list[Table]:
    """Counts by band for the groups of which they may be printed; nothing where there are none."""
    t = reading.targets
    held = [g for g in t.groups if g.bands]
    labels = [b.label for b in t.bands if any(b.label in g.bands for g in held)]
    if not held:
        return []
    rows = tuple(
        Row(reading.group_name(g.group), tuple(TableCell(str(g.bands.get(label, 0))) for label in labels)) for g in held
    )
    return [
        Table(
            id="t-target-grid",
            place=reading.subject.id,
            caption="Starting points by pupil group (pupils)",
            corner="Pupil group",
            heads=tuple(Head(label) for label in labels),
            bodies=(Body(rows),),
            notes=("Only groups without a number of too few pupils, in theirs and in the others' row.",),
            dense=True,
        )
    ]
