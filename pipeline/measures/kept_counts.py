"""Counts that stand although the records they were made from were erased: each school's, by measure and pupil group.

Statistics outlive the records. Were a figure worked out again after one pupil's erasure, every document would be issued with one
pupil less, and whoever holds both issues would read that pupil's result in the difference. So the counts of each school whose
figures an erasure would change are kept as they were, and clusters, trusts and the authority are pooled from them as before. They
stand until the school's records of that source, year and release are delivered again.
"""

import io
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from math import lcm

import numpy as np
import pandas as pd

from pipeline.atomic import write_bytes
from pipeline.declared import Measure
from pipeline.paths import Folders
from pipeline.pupils.cohort import Unit
from pipeline.pupils.numbers import Bools, Ints
from pipeline.pupils.perpupil import PerPupil
from pipeline.pupils.tally import Tally

UNIT = ["measure", "year", "place", "release"]  # whose counts a row is of
COLUMNS = [
    *UNIT, "figure_release", "delivery", "beside", "group", "pupils", "total", "of", "amounts", "scale", "national_spread",
    "ranked", "status",
]  # fmt: skip
COUNTED, NO_RETURN = "counted", "no_return"
NONE = np.zeros(0, dtype=bool)


@dataclass(frozen=True)
class SchoolCounts:
    """One measure's counts of one year: a row a school and release (`units`), a column a pupil group.

    `there` says which units have pupils in the measure's records. `per` gives the scale of the totals and how they are printed.
    """

    measure: Measure
    year: int
    units: list[Unit]
    there: Bools
    groups: list[str]
    counts: Tally
    per: PerPupil
    beside: list[str] = field(default_factory=list)  # fingerprints of the deliveries read beside the schools' own

    def rows(self) -> list[dict]:
        """One row a unit with pupils and a group, in the kept columns."""
        spread = self.counts.spread
        return [
            {
                "measure": self.measure.id, "year": self.year, "place": unit.place, "release": unit.release,
                "figure_release": unit.figure_release, "delivery": unit.delivery, "beside": ",".join(self.beside),
                "group": group, "pupils": int(self.counts.pupils[u, g]), "total": int(self.counts.total[u, g]),
                "of": int(self.counts.of[u, g]), "amounts": [] if spread is None else [int(n) for n in spread[u, g]],
                "scale": self.per.scale, "national_spread": self.per.spread, "ranked": self.per.ranked, "status": COUNTED,
            }
            for u, unit in enumerate(self.units) if self.there[u]
            for g, group in enumerate(self.groups)
        ]  # fmt: skip


def empty_counts() -> pd.DataFrame:
    """Kept counts without a row."""
    return pd.DataFrame(columns=COLUMNS)


@dataclass(frozen=True)
class KeptCounts:
    """The kept counts, and the expected results of coming cohorts that stand in the same way."""

    counts: pd.DataFrame = field(default_factory=empty_counts)
    expected: pd.DataFrame = field(default_factory=pd.DataFrame)

    def of(self, measure: Measure, year: int) -> pd.DataFrame:
        """A measure's rows of a year, those without a return included."""
        table = self.counts
        return table[(table["measure"] == measure.id) & (table["year"] == year)] if len(table) else table


def read_kept_counts(folders: Folders) -> KeptCounts:
    """What earlier erasures kept; nothing where none was."""
    tables = [pd.read_parquet(f) if f.is_file() else None for f in folders.kept_counts]
    counts, expected = tables
    return KeptCounts(empty_counts() if counts is None else counts, pd.DataFrame() if expected is None else expected)


def write_kept_counts(folders: Folders, kept: KeptCounts) -> None:
    """Keep these, and no others."""
    for file, table in zip(folders.kept_counts, (kept.counts, kept.expected), strict=True):
        out = io.BytesIO()
        table.to_parquet(out, index=False)
        write_bytes(file, out.getvalue())


def with_kept(
    calculated: SchoolCounts | None,
    kept: pd.DataFrame,
    measure: Measure,
    year: int,
    groups: list[str],
    order: dict[str, int],
    held: Collection[str],
) -> SchoolCounts | None:
    """The calculated counts with the kept ones in their place, where these stand; None without any.

    A kept count stands while its delivery is in force (`order` gives each such delivery its place), its school is not `held`,
    and no later delivery gave the calculated count.
    """
    for (place, release), rows in kept[kept["status"] == COUNTED].groupby(["place", "release"]):
        first = rows.iloc[0]
        if first["delivery"] not in order or place in held:
            continue
        unit = Unit(place, release, first["figure_release"], first["delivery"])
        standing = _of_unit(unit, rows, measure, year, groups)
        if calculated is None:
            calculated = standing
            continue
        at = next((u for u, c in enumerate(calculated.units) if (c.place, c.release) == (place, release)), None)
        if at is not None and order[calculated.units[at].delivery] > order[unit.delivery]:
            continue
        calculated = _joined(_without(calculated, at), standing)
    return calculated


