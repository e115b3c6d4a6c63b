"""What changed between two issues: which documents, and which of their figures, standings, questions, words and releases."""

from pipeline.changes.between import Comparison
from pipeline.changes.change import FIGURE, NOTHING, QUESTION, RELEASE, STANDING, WORDING, PrintedChange
from pipeline.measures.arithmetic import half_up
from pipeline.report import words
from pipeline.report.block import Block
from pipeline.report.prose import Note
from pipeline.report.table import Body, Head, Row, Table, TableCell

COUNTED = (FIGURE, RELEASE)  # kinds whose changes have a size
MOST = 200  # changes of one kind listed on the page; the command lists all
PLACE = "changes"  # the page is about documents, not about a place
TITLES = {
    FIGURE: "Figures printed differently, most pupils first",
    STANDING: "Standings, directions and significance that differ",
    QUESTION: "Questions for governors that are new, gone or raised by another figure",
    WORDING: "Wording that differs",
    RELEASE: "Figures that now have another release stage",
}
NONE = {
    FIGURE: "No figure is printed differently.",
    STANDING: "No standing, direction or significance differs.",
    QUESTION: "The questions are the same.",
    WORDING: "The wording is the same.",
    RELEASE: "No figure changed its release stage.",
}


def subject(change: PrintedChange) -> str:
    """What a change is about, in words: "Oak School, reading, expected standard, boys, 2018"."""
    group = "" if change.group in ("", "all") else words.lower_first(change.group_name)
    what = "" if change.what == "figure" or change.kind == QUESTION else change.what
    parts = [change.place, change.measure, group, str(change.year or ""), what]
    if change.kind == QUESTION:
        parts.append(f"“{change.what}”")
    return ", ".join(part for part in parts if part)


def before(change: PrintedChange) -> str:
    return "not there" if change.before == NOTHING else change.before


def after(change: PrintedChange) -> str:
    return "gone" if change.after == NOTHING else change.after


def amount(change: PrintedChange) -> str:
    """How large a change is: pupils first, then points; "" where neither is known."""
    if change.kind == RELEASE:
        return f"{change.figures} figure{'' if change.figures == 1 else 's'}"
    said = []
    if change.pupils is not None:
        about = "" if change.certain else "about "
        said.append(f"{about}{change.pupils} pupil{'' if change.pupils == 1 else 's'}")
    if change.points:
        sign = "+" if change.points > 0 else "−"
        said.append(f"{sign}{words.points(f'{half_up(abs(change.points), 2).normalize():f}')}")
    return ", ".join(said)


def documents(found: Comparison) -> Block:
    """The documents that changed, how much, and those that could not be compared."""
    if not found.compared:
        nothing = found.nothing or f"No document of {found.selection.year} could be compared."
        return _note("documents", nothing, *_summary(found)[1:])
    if not found.changed:
        return _note("documents", *_summary(found))
    kinds = (FIGURE, STANDING, QUESTION, WORDING, RELEASE)
    heads = ("Document", "From", "To", "Figures", "Standings", "Questions", "Wording", "Releases")
    rows = [
        Row(
            one.place_name,
            tuple(TableCell(text, number=False) for text in (one.title, one.before, one.after))
            + tuple(TableCell(str(sum(c.kind == kind for c in one.changes))) for kind in kinds),
        )
        for one in found.changed
    ]
    return Table(
        id="changes-documents",
        place=PLACE,
        caption=f"Documents of {found.selection.year} that changed, and how many changes of each kind",
        corner="Place",
        heads=tuple(Head(h, number=i > 2) for i, h in enumerate(heads)),
        bodies=(Body(tuple(rows)),),
        notes=_summary(found),
        dense=True,
    )


def _summary(found: Comparison) -> tuple[str, ...]:
    """The comparison's own lines as sentences."""
    return tuple(f"{line[:1].upper()}{line[1:]}." for line in found.summary())


def of_kind(found: Comparison, kind: str) -> Block:
    """Every change of one kind, document by document."""
    chosen = [(document, [c for c in document.changes if c.kind == kind]) for document in found.changed]
    bodies, left = [], MOST
    for document, all_changes in chosen:
        changes = all_changes[:left]
        rows = []
        for change in changes:
            texts = [before(change), after(change), *([amount(change) or "not counted"] if kind in COUNTED else [])]
            rows.append(Row(subject(change), tuple(TableCell(text, number=False) for text in texts)))
        if rows:
            issues = f"{document.before} to {document.after}"
            bodies.append(Body(tuple(rows), label=f"{document.title} of {document.place_name}: {issues}"))
        left -= len(changes)
    if not bodies:
        return _note(kind, NONE[kind])
    more = sum(len(changes) for _, changes in chosen) - (MOST - left)
    return Table(
        id=f"changes-{kind}",
        place=PLACE,
        caption=TITLES[kind],
        corner="What",
        heads=tuple(Head(h, number=False) for h in ("Was", "Is", *(["By"] if kind in COUNTED else []))),
        bodies=tuple(bodies),
        notes=(f"{more} more are listed by booklets changes.",) if more else (),
        dense=True,
    )


def _note(part: str, *said: str) -> Note:
    return Note(id=f"changes-{part}", place=PLACE, lines=said)
