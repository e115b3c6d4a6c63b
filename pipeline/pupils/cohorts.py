"""Deliveries -> cohorts: the rows in force of a source and year, with their groups and what stands beside them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from pipeline.declared import Declarations
from pipeline.declared.sources import Source
from pipeline.deliveries.delivery import Delivery
from pipeline.pupils.cohort import ENTRIES, Cohort, Unit, outcome_in
from pipeline.pupils.groups import members
from pipeline.pupils.release_stage import earliest_release, release_of, units_waiting
from pipeline.pupils.sums import BEFORE, NOW

Records = Mapping[str, list[tuple[Delivery, pd.DataFrame]]]  # source -> its deliveries and their rows in force
ESTIMATES, PHONICS = "progress_estimates", "phonics_pupils"
NOT_READ = ("row", "row_kind", "results_year", "surname", "forename")


class Cohorts:
    """The cohorts of an authority's schools."""

    def __init__(self, declared: Declarations, schools: Collection[str], records: Records) -> None:
        self._declared = declared
        self._schools = set(schools)
        self._records = records
        self.releases = declared.vocabulary.releases
        self._roll = declared.vocabulary.groups.source

    def years(self, source: str) -> list[int]:
        """The results years with a delivery of the source."""
        return sorted({d.results_year for d, _ in self._records.get(source, [])})

    def deliveries(self, source: str, year: int) -> list[Delivery]:
        """The source's deliveries of a year, the latest last."""
        return [d for d, _ in self._records.get(source, []) if d.results_year == year]

    def knows(self, laestab: str) -> bool:
        """Whether it is one of the authority's schools."""
        return laestab in self._schools

    def expected(self, source: str, year: int) -> set[str]:
        """The schools with pupils on roll in the year group that should be in the source; none where it names none."""
        group = self._declared.sources[source].year_group
        held = [t for d, t in self._records.get(self._roll, []) if d.results_year == year]
        found = (t["laestab"][(t["year_group"] == group).fillna(False)] for t in held if group)
        return {school for column in found for school in column.dropna().unique()} & self._schools

    def sent(self, source: str, year: int) -> set[str]:
        """The schools with a row in the source that year."""
        held = (t["laestab"] for d, t in self._records.get(source, []) if d.results_year == year)
        return {school for column in held for school in column.dropna().unique()}

    def of(self, source: str, year: int) -> Cohort | None:
        """The pupils of a source and year; None where no school's rows are in force."""
        cohort = self._bare(source, year, self._schools)
        if cohort is None:
            return None
        beside = {ENTRIES: self._bare(ENTRIES, year, None)} if source == "ks4_pupils" else {}
        groups = members(cohort.rows["upn"], self.roll(year), self._declared.vocabulary.groups.counted)
        beside = {name: other for name, other in beside.items() if other is not None}
        return replace(cohort, groups=groups, beside=beside, estimates=self._estimates(year))

    def year_two(self, year: int) -> Cohort | None:
        """The pupils on roll in year 2, at the roll's school, beside the phonics checks of this year and the last."""
        now, before = (self._bare(PHONICS, y, self._schools) for y in (year, year - 1))
        pupils = self.on_roll(year, "2") if now is not None and before is not None else None
        if pupils is None:
            return None
        release = earliest_release(
            [now.units[u].figure_release for u in np.flatnonzero(now.ripest)], self.releases.ranks
        )
        units = [replace(unit, figure_release=release) for unit in pupils.units]
        return replace(pupils, units=units, beside={BEFORE: before, NOW: now})

    def on_roll(self, year: int, year_group: str) -> Cohort | None:
        """The pupils on roll in a year group, at the roll's school, with their groups."""
        roll = self._bare(self._roll, year, self._schools)
        if roll is None:
            return None
        inside = roll.counted & roll.where({"year_group": year_group})
        rows = roll.rows[inside].reset_index(drop=True)
        groups = members(rows["upn"], self.roll(year), self._declared.vocabulary.groups.counted)
        return replace(roll, rows=rows, unit=roll.unit[inside], groups=groups)

    def whole(self, source: str, year: int) -> Cohort | None:
        """Every pupil of a source and year, whatever the school, without groups: results to be found by pupil."""
        return self._bare(source, year, None)

    @lru_cache(maxsize=2)  # noqa: B019 - lives as long as one working out of the figures
    def roll(self, year: int) -> pd.DataFrame | None:
        """One row a pupil: the roll of the year, where it says a pupil twice its ripest and latest word."""
        held = [t.assign(ripeness=self.releases.ranks[d.release]) for d, t in self._records.get(self._roll, [])
                if d.results_year == year and len(t)]  # fmt: skip
        if not held:
            return None
        rows = pd.concat(held, ignore_index=True).dropna(subset="upn")
        return rows.sort_values("ripeness", kind="stable").drop_duplicates("upn", keep="last")

    def _bare(self, source: str, year: int, schools: set[str] | None) -> Cohort | None:
        """The rows of a source and year, without groups."""
        declared = self._declared.sources[source]
        held = [(d, t) for d, t in self._records.get(source, []) if d.results_year == year]
        parts = [_kept(delivery, table, schools) for delivery, table in held]
        parts = [p for p in parts if len(p)]
        if not parts:
            return None
        rows = pd.concat(parts, ignore_index=True)
        unit, units = _units(rows)
        pending = self._pending(rows, declared, year)
        waits = units_waiting(unit, pending, len(units))
        units = [
            replace(u, figure_release=release_of(u.release, bool(w), self.releases))
            for u, w in zip(units, waits, strict=True)
        ]
        return Cohort(declared, year, rows, unit, units, {}, self._declared.scales, self.releases.ranks)

    def _pending(self, rows: pd.DataFrame, source: Source, year: int) -> np.ndarray:
        found = np.zeros(len(rows), dtype=bool)
        scales = self._declared.scales
        for name, column in source.columns.items():
            if column.type == "outcome" and any(c.pending for c in scales[column.scale].codes.values()):
                found |= outcome_in(rows, source, name, scales, year).pending
        return found

    def _estimates(self, year: int) -> pd.DataFrame | None:
        """The newest delivery's estimates of each stage and subject of the year."""
        found: dict[tuple, pd.DataFrame] = {}
        for _, table in self._records.get(ESTIMATES, []):
            for key, rows in table[table["results_year"] == year].groupby(["stage", "subject"]):
                found[key] = rows
        return pd.concat(found.values(), ignore_index=True) if found else None


def _kept(delivery: Delivery, table: pd.DataFrame, schools: set[str] | None) -> pd.DataFrame:
    """The delivery's rows of these schools (None: of all), without discounted pupils and without what no sum reads."""
    keep = table["laestab"].notna() if schools is None else table["laestab"].isin(schools)
    if "discounted" in table:
        keep &= ~(table["discounted"] == "yes").fillna(False)
    columns = [c for c in table.columns if c not in NOT_READ and not c.endswith("__status")]
    return table.loc[keep, columns].assign(release=delivery.release, delivery=delivery.fingerprint)


def _units(rows: pd.DataFrame) -> tuple[np.ndarray, list[Unit]]:
    """Each row's unit, and the units in order of first appearance: one a school and release."""
    unit, keys = pd.factorize(pd.MultiIndex.from_frame(rows[["laestab", "release"]]))
    first = np.unique(unit, return_index=True)[1]
    deliveries = rows["delivery"].to_numpy()[first]
    return unit, [Unit(str(p), str(r), str(r), str(d)) for (p, r), d in zip(keys, deliveries, strict=True)]


def fingerprints(deliveries: Iterable[Delivery]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(d.fingerprint for d in deliveries))
