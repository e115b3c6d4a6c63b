"""Sparklines: small line charts in a table's row. The row holds the numbers as well, so the picture is decoration."""

from pipeline.report.style import palette

WIDE, HIGH, EDGE = 56, 16, 3

Point = tuple[int, float]


def segments(points: list[tuple[int, float | None]], breaks: set[int]) -> list[list[Point]]:
    """The runs that may be joined by a line: cut at a missing year, and where a new series starts."""
    runs: list[list[Point]] = []
    for year, value in points:
        if value is None:
            continue
        last = runs[-1][-1][0] if runs else None
        joined = last == year - 1 and year not in breaks
        runs[-1].append((year, value)) if joined else runs.append([(year, value)])
    return runs


def sparkline(points: list[tuple[int, float | None]], breaks: set[int]) -> str:
    """An inline drawing of the values over the years, or nothing where fewer than two are known."""
    known = [v for _, v in points if v is not None]
    if len(known) < 2:
        return ""
    first, last = points[0][0], points[-1][0]
    low, spread = min(known), (max(known) - min(known)) or 1

    def at(point: Point) -> tuple[float, float]:
        year, value = point
        across = EDGE + (WIDE - 2 * EDGE) * (year - first) / ((last - first) or 1)
        return (round(across, 1), round(HIGH - EDGE - (HIGH - 2 * EDGE) * (value - low) / spread, 1))

    runs = [[at(p) for p in run] for run in segments(points, breaks)]
    ink = palette()["ours"]["ink"]
    parts = []
    for run in runs:
        path = " ".join(f"{x:g},{y:g}" for x, y in run)
        alone = f'<circle cx="{run[0][0]:g}" cy="{run[0][1]:g}" r="1.3" fill="{ink}"/>'
        line = f'<polyline points="{path}" fill="none" stroke="{ink}" stroke-width="1.3"/>'
        parts.append(line if len(run) > 1 else alone)
    x, y = runs[-1][-1]
    parts.append(f'<circle cx="{x:g}" cy="{y:g}" r="2.1" fill="{ink}"/>')
    drawn = "".join(parts)
    size = f'width="{WIDE}" height="{HIGH}" viewBox="0 0 {WIDE} {HIGH}"'
    return f'<svg class="bk-spark" {size}>{drawn}</svg>'
