"""`calendar`: the data year as a page to read and a file for diaries."""

import sys
from datetime import date
from pathlib import Path

from pipeline.atomic import write_bytes, write_text
from pipeline.calendar import data_year, open_year
from pipeline.calendar.ics import icalendar
from pipeline.declared import read_declared
from pipeline.declared.authority import read_authority
from pipeline.declared.strict import Problems
from pipeline.paths import Folders
from pipeline.portal.calendar import calendar_page
from pipeline.portal.index import write_index


def write_calendar(where: Folders, begun: int, on: date, out: Path | None) -> int:
    """calendar.html and calendar.ics of the data year begun in September of a year (0: the one of the day)."""
    problems = Problems()
    authority = read_authority(where.params, problems)
    problems.settle(where.params)
    year, folder = open_year(where, begun or data_year(on), on), out or where.outputs
    page, diary = folder / "calendar.html", folder / "calendar.ics"
    write_text(page, calendar_page(year, authority.name, read_declared(where.params).timeline.to_confirm))
    write_bytes(diary, icalendar([s.occasion for s in year.standings], year.begun, authority.name))
    if folder == where.outputs:
        write_index(where)
    for file in (page, diary):
        sys.stdout.write(f"{file}\n")
    return 0
