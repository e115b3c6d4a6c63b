"""What a notebook shows. `open_pack` is the one name a notebook needs."""

from pipeline.report.booklet import Booklet, open_pack

__all__ = ["Booklet", "open_pack"]
