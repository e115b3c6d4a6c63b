"""Progress of a run: a bar on a terminal, plain lines in a log."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.console import complain, one_line
from pipeline.press import OnDone, SelectedDocument


@contextmanager
def progress(total: int) -> Iterator[OnDone]:
    """Gives the function to call as each document ends, with its ending (made, held or failed) and why."""
    if not total or not sys.stderr.isatty():
        yield _print_line
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    done = TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn()
    columns = *done, TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn()
    # Without auto_refresh: it would start a thread, and booklets are made in forked processes, which threads can deadlock.
    with Progress(*columns, transient=True, auto_refresh=False) as bar:
        task = bar.add_task("booklets", total=total)

        def advance(document: SelectedDocument, ending: str, why: str) -> None:
            bar.update(task, advance=1, description=one_line(document.item.name)[:40], refresh=True)
            if ending != "made":
                said = f"{document.item.publication} of {document.item.name}: {ending}: {why}"
                bar.console.print(one_line(said), markup=False)  # a name in brackets is no instruction to rich

        yield advance


def _print_line(document: SelectedDocument, ending: str, why: str) -> None:
    item = document.item
    complain(f"{ending}: {item.publication} {item.year} {item.place} {item.name} ({why})")
