"""The store's one table: one row per place, year, release, measure and pupil group."""

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
    "lower",  # 95 % interval as published, else as the measure's declaration estimates it
    "upper",
    "status",  # shown, or why there is no value: a status of params/vocabulary
    "delivery",  # fingerprint of the delivery (or deliveries, comma separated) it came from
]

SHOWN = "shown"


def empty() -> pd.DataFrame:
    """A Figure table with no rows and the right types."""
    return typed(pd.DataFrame(columns=COLUMNS))


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the Figure columns in order and in their types; extra columns are an error, not a surprise."""
    strangers = set(frame.columns) - set(COLUMNS)
    if strangers:
        raise ValueError(f"not Figure columns: {sorted(strangers)}")
    text = ["place_id", "release", "measure", "group", "status", "delivery"]
    out = frame.reindex(columns=COLUMNS).copy()
    out[text] = out[text].astype("string")
    out["year"] = out["year"].astype("int64")
    out[["numerator", "denominator"]] = out[["numerator", "denominator"]].astype("Int64")
    out[["value", "lower", "upper"]] = out[["value", "lower", "upper"]].astype("float64")
    return out
