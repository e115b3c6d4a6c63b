"""The strategy: what the council set out to do, and each success measure with its figure and its verdict."""

from pipeline.packs.account.parts import (
    NOT_KNOWN,
    NOT_REACHED,
    NOT_YET,
    ON_TRACK,
    REACHED,
    PrintedAmount,
    PriorityPart,
    StrategyLine,
)
from pipeline.report import words
from pipeline.report.block import Block, Blocks
from pipeline.report.prose import Lists, Note, Prose
from pipeline.report.reading import Reading, short
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell

MARKS = {  # shape and tint of a verdict
    ON_TRACK: ("✓", "good"),
    REACHED: ("✓", "good"),
    NOT_YET: ("✗", "poor"),
    NOT_REACHED: ("✗", "poor"),
    NOT_KNOWN: ("?", ""),
}
NO_FIGURE = "no figure"
PER_HUNDRED = " per 100"  # said with the measure's name instead
WHYS = "The reasons of the verdicts, by number:"


@section
def vision(reading: Reading) -> Prose | None:
    """The strategy's vision and mission, in its own words.

    From: the declared strategy.
    When empty: nothing without a strategy.
    """
    account = reading.account
    if not account.title:
        return None
    lines = (f"Our vision: {account.vision}", account.mission, account.who)
    over = (f"This strategy ended in {account.ended}. No later one has been given to us.",) if account.ended else ()
    return Prose(id="vision", place=reading.subject.id, caption=account.title, lines=(*lines, *over))


@section
def priorities(reading: Reading) -> Blocks:
    """Each priority of the strategy: its aim, outcomes and actions, and how far its measures have come.

    From: the declared strategy, the latest figure of each measure, and what officers report.
    When empty: nothing without a strategy.
    """
    return Blocks(b for n, p in enumerate(reading.account.priorities, 1) for b in _priority(reading, n, p))


def _priority(reading: Reading, number: int, part: PriorityPart) -> list[Block]:
    own = reading.subject.id
    lines = [line for line in reading.account.lines if line.priority == part.id]
    acts = tuple(f"{number} {said}" for number, said, _ in part.actions)
    blocks: list[Block] = [
        Prose(id=f"p-{part.id}", place=own, caption=f"Priority {number}: {part.name}", lines=(part.aim,)),
        Lists(id=f"l-{part.id}-outcomes", place=own, lists=(("What we want to achieve", part.outcomes),)),
        Lists(id=f"l-{part.id}-actions", place=own, lists=(("What was to be done first", acts),)),
    ]
    blocks += (
        [Note(id=f"n-{part.id}-numbers", place=own, lines=_numbers(part))] if any(a[2] for a in part.actions) else []
    )
    counted = [line for line in lines if line.latest.text]
    told = [line for line in lines if not line.latest.text]
    blocks += [_figures(reading, part, counted)] if counted else []
    blocks += [_words(reading, part, told)] if told else []
    return blocks


def _numbers(part: PriorityPart) -> tuple[str, ...]:
    """Why an action's number or words are not the strategy's own, each reason once."""
    whys: dict[str, list[str]] = {}
    for number, _, why in part.actions:
        if why:
            whys.setdefault(why, []).append(number)
    return (" ".join(f"{words.listed(numbers)}: {why}" for why, numbers in whys.items()),)


def _figures(reading: Reading, part: PriorityPart, lines: list[StrategyLine]) -> Table:
    beside = reading.comparators
    heads = ("Ambition", "Latest", "Before", *(short(p) for p in beside))
    return Table(
        id=f"t-{part.id}",
        place=reading.subject.id,
        places=tuple(p.id for p in beside),
        caption=f"{part.name}: measures with figures",
        corner="Measure",
        heads=(*(Head(h, number=False) for h in heads), Head("Verdict", number=False)),
        bodies=(Body(tuple(_row(reading, line) for line in lines)),),
        notes=(WHYS, *(f"{line.id}: {line.why}" for line in lines)),
        dense=True,
    )


def _row(reading: Reading, line: StrategyLine) -> Row:
    kinds = {"england": line.england, "region": line.region, "neighbours": line.neighbours}
    beside = [_text(kinds.get(p.kind, "")) for p in reading.comparators]
    figures = (TableCell(line.ambition, number=False), _told(line.latest), _told(line.before))
    unit = " (for every 100 pupils)" if line.latest.text.endswith(PER_HUNDRED) else ""
    return Row(f"{line.id} {line.words}{unit}", (*figures, *beside, verdict_cell(line)))


def _told(told: PrintedAmount) -> TableCell:
    return _text(f"{told.text.removesuffix(PER_HUNDRED)} in {told.year}" if told.text else "")


def _text(text: str) -> TableCell:
    return (
        TableCell(text.removesuffix(PER_HUNDRED), number=False)
        if text
        else TableCell(NO_FIGURE, tone="quiet", number=False)
    )


def verdict_cell(line: StrategyLine) -> TableCell:
    """ "✓ on track" on its tint; the word says it, the shape and the colour repeat it."""
    shape, tone = MARKS[line.verdict]
    return TableCell(f"{shape} {line.verdict}".replace(" ", "\u00a0"), line.verdict, tone, number=False)


def _words(reading: Reading, part: PriorityPart, lines: list[StrategyLine]) -> Table:
    """The measures without a figure: what officers report, what was never set, what nobody delivered."""
    rows = tuple(
        Row(
            f"{line.id} {line.words}",
            (TableCell(line.ambition, number=False), verdict_cell(line), TableCell(line.why, number=False)),
        )
        for line in lines
    )
    return Table(
        id=f"t-{part.id}-words",
        place=reading.subject.id,
        caption=f"{part.name}: measures without figures",
        corner="Measure",
        heads=(Head("Ambition", number=False), Head("Verdict", number=False), Head("Why", number=False)),
        bodies=(Body(rows),),
        dense=True,
    )
