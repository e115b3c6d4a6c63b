"""A success measure asked of the figures within reach: its amount for any place and year, and how that is printed."""

from dataclasses import dataclass
from datetime import date

from pipeline.declared import Declarations, Measure
from pipeline.declared.strategy import SuccessMeasure
from pipeline.measures.arithmetic import exact, half_up
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.measures.target import Amount
from pipeline.measures.write import figure_text
from pipeline.packs.account.parts import PrintedAmount


@dataclass(frozen=True)
class ComparedPlaces:
    """Who stands where: the authority, and the ids of those it is set beside ("" for one that is not there)."""

    own: str
    england: str
    region: str
    neighbours: str


@dataclass(frozen=True)
class AccountView:
    """What is within reach on the day the account tells of."""

    year: int
    day: date | None
    figures: FigureIndex
    declared: Declarations


@dataclass(frozen=True)
class Ambition:
    """One success measure of one authority on one day; without a figure of its own it has no amounts."""

    of: SuccessMeasure
    stand: ComparedPlaces
    seen: AccountView

    @property
    def measure(self) -> Measure:
        return self.seen.declared.measures[self.of.figure.measure]

    def latest(self) -> int | None:
        """The last results year up to the account's with an amount for the authority."""
        if self.of.figure is None:
            return None
        held = self.seen.figures.years(self.stand.own, self.of.figure.measure, self.of.figure.group)
        return next((y for y in reversed(held) if y <= self.seen.year and self.amount(self.stand.own, y)), None)

    def amount(self, who: str, year: int) -> Amount | None:
        """The measure's figure for a place; of a gap how far its first group is behind the second, in points."""
        first, second = self._figs(who, year)
        if first is None or not first.shown:
            return None
        printed = half_up(first.value, self.measure.decimals)
        if self.of.less_than is None:
            return Amount(exact(first.value), printed)
        if second is None or not second.shown:
            return None
        side = 1 if self.measure.better == "higher" else -1
        apart = half_up(second.value, self.measure.decimals) - printed
        return Amount(side * (exact(second.value) - exact(first.value)), side * apart)

    def told(self, who: str, year: int | None) -> PrintedAmount:
        """The amount as it is printed: "71 %", "10 points", "2 points ahead", "level"; nothing where there is none."""
        held = self.amount(who, year) if self.of.figure and year is not None and who else None
        if held is None:
            return PrintedAmount()
        if self.of.less_than is None:
            return PrintedAmount(figure_text(self._figs(who, year)[0], self.measure, self.seen.declared), year)
        size = abs(held.printed)
        if not size:
            return PrintedAmount("level", year)
        return PrintedAmount(f"{self.written(str(size))}{' ahead' if held.printed < 0 else ''}", year)

    def written(self, number: str) -> str:
        """An amount of the measure with its unit; a gap is in points: "71 %", "0.1 per 100", "9 points"."""
        if self.of.less_than is None:
            return f"{number}{self.seen.declared.policy.formats.suffix[self.measure.unit]}"
        return f"{number} {'point' if number == '1' else 'points'}"

    def comparable(self, one: int, other: int) -> bool:
        """Whether the figures of two results years are of one series."""
        series = self.measure.series_of(one)
        return series is not None and series.holds(other)

    def _figs(self, who: str, year: int) -> tuple[Fig | None, Fig | None]:
        figure, less = self.of.figure, self.of.less_than
        first = self.seen.figures.get(who, year, figure.measure, figure.group)
        if less is None:
            return first, None
        beside = who if less.of == "own" else self.stand.england
        return first, self.seen.figures.get(beside, year, figure.measure, less.group)
