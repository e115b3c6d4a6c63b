"""Small multiples: several measures over the years in little charts of one size, our own place against one other."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import ClassVar

from pipeline.report.block import Block, safe, typeset, typeset_call
from pipeline.report.charts.canvas import figures_behind, styles
from pipeline.report.charts.marks import Drawing, apart
from pipeline.report.sparkline import segments
from pipeline.report.style import palette

WIDE, HIGH = 164.0, 80.0  # points: a third of the page's width
# Room for the scale, the names at the lines' ends, figures above, and the years.
LEFT, RIGHT, TOP, BOTTOM = 30.0, 62.0, 12.0, 15.0
INSET = 8.0  # between the scale's numbers and the first year, for half of its figure
SMALL, LINE = 8, 10.0  # points: the smallest type of a page, and a line of it
DASHES = "4 2"

Placing = Callable[[int, float], tuple[float, float]]  # a year and a value -> a place of the drawing


@dataclass(frozen=True)
class PanelLine:
    """One place's line: its name beside the end, the style of the line, and its values and printed figures by year."""

    name: str
    style: str
    values: tuple[tuple[int, float | None], ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Panel:
    """One little chart: what it shows, what it finds, the same in words, and its drawing."""

    title: str
    finding: str
    said: str
    picture: str = field(repr=False)


def draw_panel(lines: Sequence[PanelLine], breaks: set[int], scale: tuple[float, float], suffix: str) -> str:
    """The drawing: at most two lines on a scale from its lower to its upper end, a grey band before each new series."""
    drawing = Drawing(WIDE, HIGH)
    page = palette()["page"]
    years = sorted({year for one in lines for year, _ in one.values})
    low, high = scale
    step = (WIDE - LEFT - RIGHT) / max(years[-1] - years[0], 1)

    def at(year: int, value: float) -> tuple[float, float]:
        up = (HIGH - TOP - BOTTOM) * (value - low) / (high - low)
        return LEFT + (year - years[0]) * step, HIGH - BOTTOM - up

    for value in (low, (low + high) / 2, high):
        y = at(years[0], value)[1]
        drawing.line((LEFT - INSET - 4, y), (WIDE - RIGHT + 2, y), page["hair"], 0.7)
        drawing.words(f"{value:g}".replace("-", "−"), (LEFT - INSET - 7, y + 2.7), SMALL, "end", colour=page["quiet"])
    for year in sorted(b for b in breaks if years[0] < b <= years[-1]):
        x = LEFT + (year - 0.5 - years[0]) * step
        drawing.line((x, TOP - 4), (x, HIGH - BOTTOM), page["hair"], 5)
    for year in _labelled(years, step):
        drawing.words(str(year), (at(year, low)[0], HIGH - 4), SMALL, "middle", colour=page["quiet"])
    for one in reversed(lines):
        _line(drawing, one, breaks, at)
    _ends(drawing, lines, at)
    _figures(drawing, lines, at, suffix)
    return drawing.svg()


def _labelled(years: list[int], step: float) -> list[int]:
    """The years written below: all where there is room, else every second or third, counted back from the last."""
    every = next(n for n in range(1, len(years) + 1) if n * step >= 21 or n == len(years))
    return [y for y in years if (years[-1] - y) % every == 0]


def _line(drawing: Drawing, one: PanelLine, breaks: set[int], at: Placing) -> None:
    style = styles()[one.style]
    own = one.style == "subject"
    for run in segments(list(one.values), breaks):
        places = [at(year, value) for year, value in run]
        drawing.path(places, style.colour, 2.2 if own else 1.3, "" if own else DASHES)
        if own or len(places) == 1:
            drawing.dots(places, 1.9 if own else 1.5, style.colour)


def _ends(drawing: Drawing, lines: Sequence[PanelLine], at: Placing) -> None:
    """Each line's latest figure and name at its end, moved apart where they would overlap."""
    known = [(one, *_last(one)) for one in lines if any(v is not None for _, v in one.values)]
    heights = apart([at(year, value)[1] for _, year, value, _ in known], LINE)
    newest = max(year for one in lines for year, _ in one.values)
    for (one, year, _, text), y in zip(known, heights, strict=True):
        own, colour = one.style == "subject", styles()[one.style].colour
        when = "" if year == newest else f" {year}"
        x, y = WIDE - RIGHT + 7, min(max(y, TOP - 2), HIGH - BOTTOM) + 3
        drawing.words(
            f"{text} {one.name}{when}", (x, y), 8.5 if own else SMALL, weight="bold" if own else "normal", colour=colour
        )


def _last(one: PanelLine) -> tuple[int, float, str]:
    return [(y, v, t) for (y, v), t in zip(one.values, one.texts, strict=True) if v is not None][-1]


def _figures(drawing: Drawing, lines: Sequence[PanelLine], at, suffix: str) -> None:
    """Our own earlier figures beside the line, on the side that the other line leaves free; the last stands at its end."""
    ours, *others = lines
    beside = {year: value for one in others for year, value in one.values if value is not None}
    held = [(y, v, t) for (y, v), t in zip(ours.values, ours.texts, strict=True) if v is not None]
    for year, value, text in held[:-1]:
        above = value >= beside.get(year, value)
        x, y = at(year, value)
        y += -5 if above and y > TOP - 2 else 11
        drawing.words(
            text.removesuffix(suffix),
            (x, min(y, HIGH - BOTTOM - 1)),
            SMALL,
            "middle",
            colour=styles()[ours.style].colour,
        )


@dataclass(frozen=True, kw_only=True)
class SmallMultiples(Block):
    """The little charts side by side, and one table of all their figures."""

    panels: tuple[Panel, ...]
    data_columns: tuple[str, ...]
    data_rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    kind = "chart"
    css: ClassVar[str] = """
.bk-panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .9rem 1.2rem; }
.bk-panels .bk-f { margin: 0; }
.bk-panels figcaption { line-height: 1.3; min-height: 3.9em; }
.bk-panels figcaption span { display: block; font-weight: normal; color: var(--page-quiet); font-size: .9em; }
.bk-panels svg { width: 100%; }
""".strip()

    def html(self) -> str:
        heading = f"<h3>{typeset(self.caption)}</h3>"
        drawn = "".join(
            f'<figure class="bk-f"><figcaption>{typeset(p.title)}<span>{typeset(p.finding)}</span></figcaption>'
            + p.picture.replace("<svg ", f'<svg role="img" aria-label="{safe(p.said)}" ', 1)
            + "</figure>"
            for p in self.panels
        )
        key = "".join(f"<p>{typeset(n)}</p>" for n in self.notes)
        behind = figures_behind(self.id, self.place, self.caption, self.data_columns, self.data_rows)
        return (
            f'<div class="bk" id="{safe(self.id)}">{heading}<div class="bk-panels">{drawn}</div>'
            f"{f'<div class=bk-key>{key}</div>' if key else ''}{behind}</div>"
        )

    def paper(self) -> str:
        return typeset_call("panels", caption=self.caption, panels=[asdict(p) for p in self.panels], notes=self.notes)

    def alt(self) -> str:
        return " ".join(p.said for p in self.panels)

    def columns(self) -> list[str]:
        return list(self.data_columns)

    def rows(self) -> list[list[str]]:
        return [list(row) for row in self.data_rows]
