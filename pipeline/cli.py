"""The verbs, and nothing else: each reads its words, calls one room and prints what came of it.

Exit codes: 0 done; 1 something was refused, held or failed and the rest was done, or the machine or another run stood in the way;
2 the command or the params are wrong, nothing was done.
"""

import sqlite3
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli_options import EVERY_CORE, GlobalOptions, Jobs, On, Places, Year, options, start, today_or
from pipeline.cli_year import app as of_the_year
from pipeline.errors import PipelineError
from pipeline.paths import folders
from pipeline.trouble import check_copy, check_folders, in_words

app = typer.Typer(
    help="Assessment booklets from published results: receive deliveries, build documents, explain any number in them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Params = Annotated[Path | None, typer.Option("--params", help="another authority's declarations")]
Data = Annotated[Path | None, typer.Option("--data", help="another authority's data")]
Outputs = Annotated[Path | None, typer.Option("--outputs", help="where documents go")]


@app.callback()
def _everywhere(
    ctx: typer.Context,
    params: Params = None,
    data: Data = None,
    outputs: Outputs = None,
    scheduled: Annotated[bool, typer.Option("--scheduled", help="a schedule started this, not a person")] = False,
    clock_is_right: Annotated[
        bool, typer.Option("--clock-is-right", help="the last run bears a wrong, later date; go on from today's")
    ] = False,
) -> None:
    chosen = options(ctx)
    chosen.where, chosen.scheduled, chosen.clock_is_right = folders(params, data, outputs), scheduled, clock_is_right
    if "--help" not in sys.argv:  # the help of a verb, printed after this, needs no folder
        check_copy()
        check_folders(chosen.where, params=params is not None or ctx.invoked_subcommand != "init")


@app.command()
def receive(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="files, or folders of files, as they were delivered")],
    year: Annotated[int | None, typer.Option("--year", help="the results year, where the file does not say it")] = None,
    on: On = None,
) -> None:
    """Recognise, validate and keep deliveries; or refuse them with every finding and what to do."""
    from pipeline.verbs.receive import receive_files

    raise typer.Exit(receive_files(options(ctx).where, files, year, start(ctx), today_or(on)))


@app.command()
def check(ctx: typer.Context) -> None:
    """Read every declaration and every delivery held, and say what is wrong and what to do."""
    from pipeline.verbs.check import check_all

    raise typer.Exit(check_all(options(ctx).where))


@app.command(name="list")
def list_(ctx: typer.Context) -> None:
    """What would be built, for whom, from what."""
    from pipeline.verbs.listing import list_publications

    raise typer.Exit(list_publications(options(ctx).where))


