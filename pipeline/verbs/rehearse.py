"""`rehearse`: a whole data year of the invented authority, played day by day, whatever today's date is."""

import shutil
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from pipeline.atomic import write_bytes
from pipeline.calendar import Occasion, RowStatus, State, data_year, occasions, open_year
from pipeline.calendar.dates import FIRST
from pipeline.declared import read_declared
from pipeline.declared.releases import long_day
from pipeline.errors import CommandWrong
from pipeline.invented.arrivals import PlannedDelivery, Planted, arrivals, planted
from pipeline.invented.life import RESULTS_YEARS
from pipeline.ledger.timeline_runs import TimelineRun, turns
from pipeline.paths import ROOT, Folders
from pipeline.validated.receipt import NOTHING_GIVEN
from pipeline.verbs.due import run_due
from pipeline.verbs.invent import invent_into
from pipeline.verbs.output import print_lines
from pipeline.verbs.receive import receive_files

SEED = 1
OPEN = ROOT / "data" / "open"  # only in a checkout
ARRIVING = "arriving"  # the folder the files of each day are put into, as a mailbox would be


def rehearse_year(where: Folders, begun: int, into: Path, jobs: int) -> int:
    """Invent the authority, play September to July, and compare how each row ended with what was planted.

    Returns 0 where every row ended as planted, 1 where one did not.
    """
    if not {begun - 1, begun, begun + 1} <= set(RESULTS_YEARS):
        possible = [y for y in RESULTS_YEARS if {y - 1, y + 1} <= set(RESULTS_YEARS)]
        raise CommandWrong(
            what=f"The invented authority has no results around {begun}; choose {', '.join(map(str, possible))}."
        )
    if not OPEN.is_dir():
        raise CommandWrong(
            what=f"The rehearsal also uses the shipped open data, and there is no folder {OPEN}: run it in a checkout."
        )
    home = into.resolve()
    there = Folders(home / "params", home / "data", home / "outputs")
    invent_into(where, home, SEED)
    for of_an_earlier_rehearsal in (there.data, there.outputs, home / ARRIVING):
        shutil.rmtree(of_an_earlier_rehearsal, ignore_errors=True)
    declared = read_declared(there.params)
    rows = occasions(declared.timeline, declared.releases, begun)
    days = {o.row.id: o.day for o in rows}
    play(there, arrivals(home / "deliveries", OPEN, declared, days, begun), rows, jobs)
    return close(there, begun, date(begun + 1, 7, 31))


def play(where: Folders, arriving: Iterable[PlannedDelivery], rows: list[Occasion], jobs: int) -> None:
    """On each day on which something arrives or a document is due: receive, then make what is due."""
    by_day: dict[date, list[PlannedDelivery]] = defaultdict(list)
    for arrival in arriving:
        by_day[arrival.day].append(arrival)
    for day in sorted({*by_day, *(o.day for o in rows if o.row.makes)}):
        print_lines("", long_day(day))
        # Counted from 1 September: a year in a folder's name would be taken for the results year of its files.
        number = (day - date(data_year(day), *FIRST)).days + 1
        files = [where.data.parent / ARRIVING / f"day-{number:03d}" / arrival.name for arrival in by_day[day]]
        for file, arrival in zip(files, by_day[day], strict=True):
            write_bytes(file, arrival.content)
        if files:
            receive_files(where, files, NOTHING_GIVEN, on=day)
        run_due(where, day, jobs)


def close(where: Folders, begun: int, on: date) -> int:
    """Print each row of the year, how it ended and what was planted; returns 0 where all ended as planted, else 1."""
    year = open_year(where, begun, on)
    runs: dict[tuple[str, int], list[TimelineRun]] = defaultdict(list)
    for timeline_run in turns(where.ledger):
        runs[timeline_run.row, timeline_run.year].append(timeline_run)
    plants, by_row = planted(begun), {s.occasion.row.id: s.occasion for s in year.standings}
    late = [(by_row[row], plant.late) for row, plant in plants.items() if plant.late and row in by_row]
    print_lines("", f"The data year {begun} to {begun + 1} as it ended", "")
    wrong = 0
    for status in year.standings:
        occasion, plant = status.occasion, plants.get(status.occasion.row.id)
        result = RowResult.of(status, runs[occasion.key])
        right = result == _as_planted(occasion, plant, late)
        wrong += not right
        note = f" (planted: {plant.said})" if plant else ""
        print_lines(f"{'  ' if right else '! '}{occasion.day} {occasion.row.id:<28} {result.words(status)}{note}")
    print_lines("", f"{len(year.standings) - wrong} rows as planted, {wrong} not")
    return 1 if wrong else 0


@dataclass(frozen=True)
class RowResult:
    """How a row of the timeline ended: on which day its documents were made, and how many were missing at the end."""

    state: State
    day: date | None = None
    held: int = 0
    failed: int = 0
    documents: int = field(default=0, compare=False)

    @classmethod
    def of(cls, status: RowStatus, runs: list[TimelineRun]) -> "RowResult":
        """From a row's status on the last day, and every run that made its documents."""
        if not runs:
            return cls(status.state)
        last = runs[-1]  # a held document is tried again in each run, so the last run says how it ended
        return cls(status.state, date.fromisoformat(runs[0].day), last.held, last.failed, last.made + last.unchanged)

    def words(self, status: RowStatus) -> str:
        """The result as the closing table prints it."""
        if self.day is None:
            return status.said if status.state is State.DONE else status.state.word
        days = (self.day - status.occasion.day).days
        lacking = f", {self.held} held, {self.failed} failed" if self.held or self.failed else ""
        return f"made {self.day}{f', {days} days late' if days else ''}, documents: {self.documents}{lacking}"


def _as_planted(occasion: Occasion, plant: Planted | None, late: list[tuple[Occasion, timedelta]]) -> RowResult:
    """How a row must end: made on its own day, or on the day its late delivery came; late for good if a document is held."""
    row = occasion.row
    if row.from_others:
        return RowResult(State.LINKED)
    if plant and plant.never:
        return RowResult(State.WAITING)
    if row.loads:
        return RowResult(State.DONE)
    arrived = [
        delayed.day + delay
        for delayed, delay in late
        if delayed.year == occasion.year and any(need in row.waits_for for need in delayed.row.waits_for)
    ]
    held = plant.held if plant else 0
    return RowResult(State.LATE if held else State.DONE, max([occasion.day, *arrived]), held)
