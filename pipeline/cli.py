"""The command line: each verb reads its arguments, calls one function and ends with its exit code.

Exit codes: 0 done; 1 something was refused, held or failed and the rest was done, or the machine or another run prevented it;
2 the command or the params are wrong and nothing was done. A verb's module is imported when the verb is called, so that `--help`
answers at once.
"""

import sqlite3
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli_keeping import app as of_keeping
from pipeline.cli_options import EVERY_CORE, GlobalOptions, Jobs, On, Places, Year, options, start, today_or
from pipeline.cli_year import app as of_the_year
from pipeline.console import complain_at_length
from pipeline.errors import PipelineError
from pipeline.paths import folders
from pipeline.trouble import check_copy, check_folders, in_words

app = typer.Typer(
    help="Assessment booklets from results data: receive deliveries, make documents, explain any number in them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Params = Annotated[Path | None, typer.Option("--params", help="folder of declarations; by default params/")]
Data = Annotated[Path | None, typer.Option("--data", help="folder of deliveries, store and ledger; by default data/")]
Outputs = Annotated[Path | None, typer.Option("--outputs", help="folder for documents; by default outputs/")]


@app.callback()
def _everywhere(
    ctx: typer.Context,
    params: Params = None,
    data: Data = None,
    outputs: Outputs = None,
    scheduled: Annotated[
        bool, typer.Option("--scheduled", help="record that a schedule started this run, not a person")
    ] = False,
    clock_is_right: Annotated[
        bool,
        typer.Option(
            "--clock-is-right",
            help="go on although the last run is dated later: its date is wrong and today's is right",
        ),
    ] = False,
) -> None:
    """Options that come before the verb."""
    chosen = options(ctx)
    chosen.where, chosen.scheduled, chosen.clock_is_right = folders(params, data, outputs), scheduled, clock_is_right
    if "--help" not in sys.argv:  # the help of a verb, printed after this, needs no folder
        check_copy()
        check_folders(chosen.where, params=params is not None or ctx.invoked_subcommand != "init")


@app.command()
def receive(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="files as delivered, or folders of them")],
    year: Annotated[
        int | None, typer.Option("--year", help="the results year of files that do not state their own")
    ] = None,
    release: Annotated[
        str | None,
        typer.Option("--release", help="the release stage of files that do not state their own, or state a wrong one"),
    ] = None,
    on: On = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what the files are and would change")] = False,
    every: Annotated[bool, typer.Option("--all", help="print every finding, however many")] = False,
) -> None:
    """Tell what delivered files are and what they change, then keep them; or refuse them and say what to do."""
    from pipeline.validated.receipt import Given
    from pipeline.verbs.receive import receive_files

    given = Given(year, release)
    raise typer.Exit(receive_files(options(ctx).where, files, given, start(ctx), today_or(on), dry_run, every))


@app.command()
def withdraw(
    ctx: typer.Context,
    delivery: Annotated[str, typer.Argument(help="the name of its file, or the beginning of its fingerprint")],
    by: Annotated[str, typer.Option("--by", help="who takes it back, as a role")] = "",
    because: Annotated[str, typer.Option("--because", help="why, in a few words; no pupil's name or number")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="take a withdrawn delivery in again")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell which figures would move")] = False,
) -> None:
    """Take a delivery back: its original stays, marked, and nothing is made from it any more."""
    from pipeline.verbs.withdraw import withdraw_delivery

    raise typer.Exit(withdraw_delivery(options(ctx).where, delivery, by, because, undo, dry_run, start(ctx)))


@app.command()
def check(ctx: typer.Context) -> None:
    """Check every declaration and every delivery received, and list what is wrong and what to do."""
    from pipeline.verbs.check import check_all

    raise typer.Exit(check_all(options(ctx).where))


