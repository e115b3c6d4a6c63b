"""A file of pupils in numbers, printed for the person who received it."""

from dataclasses import dataclass

import pandas as pd

from pipeline.deliveries.delivery import Delivery
from pipeline.deliveries.findings import Finding, blocking


@dataclass(frozen=True)
class FindingCounts:
    """Numbers of one file. A question is one rule failed in one row."""

    rows: int
    schools: int
    stray: int  # rows of no school, or of one outside the file's authority: left out of every figure
    held: int  # schools whose rows here hold their records
    questions: int


def finding_counts(table: pd.DataFrame, findings: list[Finding], delivery: Delivery) -> FindingCounts:
    """The numbers of one kept file of pupils, from its typed table and its findings."""
    own = of_the_sender(table, delivery.la)
    held = {f.school for f in blocking(findings) if f.school}
    questions = sum(len(f.lines) for f in findings if f.school)
    return FindingCounts(len(table), table.loc[own, "laestab"].nunique(), int((~own).sum()), len(held), questions)


def is_school(sender: str) -> bool:
    """Whether the sender in a file's name is one school, by its LAESTAB, rather than an authority."""
    return len(sender) == 7


def of_the_sender(table: pd.DataFrame, sender: str) -> pd.Series:
    """Which rows belong to the sender in the file's name, an authority (three digits) or one school (its LAESTAB); one boolean a row."""
    return table["laestab"].str.startswith(sender).fillna(False).astype(bool)
