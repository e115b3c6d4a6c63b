"""`receive`: keep or refuse each file, with every finding and what to do about it."""

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pipeline.declared import read_declared
from pipeline.deliveries.delivery import Delivery
from pipeline.deliveries.findings import ADVISORY, BLOCKING, Finding, blocking
from pipeline.ledger.runs import ItemResult
from pipeline.paths import Folders
from pipeline.portal.index import write_index
from pipeline.runs.at_work import BY_A_PERSON, Start, at_work
from pipeline.validated.clean_tables import declared
from pipeline.validated.corrections import ABOUT_CORRECTIONS
from pipeline.validated.embargo import EmbargoCheck
from pipeline.validated.finding_counts import FindingCounts
from pipeline.validated.intake import KEPT, KNOWN, LEFT_ALONE, REFUSED, Receipt, receive
from pipeline.validated.unmatched_corrections import unmatched_corrections
from pipeline.validated.validate import OTHER_AUTHORITIES
from pipeline.verbs.arguments import require_files
from pipeline.verbs.output import counted, print_lines


def receive_files(
    where: Folders, files: list[Path], year: int | None, start: Start = BY_A_PERSON, on: date | None = None
) -> int:
    """Receive files on a day (today by default); national results published after that day are refused.

    Returns 0 when every file was kept or had been received before; 1 when one was refused, the others being kept, or where a
    correction of a received source fits no row.
    """
    require_files((f for f in files if not f.exists()), "file or folder")
    embargo = EmbargoCheck(on or date.today(), read_declared(where.params))
    sources = declared(where.params)
    with at_work(where, "receive", year, start) as run:
        outcomes = receive(files, where, sources, year, embargo)
        run.ended(_for_the_ledger(number, outcome) for number, outcome in enumerate(outcomes, start=1))
        if (where.outputs / "index.html").exists():
            write_index(where)  # it marks the documents that these deliveries have made out of date
    wrong: list[str] = []
    for outcome in outcomes:
        if outcome.what == REFUSED:
            _print_refused(outcome)
        elif outcome.what == KEPT and outcome.delivery:
            _print_kept(outcome, outcome.delivery)
        wrong += [f.sentence() for f in must_be_mended(outcome.findings)] if outcome.what != REFUSED else []
    tally = {what: sum(o.what == what for o in outcomes) for what in (KEPT, KNOWN, REFUSED, LEFT_ALONE)}
    print_lines(", ".join(f"{number} {what}" for what, number in tally.items() if number))
    years = {o.delivery.results_year for o in outcomes if o.finding_counts and o.delivery and o.delivery.results_year}
    if years:
        verbs = "; ".join(f"booklets chase --year {y}" for y in sorted(years))
        print_lines(f"next: {verbs} writes each school's questions, including those found by comparing files")
    received = {o.delivery.source for o in outcomes if o.delivery}
    wrong += [f.sentence() for f in unmatched_corrections(where, received).unmatched]
    sys.stderr.writelines(f"must be mended: {sentence}\n" for sentence in wrong)
    return 1 if tally[REFUSED] or wrong else 0


def _for_the_ledger(number: int, outcome: Receipt) -> ItemResult:
    """One file for the ledger and the log: by its source and release, never by its name, which may be a pupil's."""
    delivery = outcome.delivery
    if delivery is None:
        rules = ", ".join(dict.fromkeys(f.rule for f in outcome.findings if f.severity == BLOCKING))
        why = rules.replace("_", " ") if outcome.what == REFUSED else ""
        return ItemResult("not kept", f"file {number}", "", outcome.what, why)
    edition = f"{delivery.results_year or ''} {delivery.release}".strip()
    return ItemResult(delivery.source, f"file {number}", edition, outcome.what)


def _print_refused(outcome: Receipt) -> None:
    sys.stderr.write(f"refused: {outcome.path.name}; nothing of it was kept\n")
    for finding in outcome.findings:
        if finding.severity == BLOCKING:
            sys.stderr.write(f"  - {finding.sentence()}\n")


def _print_kept(outcome: Receipt, delivery: Delivery) -> None:
    edition = " ".join(filter(None, (delivery.source, str(delivery.results_year or ""), delivery.release)))
    line = f"kept: {delivery.file} as {edition}"
    if outcome.finding_counts:
        print_lines(f"{line}: {pupil_counts(outcome.finding_counts)}")
        print_lines(*(f"  - {finding.sentence()}" for finding in file_findings(outcome.findings)))
        return
    advisory = sum(f.severity == ADVISORY and f.rule != OTHER_AUTHORITIES for f in outcome.findings)
    print_lines(f"{line}; {counted(advisory, 'advisory finding')}" if advisory else line)
    print_lines(*(f"  - {f.sentence()}" for f in outcome.findings if f.rule == OTHER_AUTHORITIES))


def pupil_counts(counts: FindingCounts) -> str:
    """What a file about pupils holds, in numbers only, so that nothing about a pupil is printed."""
    return ", ".join((
        counted(counts.rows, "row"),
        counted(counts.schools, "school"),
        f"{counted(counts.held, 'school')} held",
        counted(counts.questions, "question"),
    ))  # fmt: skip


def file_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Findings no school can answer: about the file as a whole, rows of no school, or corrections. They are for the data team."""
    asked = [f for f in findings if not f.school or f.rule in ABOUT_CORRECTIONS]
    return [f for f in asked if f not in must_be_mended(findings)]


def must_be_mended(findings: Iterable[Finding]) -> list[Finding]:
    """Blocking findings that no school's answer lifts: today's rules would refuse the file, or a correction does not fit it."""
    return [f for f in blocking(findings) if not f.lines or f.rule in ABOUT_CORRECTIONS]
