"""Files that make systemd, cron or the Windows Task Scheduler start `run-due` each morning.

A missed start does no harm: `run-due` makes what is due today or late and leaves alone what is made, so the next start does the
work of every missed one.
"""

from pipeline.schedule.cron import crontab
from pipeline.schedule.morning import Morning
from pipeline.schedule.systemd import service, timer
from pipeline.schedule.windows import task

__all__ = ["Morning", "crontab", "service", "task", "timer"]
