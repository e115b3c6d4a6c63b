"""How far a kept return falls short of its expected cohort, school by school, for whoever receives it."""

from dataclasses import dataclass

import pandas as pd

from pipeline.deliveries.delivery import Delivery
from pipeline.paths import Folders
from pipeline.validated.across.expected_cohort import expected_cohort
from pipeline.validated.across.rule_runner import ROLL
from pipeline.validated.clean_tables import declared, table, tables
from pipeline.validated.finding_counts import of_the_sender


@dataclass(frozen=True)
class Shortfall:
    """The pupils expected and returned of the schools in a return, and by how many each school is short."""

    roll_year: int
    expected: int
    returned: int
    short: dict[str, int]  # LAESTAB -> pupils


def shortfall(folders: Folders, delivery: Delivery) -> Shortfall | None:
    """What is missing from a return; None for a source of no one year group, or without a roll to expect pupils by."""
    source = declared(folders.params)[delivery.source]
    if not source.year_group or delivery.results_year is None:
        return None
    rolls = {d.results_year: frame for d, frame in tables(folders, ROLL)}  # the latest of each year
    year = delivery.results_year
    expected = expected_cohort(source.year_group, year, rolls.get(year), rolls.get(year - 1))
    if expected is None:
        return None
    rows = table(folders, delivery)
    own = rows[of_the_sender(rows, delivery.la)].drop_duplicates(["laestab", "upn"])
    returned = own["laestab"].value_counts()
    schools = [s for s in returned.index if s in expected.pupils]
    short = {s: expected.pupils[s] - int(returned[s]) for s in sorted(schools) if expected.pupils[s] > returned[s]}
    total = sum(expected.pupils[s] for s in schools)
    return Shortfall(expected.roll_year, total, int(pd.Series(returned[schools]).sum()), short)
