"""Percentages said in pupils: how many met a measure, how many missed it, how many a difference is."""

from pipeline.declared import Measure
from pipeline.declared.policy import Highlights
from pipeline.measures.arithmetic import counts_behind, half_up
from pipeline.measures.figure_index import Fig
from pipeline.measures.judge import gap_in_pupils


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
    """The difference of two percentages in whole pupils of the first; None for other units or an unknown cohort."""
    if measure.unit != "percent" or not fig.denominator:
        return None
    return gap_in_pupils(fig.number, other.number, fig.denominator, measure, fig.denominator)


def are_enough(behind: int | None, difference: int | None, rule: Highlights) -> bool:
    """Whether so many pupils behind a difference, and a difference of so many, may be named; what is not known stands in no way."""
    return (behind is None or behind >= rule.pupils_behind) and (difference is None or difference >= rule.pupils_apart)
