"""Which group each pupil is in, by the roll of the same results year; a pupil the roll does not know is in `all` only."""

import numpy as np
import pandas as pd

from pipeline.declared.policy import Group
from pipeline.pupils.numbers import Bools

TERMS = dict.fromkeys(range(1, 5), "spring") | dict.fromkeys(range(5, 9), "summer")
BORN = "term_of_birth"


def term_of_birth(born: pd.Series) -> pd.Series:
    """autumn (September to December), spring (January to April) or summer (May to August), of dates yyyy-mm-dd."""
    months = pd.to_numeric(born.str[5:7], errors="coerce")
    return months.map(lambda m: TERMS.get(m, "autumn"), na_action="ignore")


def members(upn: pd.Series, roll: pd.DataFrame | None, groups: dict[str, Group]) -> dict[str, Bools]:
    """Each group -> whether each pupil is in it. `roll` has one row a pupil."""
    everyone = np.ones(len(upn), dtype=bool)
    if roll is None:
        return {name: everyone if not group.column else ~everyone for name, group in groups.items()}
    at = pd.Index(roll["upn"]).get_indexer(upn)
    found = {}
    for name, group in groups.items():
        if not group.column:
            found[name] = everyone
            continue
        value = term_of_birth(roll["born"]) if group.column == BORN else roll[group.column]
        # The last answer, False, is where -1 points: a pupil who is not on the roll.
        found[name] = np.append(value.isin(group.values).to_numpy(dtype=bool), False)[at]
    return found
