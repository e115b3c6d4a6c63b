"""The canvas every chart is drawn on: one look, one family of type, one vector drawing for page and paper, the same each time."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, wraps
from io import StringIO

from matplotlib import font_manager, rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from pipeline.report.block import Block, safe, typeset, typeset_call
from pipeline.report.charts.marks import Drawing
from pipeline.report.style import FONTS, palette, tokens
from pipeline.report.table import Body, Head, Row, Table, TableCell

WIDTH = 7.1  # inches: the width of an A4 page's text
LONGEST_ALT = 300  # characters
# matplotlib numbers every part of a drawing; two charts of a page would share the numbers.
UNUSED_IDS = re.compile(r'(?<=<g) id="[^"]*"')
# A drawing's own style sheet would reach every drawing of the page.
STYLE_OF_ALL = re.compile(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>\s*", re.DOTALL)


@cache
def look() -> dict:
    """Settings of matplotlib, all from the tokens. Words stay words: page and paper set them in the fonts they carry."""
    for weight in ("Regular", "Bold"):
        font_manager.fontManager.addfont(FONTS / f"IBMPlexSans-{weight}.ttf")
    page = palette()["page"]
    return {
        "font.family": tokens()["type"]["family"],
        "svg.fonttype": "none",
        "font.size": 9,
        "axes.edgecolor": page["line"],
        "axes.labelcolor": page["ink"],
        "axes.facecolor": "none",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.linewidth": 0.8,
        "grid.color": page["hair"],
        "grid.linewidth": 0.7,
        "text.color": page["ink"],
        "xtick.color": page["line"],
        "ytick.color": page["line"],
        "xtick.labelcolor": page["ink"],
        "ytick.labelcolor": page["ink"],
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "lines.solid_capstyle": "round",
        "text.parse_math": False,  # a dollar sign in a school's name is a dollar sign
    }


@dataclass(frozen=True)
class Style:
    """What distinguishes one series from another: colour, dash, marker and weight, never colour alone."""

    colour: str
    dash: str | tuple[float, tuple[float, ...]] = "-"  # as matplotlib's linestyle
    marker: str = "o"
    weight: float = 1.6


@cache
def styles() -> dict[str, Style]:
    series = palette()["series"]
    return {
        "subject": Style(series["subject"], "-", "o", 2.6),
        "england": Style(series["england"], (0, (5, 2)), "s"),
        "authority": Style(series["authority"], (0, (2, 1.5)), "^"),
        "neighbours": Style(series["authority"], (0, (2, 1.5)), "^"),
        "cluster": Style(series["cluster"], (0, (6, 1.5, 1, 1.5)), "D"),
        "other": Style(series["other"], (0, (1, 1.2)), "v"),
    }


def sheet(height: float) -> tuple[Figure, Axes]:
    """An empty figure of the page's width, with one pair of axes."""
    figure = Figure(figsize=(WIDTH, height), facecolor="none")
    FigureCanvasSVG(figure)
    return figure, figure.add_subplot()


def in_our_look(draw: Callable[..., Figure]) -> Callable[..., Figure]:
    """A drawing function that runs under the settings of look()."""

    @wraps(draw)
    def drawn(*args: object, **more: object) -> Figure:
        with rc_context(look()):
            return draw(*args, **more)

    return drawn


def inked(figure: Figure, id: str) -> str:
    """The figure as an SVG element without date or software name; `id` keeps its names apart from those of another on the page."""
    out, without = StringIO(), dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with rc_context({**look(), "svg.hashsalt": id}):
        figure.savefig(out, format="svg", metadata=without)
    drawing = out.getvalue()
    drawing = STYLE_OF_ALL.sub("", UNUSED_IDS.sub("", drawing[drawing.index("<svg") :]))
    return drawing.replace("<svg ", '<svg stroke-linejoin="round" ', 1).replace("\n", " ").strip()


@dataclass(frozen=True, kw_only=True)
class Chart(Block):
    """A picture, what it shows in words, and its figures."""

    svg: str = field(repr=False)
    said: str
    data_columns: tuple[str, ...]
    data_rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    kind = "chart"

    def html(self) -> str:
        image = self.svg.replace("<svg ", f'<svg role="img" aria-label="{safe(self.said)}" ', 1)
        figure = f'<figure class="bk-f" id="{safe(self.id)}"><figcaption>{typeset(self.caption)}</figcaption>{image}</figure>'
        key = "".join(f"<p>{typeset(n)}</p>" for n in self.notes)
        behind = figures_behind(self.id, self.place, self.caption, self.data_columns, self.data_rows)
        return f'<div class="bk">{figure}{f"<div class=bk-key>{key}</div>" if key else ""}{behind}</div>'

    def paper(self) -> str:
        return typeset_call("chart", caption=self.caption, said=self.said, notes=self.notes, picture=self.svg)

    def alt(self) -> str:
        return self.said

    def columns(self) -> list[str]:
        return list(self.data_columns)

    def rows(self) -> list[list[str]]:
        return [list(row) for row in self.data_rows]


def figures_behind(
    id: str, place: str, caption: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
) -> str:
    """The table of a picture's figures, folded away on a screen; on paper the booklet's own tables have them."""
    corner, *heads = columns
    table = Table(
        id=f"{id}-data",
        place=place,
        caption=f"The figures behind this chart: {caption}",
        corner=corner,
        heads=tuple(Head(h) for h in heads),
        bodies=(Body(tuple(Row(first, tuple(TableCell(c) for c in rest)) for first, *rest in rows)),),
    )
    return f'<details class="bk-data"><summary>The figures behind this chart</summary>{table.html()}</details>'


def chart(
    drawn: Figure | Drawing,
    *,
    id: str,
    place: str,
    caption: str,
    said: str,
    data_columns: tuple[str, ...],
    data_rows: tuple[tuple[str, ...], ...],
    places: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> Chart:
    """The finished block. `said` is cut at a semicolon where it is longer than a screen reader should read out."""
    while len(said) > LONGEST_ALT and "; " in said:
        said = said[: said.rindex("; ")] + "."
    return Chart(
        id=id,
        place=place,
        places=places,
        caption=caption,
        svg=drawn.svg() if isinstance(drawn, Drawing) else inked(drawn, id),
        said=said,
        data_columns=data_columns,
        data_rows=data_rows,
        notes=notes,
    )


def warm() -> None:
    """Draw a chart once, before any fork, so that none draws with cold fonts, ticks and text."""
    with rc_context(look()):
        figure, axes = sheet(2)
        axes.plot([2016, 2017, 2018], [0.5, 60, 70], linestyle=(0, (5, 2)), marker="o")
        axes.annotate("0123456789", (2017, 60), fontweight="bold")
    inked(figure, "warm")
