"""What is counted in the new year: measures that go on, stop or have no figures, their codes, the national figures they need."""

from collections import defaultdict
from collections.abc import Iterator

from pipeline.declared import Measure
from pipeline.declared.newyear.year_change import YearChange, count, to_confirm
from pipeline.declared.years import Item

ESTIMATED = ("progress", "progress8")  # sums that need national estimates of their year
SERIES = "Their series go on, so arrows and trends will be drawn across the two years."
ENDS = "Its declaration ends there."
UNCERTAIN = "Its declaration says that this is not certain."
CODES = "Codes come and go with the collection's guide."


def definitions(turn: YearChange) -> Iterator[Item]:
    """Stage by stage: measures that go on, measures that stop, and what is uncertain about any of them."""
    for stage in turn.declared.stages:
        mine, where = turn.of_stage(stage), f"measures/{stage}"
        going_on = [m for m in mine if m.series_of(turn.new) and m.series_of(turn.last)]
        if going_on:
            measures = f"{count(len(going_on), 'measure')} of {turn.named(stage)}"
            what = f"{measures}: the same pupils counted in the same way as in {turn.last}"
            yield to_confirm(f"{stage}-definitions", what, where, SERIES, stage)
        for m in mine:
            if _stops(m, turn.last):
                what = f"{m.name} stops with {turn.last}: gone, or another series begins in {turn.new}"
                yield to_confirm(f"{m.id}-stops", what, f"{where}/{m.id}.yml", ENDS, stage)
            if m.to_confirm and m.series_of(turn.new):
                yield to_confirm(
                    f"{m.id}-uncertain", f"{m.name}: {m.to_confirm}", f"{where}/{m.id}.yml", UNCERTAIN, stage
                )


def _stops(measure: Measure, last: int) -> bool:
    """Whether its newest series, or the years pupil records can give it, end with the last year."""
    ends = max(s.end or 9999 for s in measure.series)
    return last in (ends, measure.pupils.years[1] if measure.pupils and measure.pupils.years else None)


def not_held(turn: YearChange) -> Iterator[Item]:
    """Measures declared to have no figures in the new year, and those that had none in the last and may be back."""
    silent: dict[tuple[str, bool, str], list[Measure]] = defaultdict(list)
    for m in turn.declared.measures.values():
        year = turn.new if turn.new in m.not_held else turn.last
        if year in m.not_held:
            silent[m.stage, year == turn.new, m.not_held[year]].append(m)
    for (stage, is_declared, why), measures in silent.items():
        said = (
            f"no figures in {turn.new}" if is_declared else f"none in {turn.last}; whether there are any in {turn.new}"
        )
        what = f"{turn.named(stage)}, {said}: {'; '.join(dict.fromkeys(m.short for m in measures))}"
        kind = "not-held" if is_declared else "back"
        yield to_confirm(f"{stage}-{kind}-{measures[0].id}", what, f"measures/{stage}", why, stage)


def codes(turn: YearChange) -> Iterator[Item]:
    """Codes and thresholds of every scale, and those whose meaning is not certain."""
    for scale in turn.declared.scales.values():
        unsure = [code or "empty" for code, c in scale.codes.items() if c.to_confirm and c.used_in(turn.new)]
        why = f"How these count is not certain: {', '.join(unsure)}." if unsure else CODES
        what = f"{scale.name}: the codes and thresholds of {turn.new}"
        read = [name for name, s in turn.declared.sources.items() if scale.id in s.scales]
        stages = dict.fromkeys(stage for name in read for stage in turn.stages_of(name))
        yield to_confirm(f"codes-{scale.id}", what, f"scales/{scale.id}.yml", why, *stages)


def estimates(turn: YearChange) -> Iterator[Item]:
    """National figures that progress and its intervals cannot be worked out without."""
    for stage in turn.declared.stages:
        mine = [m for m in turn.of_stage(stage) if m.series_of(turn.new)]
        if any(m.pupils and m.pupils.sum in ESTIMATED for m in mine):
            what = f"{turn.named(stage)}: the national estimates for progress of {turn.new} are received"
            yield to_confirm(
                f"{stage}-estimates", what, "sources/progress_estimates.yml", "Each year has its own.", stage
            )
        spread = [m.short for m in mine if m.estimate and turn.new not in m.estimate.national_sd]
        if spread:
            what = f"{turn.named(stage)}: the national spread of {turn.new} for {'; '.join(spread)}"
            yield to_confirm(
                f"{stage}-spread", what, f"measures/{stage}", "Without it no interval is estimated.", stage
            )
