"""`check`: one command, the same for everyone: every declaration is read, every delivery's findings are told."""

import sys
from pathlib import Path

from pipeline.declared import Declarations, read_declared
from pipeline.declared.authority import read_authority
from pipeline.declared.places import read_declared_places
from pipeline.declared.sources import Sources, read_sources
from pipeline.declared.strict import Problems
from pipeline.deliveries.delivery import Delivery, kept
from pipeline.errors import ParamsWrong
from pipeline.paths import Folders
from pipeline.validated import data_notes, findings, table
from pipeline.validated.finding_counts import finding_counts
from pipeline.validated.holds import holds
from pipeline.validated.notes import sentences
from pipeline.verbs.receive import of_the_file, told_of_pupils


def check_all(where: Folders) -> int:
    """0 when the declarations read; their mistakes are raised together. Advisory findings are told and do not fail."""
    declared, sources = _read_everything(where.params)
    _say(
        f"{len(declared.measures)} measures, {len(sources)} sources and {len(declared.publications)} publications "
        "read without a mistake"
    )
    for name, said in {**declared.measures, **sources}.items():
        if said.to_confirm:
            _say(f"to confirm: {name}: {' '.join(said.to_confirm.split())}")
    for year, checklist in declared.years.items():
        waits = sum(not item.confirmed for item in checklist.items)
        _say(f"to confirm: {waits} of {len(checklist.items)} things of the {year} results, in years/{year}.yml")
    for delivery in kept(where):
        _say_pupils(where, delivery) if sources[delivery.source].of_pupils else _say_notes(where, delivery)
    _say_held(where)
    return 0


def _say_notes(where: Folders, delivery: Delivery) -> None:
    notes = sentences(data_notes(where, delivery))
    _say(f"{delivery.file} ({delivery.source}): {len(notes)} advisory finding{'' if len(notes) == 1 else 's'}")
    for note in notes:
        _say(f"  - {note}")


def _say_pupils(where: Folders, delivery: Delivery) -> None:
    """How a file of pupils stands, in numbers; what its schools must answer is told by `chase`."""
    found = findings(where, delivery)
    _say(
        f"{delivery.file} ({delivery.source}){told_of_pupils(finding_counts(table(where, delivery), found, delivery))}"
    )
    for finding in of_the_file(found):
        _say(f"  - {finding.sentence()}")


def _say_held(where: Folders) -> None:
    for hold in holds(where):
        rules = ", ".join(hold.why).replace("_", " ")
        _say(f"held: school {hold.laestab}, {hold.source} {hold.year} {hold.release}: {rules}; see booklets chase")


def _read_everything(params: Path) -> tuple[Declarations, Sources]:
    """Every declaration, each room's part by its own reader; ParamsWrong with all their mistakes at once."""
    problems, declared = Problems(), None
    try:
        declared = read_declared(params)
    except ParamsWrong as wrong:
        problems.extend(wrong.facts["problems"])
    sources = read_sources(params, problems)
    read_authority(params, problems)
    read_declared_places(params, problems)
    problems.settle(params)
    return declared, sources


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
