"""`changes`: what each document prints differently from before, and why."""

from contextlib import suppress
from dataclasses import replace

from pipeline.changes.between import Compared, DocumentSelection, between_issues, since_issue
from pipeline.changes.change import KINDS, PrintedChange
from pipeline.deliveries.delivery import kept
from pipeline.errors import CommandWrong, NoSuchPlace
from pipeline.lock import only_run
from pipeline.paths import Folders
from pipeline.report.team.changed_documents import after, amount, before, subject
from pipeline.verbs.arguments import require_year
from pipeline.verbs.output import print_lines
from pipeline.verbs.places_named import place_ids

SCREEN = 40  # lines
HEADINGS = {
    "figure": "figures",
    "standing": "standings",
    "question": "questions for governors",
    "wording": "wording",
    "release": "release stages",
}


def print_changes(where: Folders, selection: DocumentSelection, since: bool, every: bool = False) -> int:
    """List the changes in the selected documents; returns 0 whatever changed, because a change is not a failure.

    With `since`, the last issue is compared with what a build would make now; otherwise two issues are compared. What matters most
    comes first, and without `every` no more than fills a screen, unless one document is asked for.
    """
    require_year(selection.year, "changes")
    if selection.place and kept(where):
        with suppress(NoSuchPlace):  # an issued document may be of a place that no register has any more
            selection = replace(selection, place=place_ids(where, [selection.place])[0])
    if (selection.first or selection.second) and (since or not (selection.publication and selection.place)):
        raise CommandWrong(
            what="--from and --to name two issues of one document: give --publication and --place as well."
        )
    if since:
        # Composing the packs writes to the store, as a build does, so no other run may be at work.
        with only_run(where.data, "changes"):
            comparison = since_issue(where, selection)
    else:
        comparison = between_issues(where, selection)
    if comparison.nothing:
        raise CommandWrong(what=comparison.nothing)
    lines = "\n\n".join(["\n".join(comparison.summary()), *map(changes_of_document, comparison.changed)]).split("\n")
    shown = lines if every or len(comparison.changed) == 1 else lines[:SCREEN]
    more = len(lines) - len(shown)
    print_lines(*shown, *([f"and {more} more lines: add --all"] if more else []))
    return 0


def changes_of_document(document: Compared) -> str:
    """One document's changes, kind by kind, under a line that names it."""
    name = f"{document.title} of {document.place_name} ({document.place}), {document.year}"
    lines = [f"{name}: {document.before} → {document.after}"]
    for kind in KINDS:
        changes = [c for c in document.changes if c.kind == kind]
        if changes:
            lines += [f"  {HEADINGS[kind]}", *(f"    {_line(c)}" for c in changes)]
    return "\n".join(lines)


def _line(change: PrintedChange) -> str:
    size = amount(change)
    return f"{subject(change)}: {before(change)} → {after(change)}" + (f"; {size}" if size else "")
