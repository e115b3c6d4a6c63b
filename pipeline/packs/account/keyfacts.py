"""The strategy's key facts: its own figure when it was written, and today's where a delivery gives one."""

from collections.abc import Callable

from pipeline.declared.strategy import FigureOf, Strategy
from pipeline.measures.arithmetic import half_up, percent
from pipeline.measures.write import figure_text
from pipeline.packs.account.inspected import GRADES, NOT_KNOWN, STATE_FUNDED, roll_year
from pipeline.packs.account.parts import NO_FIGURE, NOT_GIVEN, FactLine, Inspected
from pipeline.packs.account.success_measures import AccountView, ComparedPlaces
from pipeline.places import Register
from pipeline.workspace.school_facts import Roll, SchoolFacts


def key_facts(
    strategy: Strategy,
    places: ComparedPlaces,
    view: AccountView,
    facts: SchoolFacts,
    register: Register,
    inspected: list[Inspected],
) -> list[FactLine]:
    """Every key fact in the strategy's order; one the strategy left open is "not given", one without a delivery says so."""
    lines = []
    for fact in strategy.key_facts:
        latest, note = NO_FIGURE, ""
        if fact.figures:
            texts = [text for figure in fact.figures if (text := _figure(figure, places, view))]
            latest = "; ".join(texts) or NO_FIGURE
        elif fact.counted == "schools":
            schools = [s for s in register.schools(view.year) if s.school_kind in STATE_FUNDED]
            latest, note = f"{len(schools)}", f"state-funded schools in the register of {view.year}"
        elif fact.counted == "good_or_outstanding":
            latest, note = _good(inspected, fact.known_at_least)
        elif fact.counted:
            latest, note = _counted(fact.counted, view, facts, register)
        lines.append(FactLine(fact.words, fact.baseline or NOT_GIVEN, latest, note))
    return lines


def _figure(named: FigureOf, places: ComparedPlaces, view: AccountView) -> str:
    """ "GLD, age 5: 71% in 2018 (England 72%)" of the latest year known; "" without one."""
    measure = view.declared.measures[named.measure]
    years = [y for y in view.figures.years(places.own, measure.id, named.group) if y <= view.year]
    own = view.figures.get(places.own, years[-1], measure.id, named.group) if years else None
    if own is None:
        return ""
    england = view.figures.get(places.england, years[-1], measure.id, named.group)
    beside = f" (England {figure_text(england, measure, view.declared)})" if england and england.shown else ""
    age = view.declared.stages[measure.stage].age
    name = f"{measure.short}, {age}: " if age.startswith("age ") else ""
    return f"{name}{figure_text(own, measure, view.declared)} in {years[-1]}{beside}"


def _counted(what: str, view: AccountView, facts: SchoolFacts, register: Register) -> tuple[str, str]:
    """A total over the schools of the latest census published by the day, and which census that is.

    `what` is pupils, meals (those eligible for free meals, in per cent) or special_needs.
    """
    census = roll_year(facts, view.day, view.year)
    if census is None:
        return NO_FIGURE, ""
    schools = {s.id for s in register.schools(census) if s.school_kind in STATE_FUNDED}
    rolls = [roll for school, roll in facts.rolls[census].items() if school in schools]
    numbers: dict[str, Callable[[Roll], int | None]] = {
        "pupils": lambda r: r.pupils,
        "meals": lambda r: r.meals,
        "special_needs": lambda r: r.special_needs,
    }
    counted = [(roll, number) for roll in rolls if (number := numbers[what](roll)) is not None]
    if not counted:
        return NO_FIGURE, ""
    total = sum(number for _, number in counted)
    note = f"{len(counted)} state-funded schools, census of January {census}"
    if what == "meals":
        # Of the pupils of those schools alone whose free meals were counted.
        return f"{half_up(percent(total, sum(roll.pupils for roll, _ in counted)))}%", note
    return f"{total:,}", note


def _good(inspected: list[Inspected], known_at_least: int) -> tuple[str, str]:
    """Schools judged good or outstanding of those with an overall grade.

    "not known" where the outcome of fewer than `known_at_least` per cent of the schools is known.
    """
    graded = {i.outcome: i.schools for i in inspected if i.outcome in GRADES}
    if not graded:
        return NO_FIGURE, ""
    unknown = sum(i.schools for i in inspected if i.outcome in NOT_KNOWN)
    schools = sum(i.schools for i in inspected)
    if percent(schools - unknown, schools) < known_at_least:
        return "not known", f"the outcome then of {unknown} schools is not in the list received"
    good = sum(n for grade, n in graded.items() if grade in ("Outstanding", "Good"))
    ungraded = schools - unknown - sum(graded.values())
    notes = [f"{ungraded} more have no overall grade; such grades ended in September 2024"] if ungraded else []
    notes += [f"of {unknown} more it is not known"] if unknown else []
    return f"{good} of the {sum(graded.values())} with an overall grade", "; ".join(notes)
