"""Key stage 4 entries against the pupils of the same checking exercise: entries of unknown pupils, and pupils without entries."""

import pandas as pd

from pipeline.declared.pupilchecks import Across
from pipeline.deliveries.findings import BLOCKING
from pipeline.validated.across.cross_file import Batch, CrossFileFinding, Rule, by_school

NOBODY = Rule(
    "entry_of_nobody", "upn", "the entry is of a pupil who is not among the school's pupils at the end of key stage 4.",
    "Check the unique pupil number, or send the pupil's row.", BLOCKING,
)  # fmt: skip
ELSEWHERE = Rule(
    "entry_at_other_school", "upn", "the entry is of a pupil who is at the end of key stage 4 in school {school}.",
    "Confirm where the pupil is counted; every entry counts there.",
)  # fmt: skip
NONE = Rule(
    "pupil_without_entries", "upn", "{n} pupils at the end of key stage 4 have no entry at all.",
    "Confirm that they were not entered for anything; otherwise send all entries of the school again.",
)  # fmt: skip


def of_nobody(entries: Batch, pupils: pd.DataFrame | None) -> list[CrossFileFinding]:
    """Entries whose pupil has no row in the pupils' file of that year; only for schools that sent their pupils."""
    if pupils is None:
        return []
    rows = entries.rows[entries.rows["laestab"].isin(set(pupils["laestab"])) & entries.rows["upn"].notna()]
    at = pupils[pupils["upn"].notna()].drop_duplicates("upn").set_index("upn")["laestab"]
    here = pd.MultiIndex.from_frame(rows[["upn", "laestab"]]).isin(pd.MultiIndex.from_frame(pupils[["upn", "laestab"]]))
    school = pd.Series(at.reindex(rows["upn"]).array, index=rows.index)
    moved = rows[~here & school.notna()]
    nobody = by_school(entries, NOBODY, rows[school.isna()])
    return nobody + by_school(entries, ELSEWHERE, moved, school=school[moved.index])


def without_entries(pupils: Batch, entries: pd.DataFrame | None, across: Across) -> list[CrossFileFinding]:
    """Pupils without entries, who score 0 points; a school with too many of them has its records held."""
    if entries is None:
        return []
    rows = pupils.rows[~pupils.rows["out"]]
    none = rows[rows["upn"].notna() & ~rows["upn"].isin(set(entries["upn"].dropna()))]
    cohorts, counts = rows["laestab"].value_counts(), none["laestab"].value_counts()
    many = {s for s, n in counts.items() if across.no_entries.exceeded(n, cohorts[s])}
    return by_school(pupils, NONE, none, none["laestab"].isin(many))
