"""`retention`: which pupil records are due for erasure, since when, by which rule, and what to type."""

from datetime import date, timedelta

from pipeline.declared import read_declared
from pipeline.keeping.due import HeldYear, held_records
from pipeline.paths import Folders
from pipeline.verbs.output import counted, print_lines

NEXT = 5  # how many of those that are due later are listed


def list_due(where: Folders, on: date) -> int:
    """List what is due on a day, and what comes next; returns 1 where anything is due, so that a schedule notices it."""
    declared = read_declared(where.params)
    held = held_records(where, declared)
    due, later = [h for h in held if h.is_due(on)], [h for h in held if not h.is_due(on)]
    if not held:
        print_lines("no pupil records are held, so nothing is due for erasure")
        return 0
    print_lines(f"{counted(len(due), 'set')} of pupil records due for erasure on {on}")
    for one in due:
        print_lines(
            f"  {_said(one)}: due since {one.due}, by the rule {one.rule.id} ({counted(one.rule.years or 0, 'year')})",
            f"    {' '.join(one.rule.because.split())}",
            f"    to erase: booklets erase --source {one.source} --before {one.ended + timedelta(days=1)} --by ROLE --because WHY",
        )
    if due:
        print_lines(
            "to erase everything that is due: booklets erase --due --by ROLE --because WHY; look first with --dry-run"
        )
    for one in later[:NEXT]:
        print_lines(f"  next: {_said(one)}: due on {one.due}, by the rule {one.rule.id}")
    waiting = sorted({h.rule.id for h in held if h.rule.to_confirm})
    if waiting:
        print_lines(f"to be confirmed in params/retention.yml: {', '.join(waiting)}")
    return 1 if due else 0


def _said(held: HeldYear) -> str:
    return f"{held.source} {held.year}, {counted(len(held.deliveries), 'file')}"
