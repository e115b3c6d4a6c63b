"""Figures, judgements and words of one booklet, gathered into a Pack; nothing a reader of it may not know gets in."""

from pipeline.declared import Declarations, Publication
from pipeline.measures.arithmetic import half_up, percent
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.packs.account.assemble import LastAccount, account_of, figures_beyond
from pipeline.packs.account.inspected import roll_year
from pipeline.packs.account.parts import Account
from pipeline.packs.context import context_rows
from pipeline.packs.dates import next_releases
from pipeline.packs.figure_cells import figure_cell
from pipeline.packs.gaps import gaps
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

FACTS = ("census", "ofsted", "statistical_neighbours")  # sources of an account's facts
POOLED = ("cluster", "trust", "authority")


def compose(publication: Publication, place: Place, year: int, run: RunContext) -> Pack:
    """The pack of one publication for one place, protected for its audience."""
    cards, measures, figures = _reach(publication, place, year, run)
    cells = [_cell(f, run, figures) for f in figures.all()]
    judged = _judgements(figures, place, cards, measures, year, run)
    between = gaps(place.id, year, measures, figures, run.declared) if _compared(place, run) else []
    peers = peers_of(publication, place, year, run.register) if _compared(place, run) else []
    spots, marks = scatters(publication, place.id, peers, year, figures, run.control)
    subject = place_card(place, "subject", run.register, year)
    coming = (
        next_releases(publication, place.id, year, run.declared, figures, run.as_at)
        if place.kind == "authority"
        else []
    )
    expected = targets(publication, place.id, year, run.expectations, run.declared)
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
        positions=positions(measures, peers, year, run.control),
        scatters=spots,
        marks=marks,
        context=tuple(context_rows(place, cards, year, run.facts, figures, run.sources)),
        notes=tuple(run.sources.notes(cells, year, (place.id, *place.urns) if place.kind == "school" else ())),
        sources=tuple(_sources(publication, place.id, cells, year, run)),
        prompts=tuple(prompts(place.id, year, cells, judged, between, run.declared)) if place.kind == "school" else (),
        gaps=tuple(between),
        glossary=tuple(GlossaryTerm(t.term, t.meaning) for t in _terms(measures, run.declared)),
        contact=run.register.authority.contact,
        policy=_reader_rules(publication, place, measures, judged, run.declared),
        next_releases=tuple(coming),
        targets=expected,
        vocabulary=printed_names(run.declared, _used(publication, measures, cells, coming, expected, run.declared)),
        as_at=run.as_at.isoformat() if run.as_at else "",
        account=_account(publication, place, year, run, figures) if publication.account else None,
        stages=tuple(stage_cards(publication, run.declared)),
    )


def stage_cards(publication: Publication, declared: Declarations) -> list[StageCard]:
    """The publication's stages in its order, each with the sections that leave it out."""
    without = {
        s: tuple(name for name, only in publication.sections.items() if s not in only) for s in publication.stages
    }
    return [StageCard(s, declared.stages[s].phase, without[s]) for s in publication.stages]


def _reach(
    publication: Publication, place: Place, year: int, run: RunContext
) -> tuple[list[PlaceCard], list[MeasureCard], FigureIndex]:
    """Who is in the document, its measures, and the figures its reader may see."""
    cards = places_named(publication, place, year, run.register)
    measures = measures_of(publication, place, cards, year, run.declared, run.register, run.figures)
    figs = figures_of(place, cards, measures, year, run.declared, run.figures)
    if publication.account:
        figs += figures_beyond(figs, place, cards, year, run.declared, run.figures)
    return cards, measures, _within_reach(figs, publication, run)


def _account(publication: Publication, place: Place, year: int, run: RunContext, figures: FigureIndex) -> Account:
    """The yearly account, beside what last year's told by the same rule."""
    last = run.on(publication.day(year - 1))
    told = _reach(publication, place, year - 1, last)[2]
    return account_of(publication, place, year, run, figures, LastAccount(last.as_at, told))


def _used(
    publication: Publication,
    measures: list[MeasureCard],
    cells: list[FigureCell],
    coming: list[NextRelease],
    expected: CohortTargets | None,
    declared: Declarations,
) -> Used:
    """What the document can print the name of."""
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
    """The deliveries behind the figures and the targets; of an account, behind its facts as well."""
    found = run.sources.behind(cells, run.expectations.deliveries(place, year, publication.targets))
    if publication.account:
        titles = {s: run.declared.sources[s].title for s in FACTS if s in run.declared.sources}
        counted = roll_year(run.facts, run.as_at, year)
        facts = run.sources.of_titles(list(titles.values()))
        found += [f for f in facts if f.title != titles.get("census") or f.year == counted]
    return found


def _within_reach(figs: list[Fig], publication: Publication, run: RunContext) -> FigureIndex:
    """The figures after protection; bands travel with the figures they belong to."""
    return run.figures.holding(run.control.protect(figs, publication.audience))


def _cell(fig: Fig, run: RunContext, figures: FigureIndex) -> FigureCell:
    measure = run.declared.measures[fig.measure]
    one = ""
    if measure.unit == "percent" and fig.shown and fig.denominator:
        one = f"{half_up(percent(1, fig.denominator), 1)} points"
    return figure_cell(fig, measure, run.declared, figures, one)


def _judgements(
    figures: FigureIndex, place: Place, cards: list[PlaceCard], measures: list[MeasureCard], year: int, run: RunContext
) -> list[Judgement]:
    siblings = {c.id for c in cards if c.role == "sibling"} | ({place.id} if place.kind in POOLED else set())
    shown = {m.id for m in measures}
    told = (f for f in figures.all() if f.measure in shown)
    # Of earlier years, whose groups' figures the pack need not hold, all pupils only.
    judged = (f for f in told if f.year == year or (f.group == "all" and f.place_id in siblings))
    return [_judgement(f, figures, run) for f in judged]


def _compared(place: Place | None, run: RunContext) -> bool:
    """Special schools' figures are shown and neither judged nor set against each other."""
    return place is None or place.school_kind not in run.declared.policy.rag.not_compared


def _judgement(fig: Fig, figures: FigureIndex, run: RunContext) -> Judgement:
    rag = run.declared.policy.rag
    if not _compared(run.register.get(fig.place_id), run):
        return uncompared(fig, rag.comparator, rag.not_compared_because)
    return judgement(fig, rag.comparator, run.declared.measures[fig.measure], run.declared, figures)


def _terms(measures: list[MeasureCard], declared: Declarations) -> list:
    """The terms of every booklet, and those of the stages this one shows."""
    stages = {m.stage for m in measures}
    return [t for t in declared.policy.glossary.terms if not t.stages or stages & set(t.stages)]


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
