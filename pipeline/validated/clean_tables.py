"""Validated tables: made from kept deliveries, stored as Parquet, made again when what they are made from has changed.

A delivery's table is made from its bytes and what is known about it, its source's declaration (with its scales and the checks
of pupil records), its corrections, and the code. Its findings depend on tables of other deliveries too: see `checked`.
"""

import io
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pandas as pd

from pipeline.atomic import write_bytes, write_text
from pipeline.declared.sources import Source, Sources, read_sources
from pipeline.declared.strict import Problems
from pipeline.deliveries.delivery import Delivery, kept
from pipeline.deliveries.findings import Finding, from_json, to_json
from pipeline.deliveries.originals import read_original
from pipeline.deliveries.read import RawTable, read
from pipeline.deliveries.tombstone import erasures, is_emptied
from pipeline.keys import fingerprint, of_code
from pipeline.paths import Folders
from pipeline.stored import stored_json, stored_table, stored_text
from pipeline.validated.corrections import (
    DeliveredCells,
    SchoolNumbers,
    correct,
    corrections_of,
    corrections_state,
)
from pipeline.validated.row_counts import RowCounts
from pipeline.validated.shape import shape

DECLARED_IN = (  # what `read_sources` reads
    "sources/*.yml",
    "scales/*.yml",
    "ctf/*.yml",
    "policy/pupil_checks.yml",
    "vocabulary/release_stages.yml",
)


def table(folders: Folders, delivery: Delivery) -> pd.DataFrame:
    """The delivery's typed table; read from the store, or made again from the original where that is out of date."""
    source = declared(folders.params)[delivery.source]
    file = _parquet(folders, delivery)
    key_file = file.with_suffix(".json")
    if _made_by(key_file) == table_key(folders, delivery, source) and (kept_table := stored_table(file)) is not None:
        return kept_table
    delivered = as_delivered(folders, delivery, source)
    correct(delivered, delivery.file, corrections_of(folders, source))
    shaped = shape(delivered.raw, source, delivery.file, delivered.year, delivery.release)
    store_table(folders, delivery, source, shaped.table)
    return pd.read_parquet(file)


def year_of_file(delivery: Delivery, source: Source) -> int | None:
    """The one results year of every row in the delivery; None where each row states its own."""
    return delivery.results_year if source.results_year != "column" else None


def as_delivered(folders: Folders, delivery: Delivery, source: Source) -> DeliveredCells:
    """A kept delivery's cells as they arrived, to find the rows of corrections in."""
    year = year_of_file(delivery, source)
    raw = cells_of(folders, delivery, source)
    return DeliveredCells(
        raw, source, delivery.fingerprint, year, delivery.release, same_school(folders, source), delivery.la[:3]
    )


def cells_of(folders: Folders, delivery: Delivery, source: Source) -> RawTable:
    """A kept delivery's cells; of one whose records were all erased the columns its source needs, and no row."""
    if is_emptied(folders, delivery):
        needed = [column for column in source.columns.values() if column.required]
        headings = [column.names_in(None, None, delivery.results_year)[0] for column in needed]
        return RawTable(
            headings, pd.DataFrame(columns=range(len(headings)), index=pd.Index([], dtype="int64"), dtype="str")
        )
    return read(delivery.file, read_original(folders, delivery), source, year_of_file(delivery, source))


def same_school(folders: Folders, source: Source) -> SchoolNumbers:
    """`school_numbers` where a correction of the source names a school, and may need the number its file lacks; else empty."""
    needed = source.id != "register" and any(c.school for c in corrections_of(folders, source))
    return school_numbers(folders) if needed else {}


def school_numbers(folders: Folders) -> SchoolNumbers:
    """The URNs of each LAESTAB in the kept registers, and the LAESTABs of each URN."""
    numbers: dict[str, set[str]] = {}
    for _, frame in tables(folders, "register"):
        known = frame[frame["urn"].notna() & frame["laestab"].notna()]
        for urn, laestab in zip(known["urn"], known["laestab"], strict=True):
            numbers.setdefault(urn, set()).add(laestab)
            numbers.setdefault(laestab, set()).add(urn)
    return {number: frozenset(others) for number, others in numbers.items()}


