"""Schools by the outcome of their latest inspection, as it was known on a day: counts of schools and pupils, no names."""

from datetime import date

from pipeline.declared.releases import long_day
from pipeline.packs.account.parts import Inspected
from pipeline.places import Register
from pipeline.workspace.school_facts import Inspection, SchoolFacts

STATE_FUNDED = ("mainstream", "special", "alternative", "nursery")  # kinds of school that Ofsted's list is of
GRADES = ("Outstanding", "Good", "Requires improvement", "Inadequate")
BY_AREA = "No overall grade: inspected since September 2024"
BY_CARD = "No overall grade: a report card, since November 2025"
SINCE = "Not known: inspected again since"
NEVER = "No inspection in the list received"
NOT_KNOWN = (SINCE, NEVER)


def outcomes(register: Register, year: int, day: date | None, facts: SchoolFacts) -> list[Inspected]:
    """Each outcome some school had, best grade first, with its schools and their pupils; none without a list of them."""
    if not facts.inspections:
        return []
    rolls = roll_year(facts, day, year)
    found: dict[str, list[str]] = {}
    for school in register.schools(year):
        if school.school_kind in STATE_FUNDED:
            found.setdefault(_outcome(facts.inspections.get(school.id), day), []).append(school.id)
    order = (*GRADES, BY_AREA, BY_CARD, *NOT_KNOWN)
    return [Inspected(o, len(found[o]), _pupils(found[o], facts, rolls)) for o in order if o in found]


def _outcome(seen: Inspection | None, day: date | None) -> str:
    if seen is None:
        return NEVER
    if day and seen.on > day:
        return SINCE
    return seen.rating or (BY_CARD if seen.card else BY_AREA)


def roll_year(facts: SchoolFacts, day: date | None, year: int) -> int | None:
    """The latest January census held by the day; it is taken in January and published before the end of June."""
    known = [y for y in facts.rolls if y <= (day.year if day else year + 1)]
    return max(known, default=None)


def _pupils(schools: list[str], facts: SchoolFacts, census: int | None) -> int | None:
    """The pupils of the schools; None where the census lacks one of them."""
    rolls = facts.rolls.get(census, {})
    return sum(rolls[s].pupils for s in schools) if all(s in rolls for s in schools) else None


def as_known(inspected: list[Inspected], day: date | None) -> str:
    """How the counts are to be read: what the list received can and cannot tell of the day."""
    since = next((i.schools for i in inspected if i.outcome == SINCE), 0)
    on = f" on {long_day(day)}" if day else ""
    said = f"Each school is counted once, by its latest inspection known{on}."
    if since:
        said += (
            f" The list received gives each school's last inspection only. {since} schools have been inspected again since, and what"
            " they were judged before is not in it. Schools below good are seen again sooner, so the counts above must not be"
            " read as a share of all schools."
        )
    return said
