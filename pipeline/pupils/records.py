"""The records pupil figures are made from: each pupil source's rows in force, and the national estimates and rates beside them."""

from pipeline.paths import Folders
from pipeline.pupils.cohorts import ESTIMATES, Records
from pipeline.pupils.coming import RATES
from pipeline.validated.clean_tables import tables
from pipeline.validated.holds import Hold, records_in_force


def read_records(folders: Folders, held: list[Hold]) -> Records:
    """Every pupil source's deliveries with their rows in force, without those of held schools; and the national tables."""
    national = {source: found for source in (ESTIMATES, RATES) if (found := tables(folders, source))}
    return records_in_force(folders, held) | national
