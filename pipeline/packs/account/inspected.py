"""Schools by the outcome of their latest inspection known on a day: counts of schools and pupils, no names."""

from collections import Counter
from datetime import date

from pipeline.declared.releases import long_day
from pipeline.packs.account.parts import Inspected, InspectedArea
from pipeline.places import Register
from pipeline.workspace.school_facts import AREA_GRADES, AREAS, Inspection, SchoolFacts

STATE_FUNDED = ("mainstream", "special", "alternative", "nursery")  # kinds of school in Ofsted's list
GRADES = ("Outstanding", "Good", "Requires improvement", "Inadequate")
BY_AREA = "No overall grade: inspected since September 2024"
BY_CARD = "No overall grade: a report card, since November 2025"
SINCE = "Not known: inspected again since"
NEVER = "No inspection in the list received"
NOT_KNOWN = (SINCE, NEVER)


def outcomes(register: Register, year: int, day: date | None, facts: SchoolFacts) -> list[Inspected]:
    """Each outcome that some school had, best grade first, with its schools and their pupils; [] where no list was received."""
    if not facts.inspections:
        return []
    schools: dict[str, list[str]] = {}  # outcome -> ids
    for school in register.schools(year):
        if school.school_kind in STATE_FUNDED:
            schools.setdefault(_outcome(facts.inspections.get(school.id), day), []).append(school.id)
    census = roll_year(facts, day, year)
    rolls = facts.rolls.get(census, {}) if census is not None else {}
    inspected = []
    for outcome in (*GRADES, BY_AREA, BY_CARD, *NOT_KNOWN):
        if ids := schools.get(outcome):
            pupils = sum(rolls[s].pupils for s in ids) if all(s in rolls for s in ids) else None
            inspected.append(Inspected(outcome, len(ids), pupils))
    return inspected


def _outcome(inspection: Inspection | None, day: date | None) -> str:
    if inspection is None:
        return NEVER
    if day and inspection.on > day:
        return SINCE  # the list has each school's last inspection only, so the outcome known on the day is lost
    return inspection.rating or (BY_CARD if inspection.card else BY_AREA)


def areas(register: Register, year: int, day: date | None, facts: SchoolFacts) -> list[InspectedArea]:
    """Each area of the report cards known on the day, in their order, with how many schools had which grade."""
    counts: dict[str, Counter[str]] = {name: Counter() for name, _ in AREAS.values()}
    for school in register.schools(year):
        inspection = facts.inspections.get(school.id)
        if school.school_kind in STATE_FUNDED and inspection and not (day and inspection.on > day):
            for area, grade in inspection.areas:
                counts.setdefault(area, Counter())[grade] += 1
    # Grades in words nobody declared are counted too, after the others.
    in_order = {
        area: [*(g for g in AREA_GRADES if g in c), *sorted(set(c) - set(AREA_GRADES))] for area, c in counts.items()
    }
    return [InspectedArea(area, tuple((g, counts[area][g]) for g in in_order[area])) for area in counts if counts[area]]


def roll_year(facts: SchoolFacts, day: date | None, year: int) -> int | None:
    """The year of the latest January census published by the day; None where none had been.

    It is taken in January and published before the end of June, so the census of the day's own year is known.
    """
    published = [y for y in facts.rolls if y <= (day.year if day else year + 1)]
    return max(published, default=None)


def as_known(inspected: list[Inspected], day: date | None) -> str:
    """How to read the counts: what the list received shows of the day, and what it does not."""
    since = next((i.schools for i in inspected if i.outcome == SINCE), 0)
    on = f" on {long_day(day)}" if day else ""
    note = f"Each school is counted once, by its latest inspection known{on}."
    if since:
        note += (
            f" The list received gives each school's last inspection only. {since} schools have been inspected again since, and what"
            " they were judged before is not in it. Schools below good are seen again sooner, so the counts above must not be"
            " read as a share of all schools."
        )
    return note
