"""The commands that keep the data folder safe, and records no longer than their rules say."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli_options import On, options, start, today_or

app = typer.Typer()


@app.command()
def backup(
    ctx: typer.Context,
    to: Annotated[Path, typer.Option("--to", help="a folder to make a new dated backup in, or a .zip file to write")],
) -> None:
    """Copy the data folder, without what can be made again, and read every file of the copy again."""
    from pipeline.verbs.backup import back_up

    raise typer.Exit(back_up(options(ctx).where, to, start(ctx)))


@app.command()
def restore(
    ctx: typer.Context,
    source: Annotated[Path, typer.Option("--from", help="a backup: its folder or its .zip file")],
    replace: Annotated[bool, typer.Option("--replace", help="set aside what is in the data folder")] = False,
) -> None:
    """Put a backup back into an empty data folder; a damaged backup is refused before anything is written."""
    from pipeline.verbs.backup import restore_backup

    raise typer.Exit(restore_backup(options(ctx).where, source, replace, start(ctx)))


@app.command()
def retention(ctx: typer.Context, on: On = None) -> None:
    """List the pupil records that are due for erasure, since when, by which rule, and what to type."""
    from pipeline.verbs.retention import list_due

    raise typer.Exit(list_due(options(ctx).where, today_or(on)))


@app.command()
def erase(
    ctx: typer.Context,
    upn: Annotated[
        str,
        typer.Option(
            "--upn", help="one pupil's number; write - to be asked for it, so that it stays out of the shell's history"
        ),
    ] = "",
    upn_file: Annotated[
        Path | None, typer.Option("--upn-file", help="a text file with one pupil's number on each line")
    ] = None,
    before: Annotated[
        datetime | None,
        typer.Option(
            "--before", formats=["%Y-%m-%d"], help="the records of results years that had ended before this day"
        ),
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="the records that are due by params/retention.yml")] = False,
    delivery: Annotated[
        list[str] | None,
        typer.Option(
            "--delivery", help="one file's records, by its name or the beginning of its fingerprint; repeatable"
        ),
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option("--source", help="with --before or --due: only this source; repeat for several")
    ] = None,
    early: Annotated[bool, typer.Option("--early", help="with --before: also what is not due yet")] = False,
    by: Annotated[str, typer.Option("--by", help="who decided it, as a role")] = "",
    because: Annotated[str, typer.Option("--because", help="why, in a few words; no pupil's name or number")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would be erased")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="erase without asking once more")] = False,
) -> None:
    """Erase one pupil's records, or those of years that have passed, from everything below data/. Nothing brings them back."""
    from pipeline.verbs.erase import ErasureRequest, erase_records

    wanted = ErasureRequest(upn, upn_file, before.date() if before else None, due, delivery or [], source or [], early)
    raise typer.Exit(erase_records(options(ctx).where, wanted, by, because, dry_run, yes, start(ctx)))
