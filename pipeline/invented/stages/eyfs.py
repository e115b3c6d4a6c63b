"""Early years foundation stage profile: seventeen goals a child, of the framework of the year."""

import numpy as np
import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.invented.marking import Sitting, rank, reaches

AREAS = {  # first year of the framework -> the area each goal belongs to, in order
    2013: "communication communication communication physical physical personal personal personal reading writing maths maths "
    "world world world arts arts",
    2022: "communication communication personal personal personal physical physical reading reading writing maths maths "
    "world world world arts arts",
}
GOAL_APART = 0.75  # how far goals of one child differ, in standard deviations
# Children who miss a goal of the area whatever else they do: England's share with every goal is some 1.5 points below its share
# with a good level of development, which these areas are no part of.
MISSED_ALONE = {"world": 0.005, "arts": 0.003}
NO_RESULT = {"A": 0.003, "N": 0.003, "": 0.002}


def profile(sitting: Sitting, scale: Scale) -> pd.DataFrame:
    """One row a child: g01 to g17."""
    framework = max(f for f in AREAS if f <= sitting.year)
    whole = sitting.standing("eyfs")
    out = pd.DataFrame(index=sitting.pupils.index)
    for number, area in enumerate(AREAS[framework].split(), start=1):
        z = np.round(whole + GOAL_APART * sitting.standing(f"goal {number}", explained_by=0.5), 9)
        alone = sitting.drawn(MISSED_ALONE.get(area, 0.0), "missed alone", number)
        met = reaches(z, sitting.england(area)) & ~alone
        code = np.where(met, "2", "1").astype(object)
        if scale.codes["3"].used_in(sitting.year):
            code[met & (rank(z) >= 1 - sitting.england("exceeding"))] = "3"
        out[f"g{number:02d}"] = code
    for no_result, share in NO_RESULT.items():
        if scale.codes[no_result].used_in(sitting.year):
            out.loc[sitting.drawn(share, "no result", no_result), :] = no_result
    return out
