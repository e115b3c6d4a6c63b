"""How ripe a school's figures are: as its delivery says, but provisional at most while a result is still to come."""

from collections.abc import Iterable

import numpy as np

from pipeline.deliveries.delivery import RELEASES
from pipeline.pupils.numbers import Bools

AT_MOST = "provisional"


def release_of(release: str, pending: bool) -> str:
    """The release stage of figures made from a delivery of this release."""
    return earliest_release([release, AT_MOST]) if pending else release


def earliest_release(releases: Iterable[str]) -> str:
    return min(releases, key=RELEASES.index)


def units_waiting(unit: np.ndarray, pending: Bools, units: int) -> Bools:
    """Which units have a pupil whose result is still to come."""
    return np.bincount(unit[pending], minlength=units) > 0
