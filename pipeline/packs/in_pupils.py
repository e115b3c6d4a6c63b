"""Percentages said in pupils: how many met a measure, how many missed it, how many a difference is."""

from pipeline.declared import Measure
from pipeline.measures.arithmetic import counts_behind, exact, half_up
from pipeline.measures.figure_index import Fig


def counted(fig: Fig, measure: Measure) -> int | None:
    """How many of its pupils a percentage counts: as delivered or, where the percentage leaves no doubt, as it must be."""
    if measure.unit != "percent" or not fig.shown or not fig.denominator:
        return None
    if fig.numerator is not None:
        return fig.numerator
    counts = counts_behind(half_up(fig.number, measure.decimals), fig.denominator, measure.decimals)
    return counts[0] if counts and counts[0] == counts[1] else None


def missed(fig: Fig, measure: Measure) -> int | None:
    """How many of its pupils are on the wrong side of a percentage; None where that is not known."""
    count = counted(fig, measure)
    if count is None or fig.denominator is None:
        return None
    return fig.denominator - count if measure.better == "higher" else count


def apart(fig: Fig, other: Fig, measure: Measure) -> int | None:
    """The difference of two percentages in whole pupils of the first, half up; None for other units or an unknown cohort.

    Of one school it is of the unrounded percentages. Of an area it is of the printed ones, so that it tells no more than they do.
    """
    if measure.unit != "percent" or not fig.denominator:
        return None
    own, beside = exact(fig.number), exact(other.number)
    if fig.numerator is None or fig.denominator > 100:
        own, beside = (exact(half_up(f.number, measure.decimals)) for f in (fig, other))
    return int(half_up(abs(own - beside) * fig.denominator / 100))
