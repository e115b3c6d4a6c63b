"""Of a file of areas, the rows of those that no booklet compares with: they are kept and give no figure."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.deliveries.delivery import Delivery
from pipeline.measures.store import read_inputs
from pipeline.paths import Folders
from pipeline.validated.clean_tables import declared, table
from pipeline.validated.receipt import KEPT, Receipt
from pipeline.validated.row_counts import RowCounts

NOT_COMPARED = "of areas that no booklet compares with"
AREA = "area_code"


def by_compared_areas(where: Folders, outcomes: Sequence[Receipt]) -> list[Receipt]:
    """The outcomes, each kept file of areas with the rows of other areas counted as left out.

    Only once everything is received is it known which areas those are: the neighbours and the region come from other files.
    """
    sources = declared(where.params)
    of_areas = [
        o.what == KEPT and o.delivery is not None and AREA in sources[o.delivery.source].columns for o in outcomes
    ]
    if not any(of_areas):
        return list(outcomes)
    compared = read_inputs(where).register.areas()
    return [_counted(where, o, set(compared)) if counts else o for o, counts in zip(outcomes, of_areas, strict=True)]


def _counted(where: Folders, outcome: Receipt, compared: set[str]) -> Receipt:
    delivery, rows = outcome.delivery, outcome.rows
    if delivery is None or rows is None:
        return outcome
    others = _rows_of_others(where, delivery, compared)
    left_out = rows.left_out | ({NOT_COMPARED: others} if others else {})
    return replace(outcome, rows=RowCounts(rows.received, rows.used - others, rows.held, left_out))


def _rows_of_others(where: Folders, delivery: Delivery, compared: set[str]) -> int:
    codes = table(where, delivery)[AREA]
    return int((codes.notna() & ~codes.isin(list(compared))).sum())
