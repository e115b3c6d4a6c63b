"""Characters in cells that are never part of a name or a number, and can make a page or a terminal show something else.

Refused are control characters (but not breaks and tabs, which spreadsheets put into cells) and the marks that embed or override
the direction of writing: they exist to show text in another order than it is in. Letters of every script, accents, apostrophes,
joiners and the plain marks of direction that Arabic and Hebrew names carry are read. So are the codes from U+0080 to U+009F, which a
name has when its accents were converted twice; whatever prints them writes them out (`pipeline/console.py`).
"""

import re

from pipeline.declared.sources import Source
from pipeline.deliveries.findings import Finding
from pipeline.deliveries.read import RawTable

HARMFUL = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]")


def unseen_characters(name: str, raw: RawTable, source: Source, year: int | None) -> list[Finding]:
    """A refusal for each column that is read and holds such a character."""
    out = []
    for place in source.found(raw.headings, year).values():
        cells = raw.cells[place]
        if not HARMFUL.search(
            "\n".join(cells)
        ):  # true of nearly every column, and much faster than a look at each cell
            continue
        rows = [int(row) for row, cell in cells.items() if HARMFUL.search(cell)]
        problem = "the cell holds characters that cannot be seen and never belong in it: control characters, or marks that turn text round."
        remedy = "Type the cell anew, or ask where the file came from; then receive it again."
        out.append(Finding(name, rows[0], raw.headings[place], "unseen_in_cell", problem, remedy, rows=len(rows)))
    return out
