"""Options that several verbs have, and what the options before the verb said."""

import os
from datetime import date, datetime
from typing import Annotated

import typer

from pipeline.paths import Folders, folders

Year = Annotated[int, typer.Option("--year", help="results year: the calendar year of the summer")]
On = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="the day it is done on; today by default")
]
Places = Annotated[list[str] | None, typer.Option("--place", help="a place's id; repeat for several")]
Jobs = Annotated[int, typer.Option("--jobs", help="booklets at a time", min=1)]
EVERY_CORE = os.cpu_count() or 1


class At:
    """What the options before the verb said: the folders every verb works in, and what set it off."""

    where: Folders = folders()
    scheduled: bool = False
    clock_is_right: bool = False


def start():
    """What set this run off."""
    from pipeline.runs.at_work import PERSON, SCHEDULE, Start

    return Start(SCHEDULE if At.scheduled else PERSON, At.clock_is_right)


def today_or(on: datetime | None) -> date:
    """The day given, or the clock's."""
    return on.date() if on else date.today()
