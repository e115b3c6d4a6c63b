"""Which group each pupil is in, by the roll of the same results year; a pupil who is not on the roll is in `all` only."""

import numpy as np
import pandas as pd

from pipeline.declared.vocabulary import PupilGroup
from pipeline.pupils.numbers import Bools

TERMS = dict.fromkeys(("09", "10", "11", "12"), "autumn")
TERMS |= dict.fromkeys(("01", "02", "03", "04"), "spring") | dict.fromkeys(("05", "06", "07", "08"), "summer")
BORN = "term_of_birth"  # the one column that a roll does not have, but its date of birth gives


def term_of_birth(born: pd.Series) -> pd.Series:
    """autumn (September to December), spring (January to April) or summer (May to August), of dates yyyy-mm-dd."""
    return born.str[5:7].map(TERMS)


def members(upn: pd.Series, roll: pd.DataFrame | None, groups: dict[str, PupilGroup]) -> dict[str, Bools]:
    """Each group -> whether each pupil is in it. `roll` has one row a pupil."""
    everyone = np.ones(len(upn), dtype=bool)
    if roll is None:
        return {name: ~everyone if group.column else everyone for name, group in groups.items()}
    position = pd.Index(roll["upn"]).get_indexer(upn)
    named = {group.column for group in groups.values() if group.column}
    columns = {name: term_of_birth(roll["born"]) if name == BORN else roll[name] for name in named}
    inside = {}
    for name, group in groups.items():
        if not group.column:
            inside[name] = everyone
            continue
        in_group = columns[group.column].isin(group.values).to_numpy(dtype=bool)
        # The added last value, False, is where position -1 points: a pupil who is not on the roll.
        inside[name] = np.append(in_group, False)[position]
    return inside
