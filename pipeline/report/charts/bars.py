"""Places side by side in one year, with a line at England's figure."""

from matplotlib.figure import Figure

from pipeline.report.charts.canvas import in_our_look, sheet, styles
from pipeline.report.style import palette


@in_our_look
def draw_bars(
    labels: list[str], values: list[float | None], england: float | None, ours: int | None, percent: bool
) -> Figure:
    """One horizontal bar a place, its name and value to the left; the booklet's own place is dark, the others pale."""
    figure, axes = sheet(0.6 + 0.3 * len(labels))
    page, quiet, style = palette()["page"], palette()["series"]["quiet"], styles()["subject"]
    for i, value in enumerate(values):
        fill, edge = (style.colour, style.colour) if i == ours else (page["hair"], quiet)
        axes.barh(-i, value or 0, height=0.62, color=fill, edgecolor=edge, linewidth=0.8 if value else 0)
    if england is not None:
        line = styles()["england"]
        axes.axvline(england, color=line.colour, linewidth=1.4, linestyle=line.dash)
        axes.annotate(
            f"England {england:g}",
            (england, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            fontsize=8.5,
        )
    axes.set_yticks([-i for i in range(len(labels))], labels)
    axes.set_ylim(0.4 - len(labels), 0.6)
    highest = max([v for v in values if v is not None] + [england or 0])
    axes.set_xlim(0, 100 if percent else highest * 1.15)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    tall = figure.get_figheight()
    figure.subplots_adjust(left=0.33, right=0.97, top=1 - 0.22 / tall, bottom=0.24 / tall)
    return figure
