"""`changes`: what is printed otherwise than before, document by document, and why."""

import sys
from collections import Counter

from pipeline.changes.between import Asked, Compared, Comparison, between_issues, since_issue
from pipeline.changes.change import KINDS, Change
from pipeline.errors import CommandWrong
from pipeline.paths import Folders
from pipeline.report.pages.changes import after, amount, before, subject

HEADS = {
    "figure": "figures",
    "standing": "standings",
    "question": "questions for governors",
    "wording": "wording",
    "release": "releases",
}


def tell_changes(where: Folders, asked: Asked, since: bool) -> int:
    """0, whatever changed: a change is no failure."""
    if not asked.year:
        raise CommandWrong(what="Say which results year: booklets changes --year 2018")
    if (asked.first or asked.second) and (since or not (asked.publication and asked.place)):
        raise CommandWrong(
            what="--from and --to name two issues of one document: give --publication and --place as well."
        )
    found = since_issue(where, asked) if since else between_issues(where, asked)
    if found.nothing:
        raise CommandWrong(what=found.nothing)
    blocks = [summary(found), *map(document, found.changed)]
    sys.stdout.write("\n\n".join(blocks) + "\n")
    return 0


def summary(found: Comparison) -> str:
    """How many documents changed, stayed the same, or could not be compared and why."""
    same = len(found.compared) - len(found.changed)
    lines = [f"{_documents(len(found.changed))} of {found.asked.year} changed, {same} print the same"]
    reasons = Counter(why for _, why in found.apart)
    for why, count in reasons.items():
        whose = next(name for name, reason in found.apart if reason == why)
        lines.append(f"not compared: {whose if count == 1 else _documents(count)}: {why}")
    return "\n".join(lines)


def document(one: Compared) -> str:
    """One document's changes, kind by kind."""
    lines = [f"{one.title} of {one.place_name} ({one.place}), {one.year}: {one.before} → {one.after}"]
    for kind in KINDS:
        rows = [c for c in one.changes if c.kind == kind]
        if rows:
            lines += [f"  {HEADS[kind]}", *(f"    {_row(c)}" for c in rows)]
    return "\n".join(lines)


def _row(change: Change) -> str:
    said = f"{subject(change)}: {before(change)} → {after(change)}"
    size = amount(change)
    return f"{said}; {size}" if size else said


def _documents(count: int) -> str:
    return f"{count} document{'' if count == 1 else 's'}"
