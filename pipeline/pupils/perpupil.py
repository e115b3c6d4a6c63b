"""What a sum says of every pupil: whether the pupil is in the measure, and what the pupil adds to it."""

from dataclasses import dataclass

from pipeline.declared import Measure
from pipeline.declared.measures import FromPupils
from pipeline.pupils.numbers import Bools, Ints


@dataclass(frozen=True)
class PerPupil:
    """`amount` is a whole number: what the pupil adds, times `scale`, so that totals are exact."""

    eligible: Bools
    amount: Ints
    scale: int = 1
    base: Bools | None = None  # the pupils that coverage is measured against; None for those in the measure
    spread: float | None = None  # standard deviation of pupils' scores nationally, for the 95% interval
    ranked: bool = False  # the figure is about how the amounts are spread, not about their total


def pupil_rule(measure: Measure) -> FromPupils:
    """How the measure is calculated from pupil records; ValueError for a measure that is not."""
    if measure.pupils is None:
        file = f"params/measures/{measure.stage}/{measure.id}.yml"
        raise ValueError(f"{measure.id} is not calculated from pupil records: {file} has no 'pupils'.")
    return measure.pupils
