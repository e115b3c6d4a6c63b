"""Schools across files: the same pupil in two of them, pupils lost between deliveries, schools unknown or without a return."""

import pandas as pd

from pipeline.declared.pupilchecks import Across
from pipeline.deliveries.findings import BLOCKING
from pipeline.validated.across.cross_file import Batch, CrossFileFinding, Rule, about_school, by_school

TWO_SCHOOLS = Rule(
    "two_schools", "upn", "school {school} has returned a result for the same pupil, who would count twice.",
    "Agree with that school where the pupil was when assessed; the school the pupil was not at takes the row out.", BLOCKING,
)  # fmt: skip
TWO_ROLLS = Rule(
    "two_rolls", "upn", "the pupil is also on the roll of school {school}.",
    "Confirm whether the pupil is registered at both, and which school's results the pupil counts in.",
)  # fmt: skip
TWO_NUMBERS = Rule(
    "two_numbers", "upn", "another row of the school has the same names and date of birth under another number.",
    "If it is one pupil, keep the row with the permanent number and take the other out.", BLOCKING,
)  # fmt: skip
LOST = Rule(
    "lost_since", "upn", "the school's later delivery no longer has {n} of the pupils that this one had.",
    "Confirm that they were taken out on purpose; otherwise send the whole return again.",
)  # fmt: skip
UNKNOWN = Rule(
    "school_unknown", "laestab", "no register received so far has a school with this number.",
    "Correct the number, or receive a register that has the school.", BLOCKING,
)  # fmt: skip
NO_RETURN = Rule(
    "no_return", "", "no {title} were received from the school, whose roll has {n} pupils of the year group.",
    "Send the return; if the school has no such pupils, correct the roll.",
)  # fmt: skip
COHORT = Rule(
    "cohort_changed", "", "the school returned {n} pupils, {before} a year earlier.",
    "Confirm that nobody is missing and that nobody is in the return by mistake.",
)  # fmt: skip
ONE_OUTCOME = Rule(
    "one_outcome", "", "all {n} pupils of the school have exactly the same results in every assessment.",
    "Check that a column was not filled down.",
)  # fmt: skip


def in_two_schools(batch: Batch, roll: pd.DataFrame | None) -> list[CrossFileFinding]:
    """Pupils two schools returned; both schools get a finding.

    A school whose roll has the pupil is not held for it. Where no roll decides between the two, both are held.
    """
    rows = batch.rows[~batch.rows["out"] & batch.rows["upn"].notna()]
    pairs = rows[["upn", "laestab"]].drop_duplicates()
    twice = pairs[pairs.duplicated("upn", keep=False)]
    if twice.empty:
        return []
    others = twice.merge(twice, on="upn", suffixes=("", "_other"))
    others = others[others["laestab"] != others["laestab_other"]].drop_duplicates(["upn", "laestab"])
    named = others.set_index(["upn", "laestab"])["laestab_other"]
    repeated = rows[rows["upn"].isin(set(twice["upn"]))]
    at = pd.MultiIndex.from_arrays([repeated["upn"], repeated["laestab"]])
    other = pd.Series(named.reindex(at).array, index=repeated.index)
    if batch.source.id == "pupil_roll":
        return by_school(batch, TWO_ROLLS, repeated, school=other)
    undecided = pd.Series(True, index=repeated.index)
    if roll is not None:  # the roll decides for a pupil whom it has at one school only
        once = roll.drop_duplicates(["upn", "laestab"])
        once = once[~once.duplicated("upn", keep=False)]
        undecided &= ~at.isin(pd.MultiIndex.from_arrays([once["upn"], once["laestab"]]))
    return by_school(batch, TWO_SCHOOLS, repeated, undecided, school=other)


