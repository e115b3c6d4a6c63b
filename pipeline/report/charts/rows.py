"""Marks in a table's row: one figure against another, or among those of all schools. The row has the figures as well."""

from collections import Counter
from collections.abc import Sequence

from pipeline.report.charts.canvas import styles
from pipeline.report.charts.marks import Drawing
from pipeline.report.style import palette

WIDE_MM, NARROW_MM = 52, 26  # millimetres on paper
MM = 72 / 25.4  # points
HIGH = 13.0  # points
EDGE = 6.0
DOT, STACKED, TALLEST = (
    1.25,
    2.7,
    4,
)  # a dot's radius, from one to the next above it, and dots above one another at most

Scale = tuple[float, float]


def against(own: float, other: float | None, before: float | None, scale: Scale, wide: int = WIDE_MM) -> str:
    """A line with our own figure as a dot, the year before's as a ring, and the other's as an upright stroke."""
    drawing, middle = Drawing(wide * MM, HIGH), HIGH / 2
    page, ours, england = palette()["page"], styles()["subject"].colour, styles()["england"].colour
    drawing.line((EDGE, middle), (drawing.wide - EDGE, middle), page["hair"], 0.8)
    x = _across(own, scale, drawing)
    if before is not None:
        was = _across(before, scale, drawing)
        drawing.line((was, middle), (x, middle), ours, 1)
        drawing.ring((was, middle), 2.6, ours)
    elif other is not None:
        drawing.line((_across(other, scale, drawing), middle), (x, middle), ours, 1)
    if other is not None:
        at = _across(other, scale, drawing)
        drawing.line((at, 1), (at, HIGH - 1), england, 1.5)
    drawing.dots([(x, middle)], 3.2, ours)
    return drawing.svg()


def interval(value: float, lower: float | None, upper: float | None, reach: float, wide: int = NARROW_MM) -> str:
    """A score as a dot on its interval, with an upright stroke at 0; the line goes `reach` either side of 0."""
    drawing, middle, scale = Drawing(wide * MM, HIGH), HIGH / 2, (-reach, reach)
    page, ours = palette()["page"], styles()["subject"].colour
    drawing.line((EDGE, middle), (drawing.wide - EDGE, middle), page["hair"], 0.8)
    nought = _across(0, scale, drawing)
    drawing.line((nought, 2), (nought, HIGH - 2), styles()["england"].colour, 1.2)
    if lower is not None and upper is not None:
        ends = [_across(bound, scale, drawing) for bound in (lower, upper)]
        drawing.line((ends[0], middle), (ends[1], middle), ours, 1.6)
        for end in ends:
            drawing.line((end, middle - 3), (end, middle + 3), ours, 1.2)
    drawing.dots([(_across(value, scale, drawing), middle)], 3.4, ours)
    return drawing.svg()


def among(values: Sequence[float], own: float | None, other: float | None, scale: Scale) -> str:
    """Every school as a dot, dots of about one value above one another; our own as a diamond, the other as a stroke."""
    drawing, base = Drawing(WIDE_MM * MM, HIGH), HIGH - 2.4
    page, quiet = palette()["page"], palette()["series"]["quiet"]
    drawing.line((EDGE, base + 1.8), (drawing.wide - EDGE, base + 1.8), page["hair"], 0.8)
    slots = Counter(round(_across(v, scale, drawing) / (2 * DOT)) for v in values)
    most = max(slots.values(), default=1)
    step = STACKED if most <= TALLEST else STACKED * (TALLEST - 1) / (most - 1)
    drawing.dots([(slot * 2 * DOT, base - n * step) for slot in sorted(slots) for n in range(slots[slot])], DOT, quiet)
    if other is not None:
        at = _across(other, scale, drawing)
        drawing.line((at, 1), (at, HIGH - 0.5), styles()["england"].colour, 1.5)
    if own is not None:
        drawing.diamond((_across(own, scale, drawing), base - 2.4), 4.2, styles()["subject"].colour)
    return drawing.svg()


def _across(value: float, scale: Scale, drawing: Drawing) -> float:
    low, high = scale
    inside = min(max(value, low), high)
    return EDGE + (drawing.wide - 2 * EDGE) * (inside - low) / ((high - low) or 1)