def tables(folders: Folders, source: str) -> list[tuple[Delivery, pd.DataFrame]]:
    """Every kept delivery of a source with its table; later editions come last."""
    return [(d, table(folders, d)) for d in kept(folders, source)]


def read_tables(folders: Folders) -> dict[str, list[tuple[Delivery, pd.DataFrame]]]:
    """Every kept delivery with its table, by source; later editions come last."""
    out: dict[str, list[tuple[Delivery, pd.DataFrame]]] = {}
    for delivery in kept(folders):
        out.setdefault(delivery.source, []).append((delivery, table(folders, delivery)))
    return out


def stored_findings(folders: Folders, delivery: Delivery) -> list[Finding]:
    """The findings of the last check of a delivery, which may be out of date; `checked.findings` brings them up to date."""
    text = stored_text(_findings_file(folders, delivery))
    return from_json(text) if text else []


def store_table(folders: Folders, delivery: Delivery, source: Source, frame: pd.DataFrame) -> None:
    """Store a delivery's table, with the key of what it was made from."""
    out = io.BytesIO()
    frame.to_parquet(out, index=False)
    write_bytes(_parquet(folders, delivery), out.getvalue())
    made_by = json.dumps({"made_by": table_key(folders, delivery, source)}) + "\n"
    write_text(_parquet(folders, delivery).with_suffix(".json"), made_by)


def store_findings(
    folders: Folders, delivery: Delivery, key: str, findings: list[Finding], rows: RowCounts | None
) -> None:
    """Store a delivery's findings and where its rows went, with the key of everything they depend on."""
    write_text(_findings_file(folders, delivery), to_json(findings, key, asdict(rows) if rows else None))


def stored_rows(folders: Folders, delivery: Delivery) -> RowCounts | None:
    """Where a delivery's rows went at its last check; None where it was not checked, or could not be read."""
    counts = (stored_json(_findings_file(folders, delivery)) or {}).get("rows")
    return RowCounts(**counts) if counts else None


def are_findings_of(folders: Folders, delivery: Delivery, key: str) -> bool:
    """Whether the stored findings have this key, so that checking again would find the same."""
    return _made_by(_findings_file(folders, delivery)) == key


def were_found(folders: Folders, delivery: Delivery) -> bool:
    """Whether the findings of a check of the delivery are stored."""
    return stored_json(_findings_file(folders, delivery)) is not None


def table_key(folders: Folders, delivery: Delivery, source: Source) -> str:
    """Changes with everything a delivery's table is made from; its own facts, such as year and release, are part of it."""
    erased = erasures(delivery.folder(folders))
    return fingerprint(delivery.to_json(), *([erased] if erased else []), source_key(folders, source))


def source_key(folders: Folders, source: Source) -> str:
    """Changes with what every delivery of a source is read with: its declaration, its corrections, the code."""
    numbers = {number: sorted(others) for number, others in sorted(same_school(folders, source).items())}
    state = corrections_state(folders, source.id)
    return fingerprint(source.model_dump_json(), state, json.dumps(numbers), of_code("verdicts"))


def declared(params: Path) -> Sources:
    """The declared sources; ParamsWrong with every mistake in them. Read again only where a file has changed."""
    files = [f for pattern in DECLARED_IN for f in sorted(params.glob(pattern))]
    return _declared(params, tuple((f.name, f.stat().st_mtime_ns) for f in files))


@cache
def _declared(params: Path, _files: tuple[tuple[str, int], ...]) -> Sources:
    problems = Problems()
    sources = read_sources(params, problems)
    problems.settle(params / "sources")
    return sources


def _made_by(file: Path) -> str:
    """The key a stored table or stored findings were made with; "" where they are missing or damaged."""
    return str((stored_json(file) or {}).get("made_by", ""))


def _parquet(folders: Folders, delivery: Delivery) -> Path:
    return folders.validated / delivery.source / f"{delivery.fingerprint}.parquet"


def _findings_file(folders: Folders, delivery: Delivery) -> Path:
    return folders.validated / delivery.source / f"{delivery.fingerprint}.findings.json"
