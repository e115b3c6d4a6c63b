"""The commands that keep the data folder safe."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli_options import options, start

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
