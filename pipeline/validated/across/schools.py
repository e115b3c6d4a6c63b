"""Schools across files: the same pupil in two of them, pupils lost between deliveries, schools unknown or without a return."""

import pandas as pd

from pipeline.declared.pupilchecks import Across
from pipeline.deliveries.findings import BLOCKING
from pipeline.validated.across.crossed import Batch, Crossed, Rule, told, told_of_school

TWO_SCHOOLS = Rule(
    "two_schools", "upn", "school {school} has returned a result for the same pupil, who would count twice.",
    "Agree with the other school where the pupil was when assessed; the other takes the row out.", BLOCKING,
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
    "school_unknown", "laestab", "no register held has a school with this number.",
    "Correct the number, or receive a register that has the school.", BLOCKING,
)  # fmt: skip
NO_RETURN = Rule(
    "no_return", "", "no {title} were received from the school, whose roll has {n} pupils of the year group.",
    "Send the return; if the school has no such pupils, correct the roll.",
)  # fmt: skip
COHORT = Rule(
    "cohort_changed", "", "the school returned {n} pupils, {before} a year earlier.",
    "Confirm that nobody is missing and nobody is there who should not be.",
)  # fmt: skip
ONE_OUTCOME = Rule(
    "one_outcome", "", "all {n} pupils of the school have exactly the same results in everything.",
    "Check that a column was not filled down.",
)  # fmt: skip


def in_two_schools(batch: Batch, roll: pd.DataFrame | None) -> list[Crossed]:
    """Both schools are told; one whose roll has the pupil is not held for it, and where no roll settles it both are."""
    rows = batch.rows[~batch.rows["out"] & batch.rows["upn"].notna()]
    pairs = rows[["upn", "laestab"]].drop_duplicates()
    twice = pairs[pairs.duplicated("upn", keep=False)]
    if twice.empty:
        return []
    others = twice.merge(twice, on="upn", suffixes=("", "_other"))
    others = others[others["laestab"] != others["laestab_other"]].drop_duplicates(["upn", "laestab"])
    named = others.set_index(["upn", "laestab"])["laestab_other"]
    found = rows[rows["upn"].isin(set(twice["upn"]))]
    at = pd.MultiIndex.from_arrays([found["upn"], found["laestab"]])
    other = pd.Series(named.reindex(at).array, index=found.index)
    if batch.source.id == "pupil_roll":
        return told(batch, TWO_ROLLS, found, school=other)
    settled = _on_roll(roll, at) if roll is not None else [False] * len(found)
    return told(batch, TWO_SCHOOLS, found, ~pd.Series(settled, index=found.index, dtype=bool), school=other)


def _on_roll(roll: pd.DataFrame, at: pd.MultiIndex) -> list[bool]:
    """Whether the roll has the pupil at the school of the row, and at no other school."""
    once = roll.drop_duplicates(["upn", "laestab"])
    once = once[~once.duplicated("upn", keep=False)]
    return list(at.isin(pd.MultiIndex.from_arrays([once["upn"], once["laestab"]])))


def two_numbers(batch: Batch) -> list[Crossed]:
    """One person under two numbers: both names and the date of birth the same, in one school's rows."""
    rows, person = batch.rows, ["laestab", "surname", "forename", "born"]
    if not set(person) <= set(rows) or "upn" not in rows:
        return []
    named = rows[rows[person].notna().all(axis=1) & rows["upn"].notna()]
    folded = named.assign(surname=named["surname"].str.casefold(), forename=named["forename"].str.casefold())
    return told(batch, TWO_NUMBERS, named[folded.groupby(person)["upn"].transform("nunique") > 1])


def lost_since(batch: Batch) -> list[Crossed]:
    """Pupils of a school's earlier delivery of the same release that its delivery in force does not have."""
    before = batch.replaced
    if before.empty or "collection" in before:
        return []
    newest = before[before.groupby("laestab")["order"].transform("max") == before["order"]]
    now = pd.MultiIndex.from_frame(batch.rows[["upn", "laestab"]])
    lost = newest[~pd.MultiIndex.from_frame(newest[["upn", "laestab"]]).isin(now) & newest["upn"].notna()]
    return told(batch, LOST, lost[~lost["out"]])


def unknown_schools(batch: Batch, known: set[str], newest: int) -> list[Crossed]:
    """Schools of an authority whose register is held, that it does not have; newer results than the register are only asked."""
    authorities = {s[:3] for s in known}
    rows = batch.rows
    strangers = rows[rows["laestab"].str[:3].isin(authorities) & ~rows["laestab"].isin(known)]
    return told(batch, UNKNOWN, strangers, pd.Series(batch.year <= newest, index=strangers.index))


def without_return(batch: Batch, of_the_year: set[str], roll: pd.DataFrame) -> list[Crossed]:
    """Schools whose roll has pupils of the year group and that have no row in any release of the source for the year."""
    due = roll[(roll["year_group"] == batch.source.year_group).fillna(False) & ~roll["laestab"].isin(of_the_year)]
    counted = due.groupby(["laestab", "file"]).size()
    title = batch.source.title[:1].lower() + batch.source.title[1:]
    return [told_of_school(batch, NO_RETURN, school, file, title=title, n=n) for (school, file), n in counted.items()]


def cohort_changed(batch: Batch, before: pd.DataFrame | None, across: Across) -> list[Crossed]:
    """Many more or fewer pupils than in the year before, in a school that returned results in both."""
    if before is None or not batch.source.year_group:
        return []
    now, then = _cohort(batch.rows, batch.source.year_group), _cohort(before, batch.source.year_group)
    files = batch.rows.drop_duplicates("laestab").set_index("laestab")["file"]
    out = []
    for school in sorted(set(now.index) & set(then.index)):
        n, last = int(now[school]), int(then[school])
        if across.cohort_change.exceeded(abs(n - last), last):
            out.append(told_of_school(batch, COHORT, school, files[school], n=n, before=last))
    return out


def _cohort(rows: pd.DataFrame, group: str) -> pd.Series:
    counted = rows[~rows["out"]]
    if "year_group" in counted:
        counted = counted[(counted["year_group"] == group).fillna(False)]
    return counted["laestab"].value_counts()


def one_outcome(batch: Batch, across: Across) -> list[Crossed]:
    """Schools in which every pupil has the same codes and numbers in everything that was required."""
    columns = [n for n, c in batch.source.columns.items() if c.type == "outcome" and n in batch.rows]
    columns += [c.score for n, c in batch.source.columns.items() if c.score and c.score in batch.rows]
    rows = batch.rows[~batch.rows["out"]]
    if not columns or "entry" in rows or "collection" in rows or rows.empty:
        return []
    kinds = rows.drop_duplicates(["laestab", *columns])["laestab"].value_counts()
    pupils = rows["laestab"].value_counts()
    files = rows.drop_duplicates("laestab").set_index("laestab")["file"]
    alike = [s for s in sorted(kinds.index) if kinds[s] == 1 and across.one_outcome.exceeded(pupils[s], pupils[s])]
    return [told_of_school(batch, ONE_OUTCOME, s, files[s], n=int(pupils[s])) for s in alike]
