"""Figures, judgements and words of one booklet, gathered into a Pack; nothing a reader of it may not know gets in."""

from dataclasses import dataclass

from pipeline.declared import Declared, Measure, Publication
from pipeline.disclosure.protect import protect_together
from pipeline.measures.arithmetic import half_up, percent
from pipeline.measures.shelf import Fig, Shelf
from pipeline.packs.cast import card, cast
from pipeline.packs.cells import figure_cell, measure_card
from pipeline.packs.context import context_rows
from pipeline.packs.facts import Facts
from pipeline.packs.judgements import judgement, uncompared
from pipeline.packs.pack import FigureCell, Judgement, MeasureCard, Pack, PlaceCard
from pipeline.packs.questions import prompts
from pipeline.packs.sources import Sources
from pipeline.packs.spread import positions, scatters
from pipeline.places import Place, Register

POOLED = ("cluster", "trust", "authority")


@dataclass(frozen=True)
class Desk:
    """What every pack of one run is made from."""

    declared: Declared
    register: Register
    shelf: Shelf
    sources: Sources
    facts: Facts


def compose(publication: Publication, place: Place, year: int, desk: Desk) -> Pack:
    """The pack of one publication for one place, protected for its audience."""
    cards = cast(publication, place, year, desk.register)
    measures = _measures(publication, place, cards, year, desk)
    figs = _figures(place, cards, measures, desk)
    shelf = _within_reach(figs, publication, place, cards, desk)
    cells = [_cell(f, desk, shelf) for f in shelf.all()]
    judged = _judgements(shelf, place, cards, measures, year, desk)
    audience = desk.declared.policy.disclosure.audiences[publication.audience]
    peers = [s.id for s in desk.register.schools(year, place.phase)] if place.kind == "school" else []
    if place.kind == "authority":
        peers = [s.id for s in desk.register.schools(year) if s.mainstream]  # a special school's cohort is too unlike
    spots, marks = scatters(publication, place.id, peers, year, shelf, desk.shelf, audience)
    subject = card(place, "subject", desk.register, year)
    return Pack(
        publication=publication.slug,
        title=publication.title,
        readers=publication.readers,
        audience=publication.audience,
        year=year,
        place=subject,
        places=tuple(cards),
        measures=tuple(measures),
        figures=tuple(cells),
        judgements=tuple(judged),
        positions=positions(measures, peers, year, desk.shelf, audience),
        scatters=spots,
        marks=marks,
        context=tuple(context_rows(place, cards, year, desk.facts, shelf)),
        notes=tuple(desk.sources.notes(cells, year)),
        sources=tuple(desk.sources.behind(cells)),
        prompts=tuple(prompts(place.id, year, cells, judged, desk.declared)) if place.kind == "school" else (),
        glossary=tuple({"term": t.term, "meaning": t.meaning} for t in _terms(measures, desk.declared)),
        contact=desk.register.authority.contact,
        policy=_policy_words(publication, desk.declared),
    )


def _measures(
    publication: Publication, place: Place, cards: list[PlaceCard], year: int, desk: Desk
) -> list[MeasureCard]:
    own = [place.id] + [c.id for c in cards if c.role == "member"]
    others = [c.id for c in cards if c.role == "comparator"]
    stages = list(publication.stages)
    wanted = sorted(
        (m for m in desk.declared.measures.values() if m.stage in stages), key=lambda m: stages.index(m.stage)
    )
    held = [m for m in wanted if m.stage not in publication.needs.stages or _any_own(m, own, desk.shelf)]
    made = (measure_card(m, own, others, year, publication.years_shown, desk.shelf) for m in held)
    return [m for m in made if m.years]


def _any_own(measure: Measure, own: list[str], shelf: Shelf) -> bool:
    """Whether the place's own schools have the stage at all: a primary cluster has no business with key stage 4."""
    return any(shelf.years(place, measure.id) for place in own)


