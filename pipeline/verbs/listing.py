"""`list`: which publications there are, for whom, and which deliveries they can be made from."""

from collections import Counter

from pipeline.declared import read_declared
from pipeline.deliveries.delivery import kept
from pipeline.paths import Folders
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
