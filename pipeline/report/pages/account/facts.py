"""Facts that are not results: the strategy's key facts, inspections, and what officers report."""

from pipeline.packs.account.parts import NO_FIGURE, NOT_GIVEN
from pipeline.report import words
from pipeline.report.prose import Note, Terms
from pipeline.report.reading import Reading
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell
from pipeline.workspace.school_facts import AREA_GRADES, SAFEGUARDING

GRADES_ENDED = (
    "Ofsted gave no overall grades to state-funded schools after September 2024. From November 2025 each inspection has a "
    "report card instead. So the grades here are of earlier inspections, and cannot be compared with the new reports."
)


@section
def key_facts(reading: Reading) -> Table | None:
    """The facts the strategy opened with, then and now; those of which no figure is known today are named below the table.

    From: the strategy's own key facts, and the census and school details known on the report's day.
    When empty: nothing without a strategy, or where none of its facts is known today.
    """
    facts = [f for f in reading.account.facts if f.latest != NO_FIGURE]
    if not facts:
        return None
    without = [words.lower_first(f.words) for f in reading.account.facts if f.latest == NO_FIGURE]
    rows = tuple(
        Row(f.words, (_cell(f.baseline), _cell(f"{f.latest} ({f.note})" if f.note else f.latest))) for f in facts
    )
    return Table(
        id="t-key-facts",
        place=reading.subject.id,
        caption="Key facts: in the strategy, and now",
        corner="Fact",
        heads=tuple(Head(h, number=False) for h in ("In the strategy", "Latest known")),
        bodies=(Body(rows),),
        notes=(
            "Not given: the strategy left a gap where the figure would stand. Nothing is filled in for it here.",
            *([f"No figure has been delivered of: {'; '.join(without)}."] if without else []),
        ),
        dense=True,
    )


def _cell(text: str) -> TableCell:
    quiet = text == NOT_GIVEN
    return TableCell(text, tone="quiet" if quiet else "", number=False)


@section
def inspections(reading: Reading) -> Table | Note:
    """Schools and pupils by the outcome of the latest inspection.

    From: the inspection outcomes known on the report's day, and pupils on roll.
    When empty: a line says that no inspections were delivered.
    """
    found = reading.account.inspections
    if not found:
        return Note(id="inspections", place=reading.subject.id, lines=("No inspections have been delivered.",))
    rows = tuple(
        Row(
            i.outcome,
            (
                TableCell(str(i.schools)),
                TableCell(f"{i.pupils:,}") if i.pupils is not None else TableCell("not known", tone="quiet"),
            ),
        )
        for i in found
    )
    ended = (GRADES_ENDED,) if any("No overall grade" in i.outcome for i in found) else ()
    return Table(
        id="t-inspections",
        place=reading.subject.id,
        caption="State-funded schools by their latest inspection" + (f", {reading.as_at}" if reading.as_at else ""),
        corner="Outcome",
        heads=(Head("Schools"), Head("Pupils on roll")),
        bodies=(Body(rows),),
        notes=(reading.account.inspected_as_at, *ended),
    )


@section
def inspections_by_area(reading: Reading) -> Table | None:
    """Schools with a report card by their grade in each area.

    From: the report cards known on the report's day. There is no grade over all areas, so none is made up, and no share either.
    When empty: nothing where no school had a report card by that day.
    """
    found = reading.account.inspected_areas
    if not found:
        return None
    of_areas = [a for a in found if a.area != SAFEGUARDING]
    known = [grade for grade in AREA_GRADES if any(grade in dict(a.grades) for a in of_areas)]
    grades = list(dict.fromkeys([*known, *(g for a in of_areas for g, _ in a.grades)]))
    rows = tuple(Row(a.area, tuple(TableCell(str(dict(a.grades).get(g, 0))) for g in grades)) for a in of_areas)
    safeguarding = [f"{n} {grade.lower()}" for a in found if a.area == SAFEGUARDING for grade, n in a.grades]
    notes = [
        "Each school with a report card is counted once in each area that was inspected there. A report card has no overall grade."
    ]
    notes += [f"Safeguarding standards, in schools: {', '.join(safeguarding)}."] if safeguarding else []
    return Table(
        id="t-inspections-by-area",
        place=reading.subject.id,
        caption="Schools with a report card, by area" + (f", {reading.as_at}" if reading.as_at else ""),
        corner="Area",
        heads=tuple(Head(grade) for grade in grades),
        bodies=(Body(rows),),
        notes=tuple(notes),
    )


@section
def support_for_schools(reading: Reading) -> Terms | None:
    """What officers report of support to schools.

    From: the texts officers supplied for the year; where one is missing it says so.
    When empty: nothing where the strategy asks officers for no report.
    """
    reports = reading.account.owing
    if not reports:
        return None
    none = f"Officers have not reported for {reading.year}."
    terms = tuple((r.about, f"{r.asks}. {r.text or none}") for r in reports)
    return Terms(id="support", place=reading.subject.id, caption="Reported by officers", terms=terms)
