"""`export figures`: the Figure table with the names of places, protected for an audience, as tidy CSV or Parquet."""

import csv
import io
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

from pipeline.atomic import write_bytes, write_text
from pipeline.console import complain
from pipeline.errors import CommandWrong
from pipeline.measures.figure import COLUMNS
from pipeline.measures.figure_index import Fig
from pipeline.packs.released import open_run_context
from pipeline.paths import Folders
from pipeline.places import Place
from pipeline.runs.sign_off import IssuePermission
from pipeline.verbs.arguments import require_suffix
from pipeline.verbs.output import inert

PLACE_COLUMNS = ("place_name", "place_kind")
SORTED_BY = ("place_id", "measure", "group", "year", "release")


def write_figures(where: Folders, out: Path, audience: str) -> int:
    """Write one row a figure: the Figure columns, place_name and place_kind. Returns 0.

    A protected file holds pupil groups of areas only: those of a single school are for that school's own booklet.
    """
    run = open_run_context(where)
    audiences = run.declared.policy.disclosure.audiences
    if audience not in audiences:
        raise CommandWrong(what=f"There is no audience {audience!r}; choose {', '.join(audiences)}.")
    require_suffix(out, ".csv", ".parquet")
    figs = run.figures.all()
    if audiences[audience].protect:
        publishable = [f for f in figs if f.group == "all" or run.register[f.place_id].kind != "school"]
        figs = run.control.protect(publishable, audience)
    rows = [_row(fig, run.register[fig.place_id]) for fig in figs]
    rows.sort(key=lambda row: tuple(str(row[column]) for column in SORTED_BY))
    if why := IssuePermission(where).why_not if _from_pupils(figs, run.sources.of_pupils) else "":
        complain(f"not to be passed on: {why}, and figures of this file are from pupil records; see booklets sign-off")
    if out.suffix == ".parquet":
        import pandas as pd

        write_bytes(out, pd.DataFrame(rows).to_parquet(index=False))
    else:
        write_text(out, _csv(rows))
    return 0


def _from_pupils(figs: list[Fig], of_pupils: Collection[str]) -> bool:
    """Whether any of the figures rests on pupil records; `of_pupils` are the fingerprints of those."""
    return any(delivery in of_pupils for fig in figs for delivery in fig.delivery.split(","))


def _row(fig: Fig, place: Place) -> dict[str, object]:
    values = asdict(fig)
    return {**{column: values[column] for column in COLUMNS}, "place_name": place.name, "place_kind": place.kind}


def _csv(rows: list[dict[str, object]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, [*COLUMNS, *PLACE_COLUMNS], lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "place_name": inert(str(row["place_name"]))} for row in rows)
    return text.getvalue()
