"""Corrections that no delivery has a row for: each is a mistake, since what it should mend is printed as delivered."""

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.declared.corrections import Correction, correction_files
from pipeline.declared.sources import Source
from pipeline.deliveries.delivery import Delivery, kept
from pipeline.deliveries.findings import BLOCKING, Finding, blocking
from pipeline.errors import CorrectionsDoNotFit, OriginalAltered
from pipeline.paths import Folders
from pipeline.validated.clean_tables import as_delivered, declared
from pipeline.validated.corrections import DeliveredCells, correct, corrections_of, why_not_placed

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
        unmatched += _unmatched_among(corrections, sources[name], deliveries, cells)[0]
    return CorrectionsAsked(unmatched, not_tried)


def refuse_misfits(folders: Folders) -> None:
    """Raise CorrectionsDoNotFit where a correction matches no row held, or a table's cell no longer reads what it expects.

    A pupil's correction whose cell or row has changed is not among them: it holds the documents of its school alone. Only the
    deliveries of sources that have corrections are read.
    """
    problems: list[Finding] = []
    for name, source in declared(folders.params).items():
        deliveries = kept(folders, name)
        if not deliveries or not any(file.is_file() for file in correction_files(folders, name)):
            continue
        try:
            cells = [as_delivered(folders, d, source) for d in deliveries]
        except OriginalAltered:  # the run names it and holds what rests on it
            continue
        unmatched, matched = _unmatched_among(corrections_of(folders, source), source, deliveries, cells)
        problems += unmatched
        if not source.of_pupils:
            told = (f for d, c in zip(deliveries, cells, strict=True) for f in correct(c, d.file, matched))
            problems += blocking(told)
    if problems:
        raise CorrectionsDoNotFit([finding.sentence() for finding in problems])


def _unmatched_among(
    corrections: list[Correction], source: Source, deliveries: list[Delivery], cells: list[DeliveredCells]
) -> tuple[list[Finding], list[Correction]]:
    """A finding for each correction that no delivery has a row for, and the corrections that match one."""
    unmatched, matched = [], []
    for correction in corrections:
        why = _why_unmatched(correction, source, deliveries, cells)
        if not why:
            matched.append(correction)
            continue
        problem = f"correction {correction.id} matches no row: {why}"
        remedy = "Mend what it is described by, or delete it; nothing is corrected by it."
        unmatched.append(Finding(f"corrections/{source.id}.yml", None, None, UNMATCHED, problem, remedy, BLOCKING))
    return unmatched, matched


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
