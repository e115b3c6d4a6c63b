"""The log of an authority's runs: plain lines in data/logs, a file a day, without any pupil."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path

DAYS = 90  # kept beside today's


@contextmanager
def logged(data: Path, name: str) -> Iterator[logging.Logger]:
    """A log whose lines bear the time (UTC) and the run's name; yesterday's file is set aside by its date."""
    folder = data / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    lines = TimedRotatingFileHandler(
        folder / "booklets.log", when="midnight", backupCount=DAYS, encoding="utf-8", utc=True
    )
    form = logging.Formatter(f"%(asctime)s {name}: %(message)s", "%Y-%m-%d %H:%M:%S")
    form.converter = time.gmtime
    lines.setFormatter(form)
    log = logging.Logger("booklets", logging.INFO)  # of this run alone: nothing else's handlers hear it
    log.addHandler(lines)
    try:
        yield log
    finally:
        lines.close()
