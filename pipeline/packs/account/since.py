"""What last year's account printed that reads otherwise today: figures published again, and verdicts that changed."""

from pipeline.declared import Measure
from pipeline.measures.write import figure_text
from pipeline.packs.account.ambitions import AccountView
from pipeline.packs.account.parts import Changed, StrategyLine


def since_last_year(
    lines: list[StrategyLine],
    then: list[StrategyLine],
    own: str,
    stages: list[str],
    now: AccountView,
    last: AccountView,
) -> list[Changed]:
    """Verdicts first, then revised figures by measure and year."""
    return [*_verdicts(lines, then), *_figures(own, stages, now, last)]


def _verdicts(lines: list[StrategyLine], then: list[StrategyLine]) -> list[Changed]:
    before = {line.id: line for line in then}
    moved = [(line, before[line.id]) for line in lines if line.id in before and before[line.id].verdict != line.verdict]
    return [Changed(f"{line.id} {line.words}", was.verdict, line.verdict, line.why) for line, was in moved]


def _figures(own: str, stages: list[str], now: AccountView, last: AccountView) -> list[Changed]:
    """The authority's figures for all pupils that last year's account could print and that were published again since."""
    found = []
    for measure in (m for s in stages for m in now.declared.measures.values() if m.stage == s):
        for year in last.figures.years(own, measure.id):
            was, is_now = last.figures.get(own, year, measure.id), now.figures.get(own, year, measure.id)
            if is_now is None or _text(was, measure, now) == _text(is_now, measure, now):
                continue
            releases = now.declared.vocabulary.releases
            why = f"{releases.named(was.release).adjective} then, {releases.named(is_now.release).adjective} now"
            what = f"{now.declared.stages[measure.stage].name}: {measure.short}, {year}"
            found.append(Changed(what, _text(was, measure, now), _text(is_now, measure, now), why))
    return found


def _text(fig, measure: Measure, seen: AccountView) -> str:
    return figure_text(fig, measure, seen.declared)
