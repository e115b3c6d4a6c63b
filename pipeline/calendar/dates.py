"""A data year runs from September to August: which rows of the timeline fall into it, on which day, for which results year."""

from dataclasses import dataclass
from datetime import date

from pipeline.declared.releases import Releases
from pipeline.declared.timeline import Timeline, TimelineRow

FIRST, LAST = (9, 1), (8, 31)  # month and day


@dataclass(frozen=True)
class Occasion:
    """A row of the timeline on its day of one data year, and the results year it is about."""

    row: TimelineRow
    year: int
    day: date

    @property
    def key(self) -> tuple[str, int]:
        """The row's id and its results year: what the ledger knows it by."""
        return self.row.id, self.year


def data_year(day: date) -> int:
    """The calendar year of the September in which the data year of a day began."""
    return day.year if (day.month, day.day) >= FIRST else day.year - 1


def occasions(timeline: Timeline, releases: Releases, begun: int) -> list[Occasion]:
    """Every row that falls into the data year begun in September of a year, by day; rows of one day in the order they are declared."""
    out = []
    for row in timeline.rows:
        # Some results are published in the data year after their own, and preparations come in the one before.
        for year in range(begun - 1, begun + 3):
            day = timeline.on(row, year, releases)
            if date(begun, *FIRST) <= day <= date(begun + 1, *LAST):
                out.append(Occasion(row, year, day))
    return sorted(out, key=lambda o: o.day)
