"""The log of an authority's runs: plain lines in data/logs, a file a day, which name no pupil."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path
from typing import IO

from pipeline.access import make_file
from pipeline.console import one_line

DAYS = 90  # files kept besides today's


class _OneLine(logging.Formatter):
    """A message on one line, so that no name in it can look like an entry of its own."""

    def format(self, record: logging.LogRecord) -> str:
        return one_line(super().format(record))


class PrivateLogFile(TimedRotatingFileHandler):
    """Each day's file is closed to other accounts."""

    def _open(self) -> "IO[str]":  # type: ignore[override]
        make_file(Path(self.baseFilename))
        return super()._open()


@contextmanager
def logged(data: Path, name: str) -> Iterator[logging.Logger]:
    """A log whose lines begin with the time (UTC) and the run's name; older days' files are renamed with their date."""
    folder = data / "logs"
    lines = PrivateLogFile(folder / "booklets.log", when="midnight", backupCount=DAYS, encoding="utf-8", utc=True)
    form = _OneLine(f"%(asctime)s {name}: %(message)s", "%Y-%m-%d %H:%M:%S")
    form.converter = time.gmtime
    lines.setFormatter(form)
    log = logging.Logger("booklets", logging.INFO)  # of this run alone: no other handler receives its lines
    log.addHandler(lines)
    try:
        yield log
    finally:
        lines.close()
