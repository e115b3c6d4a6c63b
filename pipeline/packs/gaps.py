"""Gaps between pupil groups: within the place, and of its disadvantaged pupils to the other pupils of England."""

from pipeline.declared import Declarations, Measure
from pipeline.measures.arithmetic import half_up
from pipeline.measures.figure_index import FigureIndex
from pipeline.measures.judge import gap_in_pupils
from pipeline.measures.write import signed
from pipeline.packs.figure_cells import shown_value
from pipeline.packs.pack import Gap, MeasureCard


def gaps(place: str, year: int, measures: list[MeasureCard], figures: FigureIndex, declared: Declarations) -> list[Gap]:
    """Every gap of the place this year whose two figures are shown, measure by measure in the order of the pairs."""
    england, pairs = declared.policy.rag.comparator, declared.vocabulary.groups.pairs
    found: list[Gap | None] = []
    for card in measures:
        measure = declared.measures[card.id]
        found += [_gap(place, year, measure, (p.first, p.second), place, figures, declared) for p in pairs]
        if place != england:
            beside = [(p.first, p.second) for p in pairs if p.beside_england]
            found += [_gap(place, year, measure, pair, england, figures, declared) for pair in beside]
    return [gap for gap in found if gap is not None]


def _gap(
    place: str,
    year: int,
    measure: Measure,
    pair: tuple[str, str],
    against: str,
    figures: FigureIndex,
    declared: Declarations,
) -> Gap | None:
    """The gap of a place's first group to the second group of `against`; None where either figure is not shown.

    It is the difference of the printed values, as the Department takes it; in pupils see `gap_in_pupils`.
    """

    def values(year: int) -> tuple[float, float] | None:
        first = shown_value(figures.get(place, year, measure.id, pair[0]))
        second = shown_value(figures.get(against, year, measure.id, pair[1]))
        return None if first is None or second is None else (first, second)

    def printed(first: float, second: float) -> str:
        return signed(half_up(first, measure.decimals) - half_up(second, measure.decimals))

    now = values(year)
    if now is None:
        return None
    series = measure.series_of(year)
    is_one_series = series is not None and series.holds(year - 1) and (year - 1) not in measure.not_held
    is_redefined = declared.vocabulary.groups.break_between(pair[0], year - 1, year) is not None
    before = values(year - 1) if is_one_series and not is_redefined else None
    group = figures.get(place, year, measure.id, pair[0])
    pupils = group.denominator if group and measure.unit == "percent" else None
    beside = figures.get(against, year, measure.id, pair[1])
    cohorts = [f.denominator for f in (group, beside) if f is not None and f.place_id == place and f.denominator]
    return Gap(
        place=place,
        year=year,
        measure=measure.id,
        first=pair[0],
        second=pair[1],
        against=against,
        gap=printed(*now),
        before="" if before is None else printed(*before),
        pupils=gap_in_pupils(*now, pupils, measure, *cohorts) if pupils else None,
        out_of=pupils or None,
    )
