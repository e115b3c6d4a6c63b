"""Counts of pupils -> rows of the Figure table: the value, its interval, and the status of a measure nobody is in."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.declared import Measure
from pipeline.measures.arithmetic import mean_interval
from pipeline.measures.figure import COLUMNS, SHOWN
from pipeline.pupils.perpupil import PerPupil
from pipeline.pupils.tally import Tally, lowest_fifth_gap

ENOUGH = 0.5  # progress of fewer than half the pupils is not shown: the Department's coverage rule


class Places(NamedTuple):
    """The places of a tally's rows, with the release stage and the deliveries of their figures."""

    ids: list[str]
    releases: list[str]
    deliveries: list[str]


def counted(
    counts: Tally, places: Places, groups: list[str], measure: Measure, per: PerPupil, year: int
) -> pd.DataFrame:
    """A row for every place and group with pupils in the measure; without any, one for all pupils: not applicable."""
    everyone = np.array([group == "all" for group in groups])
    at, group = np.nonzero((counts.pupils > 0) | everyone)
    pupils, total = counts.pupils[at, group], counts.total[at, group]
    covered = pupils >= ENOUGH * counts.of[at, group] if per.spread is not None else np.ones(len(at), dtype=bool)
    shown = (pupils > 0) & covered
    value = np.full(len(at), np.nan)
    value[shown] = _values(counts, at[shown], group[shown], measure, per)
    status = np.where(pupils == 0, "not_applicable", np.where(covered, SHOWN, "low_coverage"))
    counted_up = measure.unit == "percent" and not per.ranked
    lower = upper = np.full(len(at), np.nan)
    if per.spread is not None:
        lower, upper = mean_interval(value, per.spread, np.maximum(pupils, 1))
    columns = {
        "place_id": _words(places.ids, at),
        "year": np.full(len(at), year),
        "release": _words(places.releases, at),
        "measure": _words([measure.id], np.zeros_like(at)),
        "group": _words(groups, group),
        "numerator": pd.array(total, dtype="Int64") if counted_up else pd.array([pd.NA] * len(at), dtype="Int64"),
        "denominator": pd.array(pupils, dtype="Int64"),
        "value": value,
        "lower": lower,
        "upper": upper,
        "status": pd.array(status, dtype="string"),
        "delivery": _words(places.deliveries, at),
    }
    if counted_up:
        columns["numerator"][~shown] = pd.NA
    return pd.DataFrame(columns, columns=COLUMNS)


def _values(counts: Tally, at: np.ndarray, group: np.ndarray, measure: Measure, per: PerPupil) -> np.ndarray:
    """Both sides of each division are whole numbers, so it is rounded once: the float nearest to the exact fraction."""
    if per.ranked:
        return np.array([lowest_fifth_gap(counts.spread[a, g]) for a, g in zip(at, group, strict=True)])
    pupils, total = counts.pupils[at, group], counts.total[at, group]
    return 100 * total / pupils if measure.unit == "percent" else total / (per.scale * pupils)


def _words(words: list[str], at: np.ndarray):
    return pd.array(words, dtype="string").take(at)
