"""`changes`: what is printed otherwise than before, document by document, and why."""

import sys

from pipeline.changes.between import Compared, Comparison, DocumentSelection, between_issues, since_issue
from pipeline.changes.change import KINDS, PrintedChange
from pipeline.errors import CommandWrong
from pipeline.lock import only_run
from pipeline.paths import Folders
from pipeline.report.team.changed_documents import after, amount, before, subject

HEADS = {
    "figure": "figures",
    "standing": "standings",
    "question": "questions for governors",
    "wording": "wording",
    "release": "releases",
}


def tell_changes(where: Folders, asked: DocumentSelection, since: bool) -> int:
    """0, whatever changed: a change is no failure."""
    if not asked.year:
        raise CommandWrong(what="Say which results year: booklets changes --year 2018")
    if (asked.first or asked.second) and (since or not (asked.publication and asked.place)):
        raise CommandWrong(
            what="--from and --to name two issues of one document: give --publication and --place as well."
        )
    found = _since(where, asked) if since else between_issues(where, asked)
    if found.nothing:
        raise CommandWrong(what=found.nothing)
    blocks = ["\n".join(found.told()), *map(document, found.changed)]
    sys.stdout.write("\n\n".join(blocks) + "\n")
    return 0


def _since(where: Folders, asked: DocumentSelection) -> Comparison:
    """It composes what changed, as a run does, so no other may be at work."""
    with only_run(where.data, "changes"):
        return since_issue(where, asked)


def document(one: Compared) -> str:
    """One document's changes, kind by kind."""
    lines = [f"{one.title} of {one.place_name} ({one.place}), {one.year}: {one.before} → {one.after}"]
    for kind in KINDS:
        rows = [c for c in one.changes if c.kind == kind]
        if rows:
            lines += [f"  {HEADS[kind]}", *(f"    {_row(c)}" for c in rows)]
    return "\n".join(lines)


def _row(change: PrintedChange) -> str:
    said = f"{subject(change)}: {before(change)} → {after(change)}"
    size = amount(change)
    return f"{said}; {size}" if size else said
