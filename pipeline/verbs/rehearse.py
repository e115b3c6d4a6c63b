"""`rehearse`: a whole data year of the invented authority, played day by day; no clock is read."""

import shutil
import sys
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
from pipeline.verbs.due import run_due
from pipeline.verbs.invent import invent_into
from pipeline.verbs.receive import receive_files

SEED = 1
OPEN = ROOT / "data" / "open"  # only in a checkout
ARRIVING = "arriving"  # the folder the files of each day are put into, as a mailbox would be


def rehearse_year(where: Folders, begun: int, into: Path, jobs: int) -> int:
    """Invent the authority, play September to July, and set how each row ended beside what was planted; 1 where they differ."""
    if not {begun - 1, begun, begun + 1} <= set(RESULTS_YEARS):
        fit = [y for y in RESULTS_YEARS if {y - 1, y + 1} <= set(RESULTS_YEARS)]
        raise CommandWrong(
            what=f"The invented authority has no results around {begun}; choose {', '.join(map(str, fit))}."
        )
    if not OPEN.is_dir():
        raise CommandWrong(
            what=f"The rehearsal also plays the shipped open data, and there is no folder {OPEN}: run it in a checkout."
        )
    home = into.resolve()
    there = Folders(home / "params", home / "data", home / "outputs")
    invent_into(where, home, SEED)
    for played in (there.data, there.outputs, home / ARRIVING):
        shutil.rmtree(played, ignore_errors=True)
    declared = read_declared(there.params)
    rows = occasions(declared.timeline, declared.releases, begun)
    days = {o.row.id: o.day for o in rows}
    play(there, arrivals(home / "deliveries", OPEN, declared, days, begun), rows, jobs)
    return close(there, begun, date(begun + 1, 7, 31))


def play(where: Folders, arriving: Iterable[PlannedDelivery], rows: list[Occasion], jobs: int) -> None:
    """On each day something arrives or a document is due: receive, then make what is due."""
    by_day = defaultdict(list)
    for arrival in arriving:
        by_day[arrival.day].append(arrival)
    for day in sorted({*by_day, *(o.day for o in rows if o.row.makes)}):
        _say(f"\n{long_day(day)}")
        files = [_arrive(where, arrival) for arrival in by_day[day]]
        if files:
            receive_files(where, files, None, on=day)
        run_due(where, day, jobs)


def close(where: Folders, begun: int, on: date) -> int:
    """The table of the whole year: each row, what was planted, and how it ended."""
    year, taken = open_year(where, begun, on), defaultdict(list)
    for turn in turns(where.ledger):
        taken[turn.row, turn.year].append(turn)
    out_of_order, known = planted(begun), {s.occasion.row.id: s.occasion for s in year.standings}
    late = [(known[row], p.late) for row, p in out_of_order.items() if p.late and row in known]
    _say(f"\nThe data year {begun} to {begun + 1} as it ended\n")
    wrong = 0
    for one in year.standings:
        end, plant = RowResult.of(one, taken[one.occasion.key]), out_of_order.get(one.occasion.row.id)
        right = end == _as_planted(one.occasion, plant, late)
        wrong += not right
        said = f" (planted: {plant.said})" if plant else ""
        _say(f"{'  ' if right else '! '}{one.occasion.day} {one.occasion.row.id:<28} {end.said(one)}{said}")
    _say(f"\n{len(year.standings) - wrong} rows as planted, {wrong} not")
    return 1 if wrong else 0


@dataclass(frozen=True)
class RowResult:
    """How a row of the timeline ended: since when its documents were there, and how many were not at the end."""

    state: State
    day: date | None = None
    held: int = 0
    failed: int = 0
    documents: int = field(default=0, compare=False)

    @classmethod
    def of(cls, one: RowStatus, taken: list[TimelineRun]) -> "RowResult":
        if not taken:
            return cls(one.state)
        last = taken[-1]  # what was held is tried again, so the last turn tells how it ended
        return cls(one.state, date.fromisoformat(taken[0].day), last.held, last.failed, last.made + last.unchanged)

    def said(self, one: RowStatus) -> str:
        if self.day is None:
            return one.state.word if one.state is not State.DONE else one.said
        days = (self.day - one.occasion.day).days
        lacking = f", {self.held} held, {self.failed} failed" if self.held or self.failed else ""
        return f"made {self.day}{f', {days} days late' if days else ''}, documents: {self.documents}{lacking}"


def _as_planted(occasion: Occasion, plant: Planted | None, late: list[tuple[Occasion, timedelta]]) -> RowResult:
    """How a row must end: made on its own day, or on the day of what came late; what lacks a document that is held is late."""
    row = occasion.row
    if row.from_others:
        return RowResult(State.LINKED)
    if plant and plant.never:
        return RowResult(State.WAITING)
    if row.loads:
        return RowResult(State.DONE)
    came = (
        o.day + by
        for o, by in late
        if o.year == occasion.year and any(need in row.waits_for for need in o.row.waits_for)
    )
    held = plant.held if plant else 0
    return RowResult(State.LATE if held else State.DONE, max([occasion.day, *came]), held)


def _arrive(where: Folders, arrival: PlannedDelivery) -> Path:
    day = (
        arrival.day - date(data_year(arrival.day), *FIRST)
    ).days + 1  # a folder's name must not look like a results year
    file = where.data.parent / ARRIVING / f"day-{day:03d}" / arrival.name
    write_bytes(file, arrival.content)
    return file


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
