"""Deliveries -> the Figure table: figures from pupil records, published figures, and pooled ones; one row to a grain."""

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from pipeline.declared import Declarations, Measure
from pipeline.deliveries.delivery import Delivery
from pipeline.measures.arithmetic import half_up
from pipeline.measures.figure import GRAIN, NUMBERS, SHOWN, empty, typed
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.measures.frompupils import pupil_table
from pipeline.measures.kept_counts import KeptCounts
from pipeline.measures.pool import Part, medians, pool, pooled_areas
from pipeline.measures.published import from_counts, from_long, from_table
from pipeline.places import Register
from pipeline.pupils import Records
from pipeline.validated.holds import Hold

UNCONFIRMED = "unconfirmed"  # the status of a doubtful figure
Tables = Mapping[str, list[tuple[Delivery, pd.DataFrame]]]  # source -> its validated tables, later editions last


def build_figures(
    declared: Declarations,
    register: Register,
    tables: Tables,
    records: Records | None = None,
    holds: Iterable[Hold] = (),
    kept: KeptCounts | None = None,
) -> pd.DataFrame:
    """Every figure the deliveries support, as the typed Figure table.

    For one grain a published figure takes precedence over one from pupil records. A figure pooled from published school figures
    replaces a published one only where both print the same, to add its counts; it never replaces one calculated from pupils.
    """
    from_pupils = pupil_table(declared, register, records or {}, holds, kept)
    published = {_grain(row): row for row in published_figures(declared, register, tables)}
    only_from_pupils = set(from_pupils[GRAIN].itertuples(index=False, name=None)) - set(published)
    pooled = {g: row for g, row in _pooled(published, declared, register).items() if g not in only_from_pupils}
    rows = list((published | pooled).values())
    middle = register.comparator("neighbours")
    if middle:
        rows += medians(published.values(), [n.id for n in register.neighbours()], middle.id)
    from_files = typed(pd.DataFrame(rows)) if rows else empty()
    figures = pd.concat([from_pupils, from_files], ignore_index=True).drop_duplicates(GRAIN, keep="last")
    return figures.sort_values(GRAIN, ignore_index=True)


def _grain(row: dict) -> tuple:
    return tuple(row[c] for c in GRAIN)


def published_figures(declared: Declarations, register: Register, tables: Tables) -> Iterator[dict]:
    """Figures as their publishers print them; where several rows are of one grain the last is to be kept.

    A doubtful one has no value until it is confirmed.
    Those of the authority and its schools come from every source that has them; those of other places only from the sources that
    `comparators_from` of params/authority.yml lists, and each from the first of these that has it.
    """
    own = {register.authority.id, *register.school_ids()}
    ranks = {source: rank for rank, source in enumerate(register.authority.comparators_from.sources)}
    others: dict[tuple, tuple[int, list[dict]]] = {}  # place, year, measure and group -> rank of the source, its rows
    doubtful = {(d.place, d.year, m.id) for m in declared.measures.values() for d in m.doubtful}
    for source, found in _published(declared, register, tables):
        row = found
        if (row["place_id"], row["year"], row["measure"]) in doubtful:
            row = {k: v for k, v in found.items() if k not in NUMBERS} | {"value": None, "status": UNCONFIRMED}
        if row["place_id"] in own:
            yield row
        elif source in ranks:
            figure, rank = (row["place_id"], row["year"], row["measure"], row["group"]), ranks[source]
            best, rows = others.get(figure, (rank, []))
            if rank <= best:
                others[figure] = rank, [*(rows if rank == best else ()), row]
    for _, rows in others.values():
        yield from rows


