"""Names and pupil numbers that cannot be anybody's: invented words, and numbers of an authority that does not exist."""

import numpy as np
import pandas as pd

from pipeline.invented import chance
from pipeline.invented.schools import words
from pipeline.pupil_numbers import LETTERS, WEIGHTS


def forenames(children: np.ndarray) -> np.ndarray:
    return _two_parts(children, "forename")


def surnames(children: np.ndarray) -> np.ndarray:
    return _two_parts(children, "surname")


def _two_parts(children: np.ndarray, what: str) -> np.ndarray:
    starts, ends = (words()[what][part].split() for part in ("starts", "ends"))
    whole = np.array([s + e for s in starts for e in ends], dtype=object)
    return whole[(chance.even(children, what) * len(whole)).astype(int)]


def pupil_numbers(code: str, estab: pd.Series, year: pd.Series) -> pd.Series:
    """A unique pupil number each: check letter, authority, first school, year of joining it, and a number in order."""
    serial = pd.Series(0, index=estab.index).groupby([estab, year]).cumcount() + 1
    digits = code + estab.astype(str) + (year % 100).map("{:02d}".format) + serial.map("{:03d}".format)
    return check_letters(digits) + digits


def check_letters(digits: pd.Series) -> pd.Series:
    """The check letter of twelve digits: each times its place's weight (2 to 13), summed, modulo 23."""
    table = np.array(digits.tolist()).astype("U12").view("U1").reshape(-1, 12).astype(int)
    letters = np.array(list(LETTERS), dtype=object)[(table * np.array(WEIGHTS)).sum(axis=1) % len(LETTERS)]
    return pd.Series(letters, index=digits.index)
