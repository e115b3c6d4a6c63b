"""The strategy's success measures, one line each: the ambition, where it stands, what stands beside it, and the verdict."""

from pipeline.declared.strategy import Strategy
from pipeline.packs.account.ambitions import AccountView, Ambition, ComparedPlaces
from pipeline.packs.account.parts import StrategyLine
from pipeline.packs.account.verdicts import reader_word, verdict

BESIDE = ("england", "region", "neighbours")


def strategy_lines(strategy: Strategy, stand: ComparedPlaces, seen: AccountView) -> list[StrategyLine]:
    """One line for every success measure, in the strategy's order."""
    return [_line(Ambition(m, stand, seen), strategy) for m in strategy.measures]


def _line(asked: Ambition, strategy: Strategy) -> StrategyLine:
    m, own, latest = asked.of, asked.stand.own, asked.latest()
    since = None if latest is None else latest - 1 if m.comparison == "no_increase" else strategy.baseline
    state, why = verdict(asked, strategy, latest, since)
    return StrategyLine(
        id=m.id,
        priority=m.priority,
        words=m.words,
        ambition=ambition(asked),
        latest=asked.told(own, latest),
        before=asked.told(own, since),
        **{who: asked.told(getattr(asked.stand, who), latest).text for who in BESIDE},
        state=state,
        verdict=reader_word(m, state, asked.seen.year),
        why=f"{why} {m.to_confirm}" if m.to_confirm and latest is not None else why,
    )


def ambition(asked: Ambition) -> str:
    """The target in words: "71 % by 2019", "9 points or less by 2019", "no increase by 2019", "not set"."""
    m = asked.of
    if m.not_set:
        return "not set"
    if m.reported_by:
        return "as described"
    if m.comparison == "no_increase":
        return f"no increase by {m.deadline}"
    return f"{asked.written(f'{m.target:g}')}{' or less' if m.comparison == 'at_most' else ''} by {m.deadline}"
