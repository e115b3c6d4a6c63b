"""What enters a pack: which measures, whose figures of them, of which pupil groups and years."""

from pipeline.declared import Declarations, Measure, Publication
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.packs.figure_cells import has_answer, measure_card
from pipeline.packs.pack import MeasureCard, PlaceCard
from pipeline.places import Place, Register

BESIDE = ("subject", "comparator")  # roles whose pupil groups are printed
LISTED = "school"  # role of an authority's schools: listed with their headline figures only


def measures_of(
    publication: Publication,
    place: Place,
    cards: list[PlaceCard],
    year: int,
    declared: Declarations,
    register: Register,
    figures: FigureIndex,
) -> list[MeasureCard]:
    """The measures the booklet shows, key stage by key stage.

    They are those the place has figures of. A stage the place does not have is left out altogether (a junior school has no early
    years, a primary cluster no key stage 4), unless there are figures of no school at all: then its areas' figures are shown.
    """
    own = [place.id] + [c.id for c in cards if c.role == "member"]
    comparators = [c.id for c in cards if c.role == "comparator"]
    schools = [s.id for s in register.schools(year)]
    silent = declared.vocabulary.statuses_of("silent")
    included: list[Measure] = []
    for stage in publication.stages:
        measures = [m for m in declared.measures.values() if m.stage == stage]
        answered = [m for m in measures if has_answer(m, own, year, figures, silent)]
        if answered or any(has_answer(m, schools, year, figures, silent) for m in measures):
            included += answered
        else:
            included += measures
    shown = publication.years_shown
    measure_cards = (measure_card(m, own, comparators, year, shown, figures, silent) for m in included)
    return [card for card in measure_cards if card.years]


def figures_of(
    place: Place,
    cards: list[PlaceCard],
    measures: list[MeasureCard],
    year: int,
    declared: Declarations,
    figures: FigureIndex,
) -> list[Fig]:
    """Every figure a page may print, place by place."""
    roles = {c.id: c.role for c in reversed(cards)} | {place.id: "subject"}
    figs: list[Fig | None] = []
    for who in dict.fromkeys([place.id] + [c.id for c in cards]):
        for card in measures:
            measure = declared.measures[card.id]
            if roles[who] == LISTED:
                # Last year's is there for the change, which must read as it does in the school's own booklet.
                years = (year - 1, year) if measure.topic == "headline" else ()
                figs += [figures.get(who, y, measure.id) for y in years]
                continue
            figs += [figures.get(who, y, measure.id) for y in card.years]
            if roles[who] in BESIDE and measure.printed_by_group:
                groups = [g for g in figures.groups(who, measure.id) if g != "all"]
                figs += [figures.get(who, y, measure.id, g) for g in groups for y in (year - 1, year)]
    return [f for f in figs if f is not None]
