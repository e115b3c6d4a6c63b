"""Facts that are not results: the strategy's key facts, inspections, and what officers report."""

from pipeline.report.prose import Note, Terms
from pipeline.report.reading import Reading
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell

GRADES_ENDED = (
    "Ofsted gave no overall grades to state-funded schools after September 2024. From November 2025 each inspection has a "
    "report card instead. So the grades here are of earlier inspections, and cannot be compared with the new reports."
)


@section
def key_facts(reading: Reading) -> Table | None:
    """The facts the strategy opened with, then and now.

    From: the strategy's own key facts, and the census and school details known on the report's day.
    When empty: nothing without a strategy.
    """
    facts = reading.account.facts
    if not facts:
        return None
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
        notes=("Not given: the strategy left a gap where the figure would stand. Nothing is filled in for it here.",),
        dense=True,
    )


def _cell(text: str) -> TableCell:
    quiet = text in ("not given", "no figure delivered")
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
