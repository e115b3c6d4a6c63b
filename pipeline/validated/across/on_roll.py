"""Results against the roll: is every pupil on it, at this school, in this year group, the same person; is anybody missing?"""

import pandas as pd

from pipeline.declared.pupilchecks import Across
from pipeline.deliveries.findings import BLOCKING
from pipeline.validated.across.crossed import Batch, Crossed, Rule, told

NOT_ON_ROLL = Rule(
    "not_on_roll", "upn", "the pupil is on no school's roll for the year, so no group's figures count the pupil.",
    "Check the unique pupil number; if the pupil joined after the roll was taken, send the roll again.",
)  # fmt: skip
MANY_NOT_ON_ROLL = Rule(
    "many_not_on_roll", "upn", "{n} of the pupils are on no school's roll for the year, too many to be late joiners.",
    "Check that the file is of this school and year, and that the roll held is of the same year.", BLOCKING,
)  # fmt: skip
OTHER_SCHOOL = Rule(
    "on_another_roll", "laestab", "the pupil is on the roll of school {school}, not of this one.",
    "Confirm which school the pupil was at when assessed; the other takes the pupil out.",
)  # fmt: skip
OTHER_GROUP = Rule(
    "roll_year_group", "upn", "the roll has the pupil in another year group than these results are of.",
    "Correct the year group here or on the roll.",
)  # fmt: skip
OTHER_SEX = Rule(
    "roll_sex", "sex", "the roll says otherwise of the pupil's sex; figures by sex follow the roll.",
    "Correct it here or on the roll.",
)  # fmt: skip
OTHER_BORN = Rule(
    "roll_born", "born", "the roll has another date of birth for this number, so it may be another pupil.",
    "Check the unique pupil number and the date of birth, and correct the one that is wrong.", BLOCKING,
)  # fmt: skip
MISSING = Rule(
    "missing_from_return", "upn", "{n} pupils of the year group on the school's roll have no result in this return.",
    "Send a row for each of them; where one left or did not take it, say so with the code. Roll rows are named here.",
)  # fmt: skip
SAME = ["laestab", "year_group", "sex", "born"]


def against_roll(batch: Batch, roll: pd.DataFrame, across: Across) -> list[Crossed]:
    """Everything the roll of the same year says against a batch; schools that sent no roll are asked nothing here."""
    rows = batch.rows[~batch.rows["out"] & batch.rows["laestab"].isin(set(roll["laestab"])) & batch.rows["upn"].notna()]
    rows = _beside(rows, roll)
    found = rows["on_roll"]
    return [
        *_strangers(batch, rows[~found], rows, across),
        *_elsewhere(batch, rows[found], roll),
        *_otherwise(batch, rows[found]),
        *_missing(batch, roll, across),
    ]


def _beside(rows: pd.DataFrame, roll: pd.DataFrame) -> pd.DataFrame:
    """The rows with what the roll has for the pupil: at this school if it has the pupil there, else wherever it has."""
    known = roll[roll["upn"].notna()]
    here = known.drop_duplicates(["upn", "laestab"]).set_index(["upn", "laestab"])
    anywhere = known.drop_duplicates("upn").set_index("upn")
    at = pd.MultiIndex.from_arrays([rows["upn"], rows["laestab"]])
    out = rows.assign(on_roll=rows["upn"].isin(anywhere.index), here=at.isin(here.index))
    for name in SAME:
        there = anywhere[name].reindex(rows["upn"]).array
        if name != "laestab":
            there = pd.Series(here[name].reindex(at).array, index=rows.index).where(
                out["here"], pd.Series(there, rows.index)
            )
        out[f"roll_{name}"] = there
    return out


def _strangers(batch: Batch, found: pd.DataFrame, rows: pd.DataFrame, across: Across) -> list[Crossed]:
    """Pupils on no roll: each is asked after; a school with too many of them has its records held."""
    cohorts, strangers = rows["laestab"].value_counts(), found["laestab"].value_counts()
    many = [s for s, n in strangers.items() if across.not_on_roll.exceeded(n, cohorts[s])]
    held = found["laestab"].isin(many)
    return [*told(batch, NOT_ON_ROLL, found[~held]), *told(batch, MANY_NOT_ON_ROLL, found[held])]


def _elsewhere(batch: Batch, rows: pd.DataFrame, roll: pd.DataFrame) -> list[Crossed]:
    """Pupils the roll has at another school; those that two schools returned are told of as such."""
    twice = batch.rows[~batch.rows["out"]].groupby("upn")["laestab"].nunique()
    moved = rows[~rows["here"] & ~rows["upn"].isin(set(twice[twice > 1].index))]
    return told(batch, OTHER_SCHOOL, moved, school=moved["roll_laestab"])


def _otherwise(batch: Batch, rows: pd.DataFrame) -> list[Crossed]:
    """What the row and the roll both say of a pupil, and differently. A row's own year group decides whether it counts."""
    out = []
    counts_by_row = "year_group" in batch.source.columns
    group = rows["year_group"] if counts_by_row else pd.Series(batch.source.year_group, rows.index, dtype="string")
    wrong = rows[_differs(group, rows["roll_year_group"])]
    out += told(batch, OTHER_GROUP, wrong, pd.Series(counts_by_row, index=wrong.index))
    for rule, name in ((OTHER_SEX, "sex"), (OTHER_BORN, "born")):
        if name in rows:
            out += told(batch, rule, rows[_differs(rows[name], rows[f"roll_{name}"])])
    return out


def _differs(one: pd.Series, other: pd.Series) -> pd.Series:
    known = one.notna() & other.notna()
    return known & (one.astype("string") != other.astype("string")).fillna(False)


def _missing(batch: Batch, roll: pd.DataFrame, across: Across) -> list[Crossed]:
    """Pupils of the year group on the roll of a school that sent results, who are in nobody's; one finding a school."""
    if not batch.source.year_group:
        return []
    due = roll[(roll["year_group"] == batch.source.year_group).fillna(False)]
    due = due[due["laestab"].isin(set(batch.rows["laestab"]))]
    missing = due[due["upn"].notna() & ~due["upn"].isin(set(batch.rows["upn"].dropna()))]
    expected = due["laestab"].value_counts()
    counts = missing["laestab"].value_counts()
    many = {s for s, n in counts.items() if across.missing.exceeded(n, expected[s])}
    return told(batch, MISSING, missing, missing["laestab"].isin(many))
