"""A machine's own clock starts `run-due` each morning: the files for systemd, cron and the Windows Task Scheduler.

A start that was missed is caught up: `run-due` makes what is due today or late, and what is made it leaves alone, so the next
start does the work of every missed one.
"""

from pipeline.schedule.cron import crontab
from pipeline.schedule.morning import Morning
from pipeline.schedule.systemd import service, timer
from pipeline.schedule.windows import task

__all__ = ["Morning", "crontab", "service", "task", "timer"]
