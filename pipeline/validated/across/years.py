"""One pupil in two years: results in the same assessment twice, and prior attainment that differs from what was sent then."""

from dataclasses import replace

import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.validated.across.cross_file import Batch, CrossFileFinding, Rule, by_school

AGAIN = Rule(
    "two_years_running", "upn", "the pupil had a result in these assessments the year before as well.",
    "Confirm that the pupil stayed down a year, or take the row out.",
)  # fmt: skip
MET_BEFORE = Rule(
    "met_in_year_1", "upn", "the pupil met the standard in year 1, so no year 2 result is expected.",
    "Confirm the number, and the result of year 1.",
)  # fmt: skip
PRIOR = Rule(
    "prior_differs", "", "the key stage 1 result is not the one the pupil's school sent four years before.",
    "Confirm which of the two is right; progress starts from the one in these results.",
)  # fmt: skip
KS1_TO_KS2 = 4  # years between the two assessments
SUBJECTS = ("reading", "writing", "maths")


def again(batch: Batch, before: pd.DataFrame | None) -> list[CrossFileFinding]:
    """Pupils with a counted row in the same assessments two years running."""
    if before is None or not batch.source.year_group or "year_group" in batch.rows:
        return []
    last = set(before.loc[~before["out"], "upn"].dropna())
    return by_school(batch, AGAIN, batch.rows[~batch.rows["out"] & batch.rows["upn"].isin(last)])


def met_before(batch: Batch, before: pd.DataFrame | None, scales: dict[str, Scale]) -> list[CrossFileFinding]:
    """Year 2 rows of the phonics check for pupils who met the standard the year before."""
    if before is None or batch.source.stage != "phonics":
        return []
    scale = scales[batch.source.columns["phonics"].scale]
    met = [word for word, code in scale.codes.items() if "expected" in code.met]
    last = set(before.loc[before["phonics"].isin(met).fillna(False), "upn"].dropna())
    rows = batch.rows[~batch.rows["out"] & (batch.rows["year_group"] == "2").fillna(False)]
    return by_school(batch, MET_BEFORE, rows[rows["upn"].isin(last)])


def prior_differs(batch: Batch, ks1: pd.DataFrame | None, scales: dict[str, Scale]) -> list[CrossFileFinding]:
    """Prior attainment in key stage 2 results against the key stage 1 results of four years before, where both have one.

    A code the scale of prior attainment does not have (a pupil below the standard) is not compared.
    """
    if ks1 is None or batch.source.stage != "ks2":
        return []
    then = ks1[ks1["upn"].notna()].drop_duplicates("upn").set_index("upn")
    out: list[CrossFileFinding] = []
    for subject in SUBJECTS:
        ours = f"ks1_{subject}"
        if ours not in batch.source.columns or ours not in batch.rows:
            continue
        earlier = pd.Series(then[subject].reindex(batch.rows["upn"]).array, index=batch.rows.index)
        now = batch.rows[ours]
        codes = scales[batch.source.columns[ours].scale].codes
        both = earlier.isin(list(codes)) & now.notna() & (now != "").fillna(False)
        differs = batch.rows[both & (earlier != now).fillna(False)]
        out += by_school(batch, replace(PRIOR, column=ours), differs)
    return out
