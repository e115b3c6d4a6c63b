"""Kept deliveries are checked again where anything their findings depend on has changed since they were last checked.

Findings depend on what the delivery's table is made from, and on the tables it was checked against: a register that came later
knows more schools, and a correction of last year's table changes which figures are far from it.
"""

from typing import NamedTuple

from pipeline.declared.authority import own_code
from pipeline.declared.sources import Source
from pipeline.deliveries.delivery import Delivery, kept
from pipeline.deliveries.findings import Finding
from pipeline.deliveries.tombstone import is_emptied
from pipeline.errors import OriginalAltered
from pipeline.keys import fingerprint
from pipeline.paths import Folders
from pipeline.validated.clean_tables import (
    are_findings_of,
    cells_of,
    declared,
    same_school,
    school_numbers,
    store_findings,
    store_table,
    stored_findings,
    table,
    table_key,
    were_found,
    year_of_file,
)
from pipeline.validated.corrections import corrections_of
from pipeline.validated.crosschecks import HeldTables
from pipeline.validated.file_checks import is_partial
from pipeline.validated.shape import shape
from pipeline.validated.validate import Validation, validate


def findings(folders: Folders, delivery: Delivery) -> list[Finding]:
    """A delivery's findings, checked again where they are out of date.

    Never read them from the store without this: findings hold schools' records, and booklets print them.
    """
    bring_up_to_date(folders, delivery, declared(folders.params)[delivery.source])
    return stored_findings(folders, delivery)


def bring_up_to_date(folders: Folders, delivery: Delivery, source: Source) -> None:
    """Check a kept delivery again where its declaration, corrections, code or reference tables have changed since.

    One whose original was altered or lost cannot be checked: the findings of its last check stand, and every document that rests
    on it is held. OriginalAltered where it was never checked.
    """
    key = findings_key(folders, delivery, source)
    if are_findings_of(folders, delivery, key):
        return
    try:
        result = validated_again(folders, delivery, source)
    except OriginalAltered:
        if not were_found(folders, delivery):
            raise
        return
    if result.table is not None:
        store_table(folders, delivery, source, result.table)
    store_findings(folders, delivery, key, result.findings, result.rows)


def findings_key(folders: Folders, delivery: Delivery, source: Source) -> str:
    """Changes with everything a delivery's findings depend on: its own table's key, and those of its reference tables."""
    sources = declared(folders.params)
    references = _references(folders, source, year_of_file(delivery, source), delivery.la)
    others = (d for group in references for d in group)
    keys = (table_key(folders, d, sources[d.source]) for d in (delivery, *others))
    return fingerprint(own_code(folders.params), *keys)


def validated_again(folders: Folders, delivery: Delivery, source: Source) -> Validation:
    """A kept delivery checked afresh against the reference tables kept now; nothing is stored.

    Of a delivery whose records were all erased there is nothing to check.
    """
    year = year_of_file(delivery, source)
    raw = cells_of(folders, delivery, source)
    if is_emptied(folders, delivery):
        return Validation(shape(raw, source, delivery.file, year, delivery.release).table, [], of_pupils=True)
    held = held_beside(folders, source, year, delivery.la)
    return validate(delivery.file, raw, delivery.fingerprint, source, year, delivery.release, held)


class References(NamedTuple):
    """The deliveries which another is checked against, by their purpose."""

    registers: list[Delivery]
    links: list[Delivery]
    last_year: list[Delivery]  # the latest of the year before, or none


def _references(folders: Folders, source: Source, year: int | None, la: str) -> References:
    """The deliveries that the source's checks need; others are left out, so that they do not change its findings' key."""
    kinds = {c.kind for c in source.checks}
    registers: list[Delivery] = []
    links: list[Delivery] = []
    before: list[Delivery] = []
    if "known_school" in kinds:
        registers, links = kept(folders, "register"), kept(folders, "school_links")
    if "change" in kinds and year:
        before = [d for d in kept(folders, source.id) if d.results_year == year - 1 and d.la == la]
    return References(registers, links, before[-1:])


def held_beside(folders: Folders, source: Source, year: int | None, la: str) -> HeldTables:
    """What a delivery of the source is checked against: schools of registers and links, last year's table, the corrections."""
    references = _references(folders, source, year, la)
    urns: set[str] = set()
    authorities: set[str] = set()
    for frame in (table(folders, d) for d in references.registers):
        urns |= set(frame["urn"].dropna()) | set(frame["other_urn"].dropna())
        authorities |= set(frame["la"].dropna())
    for frame in (table(folders, d) for d in references.links):
        urns |= set(frame["urn"].dropna()) | set(frame["link_urn"].dropna())
    register = declared(folders.params)["register"]
    whole = [d for d in references.registers if not is_partial(table(folders, d), register)]
    newest = max((d.results_year or 0 for d in whole), default=0)
    last = next((table(folders, d) for d in references.last_year), None)
    return HeldTables(
        authority=own_code(folders.params),
        urns=frozenset(urns),
        authorities=frozenset(authorities),
        newest_register=newest,
        last_year=last,
        corrections=tuple(corrections_of(folders, source)),
        same_school=school_numbers(folders) if references.registers else same_school(folders, source),
    )
