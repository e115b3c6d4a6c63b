"""The pupils' rows held, as rules across files read them: by source, year and release, the latest delivery of each school."""

from collections.abc import Iterator, Mapping

import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.declared.sources import Source
from pipeline.deliveries.delivery import Delivery
from pipeline.validated.across.crossed import Batch

Held = list[tuple[Delivery, pd.DataFrame]]


def batches(source: Source, held: Held, scales: dict[str, Scale], ranks: Mapping[str, int]) -> Iterator[Batch]:
    """One batch a results year and release, oldest and least ripe first. Of a school's deliveries the last is in force."""
    apart: dict[tuple[int, str], Held] = {}
    for delivery, table in held:
        if delivery.results_year is not None:
            apart.setdefault((delivery.results_year, delivery.release), []).append((delivery, table))
    for (year, release), parts in sorted(apart.items(), key=lambda a: (a[0][0], ranks[a[0][1]])):
        rows = pd.concat([_marked(source, scales, *part, order) for order, part in enumerate(parts)], ignore_index=True)
        rows = rows[rows["ours"]]
        latest = rows.groupby("laestab")["order"].transform("max") == rows["order"]
        yield Batch(source, year, release, rows[latest], rows[~latest])


def _marked(
    source: Source, scales: dict[str, Scale], delivery: Delivery, table: pd.DataFrame, order: int
) -> pd.DataFrame:
    ours = table["laestab"].str.startswith(delivery.la).fillna(False).astype(bool)  # a file's own authority only
    facts = {"ours": ours, "delivery": delivery.fingerprint, "file": delivery.file, "order": order}
    return table.assign(**facts, out=is_out(source, scales, table))


def is_out(source: Source, scales: dict[str, Scale], table: pd.DataFrame) -> pd.Series:
    """Pupils whose every required outcome is a code that takes them out (left, another year's): not asked after."""
    columns = [n for n, c in source.columns.items() if c.type == "outcome" and c.required and n in table]
    out = pd.Series(bool(columns), index=table.index)
    for name in columns:
        scale = scales[source.columns[name].scale]
        out &= table[name].isin([w for w, code in scale.codes.items() if w and not code.eligible]).fillna(False)
    if "discounted" in table:
        out |= (table["discounted"] == "yes").fillna(False)
    return out.astype(bool)


def ripest(found: list[Batch], ranks: Mapping[str, int]) -> pd.DataFrame | None:
    """Each school's rows of its ripest release among the batches of one source and year."""
    if not found:
        return None
    parts = [b.rows.assign(ripe=ranks[b.release]) for b in found]
    rows = pd.concat(parts, ignore_index=True)
    return rows[rows.groupby("laestab")["ripe"].transform("max") == rows["ripe"]]
