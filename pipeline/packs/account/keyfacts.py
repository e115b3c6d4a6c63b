"""The strategy's key facts: its own figure of the day it was written, and today's where a delivery gives one."""

from pipeline.declared.strategy import FigureOf, KeyFact, Strategy
from pipeline.measures.arithmetic import half_up, percent
from pipeline.measures.write import figure_text
from pipeline.packs.account.ambitions import AccountView, ComparedPlaces
from pipeline.packs.account.inspected import GRADES, NOT_KNOWN, STATE_FUNDED, roll_year
from pipeline.packs.account.parts import FactLine, Inspected
from pipeline.places import Register
from pipeline.workspace.school_facts import Roll, SchoolFacts

NOT_GIVEN = "not given"
NO_FIGURE = "no figure delivered"


def key_facts(
    strategy: Strategy,
    stand: ComparedPlaces,
    seen: AccountView,
    facts: SchoolFacts,
    register: Register,
    inspected: list[Inspected],
) -> list[FactLine]:
    """Every key fact in the strategy's order; what it left open is "not given", what nobody delivered is said to be so."""
    return [_fact(k, stand, seen, facts, register, inspected) for k in strategy.key_facts]


def _fact(
    k: KeyFact,
    stand: ComparedPlaces,
    seen: AccountView,
    facts: SchoolFacts,
    register: Register,
    inspected: list[Inspected],
) -> FactLine:
    latest, note = NO_FIGURE, ""
    if k.figures:
        told = [t for f in k.figures if (t := _figure(f, stand, seen))]
        latest = "; ".join(told) or NO_FIGURE
    elif k.counted == "schools":
        schools = [s for s in register.schools(seen.year) if s.school_kind in STATE_FUNDED]
        latest, note = f"{len(schools)}", f"state-funded schools in the register of {seen.year}"
    elif k.counted == "good_or_outstanding":
        latest, note = _good(inspected, k.known_at_least)
    elif k.counted:
        latest, note = _counted(k.counted, seen, facts, register)
    return FactLine(k.words, k.baseline or NOT_GIVEN, latest, note)


def _figure(named: FigureOf, stand: ComparedPlaces, seen: AccountView) -> str:
    """ "GLD, age 5: 71 % in 2018 (England 72 %)" of the latest year known."""
    measure = seen.declared.measures[named.measure]
    years = [y for y in seen.figures.years(stand.own, measure.id, named.group) if y <= seen.year]
    if not years:
        return ""
    own, england = (seen.figures.get(who, years[-1], measure.id, named.group) for who in (stand.own, stand.england))
    stage = seen.declared.stages[measure.stage]
    beside = f" (England {figure_text(england, measure, seen.declared)})" if england and england.shown else ""
    of = f"{measure.short}, {stage.age}: " if stage.age.startswith("age ") else ""
    return f"{of}{figure_text(own, measure, seen.declared)} in {years[-1]}{beside}"


def _counted(what: str, seen: AccountView, facts: SchoolFacts, register: Register) -> tuple[str, str]:
    """A sum over the schools of the latest census held by the day, and which census that is."""
    census = roll_year(facts, seen.day, seen.year)
    ours = {s.id for s in register.schools(census or seen.year) if s.school_kind in STATE_FUNDED}
    rolls = [r for school, r in facts.rolls.get(census, {}).items() if school in ours]
    if not rolls:
        return NO_FIGURE, ""
    said = f"{len(rolls)} state-funded schools, census of January {census}"
    if what == "pupils":
        return f"{sum(r.pupils for r in rolls):,}", said
    held = [(r, n) for r in rolls if (n := _of(r, what)) is not None]
    if not held:
        return NO_FIGURE, ""
    total = sum(n for _, n in held)
    said = f"{len(held)} state-funded schools, census of January {census}"
    if what == "meals":
        return f"{half_up(percent(total, sum(r.pupils for r, _ in held)))} %", said
    return f"{total:,}", said


def _of(roll: Roll, what: str) -> int | None:
    return roll.meals if what == "meals" else roll.special_needs


def _good(inspected: list[Inspected], known_at_least: int) -> tuple[str, str]:
    """Schools judged good or outstanding of those with an overall grade; not told where too few outcomes are known."""
    graded = {i.outcome: i.schools for i in inspected if i.outcome in GRADES}
    lost = sum(i.schools for i in inspected if i.outcome in NOT_KNOWN)
    if not graded:
        return NO_FIGURE, ""
    schools = sum(i.schools for i in inspected)
    if percent(schools - lost, schools) < known_at_least:
        return "not known", f"the outcome then of {lost} schools is not in the list received"
    good = sum(n for grade, n in graded.items() if grade in ("Outstanding", "Good"))
    without = sum(i.schools for i in inspected if i.outcome not in (*GRADES, *NOT_KNOWN))
    notes = [f"{without} more have no overall grade; such grades ended in September 2024"] if without else []
    notes += [f"of {lost} more it is not known"] if lost else []
    return f"{good} of the {sum(graded.values())} with an overall grade", "; ".join(notes)
