"""The verbs of the data year: what is due, making it, the calendar, the morning schedule, the rehearsal."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli_options import EVERY_CORE, Jobs, On, options, start, today_or

app = typer.Typer()


@app.command()
def due(ctx: typer.Context, on: On = None) -> None:
    """List what is due on a day, what is late, what is waiting for which delivery, and what comes next."""
    from pipeline.verbs.due import print_due

    raise typer.Exit(print_due(options(ctx).where, today_or(on)))


@app.command()
def run_due(ctx: typer.Context, on: On = None, jobs: Jobs = EVERY_CORE) -> None:
    """Make what is due or late on a day and has all it needs, and list what is missing. A second run makes nothing."""
    from pipeline.verbs.due import run_due as carry_out_due

    raise typer.Exit(carry_out_due(options(ctx).where, today_or(on), jobs, start(ctx)))


@app.command()
def calendar(
    ctx: typer.Context,
    year: Annotated[
        int,
        typer.Option(
            "--year", show_default=False, help="the year its September falls in; by default the data year of the day"
        ),
    ] = 0,
    on: On = None,
    out: Annotated[Path | None, typer.Option("--out", help="a folder to write to; outputs/ by default")] = None,
) -> None:
    """Write the data year as a web page (calendar.html) and as dates for a diary (calendar.ics)."""
    from pipeline.verbs.calendar import write_calendar

    raise typer.Exit(write_calendar(options(ctx).where, year, today_or(on), out))


@app.command()
def schedule(
    ctx: typer.Context,
    kind: Annotated[str, typer.Option("--kind", help="systemd, cron or windows")],
    out: Annotated[Path, typer.Option("--out", help="a folder to write its files into")],
    at: Annotated[str, typer.Option("--at", help="time of day, hours and minutes")] = "05:30",
) -> None:
    """Write files that make this machine run `run-due` each morning; the next run catches up on a missed morning."""
    from pipeline.verbs.schedule import write_schedule

    raise typer.Exit(write_schedule(options(ctx).where, kind, out, at))


@app.command()
def rehearse(
    ctx: typer.Context,
    into: Annotated[Path, typer.Option("--into", help="a folder for the invented authority and everything it makes")],
    year: Annotated[int, typer.Option("--year", help="the year the data year's September falls in")] = 2023,
    jobs: Jobs = EVERY_CORE,
) -> None:
    """Play a data year of the invented authority day by day, receiving and making what is due; then list how each row ended."""
    from pipeline.verbs.rehearse import rehearse_year

    raise typer.Exit(rehearse_year(options(ctx).where, year, into, jobs))