@app.command(name="list")
def list_(
    ctx: typer.Context,
    deliveries: Annotated[bool, typer.Option("--deliveries", help="list every delivery, with its fingerprint")] = False,
    places: Annotated[bool, typer.Option("--places", help="list every school, cluster, trust and area")] = False,
) -> None:
    """List the publications, who reads them, and the deliveries received; or every delivery, or every place."""
    from pipeline.verbs.listing import list_deliveries, list_places, list_publications

    where = options(ctx).where
    if deliveries:
        raise typer.Exit(list_deliveries(where))
    raise typer.Exit(list_places(where) if places else list_publications(where))


@app.command()
def build(
    ctx: typer.Context,
    publications: Annotated[
        list[str] | None, typer.Argument(help="names of publications (see list); all by default")
    ] = None,
    year: Year = 0,
    place: Places = None,
    jobs: Jobs = EVERY_CORE,
    force: Annotated[bool, typer.Option("--force", help="make documents again even if nothing has changed")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only list what would be made, and why")] = False,
) -> None:
    """Make the documents of a results year; those that have not changed are left as they are."""
    from pipeline.verbs.build import build_booklets

    raise typer.Exit(
        build_booklets(options(ctx).where, year, publications or [], place or [], jobs, force, dry_run, start(ctx))
    )


@app.command(name="retry-failed")
def retry_failed(ctx: typer.Context, year: Year = 0, jobs: Jobs = EVERY_CORE) -> None:
    """Make only the documents that failed or were not reached in the last run that included them."""
    from pipeline.verbs.build import retry_failed

    raise typer.Exit(retry_failed(options(ctx).where, year, jobs, start(ctx)))


@app.command()
def runs(
    ctx: typer.Context,
    last: Annotated[bool, typer.Option("--last", help="show the last run only, in full, on one screen")] = False,
    year: Annotated[
        int, typer.Option("--year", show_default=False, help="only runs of this results year; all by default")
    ] = 0,
) -> None:
    """List the last runs: when they ran, who or what started them, how long they took and how they ended."""
    from pipeline.verbs.runs import print_runs

    raise typer.Exit(print_runs(options(ctx).where, last, year or None))


app.add_typer(of_the_year)
app.add_typer(of_keeping)


@app.command()
def explain(
    ctx: typer.Context,
    measure: Annotated[str, typer.Argument(help="a measure's id, as in params/measures: ks2_rwm_exp")],
    place: Annotated[str, typer.Argument(help="a place's id (a school's LAESTAB) or name")],
    year: Annotated[int, typer.Argument(help="results year: the calendar year of the summer")],
    group: Annotated[str, typer.Option("--group", help="a pupil group's id; 'all' is every pupil")] = "all",
) -> None:
    """Show the rule, the counts and the delivery behind a printed number."""
    from pipeline.verbs.explain import explain_figure

    raise typer.Exit(explain_figure(options(ctx).where, measure, place, year, group))


@app.command()
def chase(
    ctx: typer.Context,
    year: Annotated[
        int,
        typer.Option("--year", show_default=False, help="results year; by default that of the newest pupil records"),
    ] = 0,
    school: Annotated[
        str | None, typer.Option("--school", help="one school, by number or name; all by default")
    ] = None,
) -> None:
    """Write each school's list of questions about its own pupil records, and print how many there are."""
    from pipeline.verbs.chase import chase_schools

    raise typer.Exit(chase_schools(options(ctx).where, year, school, start(ctx)))


@app.command()
def reconcile(
    ctx: typer.Context,
    year: Year = 0,
    place: Annotated[
        str, typer.Option("--place", help="a place's id or name, with its schools; the whole authority by default")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", help="a .csv file to list every cell in; unprotected, for the data team only"),
    ] = None,
) -> None:
    """Compare figures from pupil records with the published ones of a results year, and count the differences."""
    from pipeline.verbs.reconcile import reconcile_figures

    raise typer.Exit(reconcile_figures(options(ctx).where, year, place, out))


@app.command()
def changes(
    ctx: typer.Context,
    year: Year = 0,
    publication: Annotated[str, typer.Option("--publication", help="one publication; all by default")] = "",
    place: Annotated[str, typer.Option("--place", help="one place, by number or name; all by default")] = "",
    first: Annotated[
        int, typer.Option("--from", show_default=False, help="number of the earlier issue; the last but one by default")
    ] = 0,
    second: Annotated[
        int, typer.Option("--to", show_default=False, help="number of the later issue; the last by default")
    ] = 0,
    since_issue: Annotated[
        bool, typer.Option("--since-issue", help="compare the last issue with what a build would make now")
    ] = False,
    every: Annotated[bool, typer.Option("--all", help="print every change, however many")] = False,
) -> None:
    """List what changed in documents since the issue before: figures, standings, questions, wording, release stages."""
    from pipeline.changes.between import DocumentSelection
    from pipeline.verbs.changes import print_changes

    raise typer.Exit(
        print_changes(
            options(ctx).where, DocumentSelection(year, publication, place, first, second), since_issue, every
        )
    )


@app.command()
def verify(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="web pages, PDFs or workbooks, in any folder and under any name")],
) -> None:
    """Say whether each file is genuine, superseded, altered or unknown, from its content alone."""
    from pipeline.verbs.verify import verify_files

    raise typer.Exit(verify_files(options(ctx).where, files))


