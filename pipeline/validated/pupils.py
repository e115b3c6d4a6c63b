"""Files about named pupils under the name of a published table: they are refused, and nothing they hold is repeated."""

import re

from pipeline.deliveries.findings import BLOCKING, Finding
from pipeline.deliveries.read import RawTable
from pipeline.pupil_numbers import WHOLE_CELL

HEADING = r"(?i)(former)?upn|unique ?pupil ?(no|number|id)|surname|forename|dob|date of birth"


def pupil_rows(name: str, raw: RawTable) -> list[Finding]:
    """A refusal of a file with a pupil's heading or a unique pupil number; the column is given by its position only."""
    for place, heading in enumerate(raw.headings, start=1):
        if re.fullmatch(HEADING, heading.strip()):
            return [_refusal(name, 1, place, 1)]
    for place in raw.cells.columns:
        hits = raw.cells.index[raw.cells[place].str.match(WHOLE_CELL)]
        if len(hits):
            return [_refusal(name, int(hits[0]), place + 1, len(hits))]
    return []


def _refusal(name: str, row: int, place: int, rows: int) -> Finding:
    problem = "this looks like a file about named pupils; published tables hold no pupils."
    remedy = "Do not send it on. Delete this copy, and receive the published table instead."
    return Finding(name, row, f"number {place}", "pupil_data", problem, remedy, BLOCKING, rows)
