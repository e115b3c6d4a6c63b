"""Corrections that no delivery has a row for: each is a mistake, since what it should mend is printed as delivered."""

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.declared.corrections import Correction, correction_files
from pipeline.declared.sources import Source
from pipeline.deliveries.delivery import Delivery, kept
from pipeline.deliveries.findings import BLOCKING, Finding
from pipeline.errors import OriginalAltered
from pipeline.paths import Folders
from pipeline.validated.clean_tables import as_delivered, declared
from pipeline.validated.corrections import DeliveredCells, corrections_of, why_not_placed

UNMATCHED = "correction_unmatched"


@dataclass(frozen=True)
class CorrectionsAsked:
    """Which corrections match nothing, and how many of which sources could not be tried because nothing is held or can be read."""

    unmatched: list[Finding]
    not_tried: dict[str, int]  # source -> how many corrections


def unmatched_corrections(folders: Folders, only: Iterable[str] | None = None) -> CorrectionsAsked:
    """Every correction (of the sources in `only`) tried on every kept delivery of its source; no finding repeats what it holds."""
    sources = declared(folders.params)
    unmatched: list[Finding] = []
    not_tried: dict[str, int] = {}
    for name in sources if only is None else sorted(set(only)):
        if not any(file.is_file() for file in correction_files(folders, name)):
            continue
        corrections, deliveries = corrections_of(folders, sources[name]), kept(folders, name)
        if not deliveries:
            not_tried[name] = len(corrections)
            continue
        try:
            cells = [as_delivered(folders, d, sources[name]) for d in deliveries]
        except OriginalAltered:  # every run names it; which rows it has is not known
            not_tried[name] = len(corrections)
            continue
        for correction in corrections:
            why = _why_unmatched(correction, sources[name], deliveries, cells)
            if why:
                problem = f"correction {correction.id} matches no row: {why}"
                remedy = "Mend what it is described by, or delete it; nothing is corrected by it."
                unmatched.append(Finding(f"corrections/{name}.yml", None, None, UNMATCHED, problem, remedy, BLOCKING))
    return CorrectionsAsked(unmatched, not_tried)


def _why_unmatched(
    correction: Correction, source: Source, deliveries: list[Delivery], cells: list[DeliveredCells]
) -> str:
    """Why no delivery has the correction's one row, as the end of a sentence; "" where one has."""
    concerned = [c for c in cells if c.speaks_of(correction)]
    if not concerned:
        editions = dict.fromkeys(d.said.removeprefix(f"{d.source} ") for d in deliveries)
        wanted = " ".join(filter(None, (str(correction.results_year or ""), correction.release)))
        return f"no delivery of {source.id} that it speaks of is held ({wanted or 'any'}); held: {', '.join(editions)}."
    found = [c.rows_of(correction) for c in concerned]
    if any(
        len(rows) == 1 and (correction.leave_out or correction.column in c.at)
        for c, rows in zip(concerned, found, strict=True)
    ):
        return ""
    # Of several deliveries the one that comes nearest is told: with rows that fit, else with rows of the school.
    nearest, rows = max(
        zip(concerned, found, strict=True), key=lambda pair: (bool(pair[1]), bool(pair[0].rows_of_school(correction)))
    )
    if correction.school and not nearest.rows_of_school(correction):
        return f"no delivery of its year has a row with the `{correction.school[0]}` of its `where`."
    return why_not_placed(nearest, correction, rows)
