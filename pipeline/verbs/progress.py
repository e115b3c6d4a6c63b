"""Progress of a run: a bar on a terminal, plain lines in a log."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

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

    done = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    columns = *done, TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn()
    # Without auto_refresh: it would start a thread, and booklets are made in forked processes, which threads can deadlock.
    with Progress(*columns, transient=True, auto_refresh=False) as bar:
        task = bar.add_task("booklets", total=total)

        def advance(document: SelectedDocument, ending: str, why: str) -> None:
            bar.update(task, advance=1, description=document.item.name[:40], refresh=True)
            if ending != "made":
                bar.console.print(f"{document.item.publication} of {document.item.name}: {ending}: {why}")

        yield advance


def _print_line(document: SelectedDocument, ending: str, why: str) -> None:
    item = document.item
    sys.stderr.write(f"{ending}: {item.publication} {item.year} {item.place} {item.name} ({why})\n")
