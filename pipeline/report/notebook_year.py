"""The results year of a notebook's first cell, as a person or papermill writes it."""

from pipeline.errors import CommandWrong


def results_year(given: object) -> int:
    """The year as a number; papermill's `-r` gives it as text. CommandWrong for anything but a year in four digits."""
    text = str(given).strip()
    if len(text) != 4 or not text.isdecimal():
        raise CommandWrong(
            what=f"year = {given!r} is not a results year: write the calendar year of the summer, 2018 for 2017/18."
        )
    return int(text)
