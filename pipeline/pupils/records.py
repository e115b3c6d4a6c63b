"""The records that pupil figures are made from: each pupil source's current rows, and the national estimates and rates."""

from pipeline.paths import Folders
from pipeline.pupils.cohorts import ESTIMATES, Records
from pipeline.pupils.coming import RATES
from pipeline.validated.clean_tables import tables
from pipeline.validated.holds import Hold, current_records


def read_records(folders: Folders, held: list[Hold]) -> Records:
    """Every pupil source's deliveries with their current rows, without those of held schools; and the national tables."""
    national = {source: rows for source in (ESTIMATES, RATES) if (rows := tables(folders, source))}
    return current_records(folders, held) | national
