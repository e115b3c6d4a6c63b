"""One piece of evidence of what a delivered file is: what was seen, where, what it means and how certain that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Where = Literal["content", "name", "folder"]
Certainty = Literal["certain", "likely", "possible"]
Kind = Literal[
    "academic_year",  # 2024-25
    "year",  # 2025
    "date",  # 2025-09-14: when a file was fetched or, of a register, the day it states
    "unclear",  # 2023-25: numbers that are no year but may have been meant as one
    "school_number",
    "laestab",
    "authority",
    "release",
    "born",  # dates of birth beside year groups
    "year_column",
    "earlier_years",  # columns that repeat earlier results
    "held_figures",  # figures equal to those of a year already held
]


@dataclass(frozen=True)
class Evidence:
    """`seen` is text of a name or a heading, or words of this project; it is never a delivered cell.

    `certain` is what the content proves, `likely` what a name says by a form that nobody uses for anything else, and
    `possible` what could as well be something else: that is named in a question but never decides.
    """

    where: Where
    kind: Kind
    seen: str
    certainty: Certainty
    year: int | None = None
    release: str = ""
    code: str = ""  # of an authority, a LAESTAB or a school's number
    month: str = ""  # of a date: yyyy-mm
    column: str = ""  # of content: the heading it was read from
    at: int = 0  # where it begins in the name

    def sentence(self) -> str:
        """What was seen, for a question: its name has 2024-25, which says 2025."""
        if self.where == "content":
            return f"{self.seen}, which says {self.year}"
        named = f"its {self.where} has {self.seen!r}"
        if self.kind in ("school_number", "laestab"):
            return f"{named}, read as a school's number"
        if self.kind == "date":
            return f"{named}, read as a date on which it was made or fetched"
        if self.year is None:
            return f"{named}, which is no academic year"
        return (
            f"{named}, which may say {self.year}"
            if self.certainty == "possible"
            else f"{named}, which says {self.year}"
        )


def years_of(evidence: Iterable[Evidence], *certainties: Certainty) -> set[int]:
    """The results years that evidence of these certainties gives. Dates are left out: a file is often made in another year."""
    return {e.year for e in evidence if e.year is not None and e.certainty in certainties and e.kind != "date"}
