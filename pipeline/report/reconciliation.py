"""The front door of the reconciliation notebook: pupil records and published tables of one results year, set side by side."""

import os

import pandas as pd

from pipeline.declared import read_declared
from pipeline.measures.build import pupil_figures, published_figures
from pipeline.measures.reconcile import CELL, COLUMNS, not_compared, reconcile
from pipeline.paths import Folders, folders
from pipeline.places import Register, read_register
from pipeline.report.pages import reconciliation as page
from pipeline.report.pages.reconciliation import Reconciled
from pipeline.report.style import stylesheet
from pipeline.validated.tables import read_tables

NO_RECORDS = "No pupil records have been received, so there is nothing to set beside the published tables."
NONE_OF_YEAR = "Pupil records of {year} have not been received; they are held for {held}."
NOT_PUBLISHED = (
    "No published figures of {year} have been received for the authority's places, so there is nothing to compare."
)


class Reconciliation:
    """One year's reconciliation, part by part. Every method returns what its cell shows."""

    def __init__(self, found: Reconciled) -> None:
        self._found = found

    def counts(self):
        return page.counts(self._found)

    def differing(self):
        return page.differing(self._found)

    def not_compared(self):
        return page.not_compared(self._found)


def open_reconciliation(year: int, place: str = "") -> Reconciliation:
    """The reconciliation of a results year, of the whole authority or of one place and its schools."""
    if os.environ.get("JPY_SESSION_NAME"):
        _in_our_look()
    return Reconciliation(reconciled(year, place))


def reconciled(year: int, place: str = "", where: Folders | None = None) -> Reconciled:
    """Everything the page says, worked out afresh from the deliveries held."""
    where = where or folders()
    declared, tables = read_declared(where.params), read_tables(where)
    register = read_register(where.params, tables)
    about = register.find(str(place)) if place else register.comparator("authority")
    ours, theirs, nothing = _both(declared, register, tables, where, year)
    wanted = {about.id, *(m.id for m in register.members(about.id, year))}
    if not place:
        wanted |= {p.id for p in (*register.clusters(year), *register.trusts(year))}
    ours, theirs = (_only(frame, year, wanted, declared) for frame in (ours, theirs))
    if not nothing and theirs.empty:
        nothing = NOT_PUBLISHED.format(year=year)
    if nothing:
        none = pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
        return Reconciled(year, about.id, declared, register, none, _apart_of(none), nothing)
    cells, apart = reconcile(ours, theirs, declared), not_compared(ours, theirs, declared)
    return Reconciled(year, about.id, declared, register, cells, apart)
