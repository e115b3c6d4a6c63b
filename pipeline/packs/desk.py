"""The desk a run works at: declarations, register, figures, facts and sources, made from the deliveries when they have changed."""

import pandas as pd

from pipeline.atomic import write_bytes, write_text
from pipeline.declared import read_declared
from pipeline.deliveries.delivery import kept
from pipeline.errors import NothingReceived
from pipeline.measures.build import build_figures
from pipeline.measures.shelf import Shelf
from pipeline.packs.compose import Desk
from pipeline.packs.facts import read_facts
from pipeline.packs.plan import store_key
from pipeline.packs.sources import read_sources_of
from pipeline.paths import Folders
from pipeline.places import read_register
from pipeline.validated.tables import read_tables


def open_desk(folders: Folders) -> Desk:
    """Everything a pack is made from; the Figure table is worked out again only when something it rests on has changed."""
    if not kept(folders):
        raise NothingReceived(folder=folders.deliveries, example="data/open")
    declared = read_declared(folders.params)
    tables = read_tables(folders)
    register = read_register(folders.params, tables)
    figures = _figures(folders, declared, register, tables)
    sources = read_sources_of(folders)
    return Desk(declared, register, Shelf.of(figures), sources, read_facts(tables, register))


def _figures(folders: Folders, declared, register, tables) -> pd.DataFrame:
    key, noted = store_key(folders), folders.store / "figures.key"
    if folders.figures.exists() and noted.exists() and noted.read_text() == key:
        return pd.read_parquet(folders.figures)
    figures = build_figures(declared, register, tables)
    write_bytes(folders.figures, figures.to_parquet(index=False))
    write_text(noted, key)
    return figures
