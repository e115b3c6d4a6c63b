"""`list`: which publications there are, for whom, and which deliveries and places they can be made from."""

from collections import Counter

from pipeline.declared import read_declared
from pipeline.deliveries.delivery import kept, withdrawal_of
from pipeline.deliveries.tombstone import tombstones
from pipeline.paths import Folders
from pipeline.places import read_register
from pipeline.validated import read_tables
from pipeline.verbs.output import print_lines


def list_publications(where: Folders) -> int:
    """List every publication with its readers, and the deliveries received by source and year; makes nothing, returns 0."""
    declared = read_declared(where.params)
    for spec in declared.publications.values():
        stages = ", ".join(declared.stages[s].name for s in spec.stages)
        print_lines(
            spec.slug,
            f"  {spec.title}, for: {spec.readers}",
            f"  audience: {spec.audience}; shows: {stages}",
        )
    received = Counter((d.source, d.results_year or 0) for d in kept(where))
    print_lines("deliveries received")
    for (source, year), count in sorted(received.items()):
        print_lines(f"  {source:<22} {year or 'several years'}{f' ({count} files)' if count > 1 else ''}")
    return 0


def list_deliveries(where: Folders) -> int:
    """List every delivery held, with its fingerprint, in the order in which later ones count; returns 0.

    Each says whether it was withdrawn, and how many records were erased from it.
    """
    for delivery in kept(where, withdrawn=None):
        mark = withdrawal_of(where, delivery)
        edition = f"{delivery.source:<22} {delivery.results_year or '':<4} {delivery.release:<11}"
        said = f"; withdrawn on {mark.on} by {mark.by}: {mark.because}" if mark else ""
        for stone in tombstones(where, delivery):
            said += f"; {stone.records:,} records erased on {stone.on} by {stone.by}: {stone.because}"
        print_lines(f"{delivery.fingerprint[:12]}  {edition} {delivery.file}{said}")
    return 0


def list_places(where: Folders) -> int:
    """List every place by kind and name, with its id and, of a school, its URNs; returns 0."""
    register = read_register(where.params, read_tables(where))
    for place in sorted(register.values(), key=lambda p: (p.kind, p.name, p.id)):
        years = " to ".join(str(y or "") for y in (place.first_year, place.last_year)).strip(" to")
        numbers = f"  URN {', '.join(sorted(place.urns))}" if place.urns else ""
        print_lines(f"{place.kind:<9} {place.id:<18} {place.name}{numbers}{f'  ({years})' if place.last_year else ''}")
    return 0
