"""Progress: a bar on a terminal, plain lines in a log."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pipeline.press import Wanted

Tell = Callable[[Wanted, str, str], None]


@contextmanager
def progress(total: int) -> Iterator[Tell]:
    """What to call as each document ends: (document, made|failed, why)."""
    if not total or not sys.stderr.isatty():
        yield _line
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, transient=True, auto_refresh=False) as bar:  # no thread beside a fork
        task = bar.add_task("booklets", total=total)

        def tell(wanted: Wanted, end: str, why: str) -> None:
            bar.update(task, advance=1, description=wanted.item.name[:40], refresh=True)
            if end != "made":
                bar.console.print(f"{wanted.item.publication} of {wanted.item.name}: {end}: {why}")

        yield tell


def _line(wanted: Wanted, end: str, why: str) -> None:
    item = wanted.item
    sys.stderr.write(f"{end}: {item.publication} {item.year} {item.place} {item.name} ({why})\n")
