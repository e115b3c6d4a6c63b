"""Checks: what must be true across the columns of a source, each declared beside the columns it is about."""

from typing import Literal

from pipeline.declared.strict import StrictModel

Severity = Literal["blocking", "advisory"]


class Check(StrictModel):
    """Something that must be true across columns, or compared with what was received before."""

    id: str
    kind: Literal[
        "not_above", "sums_to", "possible", "inside", "known_school", "change",
        "goes_with", "not_all", "age", "born_by", "upn_letter", "upn_permanent", "points_of_grade", "times",
    ]  # fmt: skip
    severity: Severity
    said: str
    remedy: str
    value: str | None = None
    values: list[str] = []
    among: list[str] = []  # not_above: each of these is at least `value`; sums_to: these add up to `value`
    lower: str | None = None
    upper: str | None = None
    out_of: str | None = None
    by: float | None = None  # change: more than this is a finding
    blocks_above: float | None = None  # an advisory check is blocking when more than this share of its rows fail
    blocks_when_covered: bool = (
        False  # known_school: blocking where a register at least as new as the results was received
    )
    since: int | None = None  # first results year it applies to
    until: int | None = None
    words: list[str] = []  # only rows with one of these in `value` ("" is an empty cell); without any, every row
    one_of: list[str] = []  # goes_with: what each of `among` must be
    never: list[str] = []  # goes_with: what none of `among` may be
    empty: bool | None = None  # goes_with: whether each of `among` must be empty, or must be filled
    least: float | None = None  # goes_with: the least the number in each of `among` may be
    most: float | None = None
    year_group: str = ""  # age: the year group the pupil should be in, or the column that says it
    at_most: float | None = None  # age: differences larger than this are left to another check
    times: int | None = None  # times: how many rows a pupil with the word must have

    def asked_in(self, year: int | None) -> bool:
        """Whether it applies to results of this year; to results without a year every check applies."""
        return year is None or (self.since or 0) <= year <= (self.until or 9999)
