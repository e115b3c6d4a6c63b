"""A data year opened on a day: every row with its standing, read from the deliveries held and the ledger."""

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
    """The rows of a data year in the order of their days, as they stand on a day."""

    begun: int  # the calendar year of its September
    on: date
    standings: tuple[RowStatus, ...]

    def of(self, *states: State) -> list[RowStatus]:
        return [s for s in self.standings if s.state in states]


def open_year(where: Folders, begun: int, on: date) -> Year:
    """The data year begun in September of a year, as it stands on a day."""
    declared = read_declared(where.params)
    return _stand(where, declared, occasions(declared.timeline, declared.releases, begun), begun, on)


def around(where: Folders, on: date) -> Year:
    """What a day has to do with: its data year, and of the one before it what is still carried out by itself."""
    declared = read_declared(where.params)
    begun, rows = data_year(on), declared.timeline
    since = on - timedelta(days=rows.catch_up.days)
    both = [o for y in (begun - 1, begun) for o in occasions(rows, declared.releases, y)]
    return _stand(where, declared, [o for o in both if o.day >= since], begun, on)


def _stand(where: Folders, declared: Declarations, rows: list[Occasion], begun: int, on: date) -> Year:
    held = ReceivedDeliveries(where, declared)
    record = Record(declared, turns(where.ledger), issues(where.ledger), _owed(where, {o.year for o in rows}))
    return Year(begun, on, tuple(status_of_row(o, on, held.missing(o.row, o.year), record.issued(o)) for o in rows))


def _owed(where: Folders, years: set[int]) -> Counter:
    """(publication, results year) -> documents owed and not held, by the last plan made."""
    plans = [p for p in (noted_plan(where, year) for year in years) if p]
    return Counter((o.publication, p.year) for p in plans for o in p.owed if not o.held)
