"""The authority's own collections between statutory stages: on entry, mid-year, end of year, and predictions."""

import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.invented.marking import Sitting, first_said, judged, odd

SUBJECTS = ("reading", "writing", "maths")
COLLECTED = {  # year group -> collection -> share at the expected level, share above it
    -1: {"on_entry": (0.48, 0.08), "mid_year": (0.58, 0.10)},
    0: {"on_entry": (0.52, 0.08), "mid_year": (0.63, 0.12)},
    1: {"end_of_year": (0.71, 0.17)},
    3: {"end_of_year": (0.70, 0.18)},
    4: {"end_of_year": (0.70, 0.19)},
    5: {"end_of_year": (0.71, 0.20)},
    6: {"prediction": (0.76, 0.24)},
}
HARDER = {"writing": -0.06}  # fewer reach the standard
FEW = {"A": 0.002, "D": 0.001, "L": 0.002}


def collection(sitting: Sitting, scale: Scale, group: int, name: str) -> pd.DataFrame:
    """One row a child of the year group, for one collection."""
    expected, above = COLLECTED[group][name]
    out = pd.DataFrame({"collection": name}, index=sitting.pupils.index)
    whole = odd(sitting, scale, FEW, group, name)
    silent = sitting.drawn(0.0006, "no judgement", group, name)
    for subject in SUBJECTS:
        less = HARDER.get(subject, 0.0)
        z = sitting.standing(subject)
        code = judged(scale, sitting.year, z, [("GDS", above + less / 2), ("EXS", expected + less)], 0.05)
        out[subject] = first_said(whole, code)
        out.loc[silent, subject] = ""
    return out
