"""Deliveries -> cohorts: the current rows of a source and year, with their pupil groups and the other records their sums need."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from pipeline.declared import Declarations
from pipeline.deliveries.delivery import Delivery
from pipeline.pupils.cohort import ENTRIES, Cohort, Unit, outcome_in
from pipeline.pupils.groups import members
from pipeline.pupils.release_stage import earliest_release, release_of
from pipeline.pupils.sums import BEFORE, NOW

Records = Mapping[str, list[tuple[Delivery, pd.DataFrame]]]  # source -> its deliveries and their current rows
ESTIMATES, PHONICS = "progress_estimates", "phonics_pupils"
NOT_READ = ("row", "row_kind", "results_year", "surname", "forename")  # no sum needs them; names are left behind here


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
        years = {d.results_year for d, _ in self._records.get(source, [])}
        return sorted(year for year in years if year is not None)

    def deliveries(self, source: str, year: int) -> list[Delivery]:
        """The source's deliveries of a year, the latest last."""
        return [d for d, _ in self._records.get(source, []) if d.results_year == year]

    def order(self) -> dict[str, int]:
        """The fingerprint of every delivery of pupil records in force, with its place: a source's later ones are higher."""
        fingerprints = (d.fingerprint for of_source in self._records.values() for d, _ in of_source)
        return {fingerprint: place for place, fingerprint in enumerate(fingerprints)}

    @property
    def group_names(self) -> list[str]:
        """The pupil groups that are counted, in their order."""
        return list(self._declared.vocabulary.groups.counted)

    def knows(self, laestab: str) -> bool:
        """Whether it is one of the authority's schools."""
        return laestab in self._schools

    def expected(self, source: str, year: int) -> set[str]:
        """The schools with pupils on roll in the year group that the source covers; none where it declares no year group."""
        group = self._declared.sources[source].year_group
        if not group:
            return set()
        schools: set[str] = set()
        for roll in self._tables(self._roll, year):
            schools |= set(roll["laestab"][(roll["year_group"] == group).fillna(False)].dropna())
        return schools & self._schools

    def sent(self, source: str, year: int) -> set[str]:
        """The schools with a row in the source that year."""
        return {school for table in self._tables(source, year) for school in table["laestab"].dropna().unique()}

    def _tables(self, source: str, year: int) -> list[pd.DataFrame]:
        return [table for d, table in self._records.get(source, []) if d.results_year == year]

    def of(self, source: str, year: int) -> Cohort | None:
        """The pupils of a source and year; None where no school has current rows."""
        cohort = self._without_groups(source, year, self._schools)
        if cohort is None:
            return None
        entries = self.of_any_school(ENTRIES, year) if source == "ks4_pupils" else None
        beside = {} if entries is None else {ENTRIES: entries}
        groups = members(cohort.rows["upn"], self.roll(year), self._declared.vocabulary.groups.counted)
        # The newest delivery's estimates of each stage and subject of the year.
        estimates: dict[tuple, pd.DataFrame] = {}
        for _, table in self._records.get(ESTIMATES, []):
            estimates |= dict(iter(table[table["results_year"] == year].groupby(["stage", "subject"])))
        of_year = pd.concat(estimates.values(), ignore_index=True) if estimates else None
        return replace(cohort, groups=groups, beside=beside, estimates=of_year)

    def year_two(self, year: int) -> Cohort | None:
        """The pupils on roll in year 2, at the roll's school, beside the phonics checks of this year and the last.

        None without both checks or without the roll.
        """
        now, before = (self._without_groups(PHONICS, y, self._schools) for y in (year, year - 1))
        if now is None or before is None:
            return None
        pupils = self.on_roll(year, "2")
        if pupils is None:
            return None
        # A pupil may have met the check at any school, so every school's figure is as early as the earliest of the checks.
        release = earliest_release(
            [now.units[u].figure_release for u in np.flatnonzero(now.latest_units)], self.releases.ranks
        )
        units = [replace(unit, figure_release=release) for unit in pupils.units]
        return replace(pupils, units=units, beside={BEFORE: before, NOW: now})

    def on_roll(self, year: int, year_group: str) -> Cohort | None:
        """The pupils on roll in a year group, at the roll's school, with their groups."""
        roll = self._without_groups(self._roll, year, self._schools)
        if roll is None:
            return None
        inside = roll.latest_rows & roll.where({"year_group": year_group})
        rows = roll.rows[inside].reset_index(drop=True)
        groups = members(rows["upn"], self.roll(year), self._declared.vocabulary.groups.counted)
        return replace(roll, rows=rows, unit=roll.unit[inside], groups=groups)

    def of_any_school(self, source: str, year: int) -> Cohort | None:
        """Every pupil of a source and year, whatever the school, without groups: to find a pupil's other results by UPN."""
        return self._without_groups(source, year, None)

    @lru_cache(maxsize=2)  # noqa: B019 - a Cohorts lives only as long as one calculation of the figures
    def roll(self, year: int) -> pd.DataFrame | None:
        """One row a pupil; of a pupil who is on the year's roll twice the row of the latest release stage and delivery."""
        tables = [t.assign(rank=self.releases.ranks[d.release]) for d, t in self._records.get(self._roll, [])
                  if d.results_year == year and len(t)]  # fmt: skip
        if not tables:
            return None
        rows = pd.concat(tables, ignore_index=True).dropna(subset="upn")
        return rows.sort_values("rank", kind="stable").drop_duplicates("upn", keep="last")

    def _without_groups(self, source: str, year: int, schools: set[str] | None) -> Cohort | None:
        """The rows of a source and year at these schools (None: at any), without discounted pupils; None where there are none."""
        declared, scales = self._declared.sources[source], self._declared.scales
        parts: list[pd.DataFrame] = []
        for delivery, table in self._records.get(source, []):
            if delivery.results_year != year:
                continue
            keep = table["laestab"].notna() if schools is None else table["laestab"].isin(schools)
            if "discounted" in table:
                keep &= ~(table["discounted"] == "yes").fillna(False)
            columns = [c for c in table.columns if c not in NOT_READ and not c.endswith("__status")]
            parts.append(table.loc[keep, columns].assign(release=delivery.release, delivery=delivery.fingerprint))
        parts = [p for p in parts if len(p)]
        if not parts:
            return None
        rows = pd.concat(parts, ignore_index=True)

        pending = np.zeros(len(rows), dtype=bool)
        for name, column in declared.columns.items():
            if column.type == "outcome" and any(c.pending for c in scales[column.scale].codes.values()):
                pending |= outcome_in(rows, declared, name, scales, year).pending

        # One unit a school and release, in order of first appearance.
        unit, keys = pd.factorize(pd.MultiIndex.from_frame(rows[["laestab", "release"]]))
        first_row = np.unique(unit, return_index=True)[1]
        deliveries = rows["delivery"].to_numpy()[first_row]
        has_pending = np.bincount(unit[pending], minlength=len(keys)) > 0
        units = [
            Unit(str(school), str(release), release_of(str(release), bool(waits), self.releases), str(delivery))
            for (school, release), delivery, waits in zip(keys, deliveries, has_pending, strict=True)
        ]
        return Cohort(declared, year, rows, unit, units, {}, scales, self.releases.ranks)
