"""Tables of a PDF: every row is as wide as the first, and every cell can be told its column's and its row's head."""

from collections.abc import Iterator

from tests.checks.pdf_tree import attribute, kids, kind_of

SCOPES = ("/Column", "/Row", "/Both")


def tables(table) -> list[str]:
    """What is wrong with one table."""
    rows = list(_rows(table))
    out = [] if any(kind_of(c) == "TH" for row in rows for c in row) else ["a table without headers"]
    bare = [c for row in rows for c in row if kind_of(c) == "TH" and str(attribute(c, "/Scope")) not in SCOPES]
    out += [f"{len(bare)} table headers without scope"] if bare else []
    widths = _widths(rows)
    out += [f"a table with rows of {sorted(set(widths))} cells"] if len(set(widths)) > 1 else []
    headless = [row for row in rows if row and all(kind_of(c) == "TD" for c in row)]
    out += [f"{len(headless)} table rows without a header"] if headless else []
    ids = {str(c.ID) for row in rows for c in row if "/ID" in c}
    named = {str(h) for row in rows for c in row for h in (attribute(c, "/Headers") or [])}
    return out + ([f"cells name headers that are not there: {sorted(named - ids)}"] if named - ids else [])


def _rows(table) -> Iterator[list]:
    """The cells of each row, in reading order."""
    for part in kids(table):
        if kind_of(part) == "TR":
            yield list(kids(part))
        elif kind_of(part) in ("THead", "TBody", "TFoot"):
            yield from (list(kids(row)) for row in kids(part) if kind_of(row) == "TR")


def _widths(rows: list[list]) -> list[int]:
    """How many columns each row fills, cells from rows above that reach into it counted."""
    widths, reaching = [], []
    for row in rows:
        from_above = sum(wide for wide, _ in reaching)
        widths.append(from_above + sum(_span(c, "/ColSpan") for c in row))
        reaching = [(wide, left - 1) for wide, left in reaching if left > 1]
        reaching += [(_span(c, "/ColSpan"), _span(c, "/RowSpan") - 1) for c in row if _span(c, "/RowSpan") > 1]
    return widths


def _span(cell, name: str) -> int:
    return int(attribute(cell, name) or 1)
