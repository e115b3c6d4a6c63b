"""The Figure table and the expected results of everything received, kept until something they are calculated from changes.

What they are calculated from is read here as well, so that their key, the code of this room and those below, leaves nothing out.
"""

from dataclasses import dataclass

import pandas as pd

from pipeline.atomic import write_bytes, write_text
from pipeline.declared import Declarations, read_declared
from pipeline.deliveries.delivery import Delivery
from pipeline.keys import fingerprint
from pipeline.measures.build import build_figures
from pipeline.measures.expected import expected_table
from pipeline.measures.kept_counts import read_kept_counts
from pipeline.paths import Folders
from pipeline.places import Register, read_register
from pipeline.pupils import read_records
from pipeline.stored import stored_table, stored_text
from pipeline.validated.clean_tables import read_tables
from pipeline.validated.holds import Hold, holds


@dataclass(frozen=True)
class Inputs:
    """Declarations, validated tables by source, the register made of them, and the schools whose records are held."""

    declared: Declarations
    tables: dict[str, list[tuple[Delivery, pd.DataFrame]]]
    register: Register
    holds: list[Hold]


def read_inputs(folders: Folders) -> Inputs:
    """Everything figures are calculated from, brought up to date; raises ParamsWrong with every mistake in the declarations."""
    declared = read_declared(folders.params)
    tables = read_tables(folders)
    return Inputs(declared, tables, read_register(folders.params, tables), holds(folders))


def figure_tables(folders: Folders, inputs: Inputs, inputs_key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The Figure table and the table of expected results, calculated again where `inputs_key` or a hold has changed."""
    key, key_file = fingerprint(inputs_key, *map(repr, inputs.holds)), folders.store / "figures.key"
    files = (folders.figures, folders.expected)
    if stored_text(key_file) == key:
        kept_figures, kept_expected = map(stored_table, files)
        if kept_figures is not None and kept_expected is not None:
            return kept_figures, kept_expected
    records, kept = read_records(folders, inputs.holds), read_kept_counts(folders)
    figures = build_figures(inputs.declared, inputs.register, inputs.tables, records, inputs.holds, kept)
    expected = expected_table(inputs.declared, inputs.register, records, kept.expected)
    key_file.unlink(
        missing_ok=True
    )  # so that a run killed between the two files leaves no key that fits only one of them
    for file, table in zip(files, (figures, expected), strict=True):
        write_bytes(file, table.to_parquet(index=False))
    write_text(key_file, key)
    return figures, expected
