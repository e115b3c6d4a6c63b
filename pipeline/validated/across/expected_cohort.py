"""How many pupils a return should have: those of its year group on the roll of that year, else of the year below on the last one."""

from dataclasses import dataclass

import pandas as pd

from pipeline.validated.across.cross_file import Batch, CrossFileFinding, Rule, about_school

BELOW = {
    "R": "N2",
    "1": "R",
    **{str(n): str(n - 1) for n in range(2, 14)},
}  # a year group -> that of the same pupils a year before
SHORT = Rule(
    "short_of_expected", "", "the school returned {n} pupils; on its roll of the year before {expected} were in the year group below.",
    "Confirm that nobody is missing: send the missing rows, or say who has left.",
)  # fmt: skip


@dataclass(frozen=True)
class ExpectedCohort:
    """School -> how many pupils are expected, and by which roll: this year's, or the last one."""

    pupils: dict[str, int]
    roll_year: int


def expected_cohort(
    year_group: str, year: int, roll: pd.DataFrame | None, roll_before: pd.DataFrame | None
) -> ExpectedCohort | None:
    """The cohort that the roll of the year gives, else the roll of the year before; None without either, or without a year group."""
    if year_group and roll is not None:
        return ExpectedCohort(_counted(roll, year_group), year)
    if year_group in BELOW and roll_before is not None:
        return ExpectedCohort(_counted(roll_before, BELOW[year_group]), year - 1)
    return None


def short_of_expected(batch: Batch, roll: pd.DataFrame | None, before: pd.DataFrame | None) -> list[CrossFileFinding]:
    """Schools whose return is short of the last roll, while this year's has not come; with it `on_roll` names each pupil."""
    expected = expected_cohort(batch.source.year_group, batch.year, roll, before)
    if roll is not None or expected is None:
        return []
    returned = batch.rows.drop_duplicates(["laestab", "upn"])["laestab"].value_counts()
    files = batch.rows.drop_duplicates("laestab").set_index("laestab")["file"]
    out = []
    for school in sorted(set(returned.index) & set(expected.pupils)):
        n, due = int(returned[school]), expected.pupils[school]
        if n < due:
            out.append(about_school(batch, SHORT, school, files[school], n=n, expected=due))
    return out


def _counted(roll: pd.DataFrame, year_group: str) -> dict[str, int]:
    rows = roll[(roll["year_group"] == year_group).fillna(False)]
    return {str(school): int(n) for school, n in rows["laestab"].value_counts().items()}
