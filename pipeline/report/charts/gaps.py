"""Gaps between pairs of pupil groups: two marks on one line."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from pipeline.report.charts.canvas import in_our_look, sheet, styles
from pipeline.report.style import palette

MARGIN = 16  # points beside 0 and 100 per cent, room for a figure
ROOM = 0.03  # beside the longest label, as a share of the chart's width


@dataclass(frozen=True)
class Pair:
    label: str
    first: float
    second: float
    first_said: str
    second_said: str


@in_our_look
def draw_gaps(pairs: list[Pair], percent: bool) -> Figure:
    """A filled circle for the first group and an open square for the second, joined."""
    figure, axes = sheet(0.5 + 0.42 * len(pairs))
    quiet, ours, other = palette()["series"]["quiet"], styles()["subject"], styles()["england"]
    for y, pair in enumerate(reversed(pairs)):
        axes.plot([pair.first, pair.second], [y, y], color=quiet, linewidth=2.2, zorder=1)
        axes.plot([pair.first], [y], marker="o", markersize=9, color=ours.colour)
        axes.plot(
            [pair.second],
            [y],
            marker="s",
            markersize=8,
            markerfacecolor="white",
            markeredgecolor=other.colour,
            markeredgewidth=1.6,
        )
        first_is_left = pair.first <= pair.second
        figures = (
            (pair.first, pair.first_said, first_is_left),
            (pair.second, pair.second_said, not first_is_left),
        )
        for value, said, left in figures:
            axes.annotate(
                said,
                (value, y),
                xytext=(-9 if left else 9, 0),
                textcoords="offset points",
                ha="right" if left else "left",
                va="center",
                fontsize=8.5,
            )
    axes.set_yticks(range(len(pairs)), [p.label for p in reversed(pairs)])
    axes.set_ylim(-0.6, len(pairs) - 0.4)
    values = [v for p in pairs for v in (p.first, p.second)]
    room = max((max(values) - min(values)) * 0.9, 12 if percent else 4)
    low, high = min(values) - room, max(values) + room
    axes.set_xlim(max(low, -MARGIN) if percent else low, min(high, 100 + MARGIN) if percent else high)
    if percent:
        axes.set_xticks([t for t in axes.get_xticks() if 0 <= t <= 100])
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    # Labels are measured as they are set, not counted in letters: an m takes three times the room of an i.
    widest_label = max(label.get_window_extent().width for label in axes.get_yticklabels()) / figure.bbox.width
    figure.subplots_adjust(
        left=max(0.24, ROOM + widest_label),
        right=0.98,
        top=0.96,
        bottom=0.22 / figure.get_figheight(),
    )
    return figure
