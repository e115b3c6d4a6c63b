"""Where this place is among the authority's schools: dots without names, one of them marked."""

from dataclasses import dataclass
from textwrap import wrap

from pipeline.report.charts.canvas import WIDTH, styles
from pipeline.report.charts.marks import POINTS, Drawing, ticks
from pipeline.report.style import palette

DOT, STACKED = 1.7, 3.9  # radius of a dot, and from one to the next above it, in points
LEFT, RIGHT = 104, 12  # room for the measure's name, and beside the last dot
HEAD, HIGHEST, BELOW = 24, 7, 22  # the key's height; dots a row has room for; room for the numbers below the line
BREATH = 0.04  # of the scale, beside its ends
DASHES = "4 2"


@dataclass(frozen=True)
class Strip:
    label: str
    values: tuple[float, ...]  # sorted
    own: float | None
    england: float | None


def draw_strips(strips: list[Strip], own_name: str) -> Drawing:
    """One row of dots a measure; equal values are stacked. Scales differ by unit, so each measure has its own axis."""
    tall = [max(_tallest(s), 3) * STACKED + BELOW + 6 for s in strips]
    drawing = Drawing(WIDTH * POINTS, HEAD + sum(tall))
    _key(drawing, strips, own_name)
    bottom = float(HEAD)
    for strip, height in zip(strips, tall, strict=True):
        bottom += height
        _strip(drawing, strip, bottom - BELOW, height - BELOW)
    return drawing


def _key(drawing: Drawing, strips: list[Strip], own_name: str) -> None:
    """What each mark stands for, in one line; a mark that no strip uses is not in it."""
    quiet, ours, england = palette()["series"]["quiet"], styles()["subject"].colour, styles()["england"].colour
    across = 6.0
    if any(s.own is not None for s in strips):
        drawing.diamond((across, 9), 4.5, ours)
        drawing.words(own_name[:60], (across + 9, 12))
        across += 26 + 4.9 * len(own_name[:60])
    drawing.dots([(across, 9)], DOT, quiet)
    drawing.words("each school", (across + 7, 12))
    if any(s.england is not None for s in strips):
        drawing.line((across + 70, 4), (across + 70, 14), england, 1.3, DASHES)
        drawing.words("England", (across + 76, 12))


def _tallest(strip: Strip) -> int:
    """The most schools with one value."""
    return min(max(strip.values.count(v) for v in set(strip.values)), HIGHEST)


def _strip(drawing: Drawing, strip: Strip, base: float, height: float) -> None:
    """One measure on its line at `base`, with `height` points of room above."""
    page, quiet, ours, england = (
        palette()["page"],
        palette()["series"]["quiet"],
        styles()["subject"],
        styles()["england"],
    )
    known = [*strip.values, *(v for v in (strip.own, strip.england) if v is not None)]
    low, high = min(known), max(known)
    room = (high - low) * BREATH or 1
    low, high = low - room, high + room

    def across(value: float) -> float:
        return LEFT + (drawing.wide - LEFT - RIGHT) * (value - low) / (high - low)

    drawing.line((LEFT, base), (drawing.wide - RIGHT, base), page["line"], 0.8)
    for tick in ticks(low, high, 6):
        drawing.words(f"{tick:g}".replace("-", "−"), (across(tick), base + 10), 8, "middle")
    seen: dict[float, int] = {}
    dots = []
    step = min(STACKED, (height - 4) / max(strip.values.count(v) for v in set(strip.values)))
    for value in strip.values:
        dots.append((across(value), base - 3.4 - seen.get(value, 0) * step))
        seen[value] = seen.get(value, 0) + 1
    drawing.dots(dots, DOT, quiet)
    if strip.england is not None:
        x = across(strip.england)
        drawing.line((x, base + 1), (x, base - height + 2), england.colour, 1.3, DASHES)
    if strip.own is not None:
        drawing.diamond((across(strip.own), base - 4), 5, ours.colour)
    lines = wrap(strip.label, 18)
    for number, line in enumerate(lines):
        drawing.words(line, (LEFT - 10, base - 2 - 11 * (len(lines) - 1 - number)), 9, "end")
