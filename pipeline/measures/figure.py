"""The Figure table, which holds every figure: one row per place, year, release, measure and pupil group."""

import pandas as pd

GRAIN = ["place_id", "year", "release", "measure", "group"]

COLUMNS = [
    "place_id",  # a school's LAESTAB, a cluster's, trust's or group's id, an authority's code, a region's slug, "england"
    "year",  # results year: the calendar year of the summer
    "release",  # release stage, one of params/vocabulary
    "measure",  # the id of a declaration in params/measures
    "group",  # pupil group, one of params/vocabulary; "all" for every pupil
    "numerator",  # pupils who met it, where known
    "denominator",  # eligible pupils (or pupils in the measure), where known
    "value",  # unrounded where counts are known, else as published; missing is missing, never 0
    "lower",  # 95% interval as published, else as the measure's declaration estimates it
    "upper",
    "status",  # shown, or why there is no value: a status of params/vocabulary
    "delivery",  # fingerprint of the delivery (or deliveries, comma separated) it came from
]

NUMBERS = ["numerator", "denominator", "value", "lower", "upper"]  # what a figure without a value lacks
SHOWN = "shown"


def empty() -> pd.DataFrame:
    """A Figure table with no rows and the right types."""
    return typed(pd.DataFrame(columns=COLUMNS))


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the Figure columns in order and in their types; ValueError for any other column."""
    extra = set(frame.columns) - set(COLUMNS)
    if extra:
        raise ValueError(f"not columns of the Figure table: {sorted(extra)}; it has {', '.join(COLUMNS)}")
    text = ["place_id", "release", "measure", "group", "status", "delivery"]
    figures = frame.reindex(columns=COLUMNS).copy()
    figures[text] = figures[text].astype("string")
    figures["year"] = figures["year"].astype("int64")
    figures[["numerator", "denominator"]] = figures[["numerator", "denominator"]].astype("Int64")
    figures[["value", "lower", "upper"]] = figures[["value", "lower", "upper"]].astype("float64")
    return figures