def two_numbers(batch: Batch) -> list[CrossFileFinding]:
    """One person under two numbers: both names and the date of birth the same, in one school's rows."""
    rows, person = batch.rows, ["laestab", "surname", "forename", "born"]
    if not set(person) <= set(rows) or "upn" not in rows:
        return []
    named = rows[rows[person].notna().all(axis=1) & rows["upn"].notna()]
    folded = named.assign(surname=named["surname"].str.casefold(), forename=named["forename"].str.casefold())
    return by_school(batch, TWO_NUMBERS, named[folded.groupby(person)["upn"].transform("nunique") > 1])


def lost_since(batch: Batch) -> list[CrossFileFinding]:
    """Pupils of a school's earlier delivery of the same release that its current delivery does not have."""
    before = batch.replaced
    if before.empty or "collection" in before:
        return []
    newest = before[before.groupby("laestab")["order"].transform("max") == before["order"]]
    now = pd.MultiIndex.from_frame(batch.rows[["upn", "laestab"]])
    lost = newest[~pd.MultiIndex.from_frame(newest[["upn", "laestab"]]).isin(now) & newest["upn"].notna()]
    return by_school(batch, LOST, lost[~lost["out"]])


def unknown_schools(batch: Batch, known: set[str], newest: int) -> list[CrossFileFinding]:
    """Schools missing from their authority's register; results newer than the register are not held for it."""
    authorities = {s[:3] for s in known}  # only of these is a register received
    rows = batch.rows
    unlisted = rows[rows["laestab"].str[:3].isin(authorities) & ~rows["laestab"].isin(known)]
    return by_school(batch, UNKNOWN, unlisted, pd.Series(batch.year <= newest, index=unlisted.index))


def without_return(batch: Batch, returned: set[str], roll: pd.DataFrame) -> list[CrossFileFinding]:
    """Schools whose roll has pupils of the year group and that have no row in any release of the source for the year."""
    due = roll[(roll["year_group"] == batch.source.year_group).fillna(False) & ~roll["laestab"].isin(returned)]
    counted = due.groupby(["laestab", "file"]).size()
    title = batch.source.title[:1].lower() + batch.source.title[1:]
    return [about_school(batch, NO_RETURN, school, file, title=title, n=n) for (school, file), n in counted.items()]


def cohort_changed(batch: Batch, before: pd.DataFrame | None, across: Across) -> list[CrossFileFinding]:
    """Many more or fewer pupils than in the year before, in a school that returned results in both."""
    if before is None or not batch.source.year_group:
        return []
    now, then = _cohort(batch.rows, batch.source.year_group), _cohort(before, batch.source.year_group)
    files = batch.rows.drop_duplicates("laestab").set_index("laestab")["file"]
    out = []
    for school in sorted(set(now.index) & set(then.index)):
        n, last = int(now[school]), int(then[school])
        if across.cohort_change.exceeded(abs(n - last), last):
            out.append(about_school(batch, COHORT, school, files[school], n=n, before=last))
    return out


def _cohort(rows: pd.DataFrame, group: str) -> pd.Series:
    """The number of pupils of the year group by school; rows that name no year group are all of it."""
    counted = rows[~rows["out"]]
    if "year_group" in counted:
        counted = counted[(counted["year_group"] == group).fillna(False)]
    return counted["laestab"].value_counts()


def one_outcome(batch: Batch, across: Across) -> list[CrossFileFinding]:
    """Schools in which every pupil has the same outcome codes and scores: a column may have been filled down."""
    columns = [n for n, c in batch.source.columns.items() if c.type == "outcome" and n in batch.rows]
    columns += [c.score for n, c in batch.source.columns.items() if c.score and c.score in batch.rows]
    rows = batch.rows[~batch.rows["out"]]
    if not columns or "entry" in rows or "collection" in rows or rows.empty:
        return []
    kinds = rows.drop_duplicates(["laestab", *columns])["laestab"].value_counts()
    pupils = rows["laestab"].value_counts()
    files = rows.drop_duplicates("laestab").set_index("laestab")["file"]
    alike = [s for s in sorted(kinds.index) if kinds[s] == 1 and across.one_outcome.exceeded(pupils[s], pupils[s])]
    return [about_school(batch, ONE_OUTCOME, s, files[s], n=int(pupils[s])) for s in alike]