def _published(declared: Declarations, register: Register, tables: Tables) -> Iterator[tuple[str, dict]]:
    """Every published figure with its source: long files first, then counts for areas, then school tables; later editions last.

    Each delivery's rows are unpacked once.
    """
    measures = list(declared.measures.values())
    areas, place_of = register.areas(), register.place_of_row
    for source, editions in tables.items():
        long = [m for m in measures if source in m.long]
        for delivery, table in editions if long else []:
            rows = records(table[table["area_code"].isin(list(areas))])
            yield from ((source, row) for row in from_long(rows, long, areas, source, delivery.fingerprint))
    for source, editions in tables.items():
        counted = [m for m in measures if source in m.counts_of]
        for delivery, table in editions if counted else []:
            # Of a national file a row in a hundred is of a place here, and each measure looks through all of them.
            rows = [row for row in records(table) if place_of(row) is not None]
            for measure in counted:
                yield from ((source, row) for row in from_counts(rows, measure, place_of, source, delivery))
    for source, editions in tables.items():
        listed = [m for m in measures if source in m.tables]
        for delivery, table in editions if listed else []:
            rows = records(table)
            for measure in listed:
                figures = from_table(rows, measure, place_of, source, delivery.release, delivery.fingerprint)
                yield from ((source, row) for row in figures)


def records(table: pd.DataFrame) -> list[dict]:
    """The table's rows as plain dicts; a missing cell is None."""
    plain = {name: column.astype(object).where(column.notna(), None).tolist() for name, column in table.items()}
    return [dict(zip(plain, values, strict=True)) for values in zip(*plain.values(), strict=True)]


def _pooled(rows: Mapping[tuple, dict], declared: Declarations, register: Register) -> dict[tuple, dict]:
    """The areas' figures pooled from published school figures, by grain."""
    figs = [_fig(row) for row in rows.values()]
    ranks = declared.vocabulary.releases.ranks
    figures = FigureIndex(figs, ranks)
    schools = {f.place_id for f in figs} & set(register.school_ids())
    kinds = {(f.measure, f.year, f.group) for f in figs if f.place_id in schools and f.measure in declared.measures}
    areas = {year: list(pooled_areas(declared, register, year)) for year in {year for _, year, _ in kinds}}
    pooled: dict[tuple, dict] = {}
    for measure_id, year, group in sorted(kinds):
        for area, members in areas[year]:
            of_members = (figures.get(m, year, measure_id, group) for m in members)
            parts = [f for f in of_members if f is not None]
            published = figures.get(area, year, measure_id, group)
            row = _pooled_row(area, year, declared.measures[measure_id], group, parts, published, ranks)
            if row:
                pooled[_grain(row)] = row
    return pooled


def _pooled_row(
    area: str,
    year: int,
    measure: Measure,
    group: str,
    parts: list[Fig],
    published: Fig | None,
    ranks: Mapping[str, int],
) -> dict | None:
    """The pooled figure; None where there is nothing to pool, or a published figure says otherwise.

    `ranks` gives the order of the release stages.
    """
    if not parts:
        return None
    result = pool((Part(f.numerator, f.denominator, f.value, f.status) for f in parts), measure)
    if published and published.shown:
        if result["status"] != SHOWN:
            return None
        if half_up(result["value"], measure.decimals) != half_up(published.number, measure.decimals):
            return None
    # A pooled figure is of the earliest release stage among its schools: it can only be as well checked as they are.
    release = published.release if published else min((f.release for f in parts), key=lambda release: ranks[release])
    deliveries = {f.delivery for f in parts} | ({published.delivery} if published else set())
    key = {"place_id": area, "year": year, "release": release, "measure": measure.id, "group": group}
    return key | {"delivery": ",".join(sorted(deliveries))} | result


def _fig(row: dict) -> Fig:
    """The row of a published figure, which leaves out numbers it does not have."""
    return Fig(
        place_id=row["place_id"],
        year=row["year"],
        release=row["release"],
        measure=row["measure"],
        group=row["group"],
        numerator=row.get("numerator"),
        denominator=row.get("denominator"),
        value=row.get("value"),
        lower=row.get("lower"),
        upper=row.get("upper"),
        status=row["status"],
        delivery=row["delivery"],
    )