@app.command()
def build(
    ctx: typer.Context,
    publications: Annotated[list[str] | None, typer.Argument(help="publications; all by default")] = None,
    year: Year = 0,
    place: Places = None,
    jobs: Jobs = EVERY_CORE,
    force: Annotated[bool, typer.Option("--force", help="make them again even if nothing changed")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would be made, and why")] = False,
) -> None:
    """Make the booklets of a results year; what has not changed is left as it is."""
    from pipeline.verbs.build import build_booklets

    raise typer.Exit(
        build_booklets(options(ctx).where, year, publications or [], place or [], jobs, force, dry_run, start(ctx))
    )


@app.command(name="retry-failed")
def retry_failed(ctx: typer.Context, year: Year = 0, jobs: Jobs = EVERY_CORE) -> None:
    """Make only the documents that failed, or were not come to, when they were last asked for."""
    from pipeline.verbs.build import retry_failed

    raise typer.Exit(retry_failed(options(ctx).where, year, jobs, start(ctx)))


@app.command()
def runs(
    ctx: typer.Context,
    last: Annotated[bool, typer.Option("--last", help="the last run alone, on one screen to forward")] = False,
    year: Year = 0,
) -> None:
    """The last runs: when, started by whom or what, how long, and how each ended."""
    from pipeline.verbs.runs import tell_runs

    raise typer.Exit(tell_runs(options(ctx).where, last, year or None))


app.add_typer(of_the_year)


@app.command()
def explain(ctx: typer.Context, measure: str, place: str, year: int, group: str = "all") -> None:
    """From a printed number to its rule, its counts and the delivery it came from."""
    from pipeline.verbs.explain import explain_figure

    raise typer.Exit(explain_figure(options(ctx).where, measure, place, year, group))


@app.command()
def chase(
    ctx: typer.Context,
    year: Year = 0,
    school: Annotated[str | None, typer.Option("--school", help="one school's LAESTAB; all by default")] = None,
) -> None:
    """Write each school's list of questions about its own pupil records, and say how many there are."""
    from pipeline.verbs.chase import chase_schools

    raise typer.Exit(chase_schools(options(ctx).where, year, school, start(ctx)))


@app.command()
def reconcile(
    ctx: typer.Context,
    year: Year = 0,
    place: Annotated[
        str, typer.Option("--place", help="one place and its schools; the whole authority by default")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", help="a .csv file for every cell: for the data team only")
    ] = None,
) -> None:
    """Set figures from pupil records beside the published ones of a results year, and count where they differ."""
    from pipeline.verbs.reconcile import reconcile_figures

    raise typer.Exit(reconcile_figures(options(ctx).where, year, place, out))


@app.command()
def changes(
    ctx: typer.Context,
    year: Year = 0,
    publication: Annotated[str, typer.Option("--publication", help="one publication; all by default")] = "",
    place: Annotated[str, typer.Option("--place", help="one place's id; all by default")] = "",
    first: Annotated[int, typer.Option("--from", help="an issue's number; the last but one by default")] = 0,
    second: Annotated[int, typer.Option("--to", help="an issue's number; the last by default")] = 0,
    since_issue: Annotated[
        bool, typer.Option("--since-issue", help="what a build now would change in the last issue")
    ] = False,
) -> None:
    """Say what documents print otherwise than in the issue before: figures, standings, questions, wording, releases."""
    from pipeline.changes.between import DocumentSelection
    from pipeline.verbs.changes import tell_changes

    raise typer.Exit(
        tell_changes(options(ctx).where, DocumentSelection(year, publication, place, first, second), since_issue)
    )


@app.command()
def verify(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="web pages, PDFs or workbooks, wherever they lie")],
) -> None:
    """Say of each file whether it is genuine, superseded or not as issued, by its content alone."""
    from pipeline.verbs.verify import verify_files

    raise typer.Exit(verify_files(options(ctx).where, files))


export = typer.Typer(help="Write what is stored as tidy files.", no_args_is_help=True)
app.add_typer(export, name="export")


@export.command(name="figures")
def export_figures(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", help="a .csv or .parquet file")],
    audience: Annotated[
        str, typer.Option(help="protect for this audience, or 'internal' for no protection")
    ] = "public",
) -> None:
    """Every figure, one row each, protected for an audience."""
    from pipeline.verbs.export import write_figures

    raise typer.Exit(write_figures(options(ctx).where, out, audience))


@app.command()
def init(
    ctx: typer.Context,
    authority: Annotated[str, typer.Option("--authority", help="the authority's three-digit code")],
    name: Annotated[str, typer.Option("--name", help="its name")],
    into: Annotated[
        Path | None, typer.Option("--into", help="the new working folder; by default authorities/<code>")
    ] = None,
) -> None:
    """Open a working folder for an authority, with declarations and notebooks of its own, copied from these."""
    from pipeline.verbs.init import open_council

    raise typer.Exit(open_council(options(ctx).where, authority, name, into))


@app.command(name="new-year")
def new_year(
    ctx: typer.Context,
    last: Annotated[int, typer.Option("--from", help="the results year before")],
    new: Annotated[int, typer.Option("--to", help="the results year to open")],
) -> None:
    """Open a results year: write the checklist of what must be confirmed before anything of it is issued."""
    from pipeline.verbs.newyear import open_year

    raise typer.Exit(open_year(options(ctx).where, last, new))


@app.command()
def invent(
    ctx: typer.Context,
    into: Annotated[Path, typer.Option("--into", help="a folder for its declarations and deliveries")],
    seed: Annotated[int, typer.Option("--seed", help="another number, other children")] = 1,
) -> None:
    """Write an authority that does not exist, with its schools, children and results: to rehearse the whole job."""
    from pipeline.verbs.invent import invent_authority

    raise typer.Exit(invent_authority(options(ctx).where, into, seed))


def main() -> None:
    """The installed command."""
    chosen = GlobalOptions()
    try:
        app(obj=chosen)
    except PipelineError as error:
        _end_with(error)
    except (OSError, sqlite3.Error) as error:
        told = in_words(error, chosen.where)
        if told is None:
            raise
        _end_with(told)


def _end_with(error: PipelineError) -> None:
    sys.stderr.write(f"{error}\n")
    sys.exit(error.exit_code)
