"""Attainment against progress: every school of the authority a dot without a name, this one marked."""

from matplotlib.figure import Figure

from pipeline.report.charts.canvas import in_our_look, sheet, styles
from pipeline.report.style import palette


@in_our_look
def draw_scatter(
    points: list[list[float]], mark: list[float] | None, across: str, up: str, england: float | None, name: str
) -> Figure:
    """`points` and `mark` are [progress, attainment]; lines mark national progress (0) and England's attainment."""
    figure, axes = sheet(2.6)
    page, quiet, ours = palette()["page"], palette()["series"]["quiet"], styles()["subject"]
    axes.grid()
    axes.axvline(0, color=page["ink"], linewidth=0.9)
    if england is not None:
        axes.axhline(england, color=styles()["england"].colour, linewidth=1.2, linestyle=(0, (4, 2)))
        axes.annotate(
            f"England {england:g}",
            (1, england),
            xycoords=("axes fraction", "data"),
            xytext=(-3, 3),
            textcoords="offset points",
            ha="right",
            fontsize=8,
        )
    axes.plot(
        [p[0] for p in points],
        [p[1] for p in points],
        linestyle="none",
        marker="o",
        markersize=4.5,
        markerfacecolor="white",
        markeredgecolor=quiet,
    )
    if mark:
        axes.plot([mark[0]], [mark[1]], marker="D", markersize=9, color=ours.colour, markeredgecolor="white")
        left = mark[0] > 0
        axes.annotate(
            name[:44],
            (mark[0], mark[1]),
            xytext=(-9 if left else 9, 7),
            textcoords="offset points",
            ha="right" if left else "left",
            fontweight="bold",
            fontsize=8.5,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8},
        )
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    figure.subplots_adjust(left=0.09, right=0.98, top=0.97, bottom=0.14)
    return figure
