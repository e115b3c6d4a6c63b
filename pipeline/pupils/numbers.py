"""Decimal numbers as whole ones, so that totals over pupils are exact."""

import numpy as np

Bools = np.ndarray  # one truth a pupil
Ints = np.ndarray  # one whole number a pupil
MOST_DECIMALS = 9


class NotDecimal(ValueError):
    """A number of a record has more decimals than a published result ever has."""


def decimals_of(values: np.ndarray) -> int:
    """The fewest decimals that write every value in full; what is not a number is passed over."""
    known = values[~np.isnan(values)]
    for places in range(MOST_DECIMALS + 1):
        shifted = known * 10**places
        if np.all(np.abs(shifted - np.rint(shifted)) <= 1e-9 * np.maximum(np.abs(shifted), 1.0)):
            return places
    raise NotDecimal(f"A number has more than {MOST_DECIMALS} decimals: its total could not be exact.")


def whole(values: np.ndarray, decimals: int) -> Ints:
    """The values times 10 to the power `decimals`, as whole numbers; what is not a number becomes 0."""
    return np.rint(np.nan_to_num(values) * 10**decimals).astype(np.int64)


def floats(column) -> np.ndarray:
    """A typed column as floats, with nan where there is no number."""
    return column.to_numpy(dtype="float64", na_value=np.nan)
