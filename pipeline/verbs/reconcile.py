"""`reconcile`: figures from pupil records compared with the published ones, counted by verdict; every cell in a file if wanted."""

from pathlib import Path

from pipeline.atomic import write_text
from pipeline.measures.reconcile import VERDICTS
from pipeline.paths import Folders
from pipeline.report.reconciliation import reconciled
from pipeline.verbs.arguments import require_suffix, require_year
from pipeline.verbs.output import inert, print_lines


def reconcile_figures(where: Folders, year: int, place: str, out: Path | None) -> int:
    """Print the counts and return 0: the data team looks into what differs, and the command has not failed."""
    require_year(year, "reconcile")
    if out:
        require_suffix(out, ".csv")
    comparison = reconciled(year, place, where)
    if comparison.nothing:
        print_lines(comparison.nothing)
        return 0
    counts = comparison.cells["verdict"].value_counts()
    print_lines(f"{len(comparison.cells)} cells of {year} compared")
    print_lines(*(f"  {verdict:<10}{int(counts.get(verdict, 0)):>8}" for verdict in VERDICTS))
    not_compared = comparison.apart.groupby("reason")["cells"].sum()
    print_lines(*(f"  {reason}: {int(cells)}" for reason, cells in not_compared.items()))
    if out:
        cells = comparison.cells
        words = {c: cells[c].map(_inert) for c in cells.select_dtypes(exclude="number")}
        write_text(out, cells.assign(**words).to_csv(index=False, lineterminator="\n"))
    return 0


def _inert(cell: object) -> object:
    return inert(cell) if isinstance(cell, str) else cell
