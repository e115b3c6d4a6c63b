"""Deliveries held are asked again where anything their findings rest on has changed since they were last asked.

Findings rest on what the delivery's table is made from, and on the tables it was checked against: a register that came later
knows more schools, and a correction of last year's table changes what is far from it.
"""

from typing import NamedTuple

from pipeline.declared.sources import Source
from pipeline.deliveries.delivery import Delivery, kept
from pipeline.deliveries.findings import Finding
from pipeline.keys import fingerprint
from pipeline.paths import Folders
from pipeline.validated.clean_tables import (
    are_findings_of,
    declared,
    store_findings,
    store_table,
    stored_findings,
    table,
    table_key,
)
from pipeline.validated.corrections import corrections_of
from pipeline.validated.crosschecks import HeldTables
from pipeline.validated.validate import Validation, validate


def findings(folders: Folders, delivery: Delivery) -> list[Finding]:
    """What is found in a delivery, asked again where that is out of date: by findings schools are held, and they are printed."""
    bring_up_to_date(folders, delivery, declared(folders.params)[delivery.source])
    return stored_findings(folders, delivery)


def bring_up_to_date(folders: Folders, delivery: Delivery, source: Source) -> None:
    """Ask a kept delivery again where today's declaration, corrections, code or other tables would give another answer."""
    key = findings_key(folders, delivery, source)
    if are_findings_of(folders, delivery, key):
        return
    result = validated_again(folders, delivery, source)
    if result.table is not None:
        store_table(folders, delivery, source, result.table)
    store_findings(folders, delivery, key, result.findings)


def findings_key(folders: Folders, delivery: Delivery, source: Source) -> str:
    """Changes with all that a delivery's findings rest on: its own table's key, and those of the tables beside it."""
    sources = declared(folders.params)
    beside = _beside(folders, source, year_of_file(delivery, source), delivery.la)
    others = (d for group in beside for d in group)
    return fingerprint(*(table_key(folders, d, sources[d.source]) for d in (delivery, *others)))


def year_of_file(delivery: Delivery, source: Source) -> int | None:
    """The one results year the delivery was checked as; None for a file whose rows say their own."""
    return delivery.results_year if source.results_year != "column" else None


def validated_again(folders: Folders, delivery: Delivery, source: Source) -> Validation:
    """A kept delivery asked everything afresh, against what is held beside it now."""
    data = delivery.original(folders).read_bytes()
    year = year_of_file(delivery, source)
    beside = held_beside(folders, source, year, delivery.la)
    return validate(delivery.file, data, source, year, delivery.release, beside)


class Beside(NamedTuple):
    """The deliveries another is checked against, by what they are for."""

    registers: list[Delivery]
    links: list[Delivery]
    last_year: list[Delivery]  # the one of the year before, or none


def _beside(folders: Folders, source: Source, year: int | None, la: str) -> Beside:
    """The deliveries that the source's checks need; those of no check are left out, so that they change nothing."""
    kinds = {c.kind for c in source.checks}
    named = "known_school" in kinds
    before: list[Delivery] = []
    if "change" in kinds and year:
        before = [d for d in kept(folders, source.id) if d.results_year == year - 1 and d.la == la]
    return Beside(
        kept(folders, "register") if named else [], kept(folders, "school_links") if named else [], before[-1:]
    )


def held_beside(folders: Folders, source: Source, year: int | None, la: str) -> HeldTables:
    """What there is to check a delivery against: schools of registers and links, last year's table, the corrections."""
    beside = _beside(folders, source, year, la)
    urns: set[str] = set()
    authorities: set[str] = set()
    for frame in (table(folders, d) for d in beside.registers):
        urns |= set(frame["urn"].dropna()) | set(frame["other_urn"].dropna())
        authorities |= set(frame["la"].dropna())
    for frame in (table(folders, d) for d in beside.links):
        urns |= set(frame["urn"].dropna()) | set(frame["link_urn"].dropna())
    newest = max((d.results_year or 0 for d in beside.registers), default=0)
    last = next((table(folders, d) for d in beside.last_year), None)
    return HeldTables(frozenset(urns), frozenset(authorities), newest, last, tuple(corrections_of(folders, source)))
