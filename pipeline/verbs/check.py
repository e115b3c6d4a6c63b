"""`check`: one command, the same for everyone: every declaration is read, every delivery's findings are told."""

import sys

from pipeline.declared import read_declared
from pipeline.declared.sources import read_sources
from pipeline.declared.strict import Problems
from pipeline.deliveries.delivery import kept
from pipeline.paths import Folders
from pipeline.validated.tables import data_notes


def check_all(where: Folders) -> int:
    """0 when the declarations read; their mistakes are raised together. Advisory findings are told and do not fail."""
    declared = read_declared(where.params)
    problems = Problems()
    sources = read_sources(where.params, problems)
    problems.settle(where.params)
    sys.stdout.write(
        f"{len(declared.measures)} measures, {len(sources)} sources and {len(declared.publications)} publications read without a mistake\n"
    )
    for delivery in kept(where):
        notes = data_notes(where, delivery)
        sys.stdout.write(
            f"{delivery.file} ({delivery.source}): {len(notes)} advisory finding{'' if len(notes) == 1 else 's'}\n"
        )
        for note in notes:
            sys.stdout.write(f"  - {note}\n")
    return 0
