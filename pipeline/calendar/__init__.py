"""The data year: what is due on a day, what is late and what waits for what; as a list, a page and an iCalendar file."""

from pipeline.calendar.dates import Occasion, data_year, occasions
from pipeline.calendar.row_status import RowStatus, State
from pipeline.calendar.year import Year, around, open_year

__all__ = ["Occasion", "RowStatus", "State", "Year", "around", "data_year", "occasions", "open_year"]
