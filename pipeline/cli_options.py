"""Options that several verbs have, and what the options before the verb chose."""

import os
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.paths import Folders, folders

if TYPE_CHECKING:
    from pipeline.runs.at_work import Start

Year = Annotated[int, typer.Option("--year", help="results year: the calendar year of the summer")]
On = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="the day it is done on; today by default")
]
Places = Annotated[list[str] | None, typer.Option("--place", help="a place's id; repeat for several")]
Jobs = Annotated[int, typer.Option("--jobs", help="booklets at a time", min=1)]
EVERY_CORE = os.cpu_count() or 1


@dataclass
class GlobalOptions:
    """What the options before the verb chose: the folders every verb works in, and what set it off."""

    where: Folders = field(default_factory=folders)
    scheduled: bool = False
    clock_is_right: bool = False


def options(ctx: typer.Context) -> GlobalOptions:
    """What the options before the verb chose; they live as long as the command."""
    return ctx.ensure_object(GlobalOptions)


def start(ctx: typer.Context) -> "Start":
    """What set this run off."""
    from pipeline.runs.at_work import PERSON, SCHEDULE, Start

    chosen = options(ctx)
    return Start(SCHEDULE if chosen.scheduled else PERSON, chosen.clock_is_right)


def today_or(on: datetime | None) -> date:
    """The day given, or the clock's."""
    return on.date() if on else date.today()
