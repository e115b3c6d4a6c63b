"""The strategy: what the council set out to do, and each success measure with its figure and its verdict."""

from collections.abc import Iterable

from pipeline.packs.account.parts import (
    NOT_KNOWN,
    NOT_REACHED,
    NOT_YET,
    ON_TRACK,
    REACHED,
    PrintedAmount,
    StrategyLine,
)
from pipeline.report import words
from pipeline.report.prose import Note, Prose, Terms
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
def promises(reading: Reading) -> Table | Note | None:
    """The strategy's measures with a figure in one table: ambition, latest, before, beside England, and the verdict.

    From: the declared strategy, and the latest figure of each measure.
    When empty: nothing without a strategy; a line where no measure has a figure.
    """
    account, own = reading.account, reading.subject.id
    if not account.lines:
        return None
    bodies = []
    for number, part in enumerate(account.priorities, 1):
        lines = [line for line in account.lines if line.priority == part.id and line.latest.text]
        if lines:
            label = f"Priority {number}, {words.lower_first(part.name)}: {part.aim}"
            bodies.append(Body(tuple(_row(reading, line) for line in lines), label))
    if not bodies:
        line = "None of the strategy's measures has a figure."
        return Note(id="n-promises", place=own, lines=(line,))
    beside = reading.comparators
    heads = ("Ambition", "Latest", "Before", *(short(p) for p in beside), "Verdict")
    told = [line for line in account.lines if line.latest.text]
    return Table(
        id="t-promises",
        place=own,
        places=tuple(p.id for p in beside),
        caption="The measures that have a figure",
        corner="Measure",
        heads=tuple(Head(h, number=False) for h in heads),
        bodies=tuple(bodies),
        notes=(WHYS, *_by_reason((line.id, line.why) for line in told)),
        dense=True,
    )


@section
def promises_without_a_figure(reading: Reading) -> Terms | None:
    """The strategy's measures without a figure, by the reason why they have none.

    From: the declared strategy, and what officers report.
    When empty: nothing without such a measure.
    """
    without = [line for line in reading.account.lines if not line.latest.text]
    if not without:
        return None
    whys: dict[str, list[str]] = {}
    for line in without:
        whys.setdefault(line.why, []).append(f"{line.id} {words.lower_first(line.words)}")
    terms = tuple((f"{why.rstrip('.')} ({len(named)})", f"{'; '.join(named)}.") for why, named in whys.items())
    caption = f"The {len(without)} measures that have no figure, and why"
    return Terms(id="promises-without", place=reading.subject.id, caption=caption, terms=terms)


def _by_reason(told: Iterable[tuple[str, str]]) -> list[str]:
    """Each reason once, after the numbers it is about: "1b-i and 2c-i: …"."""
    whys: dict[str, list[str]] = {}
    for number, why in told:
        whys.setdefault(why, []).append(number)
    return [f"{words.listed(numbers)}: {why}" for why, numbers in whys.items()]


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
