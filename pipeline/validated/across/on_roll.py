"""Results against the roll: is every pupil on it, at this school, in this year group, the same person; is anybody missing?"""

import pandas as pd

from pipeline.declared.pupilchecks import Across
from pipeline.deliveries.findings import BLOCKING
from pipeline.validated.across.cross_file import Batch, CrossFileFinding, Rule, by_school

NOT_ON_ROLL = Rule(
    "not_on_roll", "upn", "the pupil is on no school's roll for the year, so no group's figures count the pupil.",
    "Check the unique pupil number; if the pupil joined after the roll was taken, send the roll again.",
)  # fmt: skip
MANY_NOT_ON_ROLL = Rule(
    "many_not_on_roll", "upn", "{n} of the pupils are on no school's roll for the year, too many to be late joiners.",
    "Check that the file is of this school and year, and that the roll received is of the same year.", BLOCKING,
)  # fmt: skip
OTHER_SCHOOL = Rule(
    "on_another_roll", "laestab", "the pupil is on the roll of school {school}, not of this one.",
    "Confirm which school the pupil was at when assessed; the other school takes the pupil out.",
)  # fmt: skip
OTHER_GROUP = Rule(
    "roll_year_group", "upn", "the roll puts the pupil in another year group than that of these results.",
    "Correct the year group here or on the roll.",
)  # fmt: skip
OTHER_SEX = Rule(
    "roll_sex", "sex", "the roll gives another sex for the pupil; figures by sex follow the roll.",
    "Correct it here or on the roll.",
)  # fmt: skip
OTHER_BORN = Rule(
    "roll_born", "born", "the roll has another date of birth for this pupil number, so it may be another pupil.",
    "Check the unique pupil number and the date of birth, and correct the one that is wrong.", BLOCKING,
)  # fmt: skip
MISSING = Rule(
    "missing_from_return", "upn", "{n} pupils of the year group on the school's roll have no result in this return.",
    "Send a row for each of them; where one left or did not take it, say so with the code. Roll rows are named here.",
)  # fmt: skip
COMPARED = ["laestab", "year_group", "sex", "born"]


def against_roll(batch: Batch, roll: pd.DataFrame, across: Across) -> list[CrossFileFinding]:
    """Every difference between a batch and the roll of the same year, for the schools that sent a roll."""
    returned = batch.rows[~batch.rows["out"]]
    rows = returned[returned["laestab"].isin(set(roll["laestab"])) & returned["upn"].notna()]
    rows = _beside(rows, roll)
    on_roll, unlisted = rows[rows["on_roll"]], rows[~rows["on_roll"]]
    out = []

    # A pupil or two may have joined after the roll was taken; a school with too many of them has its records held.
    cohorts, counts = rows["laestab"].value_counts(), unlisted["laestab"].value_counts()
    too_many = unlisted["laestab"].isin([s for s, n in counts.items() if across.not_on_roll.exceeded(n, cohorts[s])])
    out += by_school(batch, NOT_ON_ROLL, unlisted[~too_many])
    out += by_school(batch, MANY_NOT_ON_ROLL, unlisted[too_many])

    # A pupil whom two schools returned has a finding of its own (`schools.in_two_schools`).
    schools_of_pupil = returned.groupby("upn")["laestab"].nunique()
    twice = set(schools_of_pupil[schools_of_pupil > 1].index)
    moved = on_roll[~on_roll["here"] & ~on_roll["upn"].isin(twice)]
    out += by_school(batch, OTHER_SCHOOL, moved, school=moved["roll_laestab"])

    # A year group in the row decides whether the pupil counts, so there a difference holds the school's records.
    counts_by_row = "year_group" in batch.source.columns
    groups = (
        on_roll["year_group"] if counts_by_row else pd.Series(batch.source.year_group, on_roll.index, dtype="string")
    )
    wrong = on_roll[_differs(groups, on_roll["roll_year_group"])]
    out += by_school(batch, OTHER_GROUP, wrong, pd.Series(counts_by_row, index=wrong.index))
    for rule, name in ((OTHER_SEX, "sex"), (OTHER_BORN, "born")):
        if name in on_roll:
            out += by_school(batch, rule, on_roll[_differs(on_roll[name], on_roll[f"roll_{name}"])])
    return out + _missing(batch, roll, across)


def _beside(rows: pd.DataFrame, roll: pd.DataFrame) -> pd.DataFrame:
    """The rows with what the roll has for the pupil: at this school if it lists the pupil here, else wherever it does.

    Adds `on_roll` and `here` (booleans) and a column `roll_` for each of COMPARED.
    """
    known = roll[roll["upn"].notna()]
    here = known.drop_duplicates(["upn", "laestab"]).set_index(["upn", "laestab"])
    anywhere = known.drop_duplicates("upn").set_index("upn")
    at = pd.MultiIndex.from_arrays([rows["upn"], rows["laestab"]])
    out = rows.assign(on_roll=rows["upn"].isin(anywhere.index), here=at.isin(here.index))
    for name in COMPARED:
        on_any_roll = pd.Series(anywhere[name].reindex(rows["upn"]).array, rows.index)
        if name == "laestab":
            out["roll_laestab"] = on_any_roll
        else:
            on_this_roll = pd.Series(here[name].reindex(at).array, index=rows.index)
            out[f"roll_{name}"] = on_this_roll.where(out["here"], on_any_roll)
    return out


def _differs(one: pd.Series, other: pd.Series) -> pd.Series:
    """Where both are known and not the same."""
    known = one.notna() & other.notna()
    return known & (one.astype("string") != other.astype("string")).fillna(False)


def _missing(batch: Batch, roll: pd.DataFrame, across: Across) -> list[CrossFileFinding]:
    """Pupils of the year group on the roll of a school that sent results, who are in no school's results; a finding a school."""
    if not batch.source.year_group:
        return []
    due = roll[(roll["year_group"] == batch.source.year_group).fillna(False)]
    due = due[due["laestab"].isin(set(batch.rows["laestab"]))]
    # A pupil whose row gives no school's number is asked about by `unplaced`, and is not missing.
    returned = set(batch.rows["upn"].dropna()) | set(batch.unplaced["upn"].dropna())
    missing = due[due["upn"].notna() & ~due["upn"].isin(returned)]
    expected = due["laestab"].value_counts()
    counts = missing["laestab"].value_counts()
    many = {s for s, n in counts.items() if across.missing.exceeded(n, expected[s])}
    return by_school(batch, MISSING, missing, missing["laestab"].isin(many))
