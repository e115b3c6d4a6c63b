"""Checks across the columns of a row: each gives true, false or not assessable for every row."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipeline.declared.corrections import Correction
from pipeline.declared.sources import Check, Source
from pipeline.deliveries.findings import BLOCKING
from pipeline.deliveries.recognise import authority_of
from pipeline.validated import pupilchecks
from pipeline.validated.corrections import SchoolNumbers
from pipeline.validated.shape import SCHOOL_KINDS, Shaped

OF_ONE_AUTHORITY = "file_of_one_authority"


@dataclass(frozen=True)
class HeldTables:
    """What a delivery is checked against: schools of the registers and links, last year's table, the source's corrections.

    `authority` is the code of the authority the declarations are for; with "" no row counts as another authority's.
    """

    authority: str = ""
    urns: frozenset[str] = frozenset()
    authorities: frozenset[str] = frozenset()
    newest_register: int = 0
    last_year: pd.DataFrame | None = None
    corrections: tuple[Correction, ...] = ()
    same_school: SchoolNumbers = field(default_factory=dict)


@dataclass
class Checked:
    """One check's results: which rows pass, in which of the publisher's columns, and how severe a failure is."""

    check: Check
    column: str
    passes: pd.Series
    severity: str


def cross_checks(shaped: Shaped, source: Source, held: HeldTables) -> list[Checked]:
    """Every declared check of the results year whose columns were delivered."""
    year = None
    if "results_year" in shaped.table and shaped.table["results_year"].notna().any():
        year = int(shaped.table["results_year"].max())
    out: list[Checked] = []
    for check in (c for c in source.checks if c.asked_in(year)):
        if check.kind in pupilchecks.KINDS:
            answered = pupilchecks.KINDS[check.kind](check, shaped, year)
            out += [_checked(check, shaped, column, passes) for column, passes in answered]
        else:
            out += KINDS[check.kind](check, shaped, held)
    return out


def _has(shaped: Shaped, *columns: str | None) -> bool:
    return all(c in shaped.table.columns for c in columns if c)


def _not_above(check: Check, shaped: Shaped, held: HeldTables) -> list[Checked]:
    """`value` is at most each of `among`: a pupil who met both standards met each."""
    value, table = pupilchecks.column_of(check), shaped.table
    limits = [a for a in check.among if _has(shaped, value, a)]
    return [_checked(check, shaped, value, table[value] <= table[a]) for a in limits]


def _sums_to(check: Check, shaped: Shaped, held: HeldTables) -> list[Checked]:
    """`among` add up to `value`."""
    value = pupilchecks.column_of(check)
    if not _has(shaped, value, *check.among):
        return []
    total = sum((shaped.table[a] for a in check.among[1:]), shaped.table[check.among[0]])
    return [_checked(check, shaped, value, _counted(shaped, total == shaped.table[value]))]


def _possible(check: Check, shaped: Shaped, held: HeldTables) -> list[Checked]:
    """Each of `values` is a whole percentage that some number of the `out_of` pupils gives."""
    if not _has(shaped, check.out_of):
        return []
    out_of = shaped.table[check.out_of]
    values = [v for v in check.values if _has(shaped, v)]
    return [_checked(check, shaped, v, _counted(shaped, possible(shaped.table[v], out_of))) for v in values]


def _counted(shaped: Shaped, passes: pd.Series) -> pd.Series:
    """Not assessable in England's own rows, whose parts are rounded and which include pupils of neither sex."""
    return passes.where(~shaped.table["row_kind"].isin(["england", "england_all"]).fillna(False))


def possible(percent: pd.Series, cohort: pd.Series) -> pd.Series:
    """Whether a whole percentage is possible for a cohort; not assessable for decimals, or without a cohort.

    The Department rounds exact halves up, so p % is printed for k of n pupils where p - 0.5 <= 100 k / n < p + 0.5.
    """
    known = (percent.notna() & cohort.notna() & (cohort > 0) & (percent == percent.round())).fillna(False)
    p, n = percent[known].astype("int64"), cohort[known].astype("int64")
    fewest = np.maximum(-(-(2 * p - 1) * n // 200), 0)  # the least k, rounded up, in whole numbers throughout
    out = pd.Series(pd.NA, index=percent.index, dtype="boolean")
    out[known] = (fewest * 200 < (2 * p + 1) * n) & (fewest <= n)
    return out


def _inside(check: Check, shaped: Shaped, held: HeldTables) -> list[Checked]:
    """`value` lies between `lower` and `upper`, each included."""
    value, table = pupilchecks.column_of(check), shaped.table
    if not _has(shaped, value, check.lower, check.upper):
        return []
    inside = (table[check.lower] <= table[value]) & (table[value] <= table[check.upper])
    return [_checked(check, shaped, value, inside)]


def _known_school(check: Check, shaped: Shaped, held: HeldTables) -> list[Checked]:
    """Schools of an authority whose register is kept are in a register; results newer than every register are not refused.

    A row without a URN is known by its LAESTAB.
    """
    value, table = pupilchecks.column_of(check), shaped.table
    if not held.urns or value not in shaped.delivered:
        return []
    number = table[value].fillna(table["laestab"]) if "laestab" in table else table[value]
    assessable = table["row_kind"].isin(SCHOOL_KINDS) & table["la"].isin(list(held.authorities)) & number.notna()
    known = number.isin([*held.urns, *held.same_school]).astype("boolean").where(assessable)
    year = table["results_year"].max()
    blocks = check.blocks_when_covered and pd.notna(year) and int(year) <= held.newest_register
    return [_checked(check, shaped, value, known, BLOCKING if blocks else check.severity)]


def _change(check: Check, shaped: Shaped, held: HeldTables) -> list[Checked]:
    """Against the same school a year earlier; only a school in both is assessable."""
    value, last = pupilchecks.column_of(check), held.last_year
    if last is None or not _has(shaped, value) or value not in last.columns:
        return []
    before = last[last["urn"].notna()].drop_duplicates("urn").set_index("urn")[value]
    difference = (shaped.table[value] - shaped.table["urn"].map(before).astype("Float64")).abs()
    return [_checked(check, shaped, value, difference <= check.by)]


def of_this_authority(shaped: Shaped, name: str) -> list[Checked]:
    """A file named for one authority, or for one school, holds only its rows."""
    authority = authority_of(name)
    column = "la" if "la" in shaped.delivered else "laestab" if "upn" in shaped.table else ""
    if not authority or column not in shaped.delivered:
        return []
    check = Check(
        id=OF_ONE_AUTHORITY, kind="known_school", severity="blocking", value=column,
        said="the row is of another authority or school than the file's name says.",
        remedy="Receive one file for each authority or school, named with its code.",
    )  # fmt: skip
    codes = shaped.table[column]
    return [_checked(check, shaped, column, codes.str.startswith(authority).where(codes.notna()))]


def _checked(check: Check, shaped: Shaped, ours: str, passes: pd.Series, severity: str = "") -> Checked:
    """The check's results; its own severity unless one is given, or unless too large a share of rows fails (`blocks_above`)."""
    passes = passes.astype("boolean")
    failing = 1 - passes.mean() if passes.notna().any() else 0
    if check.blocks_above is not None and failing > check.blocks_above:
        severity = BLOCKING
    return Checked(check, shaped.delivered.get(ours, ours), passes, severity or check.severity)


KINDS = {
    "not_above": _not_above,
    "sums_to": _sums_to,
    "possible": _possible,
    "inside": _inside,
    "known_school": _known_school,
    "change": _change,
}
