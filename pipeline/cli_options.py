"""Options that several verbs share, and those that come before the verb."""

import os
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.paths import Folders, folders

if TYPE_CHECKING:
    from pipeline.runs.at_work import Start

# A year that is not given is 0; each verb says what that means, so the help does not print it as a default.
Year = Annotated[
    int, typer.Option("--year", show_default=False, help="results year, needed: the calendar year of the summer")
]
On = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="the day to work as of; today by default")
]
Places = Annotated[
    list[str] | None,
    typer.Option("--place", help="a place, by LAESTAB, URN, name or part of it; repeat for several, all by default"),
]
Jobs = Annotated[int, typer.Option("--jobs", help="how many documents to make at a time", min=1)]
EVERY_CORE = os.cpu_count() or 1


@dataclass
class GlobalOptions:
    """Options before the verb: the folders every verb works in, and what is recorded of the run."""

    where: Folders = field(default_factory=folders)
    scheduled: bool = False
    clock_is_right: bool = False


def options(ctx: typer.Context) -> GlobalOptions:
    """The options before the verb; one object for the whole command."""
    return ctx.ensure_object(GlobalOptions)


def start(ctx: typer.Context) -> "Start":
    """Who or what started this run, for the ledger."""
    from pipeline.runs.at_work import PERSON, SCHEDULE, Start

    chosen = options(ctx)
    return Start(SCHEDULE if chosen.scheduled else PERSON, chosen.clock_is_right)


def today_or(on: datetime | None) -> date:
    """The day given, or today."""
    return on.date() if on else date.today()
