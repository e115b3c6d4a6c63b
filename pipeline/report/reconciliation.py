"""What the reconciliation notebook opens: pupil records and published tables of one results year, side by side."""

from collections.abc import Mapping

import pandas as pd

from pipeline.declared import Declarations, read_declared
from pipeline.measures.build import published_figures
from pipeline.measures.figure import GRAIN, empty, typed
from pipeline.measures.frompupils import pupil_figures
from pipeline.measures.kept_counts import read_kept_counts
from pipeline.measures.reconcile import not_compared, reconcile
from pipeline.paths import Folders, folders
from pipeline.places import read_register
from pipeline.pupils import read_records
from pipeline.pupils.cohorts import ESTIMATES, PHONICS
from pipeline.report.block import Block
from pipeline.report.notebook_year import results_year
from pipeline.report.style import in_our_look
from pipeline.report.team import reconciled_records as page
from pipeline.report.team.reconciled_records import Reconciled
from pipeline.validated.clean_tables import tables
from pipeline.validated.holds import holds

NO_RECORDS = "No pupil records have been received, so there is nothing to set beside the published tables."
NONE_OF_YEAR = "Pupil records of {year} have not been received; they are held for {held}."
NOT_PUBLISHED = (
    "No published figures of {year} have been received for the authority's places, so there is nothing to compare."
)


class Reconciliation:
    """One year's reconciliation, part by part. Every method returns what its cell shows."""

    def __init__(self, found: Reconciled) -> None:
        self._found = found

    def counts(self) -> Block:
        """How many figures agree, and how many differ by how many pupils."""
        return page.counts(self._found)

    def differing(self) -> Block:
        """Every figure that differs, by how many pupils, and what to do; a line where none does."""
        return page.differing(self._found)

    def not_compared(self) -> Block:
        """Figures that only one side has, and why; a line where there are none."""
        return page.not_compared(self._found)


def open_reconciliation(year: int, place: str = "") -> Reconciliation:
    """The reconciliation of a results year, of the whole authority or of one place and its schools."""
    in_our_look()
    return Reconciliation(reconciled(results_year(year), place))


def reconciled(year: int, place: str = "", where: Folders | None = None) -> Reconciled:
    """Everything the page says, calculated anew from the deliveries received."""
    where = where or folders()
    declared = read_declared(where.params)
    public = {name: tables(where, name) for name, source in declared.sources.items() if source.about != "pupils"}
    register = read_register(where.params, public)
    about = register.find(str(place)) if place else register[register.authority.id]
    wanted = {about.id, *(m.id for m in register.members(about.id, year))}
    if not place:
        wanted |= {p.id for p in (*register.clusters(year), *register.trusts(year))}
    waiting = holds(where)
    held = read_records(where, waiting)
    ours = pupil_figures(declared, register, _of_year(held, declared, year), waiting, read_kept_counts(where))
    theirs = published_figures(declared, register, _of_year(public, declared, year))
    tables_of_year = []
    for rows in (ours, theirs):  # of several rows for one figure the last counts
        figures = {tuple(r[c] for c in GRAIN): r for r in rows if r["year"] == year and r["place_id"] in wanted}
        tables_of_year.append(typed(pd.DataFrame(list(figures.values()))) if figures else empty())
    ours, theirs = tables_of_year
    nothing = _why_nothing(held, ours, theirs, year)
    theirs = typed(theirs.iloc[:0]) if nothing else theirs
    cells, apart = reconcile(ours, theirs, declared), not_compared(ours, theirs, declared)
    return Reconciled(year, about.id, declared, register, cells, apart.iloc[:0] if nothing else apart, nothing)


def _of_year(held: Mapping[str, list[tuple]], declared: Declarations, year: int) -> dict[str, list[tuple]]:
    """The deliveries that can hold figures of the year: its own, the check of the year before, and files of many years."""
    sources = declared.sources
    many = {name for name in held if name in sources and sources[name].results_year == "column"}
    years = {name: {year, year - 1} if name == PHONICS else {year} for name in held}
    return {
        name: [p for p in parts if name in many or p[0].results_year in years[name]] for name, parts in held.items()
    }


def _why_nothing(held: Mapping[str, list[tuple]], ours: pd.DataFrame, theirs: pd.DataFrame, year: int) -> str:
    """Why there is nothing to compare, in a sentence; "" where there is something."""
    years = sorted({d.results_year for name, parts in held.items() for d, _ in parts if name != ESTIMATES})
    if not years:
        return NO_RECORDS
    if ours.empty:
        return NONE_OF_YEAR.format(year=year, held=", ".join(map(str, years)))
    return NOT_PUBLISHED.format(year=year) if theirs.empty else ""
