"""The first page: what went well and what did not; and how many ambitions are on track."""

from collections import Counter

from pipeline.packs.account.parts import NOT_KNOWN, NOT_REACHED, NOT_YET, ON_TRACK, REACHED
from pipeline.packs.pack import Judgement, MeasureCard
from pipeline.packs.pack_parts import Highlight
from pipeline.report import words
from pipeline.report.pages.account.latest import headlines, named
from pipeline.report.prose import Card, KeyFigures, Lists, Prose
from pipeline.report.reading import Reading
from pipeline.report.section import section

MOST = 5  # lines in one of the lists, so that the page is one page
NAMED = 4  # measures named on a card
NO_STRATEGY = "No strategy of the council for this year has been given to us. So this report tells results only."


@section
def strategy_counts(reading: Reading) -> KeyFigures | None:
    """Counts of the strategy's measures: on track, not yet, not known; once their day is past, reached or not reached.

    From: the verdicts of all measures of the strategy.
    When empty: nothing where no strategy was delivered for the year.
    """
    account = reading.account
    if not account.lines:
        return None
    labels = {v: f"{v[:1].upper()}{v[1:]}" for v in (ON_TRACK, NOT_YET, REACHED, NOT_REACHED, NOT_KNOWN)}
    labels |= {v: f"{labels[v]} by {account.deadline}" for v in (REACHED, NOT_REACHED)}
    always = (REACHED, NOT_REACHED, NOT_KNOWN) if _is_over(reading) else (ON_TRACK, NOT_YET, NOT_KNOWN)
    cards = []
    for verdict, label in labels.items():
        ids = [line.id for line in account.lines if line.verdict == verdict]
        if ids or verdict in always:
            which = f": {words.listed(ids)}" if 0 < len(ids) <= NAMED else ""  # their numbers in the pages that follow
            cards.append(Card(label, str(len(ids)), f"of {len(account.lines)} measures{which}"))
    return KeyFigures(
        id="stand", place=reading.subject.id, caption="How the strategy's measures stand", cards=tuple(cards), low=True
    )


def _is_over(reading: Reading) -> bool:
    """Whether the day of every ambition is past."""
    deadline = reading.account.deadline
    return deadline is not None and reading.year > deadline


@section
def strategy_in_short(reading: Reading) -> Prose:
    """Two or three sentences that say how to read the counts of the strategy's measures.

    From: the strategy's title, deadline and verdicts.
    When empty: a sentence says that no strategy was given.
    """
    account = reading.account
    if not account.lines:
        return Prose(id="in-short", place=reading.subject.id, lines=(NO_STRATEGY,))
    lines = [f"The council's {account.title} has {len(account.lines)} measures of success."]
    lines += [f"Its ambitions were for the results of {account.deadline}."] if _is_over(reading) else []
    lines += ["No later strategy has been given to us."] if account.ended else []
    states = Counter(line.state for line in account.lines if line.verdict == NOT_KNOWN)
    unset, silent = states.pop("not set", 0), states.pop("not reported", 0)
    parts = [(unset, "has", "have", " no target"), (silent, "waits", "wait", " for officers to report")]
    parts += [(states.total(), "cannot", "cannot", f" be judged{'' if _is_over(reading) else ' yet'}")]
    why = [f"{n} {one if n == 1 else more}{said}" for n, one, more, said in parts if n]
    lines += [f"Of those not known, {words.listed(why)}."] if why else []
    return Prose(id="in-short", place=reading.subject.id, lines=(" ".join(lines),), lead=True)


@section
def what_went_well(reading: Reading, *stages: str) -> Lists:
    """What went well and what did not: what stands or moved most for the better and for the worse, the largest difference first.

    From: the highlights of this year or the year before, of the headlines of every declared stage.
    When empty: a list without a line says that nothing stood or moved that way.
    """
    named_here = {m.id: m for s in stages for m in headlines(reading, s)}
    lists = []
    for head, side, none in (
        ("What went well", "better", "Nothing stood above England, and nothing got better."),
        ("What did not", "worse", "Nothing stood below England, and nothing got worse."),
    ):
        found = [h for h in reading.pack.highlights if h.side == side and h.measure in named_here]
        lines = tuple(_line(reading, named_here[h.measure], h) for h in found[:MOST])
        lists.append((f"{head} ({MOST} of {len(found)})" if len(found) > MOST else head, lines or (none,)))
    return Lists(
        id="well-and-not",
        place=reading.subject.id,
        places=(reading.comparator,),
        caption="What went well, and what did not",
        lists=tuple(lists),
    )


def _line(reading: Reading, measure: MeasureCard, highlight: Highlight) -> str:
    """ "Good level of development at age 5: 71%, up from 69% in 2017. England: 72%." """
    year, name = highlight.year, reading.comparator_name
    cell = reading.printed_figure(reading.subject.id, measure.id, year)
    beside = reading.shown(reading.comparator, measure.id, year)
    judged = reading.judgement(reading.subject.id, measure.id, year)
    when = f" in {year}" if year != reading.year else ""
    england = name
    if highlight.fact == "standing":
        opposed = judged is not None and judged.welcome not in ("", "same", highlight.side)
        england = f"{'Still ' if opposed else ''}{highlight.side} than {name}"
    england = f" {england[:1].upper()}{england[1:]}: {beside.text}." if beside else ""
    return f"{named(reading, measure)}: {cell.text}{when}{_moved(reading, measure, judged)}.{england}"


def _moved(reading: Reading, measure: MeasureCard, judged: Judgement | None) -> str:
    """ ", up from 69% in 2017"; empty where the figure did not rise or fall."""
    if judged is None or judged.direction not in ("rose", "fell"):
        return ""
    was = reading.shown(reading.subject.id, measure.id, judged.change_since)
    way = "up" if judged.direction == "rose" else "down"
    return f", {way} from {was.text} in {judged.change_since}" if was else ""
