"""Which figures issued documents have printed: their audience has them, so later documents must be protected against them."""

from collections import defaultdict
from collections.abc import Collection
from functools import partial

from pipeline.disclosure.known_figures import Released
from pipeline.ledger.issued import issued_packs
from pipeline.packs.pack import Pack
from pipeline.paths import Folders
from pipeline.workspace.run_context import RunContext, make_run_context


def open_run_context(folders: Folders) -> RunContext:
    """Everything a pack is made from; what issued documents have released is read only when a figure must be protected."""
    return make_run_context(folders, partial(released_figures, folders))


def released_figures(folders: Folders, printed: Collection[str]) -> dict[str, Released]:
    """Audience -> the place, results year, measure and group of every figure its documents have printed, of any issue.

    `printed` are the statuses of a figure that was printed in some form.
    """
    released: dict[str, set[tuple[str, int, str, str]]] = defaultdict(set)
    for issue in issued_packs(folders):
        figures = Pack.read(issue.file).figures
        released[issue.audience] |= {(f.place, f.year, f.measure, f.group) for f in figures if f.status in printed}
    return dict(released)
