"""`rehearse`: a whole data year of the invented authority, played day by day; no clock is read."""

import shutil
import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pipeline.atomic import write_bytes
from pipeline.calendar import Occasion, Standing, State, data_year, occasions, open_year
from pipeline.calendar.dates import FIRST
from pipeline.declared import read_declared
from pipeline.declared.releases import long_day
from pipeline.errors import CommandWrong
from pipeline.invented.arrivals import PLANTED, Arrival, arrivals
from pipeline.invented.life import RESULTS_YEARS
from pipeline.ledger.turns import Turn, turns
from pipeline.paths import ROOT, Folders
from pipeline.verbs.due import run_due
from pipeline.verbs.invent import invent_into
from pipeline.verbs.receive import receive_files

SEED = 1
ARRIVING = "arriving"  # the folder the files of each day are put into, as a mailbox would be


def rehearse_year(where: Folders, begun: int, into: Path, jobs: int) -> int:
    """Invent the authority, play September to July, and set how each row ended beside what was planted; 1 where they differ."""
    if not {begun - 1, begun, begun + 1} <= set(RESULTS_YEARS):
        fit = [y for y in RESULTS_YEARS if {y - 1, y + 1} <= set(RESULTS_YEARS)]
        raise CommandWrong(
            what=f"The invented authority has no results around {begun}; choose {', '.join(map(str, fit))}."
        )
    home = into.resolve()
    there = Folders(home / "params", home / "data", home / "outputs")
    invent_into(where, home, SEED)
    for played in (there.data, there.outputs, home / ARRIVING):
        shutil.rmtree(played, ignore_errors=True)
    declared = read_declared(there.params)
    rows = occasions(declared.timeline, declared.releases, begun)
    days = {o.row.id: o.day for o in rows}
    play(there, arrivals(home / "deliveries", ROOT / "data" / "open", declared, days, begun), rows, jobs)
    return close(there, begun, date(begun + 1, 7, 31))


def play(where: Folders, arriving: Iterable[Arrival], rows: list[Occasion], jobs: int) -> None:
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
    year, taken = open_year(where, begun, on), {(t.row, t.year): t for t in turns(where.ledger)}
    late = {o.row.id: o for o in (s.occasion for s in year.standings) if o.row.id in PLANTED}
    _say(f"\nThe data year {begun} to {begun + 1} as it ended\n")
    wrong = 0
    for one in year.standings:
        turn = taken.get(one.occasion.key)
        right = (one.state, turn and date.fromisoformat(turn.day)) == _planted(one.occasion, late)
        wrong += not right
        _say(f"{'  ' if right else '! '}{one.occasion.day} {one.occasion.row.id:<28} {_ended(one, turn)}{_said(one)}")
    _say(f"\n{len(year.standings) - wrong} rows as planted, {wrong} not")
    return 1 if wrong else 0


def _planted(occasion: Occasion, planted: dict[str, Occasion]) -> tuple[State, date | None]:
    """The state a row must end in, and the day it must have been made on: its own, or the day of what came late."""
    row = occasion.row
    if row.from_others:
        return State.LINKED, None
    if row.id in PLANTED and PLANTED[row.id].never:
        return State.WAITING, None
    if row.loads:
        return State.DONE, None
    came = [
        o.day + PLANTED[name].late
        for name, o in planted.items()
        if o.year == occasion.year and any(need in row.waits_for for need in o.row.waits_for)
    ]
    return State.DONE, max([occasion.day, *came])


def _ended(one: Standing, turn: Turn | None) -> str:
    if turn is None:
        return one.state.word if one.state is not State.DONE else one.said
    days = (date.fromisoformat(turn.day) - one.occasion.day).days
    lacking = f", {turn.held} held, {turn.failed} failed" if turn.held or turn.failed else ""
    return f"made {turn.day}{f', {days} days late' if days else ''}, documents: {turn.made + turn.unchanged}{lacking}"


def _said(one: Standing) -> str:
    name = one.occasion.row.id
    return f" (planted: {PLANTED[name].said})" if name in PLANTED else ""


def _arrive(where: Folders, arrival: Arrival) -> Path:
    day = (
        arrival.day - date(data_year(arrival.day), *FIRST)
    ).days + 1  # a folder's name must not look like a results year
    file = where.data.parent / ARRIVING / f"day-{day:03d}" / arrival.name
    write_bytes(file, arrival.content)
    return file


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
