"""What a notebook shows. `open_booklet` is the one name a notebook needs."""

from pipeline.report.booklet import Booklet, open_booklet

__all__ = ["Booklet", "open_booklet"]
