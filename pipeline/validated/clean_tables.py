"""Validated tables: made from kept deliveries, stored as Parquet, made again when what they are made from has changed.

A delivery's table is made from its bytes and what is known about it, its source's declaration (with its scales and the checks
of pupil records), its corrections, and the code. Its findings depend on tables of other deliveries too: see `checked`.
"""

import io
import json
from functools import cache
from pathlib import Path

import pandas as pd

from pipeline.atomic import write_bytes, write_text
from pipeline.declared.sources import Source, Sources, read_sources
from pipeline.declared.strict import Problems
from pipeline.deliveries.delivery import Delivery, kept
from pipeline.deliveries.findings import Finding, from_json, to_json
from pipeline.deliveries.read import read
from pipeline.keys import fingerprint, of_code
from pipeline.paths import Folders
from pipeline.validated.corrections import correct, corrections_of, corrections_state
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
    up_to_date = file.is_file() and key_file.is_file() and _made_by(key_file) == table_key(folders, delivery, source)
    if not up_to_date:
        raw = read(delivery.file, delivery.original(folders).read_bytes(), source, delivery.results_year)
        year, release = delivery.results_year, delivery.release
        correct(raw, source, delivery.file, delivery.fingerprint, year, release, corrections_of(folders, source))
        shaped = shape(raw, source, delivery.file, year, release)
        store_table(folders, delivery, source, shaped.table)
    return pd.read_parquet(file)


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
    file = _findings_file(folders, delivery)
    return from_json(file.read_text(encoding="utf-8")) if file.is_file() else []


def store_table(folders: Folders, delivery: Delivery, source: Source, frame: pd.DataFrame) -> None:
    """Store a delivery's table, with the key of what it was made from."""
    out = io.BytesIO()
    frame.to_parquet(out, index=False)
    write_bytes(_parquet(folders, delivery), out.getvalue())
    made_by = json.dumps({"made_by": table_key(folders, delivery, source)}) + "\n"
    write_text(_parquet(folders, delivery).with_suffix(".json"), made_by)


def store_findings(folders: Folders, delivery: Delivery, key: str, findings: list[Finding]) -> None:
    """Store a delivery's findings, with the key of everything they depend on."""
    write_text(_findings_file(folders, delivery), to_json(findings, key))


def are_findings_of(folders: Folders, delivery: Delivery, key: str) -> bool:
    """Whether the stored findings have this key, so that checking again would find the same."""
    file = _findings_file(folders, delivery)
    return file.is_file() and _made_by(file) == key


def table_key(folders: Folders, delivery: Delivery, source: Source) -> str:
    """Changes with everything a delivery's table is made from; its own facts, such as year and release, are part of it."""
    return fingerprint(delivery.to_json(), source_key(folders, source))


def source_key(folders: Folders, source: Source) -> str:
    """Changes with what every delivery of a source is read with: its declaration, its corrections, the code."""
    return fingerprint(source.model_dump_json(), corrections_state(folders, source.id), of_code("verdicts"))


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
    """The key a stored table or stored findings were made with."""
    return json.loads(file.read_text(encoding="utf-8"))["made_by"]


def _parquet(folders: Folders, delivery: Delivery) -> Path:
    return folders.validated / delivery.source / f"{delivery.fingerprint}.parquet"


def _findings_file(folders: Folders, delivery: Delivery) -> Path:
    return folders.validated / delivery.source / f"{delivery.fingerprint}.findings.json"
