"""How ripe a school's figures are: as its delivery says, but only so ripe as the vocabulary allows while a result is still to come."""

from collections.abc import Iterable, Mapping

import numpy as np

from pipeline.declared.vocabulary import ReleaseStages
from pipeline.pupils.numbers import Bools


def release_of(release: str, pending: bool, releases: ReleaseStages) -> str:
    """The release stage of figures made from a delivery of this release."""
    return earliest_release([release, releases.results_to_come], releases.ranks) if pending else release


def earliest_release(releases: Iterable[str], ranks: Mapping[str, int]) -> str:
    return min(releases, key=lambda release: ranks[release])


def units_waiting(unit: np.ndarray, pending: Bools, units: int) -> Bools:
    """Which units have a pupil whose result is still to come."""
    return np.bincount(unit[pending], minlength=units) > 0
