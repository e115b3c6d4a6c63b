"""`export figures`: the Figure table with places' names, protected for an audience, as tidy CSV or Parquet."""

import csv
import io
from dataclasses import asdict
from pathlib import Path

from pipeline.atomic import write_text
from pipeline.disclosure.protect import protect
from pipeline.errors import CommandWrong
from pipeline.measures.figure import COLUMNS
from pipeline.packs.desk import open_desk, write_parquet
from pipeline.paths import Folders

INTERNAL = "internal"


def write_figures(where: Folders, out: Path, audience: str) -> int:
    """One row a figure: the Figure columns, place_name and place_kind."""
    desk = open_desk(where)
    audiences = desk.declared.policy.disclosure.audiences
    if audience != INTERNAL and audience not in audiences:
        raise CommandWrong(what=f"There is no audience {audience!r}; choose {', '.join([*audiences, INTERNAL])}.")
    if out.suffix not in (".csv", ".parquet"):
        raise CommandWrong(what=f"{out.name} should end in .csv or .parquet.")
    figs = desk.shelf.all()
    safe = figs if audience == INTERNAL else protect(figs, audiences[audience])
    rows = [_row(asdict(f), desk.register[f.place_id].name, desk.register[f.place_id].kind) for f in safe]
    rows.sort(key=lambda r: tuple(str(r[c]) for c in ("place_id", "measure", "group", "year", "stage")))
    if out.suffix == ".parquet":
        import pandas as pd

        write_parquet(pd.DataFrame(rows), out)
    else:
        write_text(out, _csv(rows))
    return 0


def _row(fig: dict, name: str, kind: str) -> dict:
    return {**{c: fig[c] for c in COLUMNS}, "place_name": name, "place_kind": kind}


def _csv(rows: list[dict]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, [*COLUMNS, "place_name", "place_kind"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
