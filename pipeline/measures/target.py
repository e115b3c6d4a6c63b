"""Whether an ambition is reached or on track: exact, both before rounding and as printed."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pipeline.measures.arithmetic import exact


@dataclass(frozen=True)
class Amount:
    """A figure or a gap: unrounded, and as it is printed (a gap is the difference of two printed figures)."""

    value: Fraction
    printed: Decimal


@dataclass(frozen=True)
class Target:
    """What is to be reached by the results of a year."""

    amount: Fraction
    at_least: bool  # False: at most, as for a gap or an absence rate
    deadline: int  # results year


def reached(now: Amount, target: Target) -> bool:
    """Whether the target is met by the unrounded value and by the printed one: 70.9 prints as 71 and does not meet it."""
    both = (now.value, exact(now.printed))
    return all(v >= target.amount if target.at_least else v <= target.amount for v in both)


def on_its_way(now: Amount, year: int, start: Amount, start_year: int, target: Target) -> bool:
    """Whether the figure is at or beyond the straight line from where it started to the target at its deadline."""
    share_of_time = Fraction(year - start_year, target.deadline - start_year)
    due = start.value + (target.amount - start.value) * share_of_time
    return now.value >= due if target.at_least else now.value <= due


def no_increase(now: Amount, before: Amount) -> bool:
    """Whether a rate did not rise: neither before rounding nor as printed."""
    return now.value <= before.value and now.printed <= before.printed
