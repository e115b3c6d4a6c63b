"""The desk a run works at: declarations, register, figures, facts and sources, made from the deliveries when they have changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial

import pandas as pd

from pipeline.atomic import write_bytes, write_text
from pipeline.declared import Declared, read_declared
from pipeline.deliveries.delivery import kept
from pipeline.disclosure.choices import Choices
from pipeline.disclosure.holdings import Holdings, Told
from pipeline.disclosure.protect import Guard
from pipeline.errors import NothingReceived
from pipeline.keys import fingerprint
from pipeline.measures.build import build_figures
from pipeline.measures.expectations import Expectations
from pipeline.measures.expected import expected_table
from pipeline.measures.known import known_on
from pipeline.measures.shelf import Shelf
from pipeline.packs.facts import Facts, read_facts
from pipeline.packs.holding import Waiting
from pipeline.packs.rests import store_key
from pipeline.packs.scope import GROUPED
from pipeline.packs.sources import Sources, read_sources_of
from pipeline.packs.told import told
from pipeline.paths import Folders
from pipeline.places import Register, read_register
from pipeline.pupils import read_records
from pipeline.validated.holds import Hold, holds
from pipeline.validated.tables import read_tables


@dataclass(frozen=True)
class Desk:
    """What every pack of one run is made from; `shelf` holds what was known on `as_at`, or everything without a day."""

    declared: Declared
    register: Register
    figures: pd.DataFrame
    shelf: Shelf
    sources: Sources
    facts: Facts
    waiting: Waiting = field(default_factory=Waiting)
    as_at: date | None = None
    expectations: Expectations = field(default_factory=Expectations)
    told: Callable[[], Mapping[str, Told]] = dict  # what issued documents have told each audience: read when it matters
    choices: Choices = field(
        default_factory=Choices
    )  # what was found of linked tables before, and is found by this run

    @cached_property
    def guard(self) -> Guard:
        """What keeps back the figures an audience may not have; it sees everything the desk holds."""
        grouped = {m.id for m in self.declared.measures.values() if m.topic in GROUPED}
        held = Holdings(self.declared, self.register, self.shelf, self.sources.is_open, self.told(), grouped)
        return Guard(held, self.choices)

    def on(self, day: date | None) -> "Desk":
        """The desk as it could have been on a day."""
        if day == self.as_at:
            return self
        known = known_on(self.figures, day, self.declared.releases, self.declared.measures)
        return replace(self, shelf=Shelf.of(known), as_at=day)


def open_desk(folders: Folders) -> Desk:
    """Everything a pack is made from; the Figure table is worked out again only when something it rests on has changed."""
    if not kept(folders):
        raise NothingReceived(folder=folders.deliveries, example="data/open")
    declared = read_declared(folders.params)
    tables = read_tables(folders)
    register = read_register(folders.params, tables)
    held = holds(folders)
    figures, expected = _worked_out(folders, declared, register, tables, held)
    return Desk(
        declared,
        register,
        figures,
        Shelf.of(figures),
        read_sources_of(folders),
        read_facts(tables, register),
        Waiting.of(held, declared.sources),
        told=partial(told, folders),
        choices=_choices(folders),
        expectations=Expectations(expected),
    )


def _worked_out(folders: Folders, declared, register, tables, held: list[Hold]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The Figure table and the table of expected results, kept until something they rest on changes."""
    key, noted = fingerprint(store_key(folders), *map(repr, held)), folders.store / "figures.key"
    kept_tables = (folders.figures, folders.expected)
    if all(f.exists() for f in kept_tables) and noted.exists() and noted.read_text() == key:
        return tuple(map(pd.read_parquet, kept_tables))
    records = read_records(folders, held)
    figures = build_figures(declared, register, tables, records, held)
    expected = expected_table(declared, register, records)
    for file, made in zip(kept_tables, (figures, expected), strict=True):
        write_bytes(file, made.to_parquet(index=False))
    write_text(noted, key)
    return figures, expected


def _choices(folders: Folders) -> Choices:
    return Choices.from_text(folders.choices.read_text(encoding="utf-8") if folders.choices.exists() else "")


def keep_choices(desk: Desk, folders: Folders) -> None:
    """Remember what this run found of linked tables, for the next plan."""
    write_text(folders.choices, desk.choices.as_text())
