"""Figures, judgements and words of one booklet, gathered into a Pack; only what its audience may see gets in."""

from pipeline.declared import Declarations, Publication
from pipeline.measures.arithmetic import half_up, percent
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.packs.account.assemble import LastAccount, account_of, figures_beyond
from pipeline.packs.account.inspected import roll_year
from pipeline.packs.context import context_rows
from pipeline.packs.dates import next_releases
from pipeline.packs.figure_cells import figure_cell
from pipeline.packs.gaps import gaps
from pipeline.packs.highlights import highlights
from pipeline.packs.judgements import judgement, uncompared
from pipeline.packs.pack import FigureCell, Judgement, MeasureCard, Pack, PlaceCard, StageCard
from pipeline.packs.pack_parts import GlossaryTerm, MatrixArea, NextRelease, ReaderRules
from pipeline.packs.pack_targets import CohortTargets
from pipeline.packs.places_named import place_card, places_named
from pipeline.packs.questions import prompts
from pipeline.packs.scope import figures_of, measures_of
from pipeline.packs.spread import peers_of, positions, scatters
from pipeline.packs.targets import targets
from pipeline.packs.vocabulary import Used, printed_names
from pipeline.packs.wording import arrow_words, rag_words, rules_used
from pipeline.places import Place
from pipeline.workspace.run_context import RunContext
from pipeline.workspace.source_notes import PackSource

FACTS = ("census", "ofsted", "statistical_neighbours")  # the sources of an account's facts
POOLED = ("cluster", "trust", "authority")


def compose(publication: Publication, place: Place, year: int, run: RunContext) -> Pack:
    """The pack of one publication for one place, protected for its audience."""
    declared = run.declared
    cards, measures, figures = _reach(publication, place, year, run)
    cells = [_cell(fig, run, figures) for fig in figures.all()]
    judged = _judgements(figures, place, cards, measures, year, run)
    is_compared = place.school_kind not in declared.policy.rag.not_compared
    between = gaps(place.id, year, measures, figures, declared) if is_compared else []
    peers = peers_of(publication, place, year, run.register) if is_compared else []
    clouds, marks = scatters(publication, place.id, peers, year, figures, run.control)
    is_school, asked = place.kind == "school", declared.policy.questions.asked_of(place.kind)
    coming = next_releases(publication, place.id, year, declared, figures, run.as_at)
    account = None
    if publication.account:
        # The figures that last year's account could print on its own day, by the same rules.
        last = run.on(publication.day(year - 1))
        _, _, figures_then = _reach(publication, place, year - 1, last)
        account = account_of(publication, place, year, run, figures, LastAccount(last.as_at, figures_then))
    expected = targets(publication, place.id, year, run.expectations, declared)
    # A school's booklet explains the terms of its own stages; those of the areas around it are written in full.
    ours = {c.measure for c in cells if c.place == place.id}
    shown = {m.stage for m in measures if not is_school or m.id in ours}
    groups = declared.vocabulary.groups
    terms = [t for t in declared.policy.glossary.terms if not t.stages or shown & set(t.stages)]
    return Pack(
        publication=publication.slug,
        title=publication.title,
        readers=publication.readers,
        audience=publication.audience,
        year=year,
        place=place_card(place, "subject", run.register, year),
        places=tuple(cards),
        measures=tuple(measures),
        figures=tuple(cells),
        judgements=tuple(judged),
        positions=positions(measures, peers, year, run.control),
        scatters=clouds,
        marks=marks,
        context=tuple(context_rows(place, cards, year, run.facts, figures, run.sources)),
        notes=tuple(run.sources.notes(cells, year, (place.id, *place.urns) if is_school else ())),
        sources=tuple(_sources(publication, place.id, cells, year, run)),
        prompts=tuple(prompts(asked, place.id, year, cells, judged, between, figures, declared)),
        gaps=tuple(between),
        highlights=tuple(highlights(place.id, year, measures, judged, figures, declared)),
        glossary=tuple(GlossaryTerm(t.term, groups.with_definitions(t.meaning, year)) for t in terms),
        contact=run.register.authority.contact,
        policy=_reader_rules(publication, place, measures, judged, declared),
        next_releases=tuple(coming),
        targets=expected,
        vocabulary=printed_names(declared, _used(publication, measures, cells, coming, expected, declared)),
        as_at=run.as_at.isoformat() if run.as_at else "",
        account=account,
        stages=tuple(stage_cards(publication, declared)),
    )


def stage_cards(publication: Publication, declared: Declarations) -> list[StageCard]:
    """The publication's key stages in its order, each with the sections that leave it out."""
    cards = []
    for stage in publication.stages:
        without = tuple(section for section, only in publication.sections.items() if stage not in only)
        cards.append(StageCard(stage, declared.stages[stage].phase, without))
    return cards


