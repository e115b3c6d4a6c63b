"""The last pages: how to read the booklet, glossary, data notes, sources and who to ask."""

from pipeline.report import words
from pipeline.report.pages.release import ripeness
from pipeline.report.prose import Note, Prose, Terms
from pipeline.report.reading import Reading
from pipeline.report.table import Body, Head, Row, Table, TableCell

READ = (
    ("rag", "Standing"),
    ("arrows", "Arrows"),
    ("disclosure", "Small numbers"),
    ("audience", "Who may read this"),
)
EDITION = "An edition can hold figures of earlier years as well."
NOTES = {"finding": "Checks", "method": "Method"}


def how_to_read(reading: Reading) -> Terms:
    """The rules behind words, shapes and arrows, in the policy's own words."""
    policy = reading.pack.policy
    terms = [(label, policy[key]) for key, label in READ if policy.get(key)]
    terms.insert(1, ("Significance", f"{words.CHANCE} A small cohort needs a large difference."))
    return Terms(id="how-to-read", place=reading.subject.id, caption="The rules", terms=tuple(terms))


def glossary(reading: Reading) -> Terms | Note:
    """Terms of the stages shown; those that the rules above explain already are left out."""
    explained = ("Standing", "Significance")
    terms = tuple((g["term"], g["meaning"]) for g in reading.pack.glossary if g["term"] not in explained)
    if not terms:
        return Note(id="glossary", place=reading.subject.id, lines=("This document uses no terms of its own.",))
    return Terms(id="glossary", place=reading.subject.id, caption="Glossary", terms=terms)


def notes(reading: Reading) -> Terms | Note:
    """Release stages, findings of the checks, and methods, grouped by what they are about."""
    grouped: dict[str, list[str]] = {"Figures": ripeness(reading)}
    for note in reading.pack.notes:
        if note.get("kind") != "data":  # release stages are told more exactly by the figures themselves
            grouped.setdefault(NOTES.get(note.get("kind", ""), "Notes"), []).append(note["text"])
    terms = tuple((k, " ".join(v)) for k, v in grouped.items() if v)
    if not terms:
        line = "The checks found nothing to note in the deliveries behind this document."
        return Note(id="data-notes", place=reading.subject.id, lines=(line,))
    return Terms(id="data-notes", place=reading.subject.id, terms=terms)


def sources(reading: Reading) -> Table | Note:
    """One row for the deliveries of a kind: what they are, who published them, of which years, how ripe."""
    found = reading.pack.sources
    if not found:
        return Note(id="sources", place=reading.subject.id, lines=("No sources are recorded for this document.",))
    kinds: dict[tuple[str, str, str], list[str]] = {}
    for s in found:
        key = (s["title"], s.get("publisher") or "not stated", s.get("release") or "not stated")
        kinds.setdefault(key, []).append(str(s.get("year") or "several"))
    rows = [
        Row(
            title,
            tuple(TableCell(text, number=False) for text in (publisher, ", ".join(dict.fromkeys(years)), release)),
        )
        for (title, publisher, release), years in kinds.items()
    ]
    licences = [_licence(text) for text in dict.fromkeys(s["licence"] for s in found if s.get("licence"))]
    origins = list(dict.fromkeys(s["origin"] for s in found if s.get("origin")))
    return Table(
        id="t-sources",
        place=reading.subject.id,
        caption="Sources of the figures",
        corner="Delivery",
        heads=(
            Head("Publisher", number=False),
            Head("Edition (results year)", number=False),
            Head("Release", number=False),
        ),
        bodies=(Body(tuple(rows)),),
        notes=(EDITION, *licences, *((f"How they came here: {'; '.join(origins)}.",) if origins else ())),
        dense=True,
    )


def _licence(text: str) -> str:
    """The attribution statement that the Open Government Licence asks for; pupil records are under no licence."""
    if text.startswith("Pupil records"):
        return f"{text}."
    return text if text.startswith("Contains") else f"Contains public sector information licensed under the {text}."


def contact(reading: Reading) -> Prose:
    return Prose(id="contact", place=reading.subject.id, caption="Who to ask", lines=(answered_by(reading),))


def answered_by(reading: Reading) -> str:
    said = reading.pack.contact or "the council's school data team"
    return f"Questions about this document are answered by {said.rstrip('.')}."
