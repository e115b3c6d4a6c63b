"""What never changes about a child: sex, birthday, characteristics, and the ability that shows in every key stage.

Abilities are numbers of mean 0 and standard deviation 1; the lower results of disadvantaged children, of children with
special educational needs and of summer-born ones are those of England, roughly.
"""

import numpy as np
import pandas as pd

from pipeline.invented import chance
from pipeline.invented.schools import InventedSchools

BOYS = 0.51
MEALS_NOW = 0.72  # share of disadvantaged children who are eligible for free meals now
UNCLASSIFIED = 0.004
SUPPORT_FROM, PLAN_FROM = 1.02, 2.05  # of a bell-shaped need, half of which is low ability: about 14 % and 2 %
NEED = {"none": 0.0, "support": -0.4, "plan": -1.25}  # standard deviations
DISADVANTAGE = -0.52


def traits(cast: InventedSchools, children: pd.DataFrame) -> pd.DataFrame:
    """The children (key, cohort, place, number) with what they are."""
    key = children["key"].to_numpy()
    home = _of_schools(cast, children["place"].to_numpy())
    out = children.copy()
    out["boy"] = chance.below(key, BOYS, "sex")
    day = (chance.even(key, "birthday") * 365).astype(int)  # days after 1 September
    out["born"] = pd.to_datetime((children["cohort"] - 6).map("{}-09-01".format)) + pd.to_timedelta(day, unit="D")
    out["summer"] = day / 365.0 - 0.5
    by_chance = chance.below(key, home["disadvantaged"], "disadvantaged")
    # In the school of few disadvantaged children they are always those of the first three places.
    out["disadvantaged"] = np.where(home["few"], children["number"].to_numpy() < 3, by_chance)
    out["fsm"] = out["disadvantaged"] & chance.below(key, MEALS_NOW, "meals")
    out["eal"] = chance.below(key, home["eal"], "language")
    out["unclassified"] = ~out["eal"] & chance.below(key, UNCLASSIFIED, "no language")
    gift = chance.bell(key, "ability")
    need = 0.8 * chance.bell(key, "need") - 0.6 * gift
    out["sen"] = np.select([home["special"] | (need > PLAN_FROM), need > SUPPORT_FROM], ["plan", "support"], "none")
    drawn_back = DISADVANTAGE * (out["disadvantaged"] - 0.25) + out["sen"].map(NEED) - 1.2 * home["special"]
    out["ability"] = 0.8 * gift + drawn_back
    out["words"], out["figures"] = chance.bell(key, "words"), chance.bell(key, "figures")
    return out


def _of_schools(cast: InventedSchools, place: np.ndarray) -> dict[str, np.ndarray]:
    """Shares and kinds of the first school of each child."""
    return {
        "disadvantaged": np.array([s.disadvantaged for s in cast.schools])[place] / 100,
        "eal": np.array([s.eal for s in cast.schools])[place] / 100,
        "special": np.array([s.special for s in cast.schools])[place],
        "few": np.array([s.case == "few_disadvantaged" for s in cast.schools])[place],
    }
