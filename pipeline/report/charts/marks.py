"""Small drawings of few kinds of mark, written as SVG directly: dots, diamonds, lines and words on a paper of points.

matplotlib lays out a whole pair of axes for each row of dots, which takes a hundred times as long as the dots do.
"""

from html import escape

from pipeline.report.style import palette, tokens


class Drawing:
    """An SVG element in the making; every place in points from its upper left corner."""

    def __init__(self, wide: float, high: float) -> None:
        self.wide, self.high = wide, high
        self._parts: list[str] = []

    def line(
        self, start: tuple[float, float], end: tuple[float, float], colour: str, weight: float, dash: str = ""
    ) -> None:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        (a, b), (c, d) = start, end
        self._parts.append(
            f'<path d="M{a:.2f} {b:.2f}L{c:.2f} {d:.2f}" stroke="{colour}" stroke-width="{weight}"{dashed}/>'
        )

    def path(self, places: list[tuple[float, float]], colour: str, weight: float, dash: str = "") -> None:
        """A line through several places."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        through = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        look = f'fill="none" stroke="{colour}" stroke-width="{weight}" stroke-linejoin="round"'
        self._parts.append(f'<path d="M{through}" {look}{dashed}/>')

    def ring(self, at: tuple[float, float], radius: float, colour: str) -> None:
        """An open circle."""
        paper = palette()["page"]["paper"]
        self._parts.append(
            f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius}" fill="{paper}" stroke="{colour}" stroke-width="1.1"/>'
        )

    def dots(self, places: list[tuple[float, float]], radius: float, colour: str) -> None:
        """Filled dots of one size."""
        circles = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>' for x, y in places)
        self._parts.append(f'<g fill="{colour}">{circles}</g>')

    def diamond(self, at: tuple[float, float], radius: float, colour: str) -> None:
        x, y = at
        corners = (
            f"M{x - radius:.2f} {y:.2f}L{x:.2f} {y - radius:.2f}L{x + radius:.2f} {y:.2f}L{x:.2f} {y + radius:.2f}Z"
        )
        self._parts.append(
            f'<path d="{corners}" fill="{colour}" stroke="{palette()["page"]["paper"]}" stroke-width="0.8"/>'
        )

    def words(
        self,
        text: str,
        at: tuple[float, float],
        size: float = 9,
        anchor: str = "start",
        weight: str = "normal",
        colour: str = "",
    ) -> None:
        x, y = at
        look = f'font-size="{size}" text-anchor="{anchor}" font-weight="{weight}"'
        look += f' fill="{colour}"' if colour else ""
        self._parts.append(f'<text x="{x:.2f}" y="{y:.2f}" {look}>{escape(text)}</text>')

    def svg(self) -> str:
        size = f'width="{self.wide:g}pt" height="{self.high:g}pt" viewBox="0 0 {self.wide:g} {self.high:g}"'
        family = f'font-family="{tokens()["type"]["family"]}" fill="{palette()["page"]["ink"]}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {family}>{"".join(self._parts)}</svg>'


def apart(heights: list[float], least: float) -> list[float]:
    """The heights, moved just far enough apart for their labels, keeping their order."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    placed = [heights[i] for i in order]
    for _ in range(50):
        for a in range(len(placed) - 1):
            short = least - (placed[a + 1] - placed[a])
            if short > 0:
                placed[a] -= short / 2
                placed[a + 1] += short / 2
    out = [0.0] * len(heights)
    for slot, i in enumerate(order):
        out[i] = placed[slot]
    return out
