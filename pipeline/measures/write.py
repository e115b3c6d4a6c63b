"""How a figure is written: half up to the measure's decimals, with its unit; a missing figure is written as its status."""

from decimal import Decimal

from pipeline.declared import Declarations, Measure
from pipeline.measures.arithmetic import half_up
from pipeline.measures.figure_index import Fig


def figure_text(fig: Fig, measure: Measure, declared: Declarations) -> str:
    """The only form in which a figure may be printed: "63 %", "104", "-1.3", "43 to 44 %", "under 10 %", or why there is none."""
    formats = declared.policy.formats
    suffix = formats.suffix[measure.unit]
    if fig.status == "bounded":
        low, high = (half_up(v, measure.decimals) for v in (fig.lower, fig.upper))
        return f"{low} to {high}{suffix}"
    if fig.status == "end":
        return f"under {half_up(fig.upper)}{suffix}" if fig.lower == 0 else f"over {half_up(fig.lower)}{suffix}"
    if not fig.shown:
        return declared.vocabulary.statuses[fig.status].as_figure
    number = half_up(fig.value, measure.decimals)
    return (signed(number) if measure.unit in formats.signed else _plain(number)) + suffix


def signed(number: Decimal) -> str:
    """With its sign; nought has none, and never reads "-0"."""
    return f"+{number}" if number > 0 else _plain(number)


def _plain(number: Decimal) -> str:
    return str(abs(number)) if number == 0 else str(number)
