"""Gaps between pupil groups: within the place, and of its disadvantaged pupils to the other pupils of England."""

from decimal import Decimal

from pipeline.declared import Declarations, Measure
from pipeline.measures.arithmetic import exact, half_up
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.measures.write import signed
from pipeline.packs.pack import Gap, MeasureCard


def gaps(place: str, year: int, measures: list[MeasureCard], figures: FigureIndex, declared: Declarations) -> list[Gap]:
    """Every gap of the place this year whose two figures are shown, measure by measure in the order of the pairs."""
    england, pairs = declared.policy.rag.comparator, declared.vocabulary.groups.pairs
    found = []
    for card in measures:
        measure = declared.measures[card.id]
        found += [_gap(place, year, measure, (p.first, p.second), place, figures) for p in pairs]
        if place != england:
            beside = [(p.first, p.second) for p in pairs if p.beside_england]
            found += [_gap(place, year, measure, pair, england, figures) for pair in beside]
    return [gap for gap in found if gap is not None]


def _gap(
    place: str, year: int, measure: Measure, pair: tuple[str, str], against: str, figures: FigureIndex
) -> Gap | None:
    first, second = (figures.get(who, year, measure.id, g) for who, g in zip((place, against), pair, strict=True))
    if not (_shown(first) and _shown(second)):
        return None
    before = [figures.get(who, year - 1, measure.id, g) for who, g in zip((place, against), pair, strict=True)]
    earlier = _printed(*before, measure) if all(map(_shown, before)) and _one_series(measure, year) else None
    counted = measure.unit == "percent" and first.denominator
    return Gap(
        place=place,
        year=year,
        measure=measure.id,
        first=pair[0],
        second=pair[1],
        against=against,
        gap=signed(_printed(first, second, measure)),
        before="" if earlier is None else signed(earlier),
        pupils=_pupils(first, second) if counted else None,
        out_of=first.denominator if counted else None,
    )


def _shown(fig: Fig | None) -> bool:
    return fig is not None and fig.shown


def _printed(first: Fig, second: Fig, measure: Measure) -> Decimal:
    """The difference of the printed values, as the Department takes it."""
    return half_up(first.value, measure.decimals) - half_up(second.value, measure.decimals)


def _one_series(measure: Measure, year: int) -> bool:
    series = measure.series_of(year)
    return series is not None and series.holds(year - 1) and (year - 1) not in measure.not_held


def _pupils(first: Fig, second: Fig) -> int:
    """How many pupils of the first group the unrounded gap stands for."""
    return int(half_up(abs(exact(first.value) - exact(second.value)) * first.denominator / 100))
