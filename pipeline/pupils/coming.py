"""The pupils who reach the end of a stage next summer: those on roll a year before it, with what they had reached earlier."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.declared.targets import TargetStage
from pipeline.pupils.cohort import Cohort
from pipeline.pupils.cohorts import Cohorts
from pipeline.pupils.numbers import floats
from pipeline.pupils.progress import attained

RATES = "transition_rates"


@dataclass(frozen=True)
class Rates:
    """Of pupils nationally in each band of prior attainment, lowest first, the share who reached a measure."""

    prior_from: np.ndarray
    prior_to: np.ndarray
    rate: np.ndarray  # per cent

    @classmethod
    def of(cls, table: pd.DataFrame) -> "Rates":
        rows = table.sort_values("prior_from")
        return cls(*(floats(rows[c]) for c in ("prior_from", "prior_to", "rate")))

    def band(self, prior: np.ndarray) -> np.ndarray:
        """Each pupil's band; -1 for a pupil without prior attainment or between the bands."""
        inside = np.minimum(np.searchsorted(self.prior_to, prior, side="left"), len(self.prior_to) - 1)
        with np.errstate(invalid="ignore"):
            held = (prior >= self.prior_from[inside]) & (prior <= self.prior_to[inside])
        return np.where(held, inside, -1)


def coming(cohorts: Cohorts, stage: TargetStage, year: int) -> tuple[Cohort, np.ndarray] | None:
    """The pupils on roll in the year group, by school and group, and the prior attainment of each (nan: none is held).

    None where the roll or the earlier results of that year are not held.
    """
    pupils = cohorts.on_roll(year, stage.year_group)
    before = cohorts.whole(stage.prior_source, year - stage.years_before)
    if pupils is None or before is None or not len(pupils):
        return None
    earlier = pd.Series(_prior(before, stage), index=before.rows["upn"].to_numpy())
    earlier = earlier[before.counted & earlier.index.notna()]
    known = earlier[~earlier.index.duplicated(keep="last")]
    return pupils, known.reindex(pupils.rows["upn"].to_numpy()).to_numpy(dtype=float)


def _prior(before: Cohort, stage: TargetStage) -> np.ndarray:
    """The weighted average of the outcomes; a pupil without one of them has none."""
    parts = [p.weight * attained(before, column, p.by_teacher) for column, p in stage.prior.items()]
    return sum(parts) / sum(p.weight for p in stage.prior.values())
