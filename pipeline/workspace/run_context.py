"""What a run works from: declarations, register, figures, facts and sources; calculated again only when their inputs have changed."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial

import pandas as pd

from pipeline.atomic import write_text
from pipeline.declared import Declarations
from pipeline.deliveries.delivery import kept
from pipeline.disclosure.control import DisclosureControl
from pipeline.disclosure.known_figures import IssuedFigures, KnownFigures
from pipeline.disclosure.suppression_cache import SuppressionCache
from pipeline.errors import NothingReceived
from pipeline.measures.expectations import Expectations
from pipeline.measures.figure_index import FigureIndex, known_on
from pipeline.measures.store import figure_tables, read_inputs
from pipeline.paths import Folders
from pipeline.places import Register
from pipeline.stored import stored_text
from pipeline.workspace.held_schools import HeldSchools
from pipeline.workspace.inputs import figures_key
from pipeline.workspace.school_facts import SchoolFacts, read_facts
from pipeline.workspace.source_notes import SourceNotes, read_source_notes


@dataclass(frozen=True)
class RunContext:
    """What every pack of one run is made from; `figures` holds what was known on `as_at`, or everything without a day."""

    declared: Declarations
    register: Register
    figure_table: pd.DataFrame
    figures: FigureIndex
    sources: SourceNotes
    facts: SchoolFacts
    waiting: HeldSchools = field(default_factory=HeldSchools)
    as_at: date | None = None
    expectations: Expectations = field(default_factory=Expectations)
    # What issued documents have told; a function, because only runs that protect figures need to read them all.
    released: Callable[[], IssuedFigures] = IssuedFigures
    suppressions: SuppressionCache = field(default_factory=SuppressionCache)  # of earlier runs and of this one

    @cached_property
    def control(self) -> DisclosureControl:
        """Decides which figures an audience may see; it knows every figure of the run."""
        grouped = {m.id for m in self.declared.measures.values() if m.printed_by_group}
        known = KnownFigures(self.declared, self.register, self.figures, self.sources.is_open, self.released(), grouped)
        return DisclosureControl(known, self.suppressions)

    def on(self, day: date | None) -> "RunContext":
        """The same run as it could have been on a day: only the figures published by then."""
        if day == self.as_at:
            return self
        known = known_on(self.figure_table, day, self.declared.releases, self.declared.measures)
        return replace(self, figures=FigureIndex.of(known, self.declared.vocabulary.releases.ranks), as_at=day)


def make_run_context(folders: Folders, released: Callable[[Collection[str]], IssuedFigures]) -> RunContext:
    """Everything a pack is made from; the Figure table is calculated again only when something it depends on has changed.

    `released` gives what issued documents have told, for the statuses of a printed figure.
    Raises NothingReceived where there is no delivery.
    """
    if not kept(folders):
        raise NothingReceived(folder=folders.deliveries, example="data/open")
    inputs = read_inputs(folders)
    figures, expected = figure_tables(folders, inputs, figures_key(folders))
    return RunContext(
        inputs.declared,
        inputs.register,
        figures,
        FigureIndex.of(figures, inputs.declared.vocabulary.releases.ranks),
        read_source_notes(folders, inputs.declared),
        read_facts(inputs.tables, inputs.register),
        HeldSchools.of(inputs.holds, inputs.declared.sources),
        released=partial(released, inputs.declared.vocabulary.statuses_of("printed")),
        suppressions=SuppressionCache.from_text(stored_text(folders.choices)),
        expectations=Expectations(expected),
    )


def save_suppressions(run: RunContext, folders: Folders) -> None:
    """Keep this run's choices of suppressed cells for the next run."""
    write_text(folders.choices, run.suppressions.as_text())
