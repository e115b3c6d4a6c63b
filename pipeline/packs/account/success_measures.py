"""The strategy's success measures: the ambition, the latest figure, the figures beside it, and a verdict with its reason."""

from dataclasses import dataclass
from datetime import date

from pipeline.declared import Declarations, Measure
from pipeline.declared.releases import long_day
from pipeline.declared.strategy import FigureOf, Strategy, SuccessMeasure
from pipeline.measures.arithmetic import exact, half_up
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.measures.target import Amount, Target, no_increase, on_its_way, reached
from pipeline.measures.write import figure_text
from pipeline.packs.account.parts import (
    NOT_KNOWN,
    NOT_REACHED,
    NOT_YET,
    ON_TRACK,
    REACHED,
    PrintedAmount,
    StrategyLine,
)
from pipeline.packs.dates import next_day
from pipeline.packs.figure_cells import shown_value

Verdict = tuple[str, str]  # the state, and why
UNSET, UNREPORTED, UNKNOWN = "not set", "not reported", "not assessable"
READER_WORDS = {"met": ON_TRACK, "on track": ON_TRACK, "not met": NOT_YET}  # state -> the word for readers
ENDED = {"met": REACHED, "not met": NOT_REACHED}  # the same, after the ambition's deadline


@dataclass(frozen=True)
class ComparedPlaces:
    """The ids of the authority and of the places it is compared with; "" for one there is none of."""

    own: str
    england: str
    region: str
    neighbours: str


@dataclass(frozen=True)
class AccountView:
    """What was known on the day of an account: the figures of its audience, up to its results year."""

    year: int
    day: date | None
    figures: FigureIndex
    declared: Declarations


@dataclass(frozen=True)
class Ambition:
    """One success measure of one authority on one day; without a figure of its own it has no amounts."""

    success: SuccessMeasure
    places: ComparedPlaces
    view: AccountView

    @property
    def figure(self) -> FigureOf:
        """The figure the success measure is about; only for one that has a figure."""
        assert self.success.figure, f"{self.success.id} has no figure"
        return self.success.figure

    @property
    def measure(self) -> Measure:
        return self.view.declared.measures[self.figure.measure]

    def latest(self) -> int | None:
        """The last results year up to the account's with an amount for the authority; None without one."""
        if self.success.figure is None:
            return None
        years = self.view.figures.years(self.places.own, self.figure.measure, self.figure.group)
        return next((y for y in reversed(years) if y <= self.view.year and self.amount(self.places.own, y)), None)

    def amount(self, place: str, year: int) -> Amount | None:
        """The measure's figure for a place; of a gap, by how many points its first group is behind the second."""
        value = shown_value(self._fig(place, year))
        if value is None:
            return None
        printed = half_up(value, self.measure.decimals)
        gap = self.success.less_than
        if gap is None:
            return Amount(exact(value), printed)
        beside = place if gap.of == "own" else self.places.england
        other = shown_value(self.view.figures.get(beside, year, self.figure.measure, gap.group))
        if other is None:
            return None
        sign = 1 if self.measure.better == "higher" else -1
        # A gap is printed as the difference of the printed figures, as the Department does.
        return Amount(sign * (exact(other) - exact(value)), sign * (half_up(other, self.measure.decimals) - printed))

    def printed(self, place: str, year: int | None) -> PrintedAmount:
        """The amount as it is printed: "71%", "10 points", "2 points ahead", "level"; empty where there is none."""
        amount = self.amount(place, year) if self.success.figure and year is not None and place else None
        if amount is None or year is None:
            return PrintedAmount()
        if self.success.less_than is None:
            fig = self._fig(place, year)
            assert fig  # it has an amount
            return PrintedAmount(figure_text(fig, self.measure, self.view.declared), year)
        size = abs(amount.printed)
        if not size:
            return PrintedAmount("level", year)
        return PrintedAmount(f"{self.with_unit(str(size))}{' ahead' if amount.printed < 0 else ''}", year)

    def with_unit(self, number: str) -> str:
        """An amount of the measure with its unit; a gap is in points: "71%", "0.1 per 100", "9 points"."""
        if self.success.less_than is None:
            return f"{number}{self.view.declared.policy.formats.suffix[self.measure.unit]}"
        return f"{number} {'point' if number == '1' else 'points'}"

    def words(self) -> str:
        """The target in words: "71% by 2019", "9 points or less by 2019", "no increase by 2019", "not set"."""
        success = self.success
        if success.not_set:
            return "not set"
        if success.reported_by:
            return "as described"
        if success.comparison == "no_increase":
            return f"no increase by {success.deadline}"
        at_most = " or less" if success.comparison == "at_most" else ""
        return f"{self.with_unit(f'{success.target:g}')}{at_most} by {success.deadline}"

    def comparable(self, one: int, other: int) -> bool:
        """Whether the figures of two results years are of one series, and of groups defined alike."""
        series = self.measure.series_of(one)
        return series is not None and series.holds(other) and self._redefined(one, other) is None

    def new_since(self, year: int, latest: int) -> int | None:
        """The first results year that the latest figure may be compared with, where an earlier year's may not; else None."""
        if self.comparable(year, latest):
            return None
        series = self.measure.series_of(latest)
        starts = (series.start if series else None, self._redefined(year, latest))
        return max((start for start in starts if start is not None), default=None)

    def _redefined(self, one: int, other: int) -> int | None:
        """The first year of another definition of the measure's group between two years; None where there is none."""
        groups, gap = self.view.declared.vocabulary.groups, self.success.less_than
        named = [self.figure.group, *([gap.group] if gap else [])]
        breaks = (groups.break_between(group, min(one, other), max(one, other)) for group in named)
        return max((found[0] for found in breaks if found), default=None)

    def _fig(self, place: str, year: int) -> Fig | None:
        return self.view.figures.get(place, year, self.figure.measure, self.figure.group)


