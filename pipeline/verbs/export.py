"""`export figures`: the Figure table with places' names, protected for an audience, as tidy CSV or Parquet."""

import csv
import io
from dataclasses import asdict
from pathlib import Path

from pipeline.atomic import write_bytes, write_text
from pipeline.errors import CommandWrong
from pipeline.measures.figure import COLUMNS
from pipeline.measures.figure_index import Fig
from pipeline.packs.released import open_run_context
from pipeline.paths import Folders
from pipeline.places import Place, Register


def write_figures(where: Folders, out: Path, audience: str) -> int:
    """One row a figure: the Figure columns, place_name and place_kind."""
    run = open_run_context(where)
    audiences = run.declared.policy.disclosure.audiences
    if audience not in audiences:
        raise CommandWrong(what=f"There is no audience {audience!r}; choose {', '.join(audiences)}.")
    if out.suffix not in (".csv", ".parquet"):
        raise CommandWrong(what=f"{out.name} should end in .csv or .parquet.")
    figs = run.figures.all()
    if audiences[audience].protect:
        figs = run.control.protect([f for f in figs if _told(f, run.register)], audience)
    rows = [_row(asdict(f), run.register[f.place_id]) for f in figs]
    rows.sort(key=lambda r: tuple(str(r[c]) for c in ("place_id", "measure", "group", "year", "release")))
    if out.suffix == ".parquet":
        import pandas as pd

        write_bytes(out, pd.DataFrame(rows).to_parquet(index=False))
    else:
        write_text(out, _csv(rows))
    return 0


def _told(fig: Fig, register: Register) -> bool:
    """Pupil groups of a single school are for that school's own booklet; a protected file holds all its pupils only."""
    return fig.group == "all" or register[fig.place_id].kind != "school"


def _row(fig: dict, place: Place) -> dict:
    return {**{c: fig[c] for c in COLUMNS}, "place_name": place.name, "place_kind": place.kind}


def inert(text: str) -> str:
    """Delivered text as a spreadsheet shows it and never runs it: what would start a formula gets an apostrophe."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _csv(rows: list[dict]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, [*COLUMNS, "place_name", "place_kind"], lineterminator="\n")
    writer.writeheader()
    writer.writerows({**r, "place_name": inert(r["place_name"])} for r in rows)
    return text.getvalue()
