"""`reconcile`: figures from pupil records beside the published ones, counted by verdict; every cell as a file if wanted."""

import sys
from pathlib import Path

from pipeline.atomic import write_text
from pipeline.errors import CommandWrong
from pipeline.measures.reconcile import VERDICTS
from pipeline.paths import Folders
from pipeline.report.reconciliation import reconciled


def reconcile_figures(where: Folders, year: int, place: str, out: Path | None) -> int:
    """0: what differs is for the data team to look into, and is no failure of the command."""
    if not year:
        raise CommandWrong(what="Say which results year: booklets reconcile --year 2023")
    if out and out.suffix != ".csv":
        raise CommandWrong(what=f"{out.name} should end in .csv.")
    found = reconciled(year, place, where)
    if found.nothing:
        sys.stdout.write(f"{found.nothing}\n")
        return 0
    counts = found.cells["verdict"].value_counts()
    lines = [f"  {verdict:<10}{int(counts.get(verdict, 0)):>8}" for verdict in VERDICTS]
    lines += [f"  {reason}: {int(cells)}" for reason, cells in found.apart.groupby("reason")["cells"].sum().items()]
    sys.stdout.write("\n".join([f"{len(found.cells)} cells of {year} compared", *lines]) + "\n")
    if out:
        write_text(out, found.cells.to_csv(index=False, lineterminator="\n"))
    return 0
