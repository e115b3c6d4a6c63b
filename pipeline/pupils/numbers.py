"""Numbers of pupils' records: decimals as whole numbers, so that totals over pupils are exact, and bands of them."""

import numpy as np
import pandas as pd

Bools = np.ndarray  # one truth value a pupil
Ints = np.ndarray  # one whole number a pupil
MOST_DECIMALS = 9


class NotDecimal(ValueError):
    """A number of a record has more decimals than a published result ever has."""


def decimals_of(values: np.ndarray) -> int:
    """The fewest decimals that write every value in full, ignoring nan; NotDecimal where more than MOST_DECIMALS are needed."""
    known = values[~np.isnan(values)]
    for places in range(MOST_DECIMALS + 1):
        shifted = known * 10**places
        if np.all(np.abs(shifted - np.rint(shifted)) <= 1e-9 * np.maximum(np.abs(shifted), 1.0)):
            return places
    raise NotDecimal(
        f"A score or estimate has more than {MOST_DECIMALS} decimals, so totals over pupils could not be exact. "
        "Round it in the file that was delivered, or ask its sender for the rounded numbers."
    )


def whole(values: np.ndarray, decimals: int) -> Ints:
    """The values times 10 to the power `decimals`, as whole numbers; nan becomes 0."""
    return np.rint(np.nan_to_num(values) * 10**decimals).astype(np.int64)


def floats(column: pd.Series) -> np.ndarray:
    """A typed column as floats, with nan where there is no number."""
    return column.to_numpy(dtype="float64", na_value=np.nan)


def band_of(values: np.ndarray, band_from: np.ndarray, band_to: np.ndarray) -> Ints:
    """Each value's position among the bands, which are sorted and include both limits; -1 for nan or a value between two bands."""
    position = np.minimum(np.searchsorted(band_to, values, side="left"), len(band_to) - 1)
    with np.errstate(invalid="ignore"):
        inside = (values >= band_from[position]) & (values <= band_to[position])
    return np.where(inside, position, -1)
