"""A data year runs from September to August: which rows fall into it, about which results, on which day."""

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
        return self.row.id, self.year


def data_year(day: date) -> int:
    """The calendar year of the September in which the data year of a day began."""
    return day.year if (day.month, day.day) >= FIRST else day.year - 1


def occasions(timeline: Timeline, releases: Releases, begun: int) -> list[Occasion]:
    """Every row that falls into the data year begun in September of a year, by day; rows of one day as they are declared."""
    found = []
    for row in timeline.rows:
        for year in range(begun - 1, begun + 3):
            day = timeline.on(row, year, releases)
            if date(begun, *FIRST) <= day <= date(begun + 1, *LAST):
                found.append(Occasion(row, year, day))
    return sorted(found, key=lambda o: o.day)
