"""`receive`: what became of every file, with every finding and what to do about it."""

import sys
from pathlib import Path

from pipeline.errors import CommandWrong
from pipeline.paths import Folders
from pipeline.validated.findings import ADVISORY, BLOCKING
from pipeline.validated.receive import KEPT, KNOWN, LEFT_ALONE, REFUSED, Outcome, receive
from pipeline.validated.tables import declared


def receive_files(where: Folders, files: list[Path], year: int | None) -> int:
    """0 when every file was kept or known already; 1 when one was refused, the others being kept."""
    absent = [str(f) for f in files if not f.exists()]
    if absent:
        raise CommandWrong(what=f"There is no such file or folder: {', '.join(absent)}.")
    outcomes = receive(files, where, declared(where.params), year)
    for outcome in outcomes:
        _tell(outcome)
    tally = {what: sum(o.what == what for o in outcomes) for what in (KEPT, KNOWN, REFUSED, LEFT_ALONE)}
    sys.stdout.write(", ".join(f"{n} {what}" for what, n in tally.items() if n) + "\n")
    return 1 if tally[REFUSED] else 0


def _tell(outcome: Outcome) -> None:
    if outcome.what == REFUSED:
        sys.stderr.write(f"refused: {outcome.path.name}; nothing of it was kept\n")
        for finding in (f for f in outcome.findings if f.severity == BLOCKING):
            sys.stderr.write(f"  - {finding.sentence()}\n")
    if outcome.what == KEPT:
        d = outcome.delivery
        advisory = sum(f.severity == ADVISORY for f in outcome.findings)
        noted = f"; {advisory} advisory finding{'' if advisory == 1 else 's'}" if advisory else ""
        sys.stdout.write(f"kept: {d.file} as {d.source} {d.results_year or ''} {d.release}{noted}\n")
