"""Progress scores with their 95 % intervals against 0, the national average."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from pipeline.report.charts.canvas import in_our_look, sheet, styles
from pipeline.report.style import palette


@dataclass(frozen=True)
class Interval:
    label: str
    value: float
    lower: float | None
    upper: float | None
    said: str  # "+1.3, above average"


@in_our_look
def draw_intervals(rows: list[Interval], reach: float) -> Figure:
    """One line a subject: a dot for the score, a bar for its interval. The axis goes `reach` either side of 0."""
    figure, axes = sheet(0.55 + 0.36 * len(rows))
    style, page = styles()["subject"], palette()["page"]
    axes.axvline(0, color=page["ink"], linewidth=1)
    for y, row in enumerate(reversed(rows)):
        if row.lower is not None and row.upper is not None:
            axes.plot([row.lower, row.upper], [y, y], color=style.colour, linewidth=2, marker="|", markersize=9)
        axes.plot([row.value], [y], marker="o", color=style.colour, markersize=8)
        axes.annotate(
            row.said,
            (1, y),
            xycoords=("axes fraction", "data"),
            xytext=(10, 0),
            textcoords="offset points",
            va="center",
        )
    axes.set_yticks(range(len(rows)), [r.label for r in reversed(rows)])
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.set_xlim(-reach, reach)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    axes.annotate(
        "national average",
        (0, 1),
        xycoords=("data", "axes fraction"),
        xytext=(3, 1),
        textcoords="offset points",
        fontsize=7.5,
        color=page["quiet"],
    )
    figure.subplots_adjust(left=0.14, right=0.72, top=0.86, bottom=0.26 if len(rows) < 3 else 0.18)
    return figure
