"""What a sum says of every pupil: whether the pupil is in the measure, and what the pupil adds to it."""

from dataclasses import dataclass

from pipeline.pupils.numbers import Bools, Ints


@dataclass(frozen=True)
class PerPupil:
    """`amount` is a whole number: what the pupil adds, times `scale`, so that totals are exact."""

    eligible: Bools
    amount: Ints
    scale: int = 1
    of: Bools | None = None  # the pupils coverage is measured against
    spread: float | None = None  # of pupils' scores nationally, for the 95 % interval
    ranked: bool = False  # the figure is of how the amounts spread, not of their total
