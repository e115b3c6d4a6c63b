"""Rows whose school's number is empty, no number, or another authority's: the roll says whose pupils they are."""

import pandas as pd

from pipeline.deliveries.findings import BLOCKING
from pipeline.validated.across.cross_file import Batch, CrossFileFinding, Rule, by_school

UNPLACED = Rule(
    "row_unplaced", "laestab",
    "the row does not give this school's number, and its pupil is on this school's roll: it would be counted nowhere.",
    "Write the school's number in the row and send the file again, or say that the pupil is not the school's.", BLOCKING,
)  # fmt: skip


def on_a_roll(batch: Batch, roll: pd.DataFrame | None) -> list[CrossFileFinding]:
    """A finding for each school on whose roll the pupil of such a row is, unless the school's own rows have the pupil as well."""
    if roll is None or batch.unplaced.empty:
        return []
    known = roll[roll["upn"].notna()].drop_duplicates("upn").set_index("upn")["laestab"]
    rows = batch.unplaced[batch.unplaced["upn"].isin(set(known.index) - set(batch.rows["upn"].dropna()))]
    return by_school(batch, UNPLACED, rows.assign(laestab=rows["upn"].map(known)))
