"""Deliveries held are asked again where the declarations, the corrections or this code changed since they were last asked."""

from pipeline.declared.sources import Source
from pipeline.deliveries.delivery import Delivery, kept
from pipeline.deliveries.findings import Finding
from pipeline.paths import Folders
from pipeline.validated.clean_tables import (
    declared,
    is_checked,
    store_findings,
    store_table,
    stored_findings,
    table,
    tables,
)
from pipeline.validated.corrections import ABOUT_CORRECTIONS, corrections_of
from pipeline.validated.crosschecks import HeldTables
from pipeline.validated.validate import Validation, validate


def findings(folders: Folders, delivery: Delivery) -> list[Finding]:
    """What is found in a delivery, asked again where that is out of date and matters.

    By findings in pupils' records schools are held, and a correction in force is printed.
    """
    source = declared(folders.params)[delivery.source]
    if source.of_pupils or _is_corrected(folders, delivery, source):
        bring_up_to_date(folders, delivery, source)
    return stored_findings(folders, delivery)


def _is_corrected(folders: Folders, delivery: Delivery, source: Source) -> bool:
    """Whether a correction speaks of the delivery, or one was told of when it was last asked."""
    told = any(f.rule in ABOUT_CORRECTIONS for f in stored_findings(folders, delivery))
    return told or any(c.speaks_of(delivery.results_year, delivery.release) for c in corrections_of(folders, source))


def bring_up_to_date(folders: Folders, delivery: Delivery, source: Source) -> None:
    """Ask a kept delivery again where today's declaration, corrections or code would ask otherwise."""
    if is_checked(folders, delivery, source):
        return
    result = validated_again(folders, delivery, source)
    if result.table is not None:
        store_table(folders, delivery, source, result.table)
    store_findings(folders, delivery, source, result.findings)


def validated_again(folders: Folders, delivery: Delivery, source: Source) -> Validation:
    """A kept delivery asked everything afresh, against what is held beside it now."""
    data = delivery.original(folders).read_bytes()
    year = delivery.results_year if source.results_year != "column" else None
    beside = held_beside(folders, source, year, delivery.la)
    return validate(delivery.file, data, source, year, delivery.release, beside)


def held_beside(folders: Folders, source: Source, year: int | None, la: str) -> HeldTables:
    """What there is to check a delivery against: schools of registers and links, last year's table, the corrections."""
    kinds = {c.kind for c in source.checks}
    urns: set[str] = set()
    authorities: set[str] = set()
    newest = 0
    if "known_school" in kinds:
        for delivery, frame in tables(folders, "register"):
            urns |= set(frame["urn"].dropna()) | set(frame["other_urn"].dropna())
            authorities |= set(frame["la"].dropna())
            newest = max(newest, delivery.results_year or 0)
        for _, frame in tables(folders, "school_links"):
            urns |= set(frame["urn"].dropna()) | set(frame["link_urn"].dropna())
    last = None
    if "change" in kinds and year:
        before = [d for d in kept(folders, source.id) if d.results_year == year - 1 and d.la == la]
        last = table(folders, before[-1]) if before else None
    return HeldTables(frozenset(urns), frozenset(authorities), newest, last, tuple(corrections_of(folders, source)))
