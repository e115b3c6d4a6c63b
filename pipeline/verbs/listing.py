"""`list`: what would be built, for whom, from what."""

import sys
from collections import Counter

from pipeline.declared import read_declared
from pipeline.deliveries.delivery import kept
from pipeline.paths import Folders


def list_publications(where: Folders) -> int:
    """Every publication with its readers, and the deliveries held by source and year. Builds nothing."""
    declared = read_declared(where.params)
    for spec in declared.publications.values():
        stages = ", ".join(declared.stages[s].name for s in spec.stages)
        sys.stdout.write(
            f"{spec.slug}\n  {spec.title}, for: {spec.readers}\n  audience: {spec.audience}; shows: {stages}\n"
        )
    held = Counter((d.source, d.results_year or 0) for d in kept(where))
    sys.stdout.write("deliveries held\n")
    for (source, year), count in sorted(held.items()):
        sys.stdout.write(f"  {source:<22} {year or 'several years'}{f' ({count} files)' if count > 1 else ''}\n")
    return 0
