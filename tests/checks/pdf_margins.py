"""Where the words of a PDF end on the paper: nothing printed may run into a page's side margins, or off it."""

from dataclasses import dataclass, field, replace

import pikepdf

MARGIN = 15 * 72 / 25.4  # points at the left and right of a page, as style/booklet.css sets them
HANGING = 3.6  # points: the space between two words hangs over the edge where a line ends with it
UNSEEN = 2.0  # a clip narrower than this holds words for listeners only
PLAIN = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass
class Pen:
    """What the drawing operators have set so far."""

    matrix: tuple = PLAIN
    clip: float = 1e9  # width in points of what can be seen at all
    text: tuple = PLAIN
    font: str = ""
    size: float = 0.0
    path: list = field(default_factory=list)  # the rectangle drawn last


def margins(pdf: pikepdf.Pdf) -> list[str]:
    """Each page with words beyond its side margins, and by how many points."""
    out = []
    for number, page in enumerate(pdf.pages, start=1):
        left, right = MARGIN, float(page.mediabox[2]) - MARGIN
        beyond = max((max(left - start, end - right) for start, end in words(page)), default=0.0)
        out += [f"page {number}: words run {beyond:.0f} points into the margin"] if beyond > HANGING else []
    return out


def words(page: pikepdf.Page) -> list[tuple[float, float]]:
    """Where each run of words starts and ends across the page, in points; words that cannot be seen are left out."""
    found, pen, kept = [], Pen(), []
    widths = {name: _widths(font) for name, font in page.Resources.get("/Font", {}).items()}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                kept.append(replace(pen))
            case "Q":
                pen = kept.pop()
            case "Tj" | "TJ" if pen.clip > UNSEEN:
                start = _times(pen.text, pen.matrix)
                long = _long(operands[0], widths[pen.font]) * pen.size * start[0]
                found.append((start[4], start[4] + long))
            case name:
                _set(pen, name, operands)
    return found


def _set(pen: Pen, name: str, operands: list) -> None:
    """What an operator changes about how the next words are drawn."""
    match name:
        case "cm":
            pen.matrix = _times(tuple(map(float, operands)), pen.matrix)
        case "Tm":
            pen.text = tuple(map(float, operands))
        case "Tf":
            pen.font, pen.size = str(operands[0]), float(operands[1])
        case "re":
            pen.path = [float(n) for n in operands]
        case "m":
            pen.path = []
        case "W" | "W*" if pen.path:
            pen.clip = min(pen.clip, abs(pen.path[2] * pen.matrix[0]))


def _times(first: tuple, then: tuple) -> tuple:
    """One move of the paper after another."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _long(shown, widths: dict[int, float]) -> float:
    """The length of a run of letters and the steps between them, in parts of the letters' size."""
    total = 0.0
    for part in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(part, pikepdf.String):
            raw = bytes(part)
            total += sum(widths.get(int.from_bytes(raw[i : i + 2]), 0.0) for i in range(0, len(raw), 2))
        else:
            total -= float(part)
    return total / 1000


def _widths(font: pikepdf.Dictionary) -> dict[int, float]:
    """How wide each letter of an embedded font is, in thousandths of its size."""
    listed = list(font.DescendantFonts[0].get("/W", []))
    out: dict[int, float] = {}
    while listed:
        first, second = int(listed.pop(0)), listed.pop(0)
        if isinstance(second, pikepdf.Array):
            out |= {first + i: float(w) for i, w in enumerate(second)}
        else:
            out |= dict.fromkeys(range(first, int(second) + 1), float(listed.pop(0)))
    return out
