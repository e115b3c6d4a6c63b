"""A cohort: the pupils of one source and results year, with their school, their release, their groups and their outcomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.declared.sources import Source
from pipeline.pupils.awards import Awards
from pipeline.pupils.numbers import Bools, floats
from pipeline.pupils.outcomes import PupilOutcomes

ENTRIES = "ks4_entries"


@dataclass(frozen=True)
class Unit:
    """One school's records of one release: a school's figure counts one unit, an area's figure one of each school."""

    place: str
    release: str  # of the delivery
    figure_release: str  # the release stage of its figures: at most what its records allow
    delivery: str


@dataclass
class Cohort:
    """One row a pupil; `unit` gives each row's position in `units`."""

    source: Source
    year: int
    rows: pd.DataFrame
    unit: np.ndarray
    units: list[Unit]
    groups: dict[str, Bools]
    scales: Mapping[str, Scale]
    ranks: Mapping[str, int]  # release stage -> its place in the order
    beside: dict[str, "Cohort"] = field(default_factory=dict)  # the other records its sums read
    estimates: pd.DataFrame | None = None  # national estimates of the year
    _outcomes: dict[str, PupilOutcomes] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def awards(self) -> Awards:
        """What each pupil was awarded at key stage 4, by the entries beside the cohort."""
        entries = self.beside[ENTRIES]
        return Awards.of(self.rows, entries.rows, entries.numbers("points"), entries.outcome("grade"), self.ranks)

    @cached_property
    def latest_units(self) -> Bools:
        """Whether each unit is its school's latest release: what a pooled figure counts."""
        return latest_units(self.units, self.ranks)

    @cached_property
    def latest_rows(self) -> Bools:
        """Whether each row is of its school's latest release."""
        return self.latest_units[self.unit]

    @cached_property
    def everyone(self) -> Bools:
        return np.ones(len(self), dtype=bool)

    def where(self, wanted: Mapping[str, str]) -> Bools:
        """The pupils whose columns hold these values."""
        chosen = self.everyone
        for column, value in wanted.items():
            chosen = chosen & (self.rows[column] == value).fillna(False).to_numpy(dtype=bool)
        return chosen

    def numbers(self, column: str) -> np.ndarray:
        """A column of numbers; nan where a pupil has none, or the delivery has no such column."""
        return floats(self.rows[column]) if column in self.rows else np.full(len(self), np.nan)

    def outcome(self, column: str) -> PupilOutcomes:
        """One outcome of every pupil, read once."""
        if column not in self._outcomes:
            self._outcomes[column] = outcome_in(self.rows, self.source, column, self.scales, self.year)
        return self._outcomes[column]


def latest_units(units: Sequence[Unit], ranks: Mapping[str, int]) -> Bools:
    """Whether each unit is its school's latest release; `ranks` gives the order of the release stages."""
    by_release = sorted(enumerate(units), key=lambda pair: ranks[pair[1].release])
    latest = {unit.place: position for position, unit in by_release}
    return np.isin(np.arange(len(units)), list(latest.values()))


def outcome_in(
    rows: pd.DataFrame, source: Source, column: str, scales: Mapping[str, Scale], year: int
) -> PupilOutcomes:
    """An outcome column of a source's rows, with the score beside it where it has one."""
    declared = source.columns[column]
    score = floats(rows[declared.score]) if declared.score in rows else np.full(len(rows), np.nan)
    codes = rows[column] if column in rows else pd.Series(pd.NA, index=rows.index, dtype="string")
    return PupilOutcomes.of(codes, score, scales[declared.scale], year)
