"""Exact arithmetic: whole counts and fractions, exact halves rounded up. Never floats where a count is known."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np

Number = int | Fraction | Decimal | float
Scores = TypeVar("Scores", float, "np.ndarray")


def exact(number: Number) -> Fraction:
    """The number as a fraction; a float is taken as it prints (67.5 is 67.5, not its binary neighbour)."""
    return Fraction(Decimal(repr(number))) if isinstance(number, float) else Fraction(number)


def half_up(number: Number, decimals: int = 0) -> Decimal:
    """Rounded to so many decimals, exact halves going up: the Department's rule, 393 of 393 halves in its files.

    "Up" is towards the larger number, so -2.5 becomes -2.
    """
    shifted = floor(exact(number) * 10**decimals + Fraction(1, 2))
    return Decimal(shifted).scaleb(-decimals)


def percent(numerator: int, denominator: int) -> Fraction:
    """100 × numerator / denominator, exact; ValueError where there is nobody in the denominator."""
    if denominator <= 0:
        raise ValueError(f"a percentage needs a cohort of at least one pupil; this one has {denominator}")
    return Fraction(100 * numerator, denominator)


def counts_behind(shown: Number, denominator: int, decimals: int = 0) -> tuple[int, int] | None:
    """The fewest and most pupils whose percentage of `denominator` rounds half up to `shown`; None when no count does.

    Both are the same number when the count is certain (always so up to 100 pupils, for whole per cent).
    """
    step = Fraction(1, 2 * 10**decimals)
    low = ceil((exact(shown) - step) * denominator / 100)
    high = ceil((exact(shown) + step) * denominator / 100) - 1
    low, high = max(low, 0), min(high, denominator)
    return (low, high) if low <= high else None


Z95 = 1.959963984540054  # the 97.5 % point of the normal curve; 1.96 would move the last printed digit of 0 of 12
Z_OF_A_MEAN = 1.96  # the same point as the Department rounds it for the intervals of progress scores


def wilson(numerator: int, denominator: int, z: float = Z95) -> tuple[float, float]:
    """The Wilson 95% interval of a percentage, in per cent (20 of 30 is 48.8 to 80.8).

    Wilson (1927); it holds for small cohorts and for 0% and 100%, where the usual normal approximation fails.
    """
    p, n = numerator / denominator, denominator
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    return 100 * max(centre - half, 0.0), 100 * min(centre + half, 1.0)


def mean_interval(score: Scores, spread: float, pupils: Scores, z: float = Z_OF_A_MEAN) -> tuple[Scores, Scores]:
    """The 95% interval of a mean: score ± z × spread / √pupils, in the score's unit; of one score or of an array of them."""
    half = z * spread / pupils**0.5
    return score - half, score + half
