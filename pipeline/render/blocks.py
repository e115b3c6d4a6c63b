"""The blocks an executed notebook shows, read back from its outputs."""

from collections.abc import Iterator
from dataclasses import dataclass

import nbformat

BLOCK = "application/vnd.booklets.block+json"
RICH = ("text/html", "text/markdown", "image/png", "image/jpeg", "image/svg+xml", "application/javascript")


@dataclass(frozen=True)
class ShownBlock:
    """One block as it was shown, and the number of the cell that showed it."""

    cell: int
    id: str
    kind: str  # table | chart | key_figure | sentence | note | prompt | cover
    place: str  # the place it was made for
    places: tuple[str, ...]  # every place named in it
    caption: str = ""
    alt: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple, ...] = ()


def shown(notebook: nbformat.NotebookNode) -> Iterator[tuple[int, dict]]:
    """Every display and result output's data, with the number of its cell."""
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type in ("display_data", "execute_result"):
                yield number, output.data


def blocks(notebook: nbformat.NotebookNode) -> list[ShownBlock]:
    """Every block in reading order."""
    # A block of several parts gives a list of dicts, any other block one dict.
    parts = [
        (cell, part)
        for cell, data in shown(notebook)
        if BLOCK in data
        for part in (data[BLOCK] if isinstance(data[BLOCK], list) else [data[BLOCK]])
    ]
    return [
        ShownBlock(
            cell=cell,
            id=part["id"],
            kind=part["kind"],
            place=part.get("place", ""),
            places=tuple(part.get("places") or ()),
            caption=part.get("caption") or "",
            alt=part.get("alt") or "",
            columns=tuple(part.get("columns") or ()),
            rows=tuple(tuple(row) for row in part.get("rows") or ()),
        )
        for cell, part in parts
    ]


def unmarked(notebook: nbformat.NotebookNode) -> list[int]:
    """The cells that show a table, text or picture which is no block, so that the place of its figures is not known."""
    return [cell for cell, data in shown(notebook) if BLOCK not in data and any(kind in data for kind in RICH)]
