"""Transition rates for the invented authority: how many in a hundred of the invented children who started alike reached it.

They are made of the last results whose children had earlier results of the same kind, as the national ones are.
"""

import numpy as np
import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.invented.estimates import STEP, SUBJECTS, alike, worth
from pipeline.invented.stages.ks4 import best_points

MADE_OF = {"ks2": {2023: 2022, 2026: 2023}, "ks4": {2023: 2022, 2024: 2023}}  # summer -> results the rates are made of
SCORE, GREATER = 100, ("EXS", "GDS")
PASSES = {"ks4_basics_94": 4, "ks4_basics_95": 5}


def of_key_stage_2(year: int, table: pd.DataFrame, scales: dict[str, Scale]) -> pd.DataFrame:
    """Rates made of the key stage 2 results of a year, for every summer they serve; by key stage 1 points."""
    counted = table[table["discounted"] == "no"]
    points = {s: worth(counted[f"ks1_{s}"], scales["ks1_prior"], year) for s in SUBJECTS}
    prior = (points["reading"] + points["writing"] + 2 * points["maths"]) / 4
    met = {s: counted[f"{s}_score"].ge(SCORE).fillna(False).astype(bool) for s in ("reading", "maths")}
    met["writing"] = counted["writing"].isin(GREATER)
    together = met["reading"] & met["writing"] & met["maths"]
    reached = {"ks2_rwm_exp": together, **{f"ks2_{s}_exp": met[s] for s in SUBJECTS}}
    return _rates("ks2", year, prior, reached, width=1)


def of_key_stage_4(year: int, prior: pd.Series, entries: pd.DataFrame) -> pd.DataFrame:
    """Rates made of the entries of a year; by the average of the key stage 2 scores."""
    best = {k: best_points(entries, prior.index, k) for k in ("english_language", "english_literature", "maths")}
    english = np.maximum(best["english_language"], best["english_literature"])
    lower = np.minimum(english, best["maths"])
    return _rates(
        "ks4", year, prior, {m: pd.Series(lower >= least, prior.index) for m, least in PASSES.items()}, width=4
    )


def _rates(stage: str, made_of: int, prior: pd.Series, reached: dict[str, pd.Series], width: float) -> pd.DataFrame:
    summers = [summer for summer, results in MADE_OF[stage].items() if results == made_of]
    parts = []
    for measure, met in reached.items():
        bands = alike(prior, met.astype(float) * 100, STEP[stage], width).rename(columns={"estimate": "rate"})
        parts += [bands.assign(year=y, stage=stage, measure=measure, rate=bands["rate"].round(1)) for y in summers]
    return pd.concat(parts) if parts else pd.DataFrame()
