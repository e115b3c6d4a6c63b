"""Receive files: recognise, validate, and keep what passes. A refused file leaves the store as it was, byte for byte."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.declared.sources import Source, Sources
from pipeline.declared.vocabulary import read_release_stages
from pipeline.deliveries.delivery import Delivery, fingerprint, kept, read_delivery
from pipeline.deliveries.findings import Finding, blocking
from pipeline.deliveries.read import read
from pipeline.deliveries.recognise import (
    Origin,
    Stated,
    authority_of,
    origin_of,
    recognise,
    stated_release,
    stated_time,
)
from pipeline.deliveries.store import keep
from pipeline.paths import Folders
from pipeline.validated.checked import bring_up_to_date, findings_key, held_beside
from pipeline.validated.clean_tables import store_findings, store_table, stored_findings
from pipeline.validated.embargo import EmbargoCheck
from pipeline.validated.finding_counts import FindingCounts, finding_counts
from pipeline.validated.pupils import pupil_rows
from pipeline.validated.validate import validate

KEPT, KNOWN, REFUSED, LEFT_ALONE = "kept", "known", "refused", "left alone"


@dataclass(frozen=True)
class Receipt:
    """What became of one file."""

    path: Path
    what: str  # kept | known | refused | left alone
    delivery: Delivery | None = None
    findings: tuple[Finding, ...] = ()
    finding_counts: FindingCounts | None = None  # of a file about pupils that was kept


@dataclass(frozen=True)
class IncomingFile:
    path: Path
    data: bytes
    source: Source
    named_like: tuple[str, ...] = ()  # the sources its name fits


def receive(
    paths: Iterable[Path],
    folders: Folders,
    sources: Sources,
    year: int | None = None,
    embargo: EmbargoCheck | None = None,
) -> list[Receipt]:
    """Keep every file that its source's declaration accepts; a folder stands for each file in it that a source recognises.

    `year` is the results year of files that do not say their own. Registers are read first, then results oldest first,
    so that schools and last year's figures are there to check against. Outcomes come in the order of the paths.
    With an `embargo`, national results that are not published by its day are refused.
    """
    outcomes: dict[Path, Receipt] = {}
    arrivals = []
    for path, named in _files(paths):
        try:
            data = path.read_bytes()
        except OSError as error:
            outcomes[path] = Receipt(path, REFUSED, findings=(_unreadable(path, error),))
            continue
        source = recognise(path.name, data, sources)
        if source:
            named_like = tuple(s.id for s in sources.values() if s.recognise.by_name(path.name))
            arrivals.append(IncomingFile(path, data, source, named_like))
            outcomes[path] = Receipt(path, REFUSED)
        else:
            outcomes[path] = _not_ours(path, data, sources, named)
    for arrival in sorted(arrivals, key=_reading_order):
        outcomes[arrival.path] = _take(arrival, folders, year, embargo)
    return list(outcomes.values())


def _files(paths: Iterable[Path]) -> Iterable[tuple[Path, bool]]:
    """Every file meant, and whether it was named (rather than found in a folder)."""
    for path in map(Path, paths):
        if path.is_dir():
            yield from ((p, False) for p in sorted(path.rglob("*")) if p.is_file() and not p.name.startswith("."))
        else:
            yield path, True


def _not_ours(path: Path, data: bytes, sources: Sources, named: bool) -> Receipt:
    """A file no source recognises: refused if it was named or holds pupils, else left alone."""
    any_csv = next((s for s in sources.values() if s.format.kind == "csv"), None)
    if any_csv and path.suffix.casefold() == ".csv":
        pupils = pupil_rows(path.name, read(path.name, data, any_csv))
        if pupils:
            return Receipt(path, REFUSED, findings=tuple(pupils))
    if not named:
        return Receipt(path, LEFT_ALONE)
    said = "no source is declared that knows this file by its name or its columns."
    remedy = f"Check that it is the file you meant; known sources: {', '.join(sources)}."
    return Receipt(path, REFUSED, findings=(Finding(path.name, 1, None, "not_recognised", said, remedy),))


def _reading_order(arrival: IncomingFile) -> tuple:
    return not arrival.source.read_first, stated_time(arrival.path).year or 0, str(arrival.path)


def _take(arrival: IncomingFile, folders: Folders, year: int | None, embargo: EmbargoCheck | None) -> Receipt:
    path, data, source = arrival.path, arrival.data, arrival.source
    home = folders.deliveries / fingerprint(data)
    if (home / "delivery.json").is_file():
        return _known(path, source, folders, read_delivery(home))
    stated = stated_time(path)
    if stated.conflict and source.results_year == "file":
        return Receipt(path, REFUSED, findings=(_years_differ(path),))
    if arrival.named_like and source.id not in arrival.named_like:
        return Receipt(path, REFUSED, findings=(_another_source(arrival),))
    origin = origin_of(path)
    release = stated_release(path.name, read_release_stages(folders.params)) or origin.release or source.release.default
    results_year = _results_year(source, stated, year)
    held = held_beside(folders, source, results_year, authority_of(path.name))
    result = validate(path.name, data, source, results_year, release, held)
    if result.refused:
        return Receipt(path, REFUSED, findings=tuple(result.findings))
    early = embargo.findings(path.name, source, release, result.table) if embargo else []
    if early:
        return Receipt(path, REFUSED, findings=tuple(early))
    delivery = _delivery(arrival, folders, origin, stated, results_year, release, result.table)
    store_table(folders, delivery, source, result.table)
    store_findings(folders, delivery, findings_key(folders, delivery, source), result.findings)
    delivery = keep(folders, delivery, data)  # last: a delivery that is held has everything that was made of it
    told = finding_counts(result.table, result.findings, delivery) if source.of_pupils else None
    return Receipt(path, KEPT, delivery, tuple(result.findings), told)


def _known(path: Path, source: Source, folders: Folders, delivery: Delivery) -> Receipt:
    """A file held already: nothing changes, but it is asked again where its declaration or this code has changed."""
    bring_up_to_date(folders, delivery, source)
    return Receipt(path, KNOWN, delivery, tuple(stored_findings(folders, delivery)))


def _results_year(source: Source, stated: Stated, year: int | None) -> int | None:
    return (stated.year or year) if source.results_year != "column" else None


def _delivery(
    arrival: IncomingFile,
    folders: Folders,
    origin: Origin,
    stated: Stated,
    year: int | None,
    release: str,
    frame: pd.DataFrame,
) -> Delivery:
    source = arrival.source
    latest = frame["results_year"].max()
    year = year if source.results_year != "column" or pd.isna(latest) else int(latest)
    return Delivery(
        fingerprint=fingerprint(arrival.data),
        source=source.id,
        file=arrival.path.name,
        results_year=year,
        release=release,
        edition=stated.edition or (str(year) if year else ""),
        publisher=origin.publisher or source.publisher,
        licence=origin.licence or source.licence,
        origin=origin.origin or source.sender,
        arrival=1 + max((d.arrival for d in kept(folders)), default=0),
        la=authority_of(arrival.path.name),
    )


def _another_source(arrival: IncomingFile) -> Finding:
    said = f"it is named like a file of {' or '.join(arrival.named_like)}, but its columns are those of {arrival.source.id}."
    return Finding(arrival.path.name, 1, None, "another_source", said, "Give the file the name it was published under.")


def _unreadable(path: Path, error: OSError) -> Finding:
    """It vanished between being seen and being read, or may not be read; the other files go on."""
    said = f"it could not be read ({error.strerror or type(error).__name__})."
    remedy = (
        "See that it is still there, that its drive is connected and that it is open to you; then receive it again."
    )
    return Finding(path.name, None, None, "unreadable", said, remedy)


def _years_differ(path: Path) -> Finding:
    said = "the file's name and its folder say different results years."
    return Finding(path.name, None, None, "years_differ", said, "Move it to the right folder or mend its name.")


def refused(outcomes: Iterable[Receipt]) -> list[Receipt]:
    """The outcomes someone must act on: refused files, and held ones that today's rules would refuse."""
    return [o for o in outcomes if o.what == REFUSED or any(not f.lines for f in blocking(o.findings))]
