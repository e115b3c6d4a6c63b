"""Validated tables: made from kept deliveries, kept as Parquet, made again when a declaration or the reading changed."""

import hashlib
import io
import json
from functools import cache
from pathlib import Path

import pandas as pd

from pipeline.atomic import write_bytes, write_text
from pipeline.declared.sources import Source, read_sources
from pipeline.declared.strict import Problems
from pipeline.deliveries.delivery import Delivery, kept
from pipeline.deliveries.findings import Finding, from_json, to_json
from pipeline.deliveries.read import read
from pipeline.paths import Folders
from pipeline.validated.corrections import correct, corrections_of, corrections_state
from pipeline.validated.shape import shape

READ_BY = ("sources/*.yml", "scales/*.yml", "policy/pupil_checks.yml")  # what a source is made of


def table(folders: Folders, delivery: Delivery) -> pd.DataFrame:
    """The delivery's typed table; read from the store, or made again from the original where that is out of date."""
    source = declared(folders.params)[delivery.source]
    file = _parquet(folders, delivery)
    if not _up_to_date(folders, delivery, source):
        raw = read(delivery.file, delivery.original(folders).read_bytes(), source)
        named = (delivery.file, delivery.fingerprint, delivery.results_year, delivery.release)
        correct(raw, source, *named, corrections_of(folders, source))
        shaped = shape(raw, source, delivery.file, delivery.results_year, delivery.release)
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
    """What was found when the delivery was last asked."""
    file = _findings_file(folders, delivery)
    return from_json(file.read_text(encoding="utf-8")) if file.is_file() else []


def store_table(folders: Folders, delivery: Delivery, source: Source, frame: pd.DataFrame) -> None:
    """Keep a delivery's table, with the state of the declaration and the reading it was made by."""
    out = io.BytesIO()
    frame.to_parquet(out, index=False)
    write_bytes(_parquet(folders, delivery), out.getvalue())
    made_by = json.dumps({"made_by": made_from(folders, source)}) + "\n"
    write_text(_parquet(folders, delivery).with_suffix(".json"), made_by)


def store_findings(folders: Folders, delivery: Delivery, source: Source, found: list[Finding]) -> None:
    write_text(_findings_file(folders, delivery), to_json(found, made_from(folders, source)))


def is_checked(folders: Folders, delivery: Delivery, source: Source) -> bool:
    """Whether the findings held are those today's declaration and code would make."""
    file = _findings_file(folders, delivery)
    return file.is_file() and made_from(folders, source) in file.read_text(encoding="utf-8")


def made_from(folders: Folders, source: Source) -> str:
    """Changes with the declaration and its scales, with the source's corrections and with this room's code."""
    parts = source.fingerprint() + corrections_state(folders, source.id) + _code()
    return hashlib.sha256(parts.encode()).hexdigest()


def declared(params: Path):
    """The declared sources; mistakes in them are raised together."""
    files = [f for pattern in READ_BY for f in sorted(params.glob(pattern))]
    return _declared(params, tuple((f.name, f.stat().st_mtime_ns) for f in files))


@cache
def _declared(params: Path, _state: tuple):
    problems = Problems()
    sources = read_sources(params, problems)
    problems.settle(params / "sources")
    return sources


@cache
def _code() -> str:
    here = Path(__file__).parent
    return "".join(file.read_text(encoding="utf-8") for file in sorted(here.glob("*.py")))


def _up_to_date(folders: Folders, delivery: Delivery, source: Source) -> bool:
    state = _parquet(folders, delivery).with_suffix(".json")
    return _parquet(folders, delivery).is_file() and state.is_file() and made_from(folders, source) in state.read_text()


def _parquet(folders: Folders, delivery: Delivery) -> Path:
    return folders.validated / delivery.source / f"{delivery.fingerprint}.parquet"


def _findings_file(folders: Folders, delivery: Delivery) -> Path:
    return folders.validated / delivery.source / f"{delivery.fingerprint}.findings.json"