def _figures(place: Place, cards: list[PlaceCard], measures: list[MeasureCard], desk: Desk) -> list[Fig]:
    figs = []
    for who in dict.fromkeys([place.id] + [c.id for c in cards]):
        for measure in measures:
            for group in desk.shelf.groups(who, measure.id):
                held = (desk.shelf.get(who, y, measure.id, group) for y in measure.years)
                figs += [f for f in held if f is not None]
    return figs


def _within_reach(figs: list[Fig], publication: Publication, place: Place, cards: list[PlaceCard], desk: Desk) -> Shelf:
    """The figures after protection; bands travel with the figures they belong to."""
    rule = desk.declared.policy.disclosure.audiences[publication.audience]
    inside = [c.id for c in cards if c.role == "member"]
    members = {(place.id, f.year): inside for f in figs}
    return desk.shelf.holding(protect_together(figs, members, rule, desk.declared.policy.groups.families))


def _cell(fig: Fig, desk: Desk, shelf: Shelf) -> FigureCell:
    measure = desk.declared.measures[fig.measure]
    one = ""
    if measure.unit == "percent" and fig.shown and fig.denominator:
        one = f"{half_up(percent(1, fig.denominator), 1)} points"
    return figure_cell(fig, measure, desk.declared, shelf, one)


def _judgements(
    shelf: Shelf, place: Place, cards: list[PlaceCard], measures: list[MeasureCard], year: int, desk: Desk
) -> list[Judgement]:
    siblings = {c.id for c in cards if c.role == "sibling"} | ({place.id} if place.kind in POOLED else set())
    shown = {m.id for m in measures}
    judged = (f for f in shelf.all() if f.measure in shown and (f.year == year or f.place_id in siblings))
    return [_judgement(f, shelf, desk) for f in judged]


def _judgement(fig: Fig, shelf: Shelf, desk: Desk) -> Judgement:
    rag = desk.declared.policy.rag
    place = desk.register.get(fig.place_id)
    if place is not None and place.school_kind in rag.not_compared:
        return uncompared(fig, rag.comparator, rag.not_compared_because)
    return judgement(fig, rag.comparator, desk.declared.measures[fig.measure], desk.declared, shelf)


def _terms(measures: list[MeasureCard], declared: Declared) -> list:
    """The terms of every booklet, and those of the stages this one shows."""
    stages = {m.stage for m in measures}
    return [t for t in declared.policy.glossary.terms if not t.stages or stages & set(t.stages)]


def _policy_words(publication: Publication, declared: Declared) -> dict:
    policy = declared.policy
    audience = policy.disclosure.audiences[publication.audience]
    stages = {s.id: {"name": s.name, "age": s.age, "school_level": s.school_level} for s in declared.stages.values()}
    return {
        "rag": _rag_words(declared),
        "arrows": _arrow_words(declared),
        "disclosure": policy.disclosure.note.format(minimum_cohort=audience.minimum_cohort)
        if audience.minimum_cohort > 1
        else "",
        "audience": audience.words,
        "comparator": policy.rag.comparator,
        "stages": {k: v for k, v in stages.items() if k in publication.stages},
    }


def _rag_words(declared: Declared) -> str:
    rag = declared.policy.rag
    above, in_line, below = (f"{rag.shapes[k]} {rag.words[k]}" for k in ("above", "in_line", "below"))
    points, score = (rag.rules[k].band for k in ("points_from_england", "score_from_england"))
    return (
        f"{above}, {in_line} and {below} compare a figure with England. A percentage is above or below when the gap is "
        f"at least {points:g} points and at least one pupil; scaled scores when it is at least {score:g}; progress by the "
        f"Department's own bands. Gaps are judged before rounding, so one that prints as {points:g} may be in line. Cohorts "
        f"under {rag.no_colour_below} pupils get no standing."
    )


def _arrow_words(declared: Declared) -> str:
    arrows = declared.policy.arrows
    signs, least = arrows.signs, arrows.steady_within["percent"]
    return (
        f"{signs['up']} and {signs['down']} mean a change of at least {least:g} point since the year before, on unrounded "
        f"figures; {signs['steady']} means less. There is no arrow across a break in series, where a year is missing, or "
        f"for fewer than {arrows.no_arrow_below} pupils."
    )
