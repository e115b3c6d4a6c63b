"""The canvas every chart is drawn on: one look, one size of type, the same bytes each time."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, wraps
from io import BytesIO

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from pipeline.report.block import Block, safe, typeset
from pipeline.report.style import palette
from pipeline.report.table import Body, Head, Row, Table, TableCell

WIDTH, DPI = 7.1, 150  # inches, dots an inch: the width of an A4 page's text
CSS_PIXELS = 96 / DPI  # a CSS pixel is a 96th of an inch, so that the picture is as wide on a screen as on paper
LONGEST_ALT = 300  # characters


@cache
def look() -> dict:
    """Settings of matplotlib, all from the palette; fonts ship with matplotlib, so every machine draws the same."""
    page = palette()["page"]
    return {
        "font.family": "DejaVu Sans",
        "font.size": 9,
        "axes.edgecolor": page["line"],
        "axes.labelcolor": page["ink"],
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
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def in_our_look(draw: Callable[..., Figure]) -> Callable[..., Figure]:
    """A drawing function that runs under the settings of look()."""

    @wraps(draw)
    def drawn(*args: object, **more: object) -> Figure:
        with rc_context(look()):
            return draw(*args, **more)

    return drawn


def inked(figure: Figure) -> bytes:
    """The figure as a PNG without date or software name.

    Full colour: reducing the colours halves the web page but takes a tenth of a booklet's time, and the PDF gains nothing.
    """
    canvas = FigureCanvasAgg(figure)
    with rc_context(look()):
        canvas.draw()
    size = canvas.get_width_height()
    pixels = Image.frombuffer("RGBA", size, canvas.buffer_rgba(), "raw", "RGBA", 0, 1).convert("RGB")
    out = BytesIO()
    pixels.save(out, "PNG", compress_level=6)
    return out.getvalue()


@dataclass(frozen=True, kw_only=True)
class Chart(Block):
    """A picture, what it shows in words, and its figures."""

    png: bytes = field(repr=False)
    wide: int
    high: int
    said: str
    data_columns: tuple[str, ...]
    data_rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    kind = "chart"

    def html(self) -> str:
        image = (
            f'<img alt="{safe(self.said)}" width="{self.wide}" height="{self.high}" '
            f'src="data:image/png;base64,{b64encode(self.png).decode()}">'
        )
        figure = f'<figure class="bk-f" id="{safe(self.id)}"><figcaption>{typeset(self.caption)}</figcaption>{image}</figure>'
        key = "".join(f"<p>{typeset(n)}</p>" for n in self.notes)
        return f'<div class="bk">{figure}{f"<div class=bk-key>{key}</div>" if key else ""}{self._data()}</div>'

    def _data(self) -> str:
        """The table of the picture's figures, folded away on a screen; on paper the booklet's own tables have them."""
        corner, *heads = self.data_columns
        rows = tuple(Row(first, tuple(TableCell(c) for c in rest)) for first, *rest in self.data_rows)
        table = Table(
            id=f"{self.id}-data",
            place=self.place,
            caption=f"The figures behind this chart: {self.caption}",
            corner=corner,
            heads=tuple(Head(h) for h in heads),
            bodies=(Body(rows),),
        )
        return f'<details class="bk-data"><summary>The figures behind this chart</summary>{table.html()}</details>'

    def alt(self) -> str:
        return self.said

    def columns(self) -> list[str]:
        return list(self.data_columns)

    def rows(self) -> list[list[str]]:
        return [list(row) for row in self.data_rows]


def chart(
    figure: Figure,
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
    wide, high = (round(n * DPI * CSS_PIXELS) for n in figure.get_size_inches())
    return Chart(
        id=id,
        place=place,
        places=places,
        caption=caption,
        png=inked(figure),
        wide=wide,
        high=high,
        said=said,
        data_columns=data_columns,
        data_rows=data_rows,
        notes=notes,
    )