export = typer.Typer(help="Write stored figures as a tidy file.", no_args_is_help=True)
app.add_typer(export, name="export")


@export.command(name="figures")
def export_figures(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", help="a .csv or .parquet file to write")],
    audience: Annotated[
        str, typer.Option(help="protect figures for this audience; 'internal' protects nothing")
    ] = "public",
) -> None:
    """Write every figure, one row each, protected for an audience."""
    from pipeline.verbs.export import write_figures

    raise typer.Exit(write_figures(options(ctx).where, out, audience))


@app.command()
def init(
    ctx: typer.Context,
    authority: Annotated[str, typer.Option("--authority", help="the authority's three-digit code")],
    name: Annotated[str, typer.Option("--name", help="the authority's name")],
    into: Annotated[
        Path | None, typer.Option("--into", help="the new working folder; by default authorities/<code>")
    ] = None,
) -> None:
    """Create a working folder for an authority, with its own copy of the declarations and notebooks."""
    from pipeline.verbs.init import open_council

    raise typer.Exit(open_council(options(ctx).where, authority, name, into))


@app.command(name="new-year")
def new_year(
    ctx: typer.Context,
    last: Annotated[int, typer.Option("--from", help="the results year before")],
    new: Annotated[int, typer.Option("--to", help="the results year to open")],
    metafiles: Annotated[
        list[Path] | None,
        typer.Option(
            "--metafile", help="a publisher's list of columns, only compared with what is declared; repeat for several"
        ),
    ] = None,
) -> None:
    """Open a results year: write the checklist of what must be confirmed before any of its documents is made."""
    from pipeline.verbs.newyear import compare_metafiles, open_year

    where = options(ctx).where
    raise typer.Exit(compare_metafiles(where, new, metafiles) if metafiles else open_year(where, last, new))


@app.command()
def invent(
    ctx: typer.Context,
    into: Annotated[Path, typer.Option("--into", help="a folder to write its declarations and deliveries into")],
    seed: Annotated[int, typer.Option("--seed", help="a different number gives different children")] = 1,
) -> None:
    """Write an invented authority with schools, children and results, to rehearse the whole job on."""
    from pipeline.verbs.invent import invent_authority

    raise typer.Exit(invent_authority(options(ctx).where, into, seed))


def main() -> None:
    """The installed command: a foreseen error ends it with its message and exit code, any other with a traceback."""
    chosen = GlobalOptions()
    try:
        app(obj=chosen)
    except (PipelineError, OSError, sqlite3.Error) as error:
        foreseen = error if isinstance(error, PipelineError) else in_words(error, chosen.where)
        if foreseen is None:
            raise
        complain_at_length(str(foreseen))
        sys.exit(foreseen.exit_code)
