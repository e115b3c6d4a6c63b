"""The yearly account put together: the strategy's lines, key facts, inspections, what changed, what is not known, what is next."""

from dataclasses import dataclass
from datetime import date

from pipeline.declared import Declarations, Publication
from pipeline.declared.releases import long_day
from pipeline.declared.strategy import FigureOf, Strategy, strategy_in
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.packs.account.ambitions import AccountView, ComparedPlaces
from pipeline.packs.account.inspected import as_known, outcomes
from pipeline.packs.account.keyfacts import key_facts
from pipeline.packs.account.lines import strategy_lines
from pipeline.packs.account.parts import Account, OfficerText, PriorityPart
from pipeline.packs.account.since import since_last_year
from pipeline.packs.account.unknown import unknown
from pipeline.packs.pack import PlaceCard
from pipeline.places import Place, Register
from pipeline.workspace.run_context import RunContext


@dataclass(frozen=True)
class LastAccount:
    """What last year's account could tell, and on which day."""

    day: date | None
    figures: FigureIndex


def account_of(
    publication: Publication, place: Place, year: int, run: RunContext, figures: FigureIndex, last: LastAccount
) -> Account:
    """The account of a year as it stood on the desk's day, from the figures its reader may see."""
    declared, stand = run.declared, stand_of(place, run.register)
    strategy = strategy_in(declared.strategies, year)
    seen, before = (
        AccountView(year, run.as_at, figures, declared),
        AccountView(year - 1, last.day, last.figures, declared),
    )
    lines = strategy_lines(strategy, stand, seen) if strategy else []
    then = strategy_lines(strategy, stand, before) if strategy and strategy.start <= year - 1 else []
    inspected = outcomes(run.register, year, run.as_at, run.facts)
    return Account(
        **_strategy_parts(strategy, year),
        lines=tuple(lines),
        facts=tuple(key_facts(strategy, stand, seen, run.facts, run.register, inspected)) if strategy else (),
        inspections=tuple(inspected),
        inspected_as_at=as_known(inspected, run.as_at),
        changed=tuple(since_last_year(lines, then, stand.own, publication.stages, seen, before)),
        last_day=long_day(last.day) if last.day else "",
        unknown=tuple(unknown(publication, stand.own, lines, inspected, seen)),
    )


def stand_of(place: Place, register: Register) -> ComparedPlaces:
    """The authority and those it is set beside."""
    beside = {role: register.comparator(role) for role in ("england", "region", "neighbours")}
    return ComparedPlaces(place.id, **{role: found.id if found else "" for role, found in beside.items()})


def figures_beyond(
    figs: list[Fig], place: Place, cards: list[PlaceCard], year: int, declared: Declarations, figures: FigureIndex
) -> list[Fig]:
    """The figures the strategy asks for that lie outside the years and groups of the document's tables."""
    strategy = strategy_in(declared.strategies, year)
    have = {(f.place_id, f.year, f.measure, f.group) for f in figs}
    who = [place.id, *(c.id for c in cards if c.role == "comparator")]
    years = range(strategy.baseline - 1, year + 1) if strategy else ()
    keys = [(p, y, f.measure, f.group) for f in _named(strategy) for p in who for y in years] if strategy else []
    found = (figures.get(*key) for key in dict.fromkeys(keys) if key not in have)
    return [f for f in found if f is not None]


def _named(strategy: Strategy) -> list[FigureOf]:
    """Every figure the strategy's measures and key facts speak of, gaps with both their groups."""
    named = [f for fact in strategy.key_facts for f in fact.figures]
    for m in (m for m in strategy.measures if m.figure):
        named.append(m.figure)
        named += [FigureOf(measure=m.figure.measure, group=m.less_than.group)] if m.less_than else []
    return named


def _strategy_parts(strategy: Strategy | None, year: int) -> dict:
    if strategy is None:
        blank = dict.fromkeys(("title", "vision", "mission", "who"), "")
        return blank | {"ended": None, "deadline": None, "priorities": (), "owing": ()}
    priorities = tuple(
        PriorityPart(
            p.id,
            p.name,
            p.aim,
            tuple(p.outcomes),
            tuple((a.id, a.words, a.because) for a in strategy.actions if a.priority == p.id),
        )
        for p in strategy.priorities
    )
    return {
        "title": strategy.title,
        "vision": strategy.vision,
        "mission": strategy.mission,
        "who": strategy.who,
        "ended": strategy.end if year > strategy.end else None,
        "deadline": max((m.deadline for m in strategy.measures if m.deadline), default=None),
        "priorities": priorities,
        "owing": tuple(OfficerText(s.about, s.asks, s.text.get(year, "")) for s in strategy.statements),
    }
