"""The pupils' rows which rules across files read: by source, year and release, the latest delivery of each school."""

from collections.abc import Iterator, Mapping

import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.declared.sources import Source
from pipeline.deliveries.delivery import Delivery
from pipeline.validated.across.cross_file import Batch

DeliveredTables = list[tuple[Delivery, pd.DataFrame]]


def batches(
    source: Source, delivered: DeliveredTables, scales: dict[str, Scale], ranks: Mapping[str, int]
) -> Iterator[Batch]:
    """One batch a results year and release, oldest year and earliest release first; a school's last delivery is current.

    `ranks` gives each release stage its place in the order. Rows gain the columns `delivery` and `file`, `order` (of the
    delivery among those of the batch) and `out` (see `is_out`).
    """
    apart: dict[tuple[int, str], DeliveredTables] = {}
    for delivery, table in delivered:
        if delivery.results_year is not None:
            apart.setdefault((delivery.results_year, delivery.release), []).append((delivery, table))
    for (year, release), parts in sorted(apart.items(), key=lambda a: (a[0][0], ranks[a[0][1]])):
        marked = []
        for order, (delivery, table) in enumerate(parts):
            own = table["laestab"].str.startswith(delivery.la).fillna(False).astype(bool)  # of the file's own authority
            facts = {"own": own, "delivery": delivery.fingerprint, "file": delivery.file, "order": order}
            marked.append(table.assign(**facts, out=is_out(source, scales, table)))
        rows = pd.concat(marked, ignore_index=True)
        own = rows["own"]  # looked at first of all, so that a stray row of another authority replaces nobody's rows
        rows, unplaced = rows[own], rows[~own]
        latest = rows.groupby("laestab")["order"].transform("max") == rows["order"]
        yield Batch(source, year, release, rows[latest], rows[~latest], unplaced)


def is_out(source: Source, scales: dict[str, Scale], table: pd.DataFrame) -> pd.Series:
    """Pupils who count nowhere, so that no rule applies to them: discounted, or every required outcome is a code that takes
    the pupil out (left, another year's)."""
    columns = [n for n, c in source.columns.items() if c.type == "outcome" and c.required and n in table]
    out = pd.Series(bool(columns), index=table.index)
    for name in columns:
        scale = scales[source.columns[name].scale]
        out &= table[name].isin([w for w, code in scale.codes.items() if w and not code.eligible]).fillna(False)
    if "discounted" in table:
        out |= (table["discounted"] == "yes").fillna(False)
    return out.astype(bool)


def latest_release(batches: list[Batch], ranks: Mapping[str, int]) -> pd.DataFrame | None:
    """Each school's rows of its latest release among the batches of one source and year; None without a batch."""
    if not batches:
        return None
    ranked = [b.rows.assign(release_order=ranks[b.release]) for b in batches]
    rows = pd.concat(ranked, ignore_index=True)
    return rows[rows.groupby("laestab")["release_order"].transform("max") == rows["release_order"]]
