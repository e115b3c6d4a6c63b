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
    actions = tuple(f"{action} {text}" for action, text, _ in part.actions)
    blocks: list[Block] = [
        Prose(id=f"p-{part.id}", place=own, caption=f"Priority {number}: {part.name}", lines=(part.aim,)),
        Lists(id=f"l-{part.id}-outcomes", place=own, lists=(("What we want to achieve", part.outcomes),)),
        Lists(id=f"l-{part.id}-actions", place=own, lists=(("What was to be done first", actions),)),
    ]
    # Why an action's number or words are not the strategy's own, each reason once.
    whys: dict[str, list[str]] = {}
    for action, _, why in part.actions:
        if why:
            whys.setdefault(why, []).append(action)
    if whys:
        line = " ".join(f"{words.listed(actions)}: {why}" for why, actions in whys.items())
        blocks.append(Note(id=f"n-{part.id}-numbers", place=own, lines=(line,)))
    with_figure = [line for line in lines if line.latest.text]
    without = [line for line in lines if not line.latest.text]
    blocks += [_with_figures(reading, part, with_figure)] if with_figure else []
    blocks += [_without_figures(reading, part, without)] if without else []
    return blocks


def _with_figures(reading: Reading, part: PriorityPart, lines: list[StrategyLine]) -> Table:
    beside = reading.comparators
    heads = ("Ambition", "Latest", "Before", *(short(p) for p in beside), "Verdict")
    return Table(
        id=f"t-{part.id}",
        place=reading.subject.id,
        places=tuple(p.id for p in beside),
        caption=f"{part.name}: measures with figures",
        corner="Measure",
        heads=tuple(Head(h, number=False) for h in heads),
        bodies=(Body(tuple(_row(reading, line) for line in lines)),),
        notes=(WHYS, *(f"{line.id}: {line.why}" for line in lines)),
        dense=True,
    )


def _without_figures(reading: Reading, part: PriorityPart, lines: list[StrategyLine]) -> Table:
    """The measures without a figure: those officers report in words, those never set, those nobody delivered."""
    rows = []
    for line in lines:
        ambition, why = TableCell(line.ambition, number=False), TableCell(line.why, number=False)
        rows.append(Row(f"{line.id} {line.words}", (ambition, verdict_cell(line), why)))
    return Table(
        id=f"t-{part.id}-words",
        place=reading.subject.id,
        caption=f"{part.name}: measures without figures",
        corner="Measure",
        heads=tuple(Head(h, number=False) for h in ("Ambition", "Verdict", "Why")),
        bodies=(Body(tuple(rows)),),
        dense=True,
    )


def _row(reading: Reading, line: StrategyLine) -> Row:
    kinds = {"england": line.england, "region": line.region, "neighbours": line.neighbours}
    beside = [_text(kinds.get(p.kind, "")) for p in reading.comparators]
    figures = (TableCell(line.ambition, number=False), _dated(line.latest), _dated(line.before))
    unit = " (for every 100 pupils)" if line.latest.text.endswith(PER_HUNDRED) else ""
    return Row(f"{line.id} {line.words}{unit}", (*figures, *beside, verdict_cell(line)))


def _dated(amount: PrintedAmount) -> TableCell:
    return _text(f"{amount.text.removesuffix(PER_HUNDRED)} in {amount.year}" if amount.text else "")


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
