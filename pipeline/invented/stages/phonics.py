"""Phonics screening check: every child in year 1, and in year 2 those who had not met the standard."""

import numpy as np
import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.invented.marking import OF_THE_CHILD, OF_THE_TEACHER, Sitting, first_said, odd, rank

MARKS = 40
FEW = {**OF_THE_TEACHER, "Z": 0.0008}


def year_1(sitting: Sitting, scale: Scale) -> pd.DataFrame:
    return _checked(sitting, scale, sitting.england("year_1"), "1")


def year_2(sitting: Sitting, scale: Scale) -> pd.DataFrame:
    return _checked(sitting, scale, sitting.england("year_2_again"), "2")


def _checked(sitting: Sitting, scale: Scale, share: float, group: str) -> pd.DataFrame:
    """Marks by rank: those who meet the standard from the threshold up, many near the top; the others spread out below it."""
    place, threshold = rank(sitting.standing("phonics")), scale.thresholds["expected"]
    above = ((place - (1 - share)) / share).clip(0, 1)
    under = (place / (1 - share)).clip(0, 1)
    met = place >= 1 - share
    mark = np.where(
        met, np.floor(threshold + (MARKS + 0.99 - threshold) * above**0.7), np.floor(threshold * under**0.6)
    )
    mark = np.where(met, mark, np.minimum(mark, threshold - 1))
    special = sitting.pupils["special"].to_numpy() & sitting.drawn(0.6, "disapplied")
    code = first_said(
        odd(sitting, scale, {"L": OF_THE_CHILD["L"]}, "child"),
        odd(sitting, scale, FEW, "teacher"),
        np.where(special, "D", "").astype(object),
        np.where(met, "Wa", "Wt").astype(object),
    )
    unrecorded = sitting.drawn(0.0012, "no record")
    code = np.where(unrecorded, "", code)
    marked = np.isin(code, ["Wa", "Wt"])
    return pd.DataFrame(
        {"year_group": group, "mark": np.where(marked, mark, np.nan), "phonics": code}, index=sitting.pupils.index
    )
