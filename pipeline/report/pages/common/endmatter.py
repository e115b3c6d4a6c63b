"""The last pages: how to read the booklet, glossary, data notes, sources and who to ask."""

from pipeline.report import words
from pipeline.report.pages.common.groups import why_no_groups
from pipeline.report.pages.wording.release import release_stages
from pipeline.report.prose import Note, Prose, Terms
from pipeline.report.reading import Reading
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell

EDITION = "An edition can hold figures of earlier years as well."
NOTES = {"finding": "Checks", "group": "Pupil groups", "method": "Method"}


@section
def how_to_read(reading: Reading) -> Terms:
    """The rules behind words, shapes and arrows, in the policy's own words.

    From: the policy on standing, significance, arrows, small numbers and readers.
    When empty: never.
    """
    policy = reading.pack.policy
    rules = (
        ("Standing", policy.rag),
        ("Arrows", policy.arrows),
        ("Small numbers", policy.disclosure),
        ("Who may read this", policy.audience),
    )
    terms = [(label, said) for label, said in rules if said]
    terms.insert(1, ("Significance", f"{words.CHANCE} A small cohort needs a large difference."))
    return Terms(id="how-to-read", place=reading.subject.id, caption="The rules", terms=tuple(terms))


@section
def glossary(reading: Reading) -> Terms | Note:
    """The terms used in the document, each explained.

    From: the declared terms of the stages shown, less those the rules explain.
    When empty: a line says that the document uses no terms of its own.
    """
    explained = ("Standing", "Significance")
    terms = tuple((g.term, g.meaning) for g in reading.pack.glossary if g.term not in explained)
    if not terms:
        return Note(id="glossary", place=reading.subject.id, lines=("This document uses no terms of its own.",))
    return Terms(id="glossary", place=reading.subject.id, caption="Glossary", terms=terms)


@section
def data_notes(reading: Reading) -> Terms | Note:
    """Release stages, what the checks found, and methods.

    From: the findings and notes of the deliveries behind the figures.
    When empty: a line says that the checks found nothing to note.
    """
    grouped: dict[str, list[str]] = {"Figures": release_stages(reading)}
    for note in reading.pack.notes:
        if note.kind != "data":  # the figures themselves give release stages more exactly
            grouped.setdefault(NOTES.get(note.kind, "Notes"), []).append(note.text)
    if lines := why_no_groups(reading):
        grouped.setdefault(NOTES["group"], []).extend(lines)
    terms = tuple((k, " ".join(v)) for k, v in grouped.items() if v)
    if not terms:
        line = "The checks found nothing to note in the deliveries behind this document."
        return Note(id="data-notes", place=reading.subject.id, lines=(line,))
    return Terms(id="data-notes", place=reading.subject.id, terms=terms)


@section
def sources(reading: Reading) -> Table | Note:
    """The sources of the figures: one row for each kind of delivery, with publisher, editions and release, and the licences.

    From: the deliveries behind every figure printed.
    When empty: a line says that no sources are recorded.
    """
    found = reading.pack.sources
    if not found:
        return Note(id="sources", place=reading.subject.id, lines=("No sources are recorded for this document.",))
    kinds: dict[tuple[str, str, str], list[str]] = {}
    for s in found:
        key = (s.title, s.publisher or "not stated", s.release or "not stated")
        kinds.setdefault(key, []).append(str(s.year or "several"))
    rows = [
        Row(
            title,
            tuple(TableCell(text, number=False) for text in (publisher, ", ".join(dict.fromkeys(years)), release)),
        )
        for (title, publisher, release), years in kinds.items()
    ]
    licences = [_licence(text) for text in dict.fromkeys(s.licence for s in found if s.licence)]
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
        notes=(EDITION, *licences),
        dense=True,
    )


def _licence(text: str) -> str:
    """The attribution statement that the Open Government Licence asks for; what is under no licence is said as it is."""
    if text.startswith("Open Government Licence"):
        return f"Contains public sector information licensed under the {text}."
    return text if text.endswith(".") else f"{text}."


@section
def contact(reading: Reading) -> Prose:
    """Who answers questions about the document.

    From: the authority's declared contact.
    When empty: never; without a contact it names the council's school data team.
    """
    return Prose(id="contact", place=reading.subject.id, caption="Who to ask", lines=(answered_by(reading),))


def answered_by(reading: Reading) -> str:
    said = reading.pack.contact or "the council's school data team"
    return f"Questions about this document are answered by {said.rstrip('.')}."
