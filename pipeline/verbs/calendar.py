"""`calendar`: the data year as a web page and as a file for diaries."""

from datetime import date
from pathlib import Path

from pipeline.access import AS_USUAL
from pipeline.atomic import write_bytes, write_text
from pipeline.calendar import data_year, open_year
from pipeline.calendar.ics import icalendar
from pipeline.declared import read_declared
from pipeline.declared.access import outputs_access
from pipeline.declared.authority import load_authority
from pipeline.paths import Folders
from pipeline.portal.calendar import calendar_page
from pipeline.portal.index import write_index
from pipeline.verbs.output import print_lines


def write_calendar(where: Folders, begun: int, on: date, out: Path | None) -> int:
    """Write calendar.html and calendar.ics; returns 0.

    `begun` is the calendar year in whose September the data year begins; 0 means the data year of the day `on`. Without `out`
    the files go into the outputs folder, where the index links to the page.
    """
    authority = load_authority(where.params)
    year = open_year(where, begun or data_year(on), on)
    folder, access = (out, AS_USUAL) if out else (where.outputs, outputs_access(where.params))
    page, diary = folder / "calendar.html", folder / "calendar.ics"
    write_text(page, calendar_page(year, authority.name, read_declared(where.params).timeline.to_confirm), access)
    write_bytes(diary, icalendar([s.occasion for s in year.standings], year.begun, authority.name), access)
    if folder == where.outputs:
        write_index(where)
    print_lines(str(page), str(diary))
    return 0
