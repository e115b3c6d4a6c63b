"""What the account does not know, said plainly: results not yet published, targets never set, reports not given."""

from collections import Counter

from pipeline.declared import Publication
from pipeline.declared.releases import long_day
from pipeline.packs.account.ambitions import AccountView
from pipeline.packs.account.inspected import NEVER, SINCE
from pipeline.packs.account.parts import Inspected, StrategyLine
from pipeline.packs.dates import next_day


def unknown(
    publication: Publication, own: str, lines: list[StrategyLine], inspected: list[Inspected], seen: AccountView
) -> list[str]:
    """One or two sentences each, in the order a reader would ask."""
    return [
        *_targets(lines),
        *(said for stage in publication.stages if (said := _stage(stage, own, seen))),
        *_inspections(inspected),
        *publication.left_out,
    ]


def _targets(lines: list[StrategyLine]) -> list[str]:
    states = Counter(line.state for line in lines)
    said = []
    if states["not set"]:
        said.append(f"The strategy set no target for {_several(states['not set'])} of its measures.")
    if states["not reported"]:
        silent = _several(states["not reported"])
        said.append(f"Officers report on {silent} of its measures. No report has been supplied for this year.")
    return said


def _several(number: int) -> str:
    return "one" if number == 1 else str(number)


def _stage(stage: str, own: str, seen: AccountView) -> str:
    """Why a stage has no figure for the year; nothing where it has one."""
    measures = [m for m in seen.declared.measures.values() if m.stage == stage and m.topic == "headline"]
    held = [y for m in measures for y in seen.figures.years(own, m.id) if y <= seen.year]
    if seen.year in held:
        return ""
    name, latest = seen.declared.stages[stage].name, f" The latest here are of {max(held)}." if held else ""
    reason = seen.declared.stages[stage].not_held.get(seen.year)
    if not reason and not any(m.series_of(seen.year) for m in measures):
        return ""  # an assessment of another time
    if reason:
        return f"{reason if reason.startswith(name) else f'{name}: {reason}'}{latest}"
    named = seen.declared.vocabulary.releases
    day = next_day(stage, seen.year, seen.day, seen.declared.releases, named) if seen.day else None
    out = (
        f"results of {seen.year} are published on {long_day(day)}."
        if day
        else f"no results of {seen.year} were delivered."
    )
    return f"{name}: {out}{latest}"


def _inspections(inspected: list[Inspected]) -> list[str]:
    held = {i.outcome: i.schools for i in inspected}
    said = [] if held else ["What inspectors found: no list of inspections has been delivered."]
    if held.get(SINCE):
        said.append(
            f"How {held[SINCE]} schools had last been judged on that day: they have been inspected again since."
        )
    if held.get(NEVER):
        said.append(
            f"The list of inspections received does not hold {_several(held[NEVER])} of the state-funded schools."
        )
    return said
