"""The last pages: how to read the booklet, glossary, data notes, sources; who answers questions."""

from datetime import date

from pipeline.declared.releases import long_day
from pipeline.packs.pack_parts import NextRelease
from pipeline.report import words
from pipeline.report.pages.common.groups import why_no_groups
from pipeline.report.pages.wording.dates import EXPECTED
from pipeline.report.pages.wording.release import release_stages
from pipeline.report.prose import Note, Terms
from pipeline.report.reading import Reading
from pipeline.report.section import section

EDITION = "The years are those of the results; an edition can hold earlier years as well."
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
def next_releases(reading: Reading) -> Terms | Note:
    """When the next results of each stage become known.

    From: the Department's yearly pattern of releases.
    When empty: a line says that no date of a next release is known.
    """
    coming = sorted(reading.pack.next_releases, key=lambda r: r.day)
    if not coming:
        return Note(id="next", place=reading.subject.id, lines=("No date of a next release is known.",))
    terms = tuple(
        (reading.stage_name(r.stage), f"{_release(reading, r)}, about {long_day(date.fromisoformat(r.day))}.")
        for r in coming
    )
    return Terms(
        id="next",
        place=reading.subject.id,
        caption="What comes out next",
        terms=(*terms, ("To be confirmed", EXPECTED)),
    )


def _release(reading: Reading, coming: NextRelease) -> str:
    return f"{reading.vocabulary.release(coming.release).name} of {coming.year}"


@section
def sources(reading: Reading) -> Terms | Note:
    """The sources of the figures: what each publisher's deliveries are, with editions and release, and the licences.

    From: the deliveries behind every figure printed.
    When empty: a line says that no sources are recorded.
    """
    found = reading.pack.sources
    if not found:
        return Note(id="sources", place=reading.subject.id, lines=("No sources are recorded for this document.",))
    kinds: dict[tuple[str, str], dict[str, list[str]]] = {}  # title and publisher -> release -> years
    for s in found:
        of_release = kinds.setdefault((s.title, s.publisher or "publisher not stated"), {})
        of_release.setdefault(s.release or "release not stated", []).append(str(s.year or "several years"))
    by_publisher: dict[str, list[str]] = {}
    for (title, publisher), releases in kinds.items():
        editions = [f"{words.listed(list(dict.fromkeys(years)))} {release}" for release, years in releases.items()]
        by_publisher.setdefault(publisher, []).append(f"{title}, {', '.join(editions)}")
    terms = [(publisher, f"{'; '.join(said)}.") for publisher, said in by_publisher.items()]
    licences = [_licence(text) for text in dict.fromkeys(s.licence for s in found if s.licence)]
    terms.append(("Editions and licence", " ".join([EDITION, *licences])))
    return Terms(id="sources", place=reading.subject.id, caption="Sources of the figures", terms=tuple(terms))


def _licence(text: str) -> str:
    """The attribution statement that the Open Government Licence asks for; what is under no licence is said as it is."""
    if text.startswith("Open Government Licence"):
        return f"Contains public sector information licensed under the {text}."
    return text if text.endswith(".") else f"{text}."


def answered_by(reading: Reading) -> str:
    """Who answers questions, in a sentence."""
    said = reading.pack.contact or "the council's school data team"
    return f"Questions to: {said.rstrip('.')}."
