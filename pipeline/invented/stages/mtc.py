"""Multiplication tables check in year 4: a mark out of 25, or the reason there is none."""

import numpy as np
import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.invented.marking import OF_THE_CHILD, OF_THE_TEST, Sitting, first_said, odd, rank
from pipeline.invented.schools import national

BELOW = 0.022  # share of children working below the check


def marks(sitting: Sitting, scale: Scale) -> pd.DataFrame:
    """By rank: England's share with full marks, the others spread so that England's mean comes out."""
    z, full = sitting.standing("maths"), sitting.england("full")
    most = int(scale.thresholds["full"])
    others = (national("mtc", "mean", sitting.year) - most * full) / (1 - full)
    steep = most / (others + 0.8) - 1
    place = rank(z)
    mark = np.minimum(np.floor(most * (place / (1 - full)).clip(0, 1) ** steep), most - 1)
    mark = np.where(place >= 1 - full, most, mark)
    low = (place < BELOW) | (sitting.pupils["special"].to_numpy() & sitting.drawn(0.7, "below"))
    code = first_said(
        odd(sitting, scale, OF_THE_CHILD, "child"),
        odd(sitting, scale, OF_THE_TEST, "test"),
        np.where(low, "B", "").astype(object),
    )
    return pd.DataFrame({"mark": np.where(code == "", mark, np.nan), "mtc": code}, index=sitting.pupils.index)
