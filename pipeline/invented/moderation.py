"""Moderation: a quarter of the schools each year, some children of each; the collection has the agreed judgements."""

import numpy as np
import pandas as pd

from pipeline.invented import chance
from pipeline.invented.marking import Sitting

SHARE, CHILDREN, CHANGED = 0.25, 6, 0.06
# Stage -> subject -> the column its judgement is in; early learning goals keep these numbers in both frameworks.
SUBJECTS = {
    "eyfs": {"reading": "g09", "writing": "g10", "maths": "g11"},
    "ks1": {"reading": "reading", "writing": "writing", "maths": "maths"},
    "ks2": {"writing": "writing"},
}
STEPS = {"1": "2", "2": "1", "3": "2", "WTS": "EXS", "EXS": "GDS", "GDS": "EXS"}  # agreed -> what the school had judged
FAULT = 2025  # the planted school's judgement that moderation changed and the collection did not


def moderated(sitting: Sitting, table: pd.DataFrame) -> pd.DataFrame:
    """One row a child and subject: the school's judgement and the agreed one. A changed one was changed in the collection too."""
    pupils = sitting.pupils.loc[table.index]
    schools = pupils["school"].to_numpy()
    visited = chance.below(schools.astype(np.uint64), SHARE, sitting.seed, "moderation", sitting.stage, sitting.year)
    planted = (sitting.stage == "ks2") & (sitting.year == FAULT) & (pupils["case"] == "moderation").to_numpy()
    visited |= planted
    parts = []
    for subject, column in SUBJECTS[sitting.stage].items():
        agreed = table[column]
        can_be = visited & agreed.isin(list(STEPS)).to_numpy()
        order = pd.Series(chance.keys(pupils["key"].to_numpy(), "sampled", subject), index=table.index)[can_be]
        sampled = order.groupby(schools[can_be]).rank(method="first") <= CHILDREN
        who = sampled.index[sampled]
        change = chance.below(pupils.loc[who, "key"].to_numpy(), CHANGED, sitting.seed, "changed", subject)
        judged = np.where(change, agreed[who].map(STEPS), agreed[who])
        rows = pd.DataFrame(
            {"stage": sitting.stage, "subject": subject, "judged": judged, "agreed": agreed[who]}, index=who
        )
        parts.append(rows)
    out = pd.concat(parts)
    # The planted fault: for the first sampled child of one school the agreed judgement differs from the collection's.
    at = np.flatnonzero(out.index.isin(pupils[planted].index) & (out["agreed"] == "EXS"))[:1]
    out.iloc[at, out.columns.get_loc("agreed")] = "WTS"
    return out
