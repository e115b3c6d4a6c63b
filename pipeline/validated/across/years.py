"""One pupil in two years: results that were had before, and prior attainment that is not what the school then sent."""

import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.validated.across.crossed import Batch, Crossed, Rule, told

AGAIN = Rule(
    "two_years_running", "upn", "the pupil had a result in these assessments the year before as well.",
    "Confirm that the pupil stayed down a year, or take the row out.",
)  # fmt: skip
MET_BEFORE = Rule(
    "met_in_year_1", "upn", "the pupil met the standard in year 1, and need not take the check again in year 2.",
    "Confirm the number, and the result of year 1.",
)  # fmt: skip
PRIOR = Rule(
    "prior_differs", "", "the key stage 1 result is not the one the pupil's school sent four years before.",
    "Confirm which of the two is right; progress starts from the one in these results.",
)  # fmt: skip
KS1_TO_KS2 = 4  # years between the two assessments
SUBJECTS = ("reading", "writing", "maths")


def again(batch: Batch, before: pd.DataFrame | None) -> list[Crossed]:
    """Pupils with a counted row in the same assessments two years running."""
    if before is None or not batch.source.year_group or "year_group" in batch.rows:
        return []
    last = set(before.loc[~before["out"], "upn"].dropna())
    return told(batch, AGAIN, batch.rows[~batch.rows["out"] & batch.rows["upn"].isin(last)])


def met_before(batch: Batch, before: pd.DataFrame | None, scales: dict[str, Scale]) -> list[Crossed]:
    """Year 2 rows of the phonics check for pupils who met the standard the year before."""
    if before is None or batch.source.stage != "phonics":
        return []
    scale = scales[batch.source.columns["phonics"].scale]
    met = [word for word, code in scale.codes.items() if "expected" in code.met]
    last = set(before.loc[before["phonics"].isin(met).fillna(False), "upn"].dropna())
    rows = batch.rows[~batch.rows["out"] & (batch.rows["year_group"] == "2").fillna(False)]
    return told(batch, MET_BEFORE, rows[rows["upn"].isin(last)])


def prior_differs(batch: Batch, ks1: pd.DataFrame | None, scales: dict[str, Scale]) -> list[Crossed]:
    """Prior attainment in key stage 2 results against the key stage 1 results of four years before, where both say one.

    A code the scale of prior attainment does not have (a pupil below the standard) is not compared.
    """
    if ks1 is None or batch.source.stage != "ks2":
        return []
    then = ks1[ks1["upn"].notna()].drop_duplicates("upn").set_index("upn")
    out = []
    for subject in SUBJECTS:
        ours = f"ks1_{subject}"
        if ours not in batch.source.columns or ours not in batch.rows:
            continue
        was = pd.Series(then[subject].reindex(batch.rows["upn"]).array, index=batch.rows.index)
        said = batch.rows[ours]
        codes = scales[batch.source.columns[ours].scale].codes
        both = was.isin(list(codes)) & said.notna() & (said != "").fillna(False)
        differs = batch.rows[both & (was != said).fillna(False)]
        rule = Rule(PRIOR.id, ours, PRIOR.said, PRIOR.remedy)
        out += told(batch, rule, differs)
    return out
