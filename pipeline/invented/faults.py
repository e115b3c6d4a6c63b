"""What goes wrong on purpose in 2025, so that a rehearsal holds a school, chases one and receives a corrected file late."""

import numpy as np
import pandas as pd

YEAR = 2025
CORRECTED, RAISED_BY = 3, 2  # pupils of the late file whose reading score is other than in the first, and by how much


def planted(source: str, year: int | None, table: pd.DataFrame) -> pd.DataFrame:
    """The table with its year's faults; any other table as it was."""
    if (source, year) != ("ks2_pupils", YEAR):
        return table
    scored = table["reading_score"].notna() & (table["reading_score"] >= 104)
    at = np.flatnonzero((table["case"] == "mark_and_outcome") & scored)[:1]
    table = table.copy()
    table.iloc[at, table.columns.get_loc("reading")] = "NS"
    twice = table[table["case"] == "duplicated_pupil"].iloc[4:5]
    return pd.concat([table, twice]).sort_values("laestab", kind="stable")


def corrected(table: pd.DataFrame) -> pd.DataFrame:
    """The late school's own rows, with some scores after review."""
    own = table[table["case"] == "late_file"].copy()
    near = np.flatnonzero(own["reading_score"].between(95, 115))[:CORRECTED]
    score = own.iloc[near, own.columns.get_loc("reading_score")] + RAISED_BY
    own.iloc[near, own.columns.get_loc("reading_score")] = score
    own.iloc[near, own.columns.get_loc("reading")] = np.where(score >= 100, "AS", "NS")
    return own
