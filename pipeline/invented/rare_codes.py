"""Codes that chance hands to nobody: one school sends each, once. Those whose counting waits to be confirmed hold its records."""

import numpy as np
import pandas as pd

from pipeline.declared.sources import Source

CASE = "codes_in_question"  # of the school that sends them
SENT: dict[str, dict[int, tuple[str, ...]]] = {  # scale -> results year -> the codes, each of one pupil
    "mtc": {2022: ("X", "NAA", "H", "Z")},
    "ks2_test": {2022: ("CA", "CN")},
    "ks2_below_test": {2016: ("GDS", "A", "D")},
    "ks1_prior": {2016: ("4",), 2022: ("PKF", "BLW")},
}


def is_rare(scale: str, code: str) -> bool:
    """Whether the code is sent by the one school alone, and so is not among those that are handed out by chance."""
    return any(code in codes for codes in SENT.get(scale, {}).values())


def with_rare_codes(source: Source, year: int | None, table: pd.DataFrame) -> pd.DataFrame:
    """The table with the year's rare codes in each column of their scale; any other table as it was."""
    outcomes = {c: column for c, column in source.columns.items() if year in SENT.get(column.scale, {}) and c in table}
    if not outcomes:
        return table
    assert year is not None  # it is one of those in SENT
    table = table.copy()
    at = np.flatnonzero(table["case"] == CASE)
    for ours, column in outcomes.items():
        codes = SENT[column.scale][year]
        table.iloc[at[: len(codes)], table.columns.get_loc(ours)] = list(codes)
        without_score = [not source.scales[column.scale].codes[code].by_score for code in codes]
        if column.score:
            table.iloc[at[: len(codes)][without_score], table.columns.get_loc(column.score)] = np.nan
    return table
