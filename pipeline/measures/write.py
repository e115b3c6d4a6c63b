"""How a figure is written: rounded half up to the measure's decimals, with its unit; a missing figure as its status."""

from decimal import Decimal

from pipeline.declared import Declarations, Measure
from pipeline.measures.arithmetic import half_up
from pipeline.measures.figure_index import Fig


def figure_text(fig: Fig, measure: Measure, declared: Declarations) -> str:
    """The only form in which a figure may be printed: "63%", "104", "-1.3", "43 to 44%", "under 10%", or why there is none."""
    formats = declared.policy.formats
    suffix = formats.suffix[measure.unit]
    if fig.status == "bounded":
        low, high = (half_up(v, measure.decimals) for v in fig.bounds)
        return f"{low} to {high}{suffix}"
    if fig.status == "end":
        lower, upper = fig.bounds
        return f"under {half_up(upper)}{suffix}" if lower == 0 else f"over {half_up(lower)}{suffix}"
    if not fig.shown:
        return declared.vocabulary.statuses[fig.status].as_figure
    number = half_up(fig.number, measure.decimals)
    return (signed(number) if measure.unit in formats.signed else _plain(number)) + suffix


def signed(number: Decimal) -> str:
    """With its sign; zero has none, and is never written "-0"."""
    return f"+{number}" if number > 0 else _plain(number)


def _plain(number: Decimal) -> str:
    return str(abs(number)) if number == 0 else str(number)


def who_is_counted(counts: str) -> str:
    """What those whom a measure `counts` are called in a sentence: children in reception, pupils later."""
    return "children" if counts.startswith("children") else "pupils"
