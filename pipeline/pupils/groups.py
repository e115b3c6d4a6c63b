"""Which group each pupil is in, by the roll of the same results year; a pupil the roll does not know is in `all` only."""

import numpy as np
import pandas as pd

from pipeline.declared.vocabulary import PupilGroup
from pipeline.pupils.numbers import Bools

TERMS = dict.fromkeys(("09", "10", "11", "12"), "autumn")
TERMS |= dict.fromkeys(("01", "02", "03", "04"), "spring") | dict.fromkeys(("05", "06", "07", "08"), "summer")
BORN = "term_of_birth"


def term_of_birth(born: pd.Series) -> pd.Series:
    """autumn (September to December), spring (January to April) or summer (May to August), of dates yyyy-mm-dd."""
    return born.str[5:7].map(TERMS)


def members(upn: pd.Series, roll: pd.DataFrame | None, groups: dict[str, PupilGroup]) -> dict[str, Bools]:
    """Each group -> whether each pupil is in it. `roll` has one row a pupil."""
    everyone = np.ones(len(upn), dtype=bool)
    if roll is None:
        return {name: everyone if not group.column else ~everyone for name, group in groups.items()}
    at = pd.Index(roll["upn"]).get_indexer(upn)
    told = {column: _told(roll, column) for column in {g.column for g in groups.values() if g.column}}
    return {
        # The last answer, False, is where -1 points: a pupil who is not on the roll.
        name: np.append(told[group.column].isin(group.values).to_numpy(dtype=bool), False)[at]
        if group.column
        else everyone
        for name, group in groups.items()
    }


def _told(roll: pd.DataFrame, column: str) -> pd.Series:
    return term_of_birth(roll["born"]) if column == BORN else roll[column]
