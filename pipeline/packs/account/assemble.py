"""The yearly account put together: success measures, key facts, inspections, what changed since last year, what is not known."""

from dataclasses import dataclass
from datetime import date

from pipeline.declared import Declarations, Publication
from pipeline.declared.releases import long_day
from pipeline.declared.strategy import FigureOf, Strategy, strategy_in
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.measures.write import figure_text
from pipeline.packs.account.inspected import areas, as_known, outcomes
from pipeline.packs.account.keyfacts import key_facts
from pipeline.packs.account.parts import Account, Changed, OfficerText, PriorityPart, StrategyLine
from pipeline.packs.account.success_measures import AccountView, ComparedPlaces, strategy_lines
from pipeline.packs.account.unknown import unknown
from pipeline.packs.pack import PlaceCard
from pipeline.places import Place, Register
from pipeline.workspace.run_context import RunContext


@dataclass(frozen=True)
class LastAccount:
    """The day of last year's account, and the figures it could print."""

    day: date | None
    figures: FigureIndex


def account_of(
    publication: Publication, place: Place, year: int, run: RunContext, figures: FigureIndex, last: LastAccount
) -> Account:
    """The account of a year as things were on the run's day, from the figures its audience may see."""
    declared, places = run.declared, compared_places(place, run.register)
    strategy = strategy_in(declared.strategies, year)
    view = AccountView(year, run.as_at, figures, declared)
    view_then = AccountView(year - 1, last.day, last.figures, declared)
    lines = strategy_lines(strategy, places, view) if strategy else []
    lines_then = strategy_lines(strategy, places, view_then) if strategy and strategy.start <= year - 1 else []
    inspected = outcomes(run.register, year, run.as_at, run.facts)
    facts = key_facts(strategy, places, view, run.facts, run.register, inspected) if strategy else []
    return Account(
        title=strategy.title if strategy else "",
        vision=strategy.vision if strategy else "",
        mission=strategy.mission if strategy else "",
        who=strategy.who if strategy else "",
        ended=strategy.end if strategy and year > strategy.end else None,
        deadline=max((m.deadline for m in strategy.measures if m.deadline), default=None) if strategy else None,
        priorities=_priorities(strategy) if strategy else (),
        lines=tuple(lines),
        facts=tuple(facts),
        inspections=tuple(inspected),
        inspected_as_at=as_known(inspected, run.as_at),
        inspected_areas=tuple(areas(run.register, year, run.as_at, run.facts)),
        owing=tuple(OfficerText(s.about, s.asks, s.text.get(year, "")) for s in strategy.statements)
        if strategy
        else (),
        changed=tuple(since_last_year(lines, lines_then, places.own, publication.stages, view, view_then)),
        last_day=long_day(last.day) if last.day else "",
        unknown=tuple(unknown(publication, places.own, lines, inspected, view)),
    )


def _priorities(strategy: Strategy) -> tuple[PriorityPart, ...]:
    parts = []
    for priority in strategy.priorities:
        actions = tuple((a.id, a.words, a.because) for a in strategy.actions if a.priority == priority.id)
        parts.append(PriorityPart(priority.id, priority.name, priority.aim, tuple(priority.outcomes), actions))
    return tuple(parts)


def compared_places(place: Place, register: Register) -> ComparedPlaces:
    """The authority and the places it is compared with."""
    ids = {role: there.id for role in ("england", "region", "neighbours") if (there := register.comparator(role))}
    return ComparedPlaces(place.id, ids.get("england", ""), ids.get("region", ""), ids.get("neighbours", ""))


def figures_beyond(
    figs: list[Fig], place: Place, cards: list[PlaceCard], year: int, declared: Declarations, figures: FigureIndex
) -> list[Fig]:
    """The figures the strategy needs that lie outside the years and groups of the document's tables (`figs`)."""
    strategy = strategy_in(declared.strategies, year)
    if strategy is None:
        return []
    named: list[FigureOf] = [figure for fact in strategy.key_facts for figure in fact.figures]
    for success in strategy.measures:
        if success.figure:
            named.append(success.figure)
            if success.less_than:
                named.append(FigureOf(measure=success.figure.measure, group=success.less_than.group))
    in_tables = {(f.place_id, f.year, f.measure, f.group) for f in figs}
    places = [place.id, *(c.id for c in cards if c.role == "comparator")]
    years = range(strategy.baseline - 1, year + 1)
    keys = dict.fromkeys((p, y, f.measure, f.group) for f in named for p in places for y in years)
    beyond = (figures.get(*key) for key in keys if key not in in_tables)
    return [f for f in beyond if f is not None]


def since_last_year(
    lines: list[StrategyLine],
    lines_then: list[StrategyLine],
    own: str,
    stages: list[str],
    view: AccountView,
    view_then: AccountView,
) -> list[Changed]:
    """What last year's account printed that is different today: verdicts, then revised figures by measure and year.

    Figures are the authority's for all pupils that last year's account could print and that were published again since.
    """
    changed = []
    verdicts = {line.id: line.verdict for line in lines_then}
    for line in lines:
        then = verdicts.get(line.id, line.verdict)
        if then != line.verdict:
            changed.append(Changed(f"{line.id} {line.words}", then, line.verdict, line.why))
    declared = view.declared
    releases = declared.vocabulary.releases
    for measure in (m for stage in stages for m in declared.measures.values() if m.stage == stage):
        for year in view_then.figures.years(own, measure.id):
            was, now = view_then.figures.get(own, year, measure.id), view.figures.get(own, year, measure.id)
            if was is None or now is None:
                continue
            before, after = figure_text(was, measure, declared), figure_text(now, measure, declared)
            if before != after:
                what = f"{declared.stages[measure.stage].name}: {measure.short}, {year}"
                why = f"{releases.named(was.release).adjective} then, {releases.named(now.release).adjective} now"
                changed.append(Changed(what, before, after, why))
    return changed
