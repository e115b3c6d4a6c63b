"""The coming cohort: pupils who reach the end of a stage next summer, on roll now, with their earlier results."""

from dataclasses import dataclass
from functools import reduce

import numpy as np
import pandas as pd

from pipeline.declared.targets import TargetStage
from pipeline.pupils.cohort import Cohort
from pipeline.pupils.cohorts import Cohorts
from pipeline.pupils.numbers import Ints, band_of, floats
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
        return cls(floats(rows["prior_from"]), floats(rows["prior_to"]), floats(rows["rate"]))

    def band(self, prior: np.ndarray) -> Ints:
        """Each pupil's band; -1 for a pupil without prior attainment or between two bands."""
        return band_of(prior, self.prior_from, self.prior_to)


def coming(cohorts: Cohorts, stage: TargetStage, year: int) -> tuple[Cohort, np.ndarray] | None:
    """The pupils on roll in the year group, by school and group, and the prior attainment of each (nan: none is known).

    None where there is no roll of the year, or there are no earlier results. Prior attainment is the weighted average of the
    declared outcomes; a pupil who lacks one of them has none.
    """
    pupils = cohorts.on_roll(year, stage.year_group)
    before = cohorts.of_any_school(stage.prior_source, year - stage.years_before)
    if pupils is None or before is None or not len(pupils):
        return None
    weighted = [p.weight * attained(before, column, p.by_teacher) for column, p in stage.prior.items()]
    average = reduce(np.add, weighted) / sum(p.weight for p in stage.prior.values())
    earlier = pd.Series(average, index=before.rows["upn"].to_numpy())
    earlier = earlier[before.latest_rows & earlier.index.notna()]
    one_a_pupil = earlier[~earlier.index.duplicated(keep="last")]
    return pupils, one_a_pupil.reindex(pupils.rows["upn"].to_numpy()).to_numpy(dtype=float)
