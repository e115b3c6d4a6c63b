"""Estimates for progress: the mean outcome of children who started alike. They are made of the invented children themselves.

So the authority's progress is a little off 0, as much as `AHEAD` says, and its schools' is what they add.
"""

import numpy as np
import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.invented import chance
from pipeline.invented.schools import national

SUBJECTS = ("reading", "writing", "maths")
AHEAD = 0.25  # standard deviation of the authority's own progress, in scaled score points
FEWEST = 25  # pupils in a prior attainment group
LIMITED_SINCE = 2018  # very low pupil scores are limited from then on
LEAST = 2.6  # a pupil's progress is not taken below this many national standard deviations
STEP = {"ks2": 0.125, "ks4": 0.1}  # what prior attainment is counted in: so the groups leave no gap


def key_stage_2(year: int, table: pd.DataFrame, scales: dict[str, Scale], seed: int) -> pd.DataFrame:
    """A row a subject and prior attainment group, from the key stage 2 results of the year."""
    counted = table[table["discounted"] == "no"]
    points = {s: worth(counted[f"ks1_{s}"], scales["ks1_prior"], year) for s in SUBJECTS}
    prior = ((points["reading"] + points["writing"]) / 2 + points["maths"]) / 2
    parts = []
    for subject in SUBJECTS:
        outcome = _outcome(counted, subject, scales, year)
        groups = alike(prior, outcome, STEP["ks2"], 2 if year < 2022 else 1)
        ahead = AHEAD * chance.bell(np.array([chance.key(seed, "ahead", year, subject)]), "points")[0]
        groups["estimate"] = (groups["estimate"] - ahead).round(2)
        parts.append(_printed(groups, year, "ks2", subject))
    return pd.concat(parts)


def key_stage_4(year: int, prior: pd.Series, attainment_8: np.ndarray) -> pd.DataFrame:
    """The same of Attainment 8, by key stage 2 average; the outcome is in points, progress in tenths of them."""
    groups = alike(prior, pd.Series(attainment_8, index=prior.index), STEP["ks4"], 0.5 if year < 2021 else 2)
    return _printed(groups.assign(estimate=(groups["estimate"] + 0.3).round(2)), year, "ks4", "attainment8")


def worth(codes: pd.Series, scale: Scale, year: int) -> pd.Series:
    return codes.map({c: scale.codes[c].worth(year) for c in codes.unique()}).astype(float)


def _outcome(table: pd.DataFrame, subject: str, scales: dict[str, Scale], year: int) -> pd.Series:
    """The score, or the nominal points of a teacher's judgement; nothing for those with neither."""
    if subject == "writing":
        return worth(table["writing"], scales["ks2_writing"], year)
    teacher = worth(table[f"{subject}_ta"], scales["ks2_below_test"], year)
    return table[f"{subject}_score"].fillna(teacher.where(table[subject].isin(["B", "N"])))


def alike(prior: pd.Series, outcome: pd.Series, step: float, width: float) -> pd.DataFrame:
    """Groups `width` wide, joined with the next until each holds enough; their means, never falling as prior rises."""
    pairs = pd.DataFrame({"prior": prior, "outcome": outcome}).dropna()
    pairs["bin"] = np.floor(pairs["prior"] / width).astype(int)
    counts = pairs.groupby("bin")["outcome"].agg(["size", "sum"]).reindex(range(pairs["bin"].max() + 1), fill_value=0)
    ends, waiting = [], 0
    for at, size in counts["size"].items():
        waiting += size
        if waiting >= FEWEST:
            ends.append(at)
            waiting = 0
    ends[-1] = counts.index[-1]
    group = np.searchsorted(ends, counts.index)
    joined = counts.groupby(group).sum()
    low = np.array([0, *(np.array(ends[:-1]) + 1)]) * width
    high = np.append(low[1:] - step, 130.0)
    mean = np.maximum.accumulate((joined["sum"] / joined["size"]).round(6).to_numpy())
    return pd.DataFrame({"prior_from": low, "prior_to": high, "estimate": mean})


def _printed(groups: pd.DataFrame, year: int, stage: str, subject: str) -> pd.DataFrame:
    spread = national("progress_spread", subject, year)
    least = round(-LEAST * spread, 2) if year >= LIMITED_SINCE else np.nan
    return groups.assign(year=year, stage=stage, subject=subject, least=least, spread=spread)