def strategy_lines(strategy: Strategy, places: ComparedPlaces, view: AccountView) -> list[StrategyLine]:
    """One line for every success measure, in the strategy's order."""
    lines = []
    for success in strategy.measures:
        ambition = Ambition(success, places, view)
        latest, since = ambition.latest(), None
        if latest is not None:
            since = latest - 1 if success.comparison == "no_increase" else strategy.baseline
        state, why = verdict(ambition, strategy, latest, since)
        is_over = success.deadline is not None and view.year > success.deadline
        lines.append(
            StrategyLine(
                id=success.id,
                priority=success.priority,
                words=success.words,
                ambition=ambition.words(),
                latest=ambition.printed(places.own, latest),
                before=ambition.printed(places.own, since),
                england=ambition.printed(places.england, latest).text,
                region=ambition.printed(places.region, latest).text,
                neighbours=ambition.printed(places.neighbours, latest).text,
                state=state,
                verdict=(ENDED if is_over else READER_WORDS).get(state, NOT_KNOWN),
                why=f"{why} {success.to_confirm}" if success.to_confirm and latest is not None else why,
            )
        )
    return lines


def verdict(ambition: Ambition, strategy: Strategy, latest: int | None, since: int | None) -> Verdict:
    """The state of a success measure (see StrategyLine) and why.

    `latest` is the results year of its latest figure, `since` the year with which that is compared; None without a figure.
    """
    success, view = ambition.success, ambition.view
    if success.not_set:
        return UNSET, f"No target was set: {success.not_set}."
    if success.reported_by:
        report = success.reports.get(view.year)
        if report:
            return report.state or UNKNOWN, report.text
        return UNREPORTED, f"Officers have not reported for {view.year}."
    if latest is None or since is None:
        return UNKNOWN, "No figure of this has been delivered."
    assert success.deadline  # a target has one
    if view.year > success.deadline:
        return _after_deadline(ambition, success.deadline, latest)
    if latest < strategy.start:
        releases = view.declared.vocabulary.releases
        stage = ambition.measure.stage
        day = next_day(stage, latest + 1, view.day, view.declared.releases, releases) if view.day else None
        coming = f" Those of {latest + 1} are published on {long_day(day)}." if day else ""
        return UNKNOWN, f"The latest figure is of {latest}, before the strategy began.{coming}"
    return _judged(ambition, success.deadline, latest, since)


def _judged(ambition: Ambition, deadline: int, latest: int, since: int) -> Verdict:
    """The latest figure against the target: reached, or moving fast enough to reach it by the deadline."""
    success, own = ambition.success, ambition.places.own
    now = ambition.amount(own, latest)
    assert now  # `latest` is a year with an amount
    before = ambition.amount(own, since) if ambition.comparable(since, latest) else None
    not_comparable = f"There is no figure for {since} that it can be set against."
    is_over = latest >= deadline
    if success.comparison == "no_increase":
        if before is None:
            return UNKNOWN, not_comparable
        has_not_risen = no_increase(now, before)
        why = f"The rate {'has not risen' if has_not_risen else 'rose'} since {since}."
        return ("met" if is_over else "on track") if has_not_risen else "not met", why
    assert success.target is not None  # "at_least" and "at_most" have one
    target = Target(exact(success.target), success.comparison == "at_least", deadline)
    if reached(now, target):
        return "met", "The ambition has been reached."
    nearly = ""
    if exact(now.printed) == target.amount:
        nearly = f"It prints as {now.printed} but is not quite there before rounding. "
    if is_over:
        return "not met", f"{nearly}The ambition was not reached by {deadline}."
    if before is None:
        return UNKNOWN, f"{nearly}{not_comparable}"
    is_fast = on_its_way(now, latest, before, since, target)
    pace = f"{nearly}It has {'' if is_fast else 'not '}moved fast enough since {since} to get there by {deadline}."
    return "on track" if is_fast else "not met", pace


def _after_deadline(ambition: Ambition, deadline: int, latest: int) -> Verdict:
    """Whether the ambition had been reached by its deadline: the strategy set no later one."""
    own = ambition.places.own
    past = f"The ambition was for {deadline}; no later one has been set."
    if ambition.amount(own, deadline) is None:
        return UNKNOWN, f"{past} There is no figure for {deadline}."
    state, why = _judged(ambition, deadline, deadline, deadline - 1)
    if state not in ENDED:
        return state, f"{past} {why}"
    begun = ambition.new_since(deadline, latest) if latest > deadline else None
    broken = f" Figures from {begun} on cannot be compared with those before." if begun else ""
    return state, f"{past} In {deadline} it was {ambition.printed(own, deadline).text}: {ENDED[state]}.{broken}"
