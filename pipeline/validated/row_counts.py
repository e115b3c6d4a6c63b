"""Where every row of a delivery went: used, held until its school has answered, or left out for a reason. They add up."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field

import pandas as pd

from pipeline.deliveries.findings import Finding, blocking
from pipeline.validated.finding_counts import of_the_sender
from pipeline.validated.shape import SCHOOL_KINDS

OF_OTHERS = "of other authorities"
NO_SCHOOL = "of no school"


@dataclass(frozen=True)
class RowCounts:
    """Rows below the headings of a file, blank ones aside. `left_out` gives for each reason its number of rows."""

    received: int
    used: int
    held: int = 0
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def adds_up(self) -> bool:
        """Whether no row is lost and none is counted twice."""
        return self.received == self.used + self.held + sum(self.left_out.values())

    def sentence(self) -> str:
        """All the counts in a line: 71 rows received = 64 used + 0 held + 7 left out (7 of other authorities)."""
        reasons = ", ".join(f"{number:,} {reason}" for reason, number in self.left_out.items())
        out = f"{sum(self.left_out.values()):,} left out{f' ({reasons})' if reasons else ''}"
        received = f"{self.received:,} {'row' if self.received == 1 else 'rows'} received"
        return f"{received} = {self.used:,} used + {self.held:,} held + {out}"


def _of_no_school(table: pd.DataFrame) -> pd.Series:
    """The rows of a published table that are of a school and have neither of its numbers: no place can take their figures."""
    numbers = [table[c] for c in ("urn", "laestab") if c in table]
    if not numbers or "row_kind" not in table:
        return pd.Series(False, index=table.index)
    nameless = pd.concat([n.isna() for n in numbers], axis=1).all(axis=1)
    return (table["row_kind"].isin(SCHOOL_KINDS) & nameless).astype(bool)


def count_rows(
    table: pd.DataFrame,
    left_out: dict[str, int],
    sender: str | None,
    others: Container[int],
    findings: Iterable[Finding],
) -> RowCounts:
    """The counts of a typed table. `left_out` are the rows that reading left out before, by reason.

    `sender` is the authority or school in the name of a file about pupils, or "" where it names none; None for a table that is
    not about pupils. `others` are the lines of other authorities.
    """
    left = {reason: number for reason, number in left_out.items() if number}
    received = len(table) + sum(left.values())
    if sender is None:
        theirs = table["row"].map(lambda row: int(row) in others).astype(bool)
        nameless = _of_no_school(table) & ~theirs
        used, held = ~theirs & ~nameless, pd.Series(False, index=table.index)
        for reason, rows in ((NO_SCHOOL, nameless), (OF_OTHERS, theirs)):
            left |= {reason: int(rows.sum())} if rows.any() else {}
    else:
        own = of_the_sender(table, sender)
        asked = {f.school for f in blocking(findings) if f.school}
        with_its_school = {line for f in blocking(findings) if f.school for line in f.lines}
        held = (own & table["laestab"].isin(list(asked))) | (~own & table["row"].isin(list(with_its_school)))
        used, stray = own & ~held, ~own & ~held
        nowhere = stray & table["laestab"].isna()
        for reason, rows in ((NO_SCHOOL, nowhere), ("of other authorities or schools", stray & ~nowhere)):
            left |= {reason: int(rows.sum())} if rows.any() else {}
    return RowCounts(received, int(used.sum()), int(held.sum()), left)
