"""One measure over the years: the booklet's place against its comparators, never a line across a break or a gap."""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from pipeline.report.charts.canvas import in_our_look, sheet, styles
from pipeline.report.charts.marks import apart
from pipeline.report.sparkline import segments
from pipeline.report.style import palette

MOST_SERIES = 4
HEIGHT = 2.05  # inches
LONGEST_NAME = 22  # letters of a place's name that fit beside the chart


@dataclass(frozen=True)
class TrendLine:
    """One line: who, drawn how, and its printed values by year (None where there is none)."""

    name: str
    style: str
    points: tuple[tuple[int, float | None], ...]


@in_our_look
def draw_trend(series: list[TrendLine], breaks: set[int], percent: bool, decimals: int) -> Figure:
    """The chart of at most four series, each labelled at its end."""
    figure, axes = sheet(HEIGHT)
    years = sorted({year for s in series for year, _ in s.points})
    for one in reversed(series[:MOST_SERIES]):
        style = styles()[one.style]
        for run in segments(list(one.points), breaks):
            xs, ys = zip(*run, strict=True)
            axes.plot(
                xs,
                ys,
                color=style.colour,
                linestyle=style.dash,
                linewidth=style.weight,
                marker=style.marker,
                markersize=5,
            )
    _frame(axes, years, percent, [v for s in series for _, v in s.points if v is not None])
    _label(axes, series[:MOST_SERIES], years[-1], decimals)
    page = palette()["page"]
    for year in sorted(breaks):
        if years[0] < year <= years[-1]:
            axes.axvline(year - 0.5, color=page["line"], linewidth=0.9, linestyle=(0, (1, 2)), gid="break")
            axes.annotate(
                "new series",
                (year - 0.5, 1),
                xycoords=("data", "axes fraction"),
                xytext=(3, 1),
                textcoords="offset points",
                fontsize=7.5,
                va="bottom",
                color=page["quiet"],
            )
    figure.subplots_adjust(left=0.06, right=0.65, top=0.92, bottom=0.12)
    return figure


def _frame(axes: Axes, years: list[int], percent: bool, values: list[float]) -> None:
    axes.set_xlim(years[0] - 0.3, years[-1] + 0.3)
    axes.set_xticks(years)
    low, high = min(values), max(values)
    room = max((high - low) * 0.25, 4 if percent else (high - low) * 0.1 + 0.5)
    axes.set_ylim(
        max(low - room, 0) if percent else low - room, high + room
    )  # room above 100% for a figure over the line
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    if percent:
        axes.set_yticks([t for t in axes.get_yticks() if axes.get_ylim()[0] <= t <= min(100, axes.get_ylim()[1])])
        axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:g}%"))
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)


def _label(axes: Axes, series: list[TrendLine], last: int, decimals: int) -> None:
    """Each line's name and latest value at its right end, moved apart where they would overlap."""
    ends = []
    for one in series:
        known = [(year, value) for year, value in one.points if value is not None]
        if known:
            ends.append((known[-1][1], known[-1][0], one))
    low, high = axes.get_ylim()
    places = apart([e[0] for e in ends], (high - low) * 0.085)
    for y, (value, year, one) in zip(places, ends, strict=True):
        # A short stretch of the line with its marker, its latest value and its name, so that no reader needs a key.
        x = last + 0.3
        style = styles()[one.style]
        line = {"arrowstyle": "-", "color": style.colour, "lw": style.weight, "ls": style.dash}
        axes.annotate("", (x, y), xytext=(14, 0), textcoords="offset points", arrowprops=line)
        axes.plot([x], [y], marker=style.marker, color=style.colour, markersize=4.5, clip_on=False, gid="key")
        name = one.name if len(one.name) <= LONGEST_NAME else f"{one.name[: LONGEST_NAME - 1].rstrip()}…"
        name = name if year == last else f"{name} ({year})"
        for text, across, side in ((f"{value:.{decimals}f}", 40, "right"), (name, 45, "left")):
            axes.annotate(
                text,
                (x, y),
                xytext=(across, 0),
                textcoords="offset points",
                ha=side,
                va="center",
                fontsize=8.5,
                fontweight="bold" if one.style == "subject" else "normal",
            )
    _value_marks(axes, series, decimals)


def _value_marks(axes: Axes, series: list[TrendLine], decimals: int) -> None:
    """Our own values, above the line where it is the highest and below where it is the lowest; else the table has them."""
    ours, *others = series
    floor, ceiling = axes.get_ylim()
    for year, value in ours.points:
        beside = [v for s in others for y, v in s.points if y == year and v is not None]
        if value is None or (beside and min(beside) <= value <= max(beside)):
            continue
        near_the_axis = value - floor < (ceiling - floor) * 0.15
        above = near_the_axis or all(value > v for v in beside)
        axes.annotate(
            f"{value:.{decimals}f}",
            (year, value),
            xytext=(0, 6 if above else -6),
            textcoords="offset points",
            ha="center",
            va="bottom" if above else "top",
            fontweight="bold",
            fontsize=8.5,
        )
