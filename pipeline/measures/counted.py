"""Counts of pupils -> rows of the Figure table: the value, its interval, and the status of a measure that no pupil is in."""

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
    if counts.spread is not None:
        of_shown = zip(at[shown], group[shown], strict=True)
        value[shown] = [lowest_fifth_gap(counts.spread[place, g]) for place, g in of_shown]
    else:
        # Both sides of each division are whole numbers, so it is rounded once: the float nearest to the exact fraction.
        factor, scale = (100, 1) if measure.unit == "percent" else (1, per.scale)
        value[shown] = factor * total[shown] / (scale * pupils[shown])

    lower, upper = np.full(len(at), np.nan), np.full(len(at), np.nan)
    if per.spread is not None:
        lower, upper = mean_interval(value, per.spread, np.maximum(pupils, 1))

    # Only a percentage has a numerator: the sum of scores behind a mean is not a count of pupils.
    with_numerator = measure.unit == "percent" and not per.ranked
    numerator = pd.array(total, dtype="Int64")
    numerator[~shown if with_numerator else np.ones(len(at), dtype=bool)] = pd.NA
    columns = {
        "place_id": _words(places.ids, at),
        "year": np.full(len(at), year),
        "release": _words(places.releases, at),
        "measure": _words([measure.id], np.zeros_like(at)),
        "group": _words(groups, group),
        "numerator": numerator,
        "denominator": pd.array(pupils, dtype="Int64"),
        "value": value,
        "lower": lower,
        "upper": upper,
        "status": pd.array(
            np.where(pupils == 0, "not_applicable", np.where(covered, SHOWN, "low_coverage")), dtype="string"
        ),
        "delivery": _words(places.deliveries, at),
    }
    return pd.DataFrame(columns, columns=COLUMNS)


def _words(words: list[str], at: np.ndarray) -> pd.api.extensions.ExtensionArray:
    return pd.array(words, dtype="string").take(at)
