"""The verdict on a success measure, and why: sentences for a lay reader, each from one rule."""

from pipeline.declared.releases import long_day
from pipeline.declared.strategy import Strategy, SuccessMeasure
from pipeline.measures.arithmetic import exact
from pipeline.measures.target import Amount, Target, no_increase, on_its_way, reached
from pipeline.packs.account.ambitions import Ambition
from pipeline.packs.account.parts import NOT_KNOWN, NOT_REACHED, NOT_YET, ON_TRACK, REACHED
from pipeline.packs.dates import next_day

Verdict = tuple[str, str]  # the project's word for the state, and why
UNSET, SILENT, UNKNOWN = "not set", "not reported", "not assessable"
READERS = {"met": ON_TRACK, "on track": ON_TRACK, "not met": NOT_YET}  # the project's word -> the reader's
ENDED = {"met": REACHED, "not met": NOT_REACHED}  # the same, once the ambition's day is past


def verdict(asked: Ambition, strategy: Strategy, latest: int | None, since: int | None) -> Verdict:
    """The state of a success measure (see StrategyLine) and why; `since` is the year the latest figure is set against."""
    m, own = asked.of, asked.stand.own
    if m.not_set:
        return UNSET, f"No target was set: {m.not_set}."
    if m.reported_by:
        report = m.reports.get(asked.seen.year)
        if report:
            return report.state or UNKNOWN, report.text
        return SILENT, f"Officers have not reported for {asked.seen.year}."
    if latest is None:
        return UNKNOWN, "No figure of this has been delivered."
    if asked.seen.year > m.deadline:
        return _ended(asked, latest)
    if latest < strategy.start:
        return UNKNOWN, f"The latest figure is of {latest}, before the strategy began.{_next(asked, latest)}"
    return _judged(asked, asked.amount(own, latest), latest, _before(asked, since, latest), since)


def reader_word(m: SuccessMeasure, state: str, year: int) -> str:
    """The state as a reader of a year's account is told it."""
    is_over = m.deadline is not None and year > m.deadline
    return (ENDED if is_over else READERS).get(state, NOT_KNOWN)


def _before(asked: Ambition, since: int, latest: int) -> Amount | None:
    """The earlier amount, where the two years may be compared."""
    return asked.amount(asked.stand.own, since) if asked.comparable(since, latest) else None


def _judged(asked: Ambition, now: Amount, latest: int, before: Amount | None, since: int) -> Verdict:
    m, over = asked.of, latest >= asked.of.deadline
    alone = f"There is no figure for {since} that it can be set against."
    if m.comparison == "no_increase":
        if before is None:
            return UNKNOWN, alone
        held = no_increase(now, before)
        said = f"The rate {'has not risen' if held else 'rose'} since {since}."
        return ("met" if over else "on track") if held else "not met", said
    target = Target(exact(m.target), m.comparison == "at_least", m.deadline)
    if reached(now, target):
        return "met", "The ambition has been reached."
    nearly = (
        f"It prints as {now.printed} but is not quite there before rounding. "
        if exact(now.printed) == target.amount
        else ""
    )
    if over:
        return "not met", f"{nearly}The ambition was not reached by {m.deadline}."
    if before is None:
        return UNKNOWN, f"{nearly}{alone}"
    fast = on_its_way(now, latest, before, since, target)
    pace = f"{nearly}It has {'' if fast else 'not '}moved fast enough since {since} to get there by {m.deadline}."
    return "on track" if fast else "not met", pace


def _ended(asked: Ambition, latest: int) -> Verdict:
    """What came of an ambition whose day is past: the strategy set no later one."""
    deadline, own = asked.of.deadline, asked.stand.own
    said, at_end = f"The ambition was for {deadline}; no later one has been set.", asked.amount(own, deadline)
    if at_end is None:
        return UNKNOWN, f"{said} There is no figure for {deadline}."
    state, why = _judged(asked, at_end, deadline, _before(asked, deadline - 1, deadline), deadline - 1)
    if state not in ENDED:
        return state, f"{said} {why}"
    return (
        state,
        f"{said} In {deadline} it was {asked.told(own, deadline).text}: {ENDED[state]}.{_broken(asked, latest)}",
    )


def _broken(asked: Ambition, latest: int) -> str:
    """That the latest figure is of another series than the one the ambition was for."""
    if latest <= asked.of.deadline or asked.comparable(latest, asked.of.deadline):
        return ""
    return f" Figures from {asked.measure.series_of(latest).start} on cannot be compared with those before."


def _next(asked: Ambition, latest: int) -> str:
    seen = asked.seen
    named = seen.declared.vocabulary.releases
    day = next_day(asked.measure.stage, latest + 1, seen.day, seen.declared.releases, named) if seen.day else None
    return f" Those of {latest + 1} are published on {long_day(day)}." if day else ""
