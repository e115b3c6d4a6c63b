"""What must be true across columns: each check is a column of true, false and not-assessable, one value a row."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.declared.corrections import Correction
from pipeline.declared.sources import Check, Source
from pipeline.deliveries.recognise import authority_of
from pipeline.validated import pupilchecks
from pipeline.validated.shape import SCHOOL_KINDS, Shaped


@dataclass(frozen=True)
class HeldTables:
    """What is held already: schools of the registers and links, last year's table and the corrections of the same source."""

    urns: frozenset[str] = frozenset()
    authorities: frozenset[str] = frozenset()
    newest_register: int = 0
    last_year: pd.DataFrame | None = None
    corrections: tuple[Correction, ...] = ()


@dataclass
class Checked:
    """One check worked out: which rows pass, on which of the publisher's columns, and how bad a failure is."""

    check: Check
    column: str
    passes: pd.Series
    severity: str


def cross_checks(shaped: Shaped, source: Source, held: HeldTables) -> list[Checked]:
    """Every declared check of the results year whose columns were delivered."""
    years = shaped.table["results_year"].dropna() if "results_year" in shaped.table else []
    year = int(years.max()) if len(years) else None
    out = []
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
    """`value` is at most each of `among`: a pupil who met both met each."""
    pairs = [a for a in check.among if _has(shaped, check.value, a)]
    table = shaped.table
    return [_checked(check, shaped, check.value, table[check.value] <= table[a]) for a in pairs]


def _sums_to(check: Check, shaped: Shaped, held: HeldTables) -> list[Checked]:
    if not _has(shaped, check.value, *check.among):
        return []
    parts = sum((shaped.table[a] for a in check.among[1:]), shaped.table[check.among[0]])
    return [_checked(check, shaped, check.value, _counted(shaped, parts == shaped.table[check.value]))]


def _possible(check: Check, shaped: Shaped, held: HeldTables) -> list[Checked]:
    """A whole percentage some number of the cohort's pupils would give (DfE rounding rule: exact halves go up)."""
    if not _has(shaped, check.out_of):
        return []
    out_of = shaped.table[check.out_of]
    values = [v for v in check.values if _has(shaped, v)]
    return [_checked(check, shaped, v, _counted(shaped, possible(shaped.table[v], out_of))) for v in values]


def _counted(shaped: Shaped, passes: pd.Series) -> pd.Series:
    """Only rows that are counted pupil by pupil: England's own rows hold pupils of neither sex and rounded parts."""
    return passes.where(~shaped.table["row_kind"].isin(["england", "england_all"]).fillna(False))


def possible(percent: pd.Series, cohort: pd.Series) -> pd.Series:
    """Whether a whole percentage is possible for a cohort; not assessable for decimals, or without a cohort."""
    known = (percent.notna() & cohort.notna() & (cohort > 0) & (percent == percent.round())).fillna(False)
    p, n = percent[known].astype("int64"), cohort[known].astype("int64")
    fewest = np.maximum(-(-(2 * p - 1) * n // 200), 0)
    out = pd.Series(pd.NA, index=percent.index, dtype="boolean")
    out[known] = (fewest * 200 < (2 * p + 1) * n) & (fewest <= n)
    return out


def _inside(check: Check, shaped: Shaped, held: HeldTables) -> list[Checked]:
    if not _has(shaped, check.value, check.lower, check.upper):
        return []
    table = shaped.table
    inside = (table[check.lower] <= table[check.value]) & (table[check.value] <= table[check.upper])
    return [_checked(check, shaped, check.value, inside)]


def _known_school(check: Check, shaped: Shaped, held: HeldTables) -> list[Checked]:
    """Schools of an authority whose register is held; newer results than the register cannot be refused for it."""
    table = shaped.table
    if not held.urns or check.value not in shaped.delivered:
        return []
    asked = table["row_kind"].isin(SCHOOL_KINDS) & table["la"].isin(list(held.authorities)) & table[check.value].notna()
    known = table[check.value].isin(list(held.urns)).astype("boolean").where(asked)
    year = table["results_year"].max()
    blocks = check.blocks_when_covered and pd.notna(year) and int(year) <= held.newest_register
    return [_checked(check, shaped, check.value, known, "blocking" if blocks else check.severity)]


def _change(check: Check, shaped: Shaped, held: HeldTables) -> list[Checked]:
    """Against the same school a year earlier; only a school in both is assessable."""
    last = held.last_year
    if last is None or not _has(shaped, check.value) or check.value not in last.columns:
        return []
    before = last[last["urn"].notna()].drop_duplicates("urn").set_index("urn")[check.value]
    moved = (shaped.table[check.value] - shaped.table["urn"].map(before).astype("Float64")).abs()
    return [_checked(check, shaped, check.value, moved <= check.by)]


def of_this_authority(shaped: Shaped, name: str) -> list[Checked]:
    """A file named for one authority, or for one school, holds only its rows."""
    authority = authority_of(name)
    column = "la" if "la" in shaped.delivered else "laestab" if "upn" in shaped.table else ""
    if not authority or column not in shaped.delivered:
        return []
    check = Check(
        id="file_of_one_authority", kind="known_school", severity="blocking", value=column,
        said="the row is of another authority or school than the file's name says.",
        remedy="Receive each one's file under its own name.",
    )  # fmt: skip
    said = shaped.table[column]
    return [_checked(check, shaped, column, said.str.startswith(authority).where(said.notna()))]


def _checked(check: Check, shaped: Shaped, ours: str, passes: pd.Series, severity: str = "") -> Checked:
    passes = passes.astype("boolean")
    failing = 1 - passes.mean() if passes.notna().any() else 0
    if check.blocks_above is not None and failing > check.blocks_above:
        severity = "blocking"
    return Checked(check, shaped.delivered.get(ours, ours), passes, severity or check.severity)


KINDS = {
    "not_above": _not_above,
    "sums_to": _sums_to,
    "possible": _possible,
    "inside": _inside,
    "known_school": _known_school,
    "change": _change,
}