def _reach(
    publication: Publication, place: Place, year: int, run: RunContext
) -> tuple[list[PlaceCard], list[MeasureCard], FigureIndex]:
    """The places in the document, its measures, and the figures its audience may see with their published bands."""
    cards = places_named(publication, place, year, run.register)
    measures = measures_of(publication, place, cards, year, run.declared, run.register, run.figures)
    figs = figures_of(place, cards, measures, year, run.declared, run.figures)
    if publication.account:
        figs += figures_beyond(figs, place, cards, year, run.declared, run.figures)
    return cards, measures, run.figures.holding(run.control.protect(figs, publication.audience))


def _used(
    publication: Publication,
    measures: list[MeasureCard],
    cells: list[FigureCell],
    coming: list[NextRelease],
    expected: CohortTargets | None,
    declared: Declarations,
) -> Used:
    """What the document can print by name."""
    grid = declared.policy.self_evaluation.grids[publication.grid] if publication.grid else []
    return Used(
        key_stages={*publication.stages, *(m.stage for m in measures), *(s for area in grid for s in area.stages)},
        groups={*(c.group for c in cells), *(g.group for g in (expected.groups if expected else ()))},
        statuses={c.status for c in cells},
        releases={*(c.release for c in cells), *(r.release for r in coming)},
    )


def _sources(
    publication: Publication, place: str, cells: list[FigureCell], year: int, run: RunContext
) -> list[PackSource]:
    """The deliveries that figures and targets are from; of an account those of its facts as well."""
    sources = run.sources.behind(cells, run.expectations.deliveries(place, year, publication.targets))
    if publication.account:
        titles = {s: run.declared.sources[s].title for s in FACTS if s in run.declared.sources}
        counted = roll_year(run.facts, run.as_at, year)
        facts = run.sources.of_titles(list(titles.values()))
        sources += [f for f in facts if f.title != titles.get("census") or f.year == counted]
    return sources


def _cell(fig: Fig, run: RunContext, figures: FigureIndex) -> FigureCell:
    measure = run.declared.measures[fig.measure]
    one_pupil = ""
    if measure.unit == "percent" and fig.shown and fig.denominator:
        one_pupil = f"{half_up(percent(1, fig.denominator), 1)} points"
    return figure_cell(fig, measure, run.declared, figures, one_pupil)


def _judgements(
    figures: FigureIndex, place: Place, cards: list[PlaceCard], measures: list[MeasureCard], year: int, run: RunContext
) -> list[Judgement]:
    """The judgements of this year's figures, and of earlier years' figures of all pupils for clusters and pooled places.

    Other figures of earlier years are not judged, since the pack need not hold the figures they would be compared with.
    Figures of special and other schools that are not compared are shown and not judged.
    """
    rag = run.declared.policy.rag
    over_time = {c.id for c in cards if c.role == "sibling"} | ({place.id} if place.kind in POOLED else set())
    shown = {m.id for m in measures}
    judged = []
    for fig in figures.all():
        is_earlier = fig.year != year
        if fig.measure not in shown or (is_earlier and not (fig.group == "all" and fig.place_id in over_time)):
            continue
        whose = run.register.get(fig.place_id)
        kind = whose.school_kind if whose else ""
        if kind in rag.not_compared:
            judged.append(uncompared(fig, rag.comparator, rag.not_compared[kind]))
        else:
            measure = run.declared.measures[fig.measure]
            judged.append(judgement(fig, rag.comparator, measure, run.declared, figures))
    return judged


def _reader_rules(
    publication: Publication, place: Place, measures: list[MeasureCard], judged: list[Judgement], declared: Declarations
) -> ReaderRules:
    """The rules the document was made by, and the rows of the self-evaluation matrix where its publication prints one."""
    policy, matrices = declared.policy, declared.policy.self_evaluation
    areas = matrices.grids[publication.grid] if publication.grid else ()
    return ReaderRules(
        rag=rag_words(rules_used(measures, judged), declared),
        arrows=arrow_words(measures, judged, declared),
        disclosure=policy.disclosure.note_for(publication.audience),
        audience=policy.disclosure.audiences[publication.audience].words,
        marking=publication.marking,
        layout=publication.layout,
        comparator=policy.rag.comparator,
        least=policy.arrows.no_arrow_below,
        not_compared=tuple(policy.rag.not_compared),
        pooled=tuple(getattr(policy.pooling, place.kind)) if place.kind in POOLED else None,
        box=matrices.box if publication.grid else "",
        grid=tuple(MatrixArea(a.area, a.ask, tuple(a.stages), tuple(a.topics), tuple(a.groups)) for a in areas),
    )
