"""The first page: how many ambitions are on track, what went well, what did not, and what is not known."""

from collections import Counter

from pipeline.packs.account.parts import NOT_KNOWN, NOT_REACHED, NOT_YET, ON_TRACK, REACHED, Account
from pipeline.packs.pack import Judgement, MeasureCard
from pipeline.report import words
from pipeline.report.pages.account.latest import headlines, latest_year, named
from pipeline.report.prose import Card, KeyFigures, Lists, Prose
from pipeline.report.reading import Reading
from pipeline.report.section import section

MOST = 6  # lines in one of the lists, so that the page is one page
FEW = 3  # of what is not known; the rest has its own section
NAMED = 4  # measures named on a card
RECENT = 1  # years back that are still news
NO_STRATEGY = "No strategy of the council for this year has been given to us. So this report tells results only."


@section
def strategy_counts(reading: Reading) -> KeyFigures | None:
    """How the strategy's measures stand, counted: on track, not yet, not known; once their day is past, how they ended.

    From: the verdicts of all measures of the strategy.
    When empty: nothing where no strategy was delivered for the year.
    """
    account = reading.account
    if not account.lines:
        return None
    labels = {v: f"{v[:1].upper()}{v[1:]}" for v in (ON_TRACK, NOT_YET, REACHED, NOT_REACHED, NOT_KNOWN)}
    labels |= {v: f"{labels[v]} by {account.deadline}" for v in (REACHED, NOT_REACHED)}
    always = (REACHED, NOT_REACHED, NOT_KNOWN) if _is_over(reading) else (ON_TRACK, NOT_YET, NOT_KNOWN)
    found = {v: [line.id for line in account.lines if line.verdict == v] for v in labels}
    cards = tuple(_card(labels[v], ids, len(account.lines)) for v, ids in found.items() if ids or v in always)
    return KeyFigures(
        id="stand", place=reading.subject.id, caption="How the strategy's measures stand", cards=cards, low=True
    )


def _is_over(reading: Reading) -> bool:
    """Whether the day of every ambition is past."""
    deadline = reading.account.deadline
    return deadline is not None and reading.year > deadline


def _card(label: str, ids: list[str], of: int) -> Card:
    """The count, and by which numbers the few are found further on."""
    which = f": {words.listed(ids)}" if 0 < len(ids) <= NAMED else ""
    return Card(label, str(len(ids)), f"of {of} measures{which}")


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
    why = _why_not_known(account, "" if _is_over(reading) else " yet")
    lines += [f"Of those not known, {words.listed(why)}."] if why else []
    return Prose(id="in-short", place=reading.subject.id, lines=(" ".join(lines),), lead=True)


def _why_not_known(account: Account, yet: str) -> list[str]:
    """ "6 have no target", "9 wait for officers to report": together as many as are not known."""
    states = Counter(line.state for line in account.lines if line.verdict == NOT_KNOWN)
    unset, silent = states.pop("not set", 0), states.pop("not reported", 0)
    parts = [(unset, "has", "have", " no target"), (silent, "waits", "wait", " for officers to report")]
    parts += [(states.total(), "cannot", "cannot", f" be judged{yet}")]
    return [f"{n} {one if n == 1 else more}{said}" for n, one, more, said in parts if n]


@section
def what_went_well(reading: Reading, *stages: str) -> Lists:
    """What went well and what did not: two lists by one rule, better or worse than England, else than the year before.

    From: the headlines of every declared stage, of this year or the year before.
    When empty: a list without a line says that nothing stood or moved that way.
    """
    held = [(m, latest_year(reading, m)) for s in stages for m in headlines(reading, s)]
    found = [(m, year) for m, year in held if year >= reading.year - RECENT]
    good = [(m, y) for m, y in found if _side(reading, m, y) > 0]
    poor = [(m, y) for m, y in found if _side(reading, m, y) < 0]
    return Lists(
        id="well-and-not",
        place=reading.subject.id,
        places=(reading.comparator,),
        caption="What went well, and what did not",
        lists=(
            _told(reading, "What went well", good, "Nothing stood above England, and nothing got better."),
            _told(reading, "What did not", poor, "Nothing stood below England, and nothing got worse."),
        ),
    )


def _told(reading: Reading, head: str, found: list[tuple[MeasureCard, int]], none: str) -> tuple[str, tuple[str, ...]]:
    """The head, with how many of how many are told where there is no room for all, and the lines."""
    lines = tuple(_line(reading, m, y) for m, y in _spread(found))
    return f"{head} ({len(lines)} of {len(found)})" if len(lines) < len(found) else head, lines or (none,)


def _spread(found: list[tuple[MeasureCard, int]]) -> list[tuple[MeasureCard, int]]:
    """As many as there is room for: the first of each stage before any stage's second, so that no stage hides another."""
    stages = [m.stage for m, _ in found]
    rank = [stages[:i].count(stage) for i, stage in enumerate(stages)]
    chosen = sorted(range(len(found)), key=lambda i: (rank[i], i))[:MOST]
    return [found[i] for i in sorted(chosen)]


def _side(reading: Reading, measure: MeasureCard, year: int) -> int:
    """1 for good news, -1 for bad, 0 for neither: where it stands comes before which way it went."""
    judged = reading.judgement(reading.subject.id, measure.id, year)
    if judged is None:
        return 0
    tone = {"good": 1, "poor": -1}.get(words.tone(judged, measure), 0)
    return tone or {"better": 1, "worse": -1}.get(judged.welcome, 0)


def _line(reading: Reading, measure: MeasureCard, year: int) -> str:
    """ "Good level of development at age 5: 71 %, up from 69 % in 2017. England: 72 %." """
    cell = reading.shown(reading.subject.id, measure.id, year)
    beside = reading.shown(reading.comparator, measure.id, year)
    judged = reading.judgement(reading.subject.id, measure.id, year)
    of = f" in {year}" if year != reading.year else ""
    tone, name = words.tone(judged, measure) if judged else "", reading.comparator_name
    england = {"good": f" Better than {name}", "poor": f" Worse than {name}"}.get(tone, f" {name}")
    england = f"{england}: {beside.text}." if beside else ""
    return f"{named(reading, measure)}: {cell.text}{of}{_moved(reading, measure, judged)}.{england}"


def _moved(reading: Reading, measure: MeasureCard, judged: Judgement) -> str:
    if judged is None or judged.direction not in ("rose", "fell"):
        return ""
    was = reading.shown(reading.subject.id, measure.id, judged.change_since)
    way = "up" if judged.direction == "rose" else "down"
    return f", {way} from {was.text} in {judged.change_since}" if was else ""


@section
def not_known_in_short(reading: Reading) -> Lists:
    """The first things that are not known; all of them have a section of their own.

    From: the report's list of what is missing.
    When empty: a line says that nothing is missing.
    """
    said = reading.account.unknown
    more = f" (the first {FEW} of {len(said)})" if len(said) > FEW else ""
    first = said[:FEW] or ("Nothing that this report should tell is missing.",)
    return Lists(
        id="not-known-short",
        place=reading.subject.id,
        lists=((f"What we do not know{more}", first),),
        last=True,
    )
