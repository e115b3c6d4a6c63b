"""Deliveries -> the Figure table: figures from pupils, published ones over them, then pooled ones; one row to a grain."""

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from pipeline.declared import Declarations, Measure
from pipeline.measures.areas import from_counts
from pipeline.measures.arithmetic import half_up
from pipeline.measures.figure import GRAIN, SHOWN, empty, typed
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.measures.frompupils import pupil_table
from pipeline.measures.longfile import from_long
from pipeline.measures.median import medians
from pipeline.measures.pool import Part, pool
from pipeline.measures.pooledareas import pooled_areas
from pipeline.measures.published import from_table
from pipeline.places import Register
from pipeline.pupils import Records
from pipeline.validated.holds import Hold

Tables = Mapping[str, list[tuple]]  # source -> [(Delivery, validated table)], later editions last


def build_figures(
    declared: Declarations,
    register: Register,
    tables: Tables,
    records: Records | None = None,
    holds: Iterable[Hold] = (),
) -> pd.DataFrame:
    """Every figure the deliveries support, as the typed Figure table.

    For one grain a published figure stands over one from pupil records. A figure pooled from published school figures
    stands beside a published one only where both print the same, and then lends it its counts; it never stands over
    one worked out from the pupils themselves.
    """
    ours = pupil_table(declared, register, records or {}, holds)
    published = {_grain(row): row for row in published_figures(declared, register, tables)}
    known = set(ours[GRAIN].itertuples(index=False, name=None)) - set(published)
    pooled = {g: row for g, row in _pooled(published, declared, register).items() if g not in known}
    rows = list((published | pooled).values())
    rows += _medians(published.values(), register)
    theirs = typed(pd.DataFrame(rows)) if rows else empty()
    figures = pd.concat([ours, theirs], ignore_index=True).drop_duplicates(GRAIN, keep="last")
    return figures.sort_values(GRAIN, ignore_index=True)


def _medians(rows: Iterable[dict], register: Register) -> list[dict]:
    place = register.comparator("neighbours")
    return list(medians(rows, [n.id for n in register.neighbours()], place.id)) if place else []


def _grain(row: dict) -> tuple:
    return tuple(row[c] for c in GRAIN)


def published_figures(declared: Declarations, register: Register, tables: Tables) -> Iterator[dict]:
    """Long files first, then counts for areas, then school tables, each later edition after the earlier.

    Of several rows of one grain the last stands. Each delivery's rows are unpacked once.
    """
    measures = list(declared.measures.values())
    areas, place_of = register.areas(), register.place_of_row
    for source, held in tables.items():
        long = [m for m in measures if source in m.long]
        for delivery, table in held if long else []:
            rows = records(table[table["area_code"].isin(list(areas))])
            yield from from_long(rows, long, areas, source, delivery.fingerprint)
    for source, held in tables.items():
        counted = [m for m in measures if source in m.counts_of]
        for delivery, table in held if counted else []:
            rows = records(table)
            for measure in counted:
                yield from from_counts(rows, measure, place_of, source, delivery)
    for source, held in tables.items():
        listed = [m for m in measures if source in m.tables]
        for delivery, table in held if listed else []:
            rows = records(table)
            for measure in listed:
                yield from from_table(rows, measure, place_of, source, delivery.release, delivery.fingerprint)


def records(table: pd.DataFrame) -> list[dict]:
    """The table's rows as plain dicts; a missing cell is None."""
    plain = {name: column.astype(object).where(column.notna(), None).tolist() for name, column in table.items()}
    return [dict(zip(plain, values, strict=True)) for values in zip(*plain.values(), strict=True)]


def _pooled(rows: Mapping[tuple, dict], declared: Declarations, register: Register) -> dict[tuple, dict]:
    figs = [_fig(r) for r in rows.values()]
    ranks = declared.vocabulary.releases.ranks
    figures = FigureIndex(figs, ranks)
    schools = {f.place_id for f in figs} & set(register.school_ids())
    spans = sorted(
        {(f.measure, f.year, f.group) for f in figs if f.place_id in schools and f.measure in declared.measures}
    )
    areas = {year: list(pooled_areas(declared, register, year)) for year in {year for _, year, _ in spans}}
    made = {}
    for measure_id, year, group in spans:
        measure = declared.measures[measure_id]
        for area, members in areas[year]:
            parts = [f for f in (figures.get(m, year, measure_id, group) for m in members) if f is not None]
            row = _pooled_row(area, year, measure, group, parts, figures.get(area, year, measure_id, group), ranks)
            if row:
                made[_grain(row)] = row
    return made


def _pooled_row(
    area: str,
    year: int,
    measure: Measure,
    group: str,
    parts: list[Fig],
    published: Fig | None,
    ranks: Mapping[str, int],
) -> dict | None:
    """The pooled figure, or None where there is nothing to pool or a published figure stands against it."""
    if not parts:
        return None
    result = pool((Part(f.numerator, f.denominator, f.value, f.status) for f in parts), measure)
    if published and published.shown and not _agrees(result, published, measure):
        return None
    # A pooled figure is as ripe as its least ripe school.
    release = published.release if published else min((f.release for f in parts), key=lambda stage: ranks[stage])
    delivery = ",".join(sorted({f.delivery for f in parts} | ({published.delivery} if published else set())))
    key = {"place_id": area, "year": year, "release": release, "measure": measure.id, "group": group}
    return key | {"delivery": delivery} | result


def _agrees(result: dict, published: Fig, measure: Measure) -> bool:
    if result["status"] != SHOWN:
        return False
    return half_up(result["value"], measure.decimals) == half_up(published.value, measure.decimals)


def _fig(row: dict) -> Fig:
    return Fig(**{name: row.get(name) for name in Fig.__dataclass_fields__})
