"""Pupil records beside the published tables: how many cells agree, which do not, and what could not be compared."""

from dataclasses import dataclass

import pandas as pd

from pipeline.declared import Declarations
from pipeline.measures.arithmetic import half_up
from pipeline.measures.reconcile import DIFFERS, RELEASE, VERDICTS
from pipeline.places import Register
from pipeline.report.block import Block
from pipeline.report.prose import Note
from pipeline.report.table import Body, Head, Row, Table, TableCell

INTERNAL = (
    "For the authority's data team only: numbers of pupils at a school are not protected here. "
    "Do not print it, send it on or put it in a booklet."
)
HEADS = {
    "equal": "Equal",
    "rounding": "Equal as printed",
    "release": "Differ, other release",
    "differs": "Differ, same release",
    "hidden": "Hidden by the publisher",
}
MOST = 200  # differing cells listed on the page; the rest are in the file the command writes


@dataclass(frozen=True)
class Reconciled:
    """One year's reconciliation: every cell compared, and how many were not."""

    year: int
    place: str  # whose page it is
    declared: Declarations
    register: Register
    cells: pd.DataFrame
    apart: pd.DataFrame  # measure, reason, cells
    nothing: str = ""  # why there is nothing to compare

    @property
    def differing(self) -> pd.DataFrame:
        """The cells that differ, at the same release first, then those furthest apart; pupils before points."""
        found = self.cells[self.cells["verdict"].isin([RELEASE, DIFFERS])]
        ranks = {"_release": found["verdict"] == RELEASE, "_points": found["points"].abs()}
        order = found.assign(**ranks).sort_values(
            ["_release", "pupils", "_points"], ascending=[True, False, False], kind="stable"
        )
        return order.drop(columns=list(ranks))


def counts(of: Reconciled) -> Block:
    """How many cells have which verdict, measure by measure."""
    if of.cells.empty:
        return _note(of, "counts", of.nothing or f"No cell of {of.year} is held by both sides.")
    table = of.cells.groupby(["measure", "verdict"]).size().unstack(fill_value=0)
    rows = [_counted(of.declared.measures[m].name, table.loc[m]) for m in of.declared.measures if m in table.index]
    rows.append(_counted("All measures", table.sum()))
    return Table(
        id="reconciliation-counts",
        place=of.place,
        caption=f"Cells compared in {of.year}: pupil records and published figures",
        corner="Measure",
        heads=(*(Head(HEADS[v]) for v in VERDICTS), Head("All cells")),
        bodies=(Body(tuple(rows)),),
        notes=("A cell is one place, measure and pupil group.", INTERNAL),
    )


def _counted(name: str, found: pd.Series) -> Row:
    numbers = [int(found.get(v, 0)) for v in VERDICTS]
    return Row(name, tuple(TableCell(str(n)) for n in (*numbers, sum(numbers))))


def differing(of: Reconciled) -> Block:
    """Every cell that differs, by how much, and what to do."""
    found = of.differing
    if found.empty:
        said = "No cell differs." if len(of.cells) else of.nothing or "There was nothing to compare."
        return _note(of, "differing", said)
    shown = found.head(MOST)
    left = len(found) - len(shown)
    more = (f"{left} more are in the file that booklets reconcile --out writes.",) if left else ()
    return Table(
        id="reconciliation-differing",
        place=of.place,
        places=tuple(dict.fromkeys(shown["place_id"])),
        caption=f"Cells that differ in {of.year}, those of one release first, the largest first",
        corner="Place",
        heads=tuple(
            Head(h, number=h == "Apart") for h in ("Number", "Measure", "Pupils counted", "Apart", "What to do")
        ),
        bodies=(Body(tuple(_differing(of, row) for row in shown.to_dict("records"))),),
        notes=(*more, INTERNAL),
        dense=True,
    )


def _differing(of: Reconciled, row: dict) -> Row:
    place, measure = of.register[row["place_id"]], of.declared.measures[row["measure"]]
    group = of.declared.vocabulary.groups.groups[row["group"]].name
    texts = (place.id, measure.name, group, _apart(row, measure.decimals), row["said"])
    return Row(place.name, tuple(TableCell(text, number=i == 3) for i, text in enumerate(texts)))


def _apart(row: dict, decimals: int) -> str:
    """In pupils where they can be counted, else in points."""
    if not pd.isna(row["pupils"]):
        return f"{row['pupils']} {'pupil' if row['pupils'] == 1 else 'pupils'}"
    return f"{half_up(abs(row['points']), max(decimals, 1))} points"


def not_compared(of: Reconciled) -> Block:
    """Cells that only one side has, or that pupil records give no figure for, measure by measure."""
    if of.apart.empty:
        return _note(of, "not-compared", of.nothing or "Every cell was compared.")
    rows = [
        Row(of.declared.measures[r["measure"]].name, (TableCell(r["reason"], number=False), TableCell(str(r["cells"]))))
        for r in of.apart.to_dict("records")
    ]
    return Table(
        id="reconciliation-not-compared",
        place=of.place,
        caption=f"Cells of {of.year} that were not compared",
        corner="Measure",
        heads=(Head("Why", number=False), Head("Cells")),
        bodies=(Body(tuple(rows)),),
        notes=("Comparators (England, the region, other authorities) are published only and are not counted here.",),
    )


def _note(of: Reconciled, part: str, said: str) -> Note:
    return Note(id=f"reconciliation-{part}", place=of.place, lines=(said,))
