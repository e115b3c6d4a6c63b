"""What a notebook shows, without a kernel: its cells run in order on a booklet already open."""

import json

from pipeline.paths import NOTEBOOKS
from pipeline.report.block import Block
from pipeline.report.booklet import Booklet


def cells_of(notebook: str) -> list[dict]:
    return json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]


def blocks_of(booklet: Booklet, notebook: str) -> list[Block]:
    """Every block the notebook's cells show, in reading order."""
    shown: list[Block] = []
    for cell in cells_of(notebook)[2:]:
        if cell["cell_type"] == "code":
            made = eval("".join(cell["source"]), {"booklet": booklet})
            shown += made if isinstance(made, tuple) else [made] if made is not None else []
    return shown
