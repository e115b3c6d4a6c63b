"""The verbs of the data year: what is due, making it, the calendar, a machine's own clock, the rehearsal."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli_options import EVERY_CORE, Jobs, On, options, start, today_or

app = typer.Typer()


@app.command()
def due(ctx: typer.Context, on: On = None) -> None:
    """What the data year owes on a day, what is late, what waits for which delivery, and what comes next."""
    from pipeline.verbs.due import say_due

    raise typer.Exit(say_due(options(ctx).where, today_or(on)))


@app.command()
def run_due(ctx: typer.Context, on: On = None, jobs: Jobs = EVERY_CORE) -> None:
    """Make what is due or late on a day and has all it needs; told is what is missing. Run again, it finds nothing to do."""
    from pipeline.verbs.due import run_due as run

    raise typer.Exit(run(options(ctx).where, today_or(on), jobs, start(ctx)))


@app.command()
def calendar(
    ctx: typer.Context,
    year: Annotated[
        int, typer.Option("--year", help="the year its September falls in; the one of the day by default")
    ] = 0,
    on: On = None,
    out: Annotated[Path | None, typer.Option("--out", help="a folder; the outputs by default")] = None,
) -> None:
    """Write the data year as a page to read (calendar.html) and as dates for a diary (calendar.ics)."""
    from pipeline.verbs.calendar import write_calendar

    raise typer.Exit(write_calendar(options(ctx).where, year, today_or(on), out))


@app.command()
def schedule(
    ctx: typer.Context,
    kind: Annotated[str, typer.Option("--kind", help="systemd, cron or windows")],
    out: Annotated[Path, typer.Option("--out", help="a folder for its files")],
    at: Annotated[str, typer.Option("--at", help="time of day")] = "05:30",
) -> None:
    """Write what makes this machine run `run-due` each morning; a missed morning is made up for by the next start."""
    from pipeline.verbs.schedule import write_schedule

    raise typer.Exit(write_schedule(options(ctx).where, kind, out, at))


@app.command()
def rehearse(
    ctx: typer.Context,
    into: Annotated[Path, typer.Option("--into", help="a folder for the invented authority and everything it makes")],
    year: Annotated[int, typer.Option("--year", help="the year the data year's September falls in")] = 2023,
    jobs: Jobs = EVERY_CORE,
) -> None:
    """Play a data year of the invented authority day by day: deliveries arrive, what is due is made; then how each row ended."""
    from pipeline.verbs.rehearse import rehearse_year

    raise typer.Exit(rehearse_year(options(ctx).where, year, into, jobs))
