"""What issued documents have told of figures: their audience has it, so later documents must be protected against it."""

from collections import defaultdict
from collections.abc import Collection
from functools import partial

from pipeline.disclosure.known_figures import TOO_FEW, FigureKey, IssuedFigures
from pipeline.ledger.issued import issued_packs
from pipeline.packs.pack import Pack
from pipeline.paths import Folders
from pipeline.workspace.run_context import RunContext, make_run_context


def open_run_context(folders: Folders) -> RunContext:
    """Everything a pack is made from; what issued documents have released is read only when a figure must be protected."""
    return make_run_context(folders, partial(released_figures, folders))


def released_figures(folders: Folders, printed: Collection[str]) -> IssuedFigures:
    """What issued documents of any issue have told; `printed` are the statuses of a figure that was printed in some form."""
    told: dict[str, set[FigureKey]] = defaultdict(set)
    too_few: dict[str, set[FigureKey]] = defaultdict(set)
    for issue in issued_packs(folders):
        figures = Pack.read(issue.file).figures
        for which, statuses in ((told, printed), (too_few, TOO_FEW)):
            which[issue.audience] |= {(f.place, f.year, f.measure, f.group) for f in figures if f.status in statuses}
    return IssuedFigures(told, too_few)
