"""How a file of pupils stands, in numbers: what a person who received it is told."""

from dataclasses import dataclass

import pandas as pd

from pipeline.deliveries.delivery import Delivery
from pipeline.deliveries.findings import Finding, blocking


@dataclass(frozen=True)
class FindingCounts:
    """Numbers of one file. A question is one rule failed in one row."""

    rows: int
    schools: int
    stray: int  # rows of no school, or of one the file is not of: left out of every figure
    held: int  # schools whose rows here hold their records
    questions: int


def finding_counts(table: pd.DataFrame, findings: list[Finding], delivery: Delivery) -> FindingCounts:
    own = of_the_sender(table, delivery.la)
    held = {f.school for f in blocking(findings) if f.school}
    asked = sum(len(f.lines) for f in findings if f.school)
    return FindingCounts(len(table), table.loc[own, "laestab"].nunique(), int((~own).sum()), len(held), asked)


def of_the_sender(table: pd.DataFrame, sender: str) -> pd.Series:
    """The rows whose school can be read and is one the file's name says it is of: an authority's, or one school's own."""
    return table["laestab"].str.startswith(sender).fillna(False).astype(bool)
