"""A data year on a day: every row with its status, from the kept deliveries and the ledger."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.calendar.dates import Occasion, data_year, occasions
from pipeline.calendar.issued import Record
from pipeline.calendar.received import ReceivedDeliveries
from pipeline.calendar.row_status import RowStatus, State, status_of_row
from pipeline.declared import Declarations, read_declared
from pipeline.ledger.issues import issues
from pipeline.ledger.timeline_runs import turns
from pipeline.packs.plan import noted_plan
from pipeline.paths import Folders


@dataclass(frozen=True)
class Year:
    """The rows of a data year in the order of their days, with their status on a day."""

    begun: int  # the calendar year of its September
    on: date
    standings: tuple[RowStatus, ...]

    def of(self, *states: State) -> list[RowStatus]:
        """The rows in one of these states."""
        return [s for s in self.standings if s.state in states]


def open_year(where: Folders, begun: int, on: date) -> Year:
    """The data year begun in September of a year, with each row's status on a day."""
    declared = read_declared(where.params)
    return _with_status(where, declared, occasions(declared.timeline, declared.releases, begun), begun, on)


def around(where: Folders, on: date) -> Year:
    """A day's data year, with the rows of the year before that `run-due` still catches up; each with its status on that day."""
    declared = read_declared(where.params)
    begun, rows = data_year(on), declared.timeline
    since = on - timedelta(days=rows.catch_up.days)
    both_years = [o for y in (begun - 1, begun) for o in occasions(rows, declared.releases, y)]
    return _with_status(where, declared, [o for o in both_years if o.day >= since], begun, on)


def _with_status(where: Folders, declared: Declarations, rows: list[Occasion], begun: int, on: date) -> Year:
    plans = [plan for plan in (noted_plan(where, year) for year in {o.year for o in rows}) if plan]
    due = Counter((o.publication, plan.year) for plan in plans for o in plan.documents if not o.held)
    received = ReceivedDeliveries(where, declared)
    record = Record(declared, turns(where.ledger), issues(where.ledger), due)
    statuses = [status_of_row(o, on, received.missing(o.row, o.year), record.issued(o)) for o in rows]
    return Year(begun, on, tuple(statuses))