def _of_unit(unit: Unit, rows: pd.DataFrame, measure: Measure, year: int, groups: list[str]) -> SchoolCounts:
    """The kept counts of one school and release, a column for each of today's groups."""
    by_group, first = rows.set_index("group"), rows.iloc[0]

    def column(name: str) -> Ints:
        return np.array([[int(by_group[name].get(group, 0)) for group in groups]], dtype=np.int64)

    spread = None
    if first["ranked"]:
        amounts = [np.asarray(by_group["amounts"].get(group, []), dtype=np.int64) for group in groups]
        width = max(map(len, amounts))
        spread = np.stack([np.pad(a, (0, width - len(a))) for a in amounts])[np.newaxis]
    national = None if pd.isna(first["national_spread"]) else float(first["national_spread"])
    per = PerPupil(NONE, np.zeros(0, dtype=np.int64), int(first["scale"]), None, national, bool(first["ranked"]))
    counts = Tally(column("pupils"), column("total"), column("of"), spread)
    beside = [d for d in first["beside"].split(",") if d]
    return SchoolCounts(measure, year, [unit], np.ones(1, dtype=bool), groups, counts, per, beside)


def _without(counts: SchoolCounts, at: int | None) -> SchoolCounts:
    """The counts without the unit at a position."""
    if at is None:
        return counts
    stay = np.arange(len(counts.units)) != at
    tally = counts.counts
    spread = None if tally.spread is None else tally.spread[stay]
    units = [unit for u, unit in enumerate(counts.units) if u != at]
    fewer = Tally(tally.pupils[stay], tally.total[stay], tally.of[stay], spread)
    return replace(counts, units=units, there=counts.there[stay], counts=fewer)


def _joined(one: SchoolCounts, other: SchoolCounts) -> SchoolCounts:
    """The units of both, on one scale."""
    scale = lcm(one.per.scale, other.per.scale)
    parts = [_on_scale(c.counts, scale // c.per.scale) for c in (one, other)]
    spread = None
    if one.counts.spread is not None:
        spreads = [p.spread for p in parts if p.spread is not None]
        width = max(s.shape[2] for s in spreads)
        spread = np.concatenate([np.pad(s, ((0, 0), (0, 0), (0, width - s.shape[2]))) for s in spreads])
    together = Tally(
        np.concatenate([p.pupils for p in parts]),
        np.concatenate([p.total for p in parts]),
        np.concatenate([p.of for p in parts]),
        spread,
    )
    return replace(
        one,
        units=[*one.units, *other.units],
        there=np.concatenate([one.there, other.there]),
        counts=together,
        per=replace(one.per, scale=scale),
        beside=list(dict.fromkeys([*one.beside, *other.beside])),
    )


def _on_scale(tally: Tally, factor: int) -> Tally:
    if factor == 1:
        return tally
    spread = tally.spread
    if spread is not None:
        wide = np.zeros((*spread.shape[:2], (spread.shape[2] - 1) * factor + 1), dtype=np.int64)
        wide[:, :, ::factor] = spread
        spread = wide
    return Tally(tally.pupils, tally.total * factor, tally.of, spread)


def changed_units(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The rows of `before` of each school, source, year and release of which a count is not the same after.

    All of a school's measures of the source are kept together, so that no two of its figures are of different pupils.
    """
    if before.empty:
        return before
    whole = [*UNIT, "source"]
    told = {key: _told(rows) for key, rows in before.groupby(whole)}
    now = {key: _told(rows) for key, rows in after.groupby(whole)} if len(after) else {}
    moved = {key[1:] for key, counts in told.items() if now.get(key) != counts}
    keys = before[whole[1:]].itertuples(index=False, name=None)
    return before[[key in moved for key in keys]].drop(columns="source")


def _told(rows: pd.DataFrame) -> list[tuple]:
    columns = ["group", "pupils", "total", "of", "scale", "status"]
    listed = zip(rows[columns].itertuples(index=False, name=None), map(tuple, rows["amounts"]), strict=True)
    return sorted(listed, key=lambda row: row[0][0])
