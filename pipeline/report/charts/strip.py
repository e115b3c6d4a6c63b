"""Where this place is among the authority's schools: dots without names, one of them marked."""

from dataclasses import dataclass
from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from pipeline.report.charts.canvas import in_our_look, sheet, styles
from pipeline.report.style import palette


@dataclass(frozen=True)
class Strip:
    label: str
    values: tuple[float, ...]  # sorted
    own: float | None
    england: float | None


@in_our_look
def draw_strips(strips: list[Strip], own_name: str) -> Figure:
    """One row of dots a measure; equal values are stacked. Scales differ by unit, so each measure has its own axis."""
    figure, axes = sheet(0.45 + 0.62 * len(strips))
    axes.remove()
    for i, strip in enumerate(strips):
        _strip(figure.add_subplot(len(strips), 1, i + 1), strip)
    quiet, ours, line = palette()["series"]["quiet"], styles()["subject"], styles()["england"]
    handles = [Line2D([], [], linestyle="none", marker="o", markersize=4, color=quiet, label="each school")]
    if any(s.own is not None for s in strips):
        handles.insert(
            0, Line2D([], [], linestyle="none", marker="D", markersize=7, color=ours.colour, label=own_name[:60])
        )
    if any(s.england is not None for s in strips):
        handles.append(Line2D([], [], color=line.colour, linewidth=1.3, linestyle=(0, (4, 2)), label="England"))
    figure.legend(
        handles=handles,
        loc="upper left",
        ncols=3,
        frameon=False,
        fontsize=8.5,
        borderaxespad=0,
        bbox_to_anchor=(0.0, 1.0),
        handletextpad=0.4,
    )
    figure.subplots_adjust(
        left=0.2, right=0.97, top=1 - 0.3 / figure.get_figheight(), bottom=0.2 / figure.get_figheight(), hspace=0.75
    )
    return figure


def _strip(axes: Axes, strip: Strip) -> None:
    quiet, ours, england = palette()["series"]["quiet"], styles()["subject"], styles()["england"]
    seen: dict[float, int] = {}
    for value in strip.values:
        seen[value] = seen.get(value, 0) + 1
    tallest = max(seen.values())
    xs, ys = zip(*((v, k) for v, n in seen.items() for k in range(n)), strict=True)
    axes.plot(xs, ys, linestyle="none", marker="o", markersize=3.4, color=quiet, markeredgewidth=0)
    if strip.england is not None:
        axes.axvline(strip.england, color=england.colour, linewidth=1.3, linestyle=(0, (4, 2)))
    if strip.own is not None:
        axes.plot(
            [strip.own],
            [0],
            marker="D",
            markersize=8,
            color=ours.colour,
            markeredgecolor="white",
            markeredgewidth=0.8,
            zorder=5,
        )
    axes.set_ylim(-1.1, max(tallest, 3) + 0.2)
    axes.set_yticks([])
    axes.set_ylabel(fill(strip.label, 16), rotation=0, ha="right", va="center", labelpad=8)
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.tick_params(axis="both", length=0)
    axes.tick_params(axis="x", labelsize=8, pad=1)
