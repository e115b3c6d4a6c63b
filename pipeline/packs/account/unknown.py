"""What the account does not know: results not yet published, targets never set, reports not supplied."""

from collections import Counter

from pipeline.declared import Publication
from pipeline.declared.releases import long_day
from pipeline.packs.account.inspected import NEVER, SINCE
from pipeline.packs.account.parts import Inspected, StrategyLine
from pipeline.packs.account.success_measures import AccountView
from pipeline.packs.dates import next_day


def unknown(
    publication: Publication, own: str, lines: list[StrategyLine], inspected: list[Inspected], view: AccountView
) -> list[str]:
    """One or two sentences each, in the order a reader would ask; `own` is the authority's place id."""
    states = Counter(line.state for line in lines)
    sentences = []
    if states["not set"]:
        sentences.append(f"The strategy set no target for {_several(states['not set'])} of its measures.")
    if states["not reported"]:
        number = _several(states["not reported"])
        sentences.append(f"Officers report on {number} of its measures. No report has been supplied for this year.")
    sentences += [words for stage in publication.stages if (words := _no_results(stage, own, view))]
    schools = {i.outcome: i.schools for i in inspected}
    if not schools:
        sentences.append("What inspectors found: no list of inspections has been delivered.")
    if lost := schools.get(SINCE):
        sentences.append(f"How {lost} schools had last been judged on that day: they have been inspected again since.")
    if not_listed := schools.get(NEVER):
        sentences.append(
            f"The list of inspections received does not hold {_several(not_listed)} of the state-funded schools."
        )
    return [*sentences, *publication.left_out]


def _several(number: int) -> str:
    return "one" if number == 1 else str(number)


def _no_results(stage: str, own: str, view: AccountView) -> str:
    """Why a key stage has no figure for the year; "" where it has one."""
    measures = [m for m in view.declared.measures.values() if m.stage == stage and m.topic == "headline"]
    years = [y for m in measures for y in view.figures.years(own, m.id) if y <= view.year]
    if view.year in years:
        return ""
    declared = view.declared.stages[stage]
    reason = declared.not_held.get(view.year)
    if not reason and not any(m.series_of(view.year) for m in measures):
        return ""  # the assessment did not exist in that year
    latest = f" The latest here are of {max(years)}." if years else ""
    if reason:
        return f"{reason if reason.startswith(declared.name) else f'{declared.name}: {reason}'}{latest}"
    releases = view.declared.vocabulary.releases
    day = next_day(stage, view.year, view.day, view.declared.releases, releases) if view.day else None
    if day:
        return f"{declared.name}: results of {view.year} are published on {long_day(day)}.{latest}"
    return f"{declared.name}: no results of {view.year} were delivered.{latest}"
