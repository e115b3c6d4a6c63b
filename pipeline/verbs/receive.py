"""`receive`: what became of every file, with every finding and what to do about it."""

import sys
from datetime import date
from pathlib import Path

from pipeline.declared import read_declared
from pipeline.deliveries.findings import ADVISORY, BLOCKING, Finding
from pipeline.errors import CommandWrong
from pipeline.ledger.runs import ItemResult
from pipeline.paths import Folders
from pipeline.portal.index import write_index
from pipeline.runs.at_work import BY_A_PERSON, Start, at_work
from pipeline.validated.clean_tables import declared
from pipeline.validated.embargo import EmbargoCheck
from pipeline.validated.finding_counts import FindingCounts
from pipeline.validated.intake import KEPT, KNOWN, LEFT_ALONE, REFUSED, Receipt, receive


def receive_files(
    where: Folders, files: list[Path], year: int | None, start: Start = BY_A_PERSON, on: date | None = None
) -> int:
    """Receive files on a day (today by default), which national results must have been published by.

    0 when every file was kept or known already; 1 when one was refused, the others being kept.
    """
    absent = [str(f) for f in files if not f.exists()]
    if absent:
        raise CommandWrong(what=f"There is no such file or folder: {', '.join(absent)}.")
    embargo = EmbargoCheck(on or date.today(), read_declared(where.params))
    sources = declared(where.params)
    with at_work(where, "receive", year, start) as run:
        outcomes = receive(files, where, sources, year, embargo)
        run.ended(_end(number, outcome) for number, outcome in enumerate(outcomes, start=1))
        if (where.outputs / "index.html").exists():
            write_index(where)  # which documents are out of date by what has come
    for outcome in outcomes:
        _tell(outcome)
    tally = {what: sum(o.what == what for o in outcomes) for what in (KEPT, KNOWN, REFUSED, LEFT_ALONE)}
    sys.stdout.write(", ".join(f"{n} {what}" for what, n in tally.items() if n) + "\n")
    years = sorted({o.delivery.results_year for o in outcomes if o.finding_counts})
    if years:
        verbs = "; ".join(f"booklets chase --year {y}" for y in years)
        sys.stdout.write(f"next: {verbs} writes each school's questions, those across files among them\n")
    return 1 if tally[REFUSED] else 0


def _end(number: int, outcome: Receipt) -> ItemResult:
    """For the ledger and the log: a delivery by its source and time, never by its name, which may be a pupil's."""
    d = outcome.delivery
    rules = ", ".join(dict.fromkeys(f.rule for f in outcome.findings if f.severity == BLOCKING))
    why = rules.replace("_", " ") if outcome.what == REFUSED else ""
    if d is None:
        return ItemResult("not kept", f"file {number}", "", outcome.what, why)
    return ItemResult(d.source, f"file {number}", f"{d.results_year or ''} {d.release}".strip(), outcome.what)


def _tell(outcome: Receipt) -> None:
    if outcome.what == REFUSED:
        sys.stderr.write(f"refused: {outcome.path.name}; nothing of it was kept\n")
        for finding in (f for f in outcome.findings if f.severity == BLOCKING):
            sys.stderr.write(f"  - {finding.sentence()}\n")
    if outcome.what == KEPT:
        d = outcome.delivery
        told = told_of_pupils(outcome.finding_counts) if outcome.finding_counts else _advisory(outcome)
        sys.stdout.write(f"kept: {d.file} as {d.source} {d.results_year or ''} {d.release}{told}\n")
        for finding in of_the_file(outcome.findings) if outcome.finding_counts else []:
            sys.stdout.write(f"  - {finding.sentence()}\n")


def _advisory(outcome: Receipt) -> str:
    advisory = sum(f.severity == ADVISORY for f in outcome.findings)
    return f"; {advisory} advisory finding{'' if advisory == 1 else 's'}" if advisory else ""


def told_of_pupils(tally: FindingCounts) -> str:
    """How a file of pupils stands, in numbers only."""
    counts = [
        (tally.rows, "row"),
        (tally.schools, "school"),
        (tally.held, "school", " held"),
        (tally.questions, "question"),
    ]
    said = [f"{n:,} {word}{'' if n == 1 else 's'}{''.join(more)}" for n, word, *more in counts]
    return ": " + ", ".join(said)


def of_the_file(findings: tuple[Finding, ...] | list[Finding]) -> list[Finding]:
    """Findings no school can answer: of the file as a whole, or of rows of no school. They are for the data team."""
    return [f for f in findings if not f.school]
