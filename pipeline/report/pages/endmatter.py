"""The last pages: questions, how to read the booklet, glossary, data notes, sources and who to ask."""

from pipeline.report import words
from pipeline.report.prose import Asked, Note, Prose, Terms
from pipeline.report.reading import Reading
from pipeline.report.table import Body, Cell, Head, Row, Table

READ = (
    ("rag", "Standing"),
    ("arrows", "Arrows"),
    ("disclosure", "Small numbers"),
    ("audience", "Who may read this"),
)
NOTES = {"data": "Figures", "finding": "Checks", "method": "Method"}


def prompts(reading: Reading) -> Asked | Note:
    """Questions for governors; each was raised by a rule and says by which figure."""
    asked = reading.pack.prompts
    if not asked:
        line = "No question was raised this year: by the rules of this booklet nothing stood out, rose or fell."
        return Note(id="prompts", place=reading.subject.id, lines=(line,))
    raised: dict[str, list[str]] = {}
    for prompt in asked:
        raised.setdefault(prompt["question"], []).append(prompt.get("evidence") or prompt.get("rule", ""))
    pairs = tuple((question, "; ".join(evidence)) for question, evidence in raised.items())
    return Asked(id="prompts", place=reading.subject.id, questions=pairs)


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
        return Note(id="glossary", place=reading.subject.id, lines=("This booklet uses no terms of its own.",))
    return Terms(id="glossary", place=reading.subject.id, caption="Glossary", terms=terms)


def notes(reading: Reading) -> Terms | Note:
    """Release stages, findings of the checks, and methods, grouped by what they are about."""
    grouped: dict[str, list[str]] = {}
    for note in reading.pack.notes:
        grouped.setdefault(NOTES.get(note.get("kind", ""), "Notes"), []).append(note["text"])
    if not grouped:
        return Note(
            id="data-notes",
            place=reading.subject.id,
            lines=("The checks found nothing to note in the deliveries behind this booklet.",),
        )
    return Terms(id="data-notes", place=reading.subject.id, terms=tuple((k, " ".join(v)) for k, v in grouped.items()))


def sources(reading: Reading) -> Table | Note:
    """One row a delivery: what it is, who published it, of which year, how ripe."""
    found = reading.pack.sources
    if not found:
        return Note(id="sources", place=reading.subject.id, lines=("No sources are recorded for this booklet.",))
    rows = tuple(Row(s["title"], tuple(_words(s.get(k)) for k in ("publisher", "year", "release"))) for s in found)
    licences = list(dict.fromkeys(s["licence"] for s in found if s.get("licence")))
    origins = list(dict.fromkeys(s["origin"] for s in found if s.get("origin")))
    return Table(
        id="t-sources",
        place=reading.subject.id,
        caption="Sources of the figures",
        corner="Delivery",
        heads=(Head("Publisher", number=False), Head("Results year", number=False), Head("Release", number=False)),
        bodies=(Body(rows),),
        notes=(*licences, *origins),
    )


def _words(value: object) -> Cell:
    return Cell(str(value) if value else "several", number=False)


def contact(reading: Reading) -> Prose:
    said = reading.pack.contact or "Ask the council's school data team."
    return Prose(id="contact", place=reading.subject.id, caption="Who to ask", lines=(said,))
