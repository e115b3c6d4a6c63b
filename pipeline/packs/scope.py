"""What enters a pack: which measures, whose figures of them, of which pupil groups and years."""

from pipeline.declared import Declarations, Measure, Publication
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.packs.figure_cells import measure_card, tells
from pipeline.packs.pack import MeasureCard, PlaceCard
from pipeline.places import Place, Register

BESIDE = ("subject", "comparator")  # roles whose pupil groups are printed
LISTED = "school"  # role of an authority's schools: listed with this year's headlines, nothing more


def measures_of(
    publication: Publication,
    place: Place,
    cards: list[PlaceCard],
    year: int,
    declared: Declarations,
    register: Register,
    figures: FigureIndex,
) -> list[MeasureCard]:
    """The measures of the stages the place has; and those of stages no school's figures are held of, for the areas alone.

    A junior school has no early years, a primary cluster no key stage 4: such a stage is left out altogether.
    """
    stages = list(publication.stages)
    own = [place.id] + [c.id for c in cards if c.role == "member"]
    others = [c.id for c in cards if c.role == "comparator"]
    wanted = [m for s in stages for m in declared.measures.values() if m.stage == s]
    silent = declared.vocabulary.statuses_of("silent")
    held = {m.id for m in wanted if tells(m, own, year, figures, silent)}
    ours = {m.stage for m in wanted if m.id in held}
    schools = [s.id for s in register.schools(year)]
    for stage in stages:
        mine = [m for m in wanted if m.stage == stage]
        if stage not in ours and not any(tells(m, schools, year, figures, silent) for m in mine):
            held |= {m.id for m in mine}
    shown = publication.years_shown
    made = (measure_card(m, own, others, year, shown, figures, silent) for m in wanted if m.id in held)
    return [m for m in made if m.years]


def figures_of(
    place: Place,
    cards: list[PlaceCard],
    measures: list[MeasureCard],
    year: int,
    declared: Declarations,
    figures: FigureIndex,
) -> list[Fig]:
    """Every figure a page may print."""
    roles = {c.id: c.role for c in reversed(cards)} | {place.id: "subject"}
    figs = []
    for who in dict.fromkeys([place.id] + [c.id for c in cards]):
        for card in measures:
            figs += _figures(who, roles[who], declared.measures[card.id], card.years, year, figures)
    return figs


def _figures(
    who: str, role: str, measure: Measure, years: tuple[int, ...], year: int, figures: FigureIndex
) -> list[Fig]:
    if role == LISTED:
        # Last year's is there for the change, which must read as it does in the school's own booklet.
        found = [figures.get(who, y, measure.id) for y in (year - 1, year)] if measure.topic == "headline" else []
        return [f for f in found if f is not None]
    figs = [figures.get(who, y, measure.id) for y in years]
    if role in BESIDE and measure.printed_by_group:
        groups = [g for g in figures.groups(who, measure.id) if g != "all"]
        figs += [figures.get(who, y, measure.id, g) for g in groups for y in (year - 1, year)]
    return [f for f in figs if f is not None]
