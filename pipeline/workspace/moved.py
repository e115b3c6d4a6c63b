"""How many figures a delivery moves: the Figure table before it and after it, compared row by row."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.measures.figure import GRAIN, NUMBERS, SHOWN, empty
from pipeline.measures.store import figure_tables, read_inputs
from pipeline.paths import Folders
from pipeline.workspace.inputs import figures_key

FIGURE = [c for c in GRAIN if c != "release"]
PRINTED = [*NUMBERS, "status"]


@dataclass(frozen=True)
class Moved:
    """Figures that are new, that change, and that are there no more."""

    new: int = 0
    changed: int = 0
    gone: int = 0

    def sentence(self) -> str:
        """In words: "412 new, 3 changed"; "none" where no figure moves."""
        counts = {"new": self.new, "changed": self.changed, "gone": self.gone}
        return ", ".join(f"{number:,} {word}" for word, number in counts.items() if number) or "none"


@dataclass(frozen=True)
class FigureMoves:
    """Every figure that is not the same after as before: its place, year, measure and group, and how it moves.

    `move` is new, changed or gone; `delivery` the fingerprints behind it, before and after.
    """

    rows: pd.DataFrame

    def all(self) -> Moved:
        """All of them."""
        return _counted(self.rows)

    def of(self, fingerprint: str) -> Moved:
        """Those that rest, before or after, on one delivery."""
        return _counted(self.rows[self.rows["delivery"].str.contains(fingerprint, regex=False)])


def figures_now(folders: Folders) -> pd.DataFrame:
    """The Figure table of everything kept; empty where nothing is kept."""
    if not folders.deliveries.is_dir() or not any(folders.deliveries.iterdir()):
        return empty()
    return figure_tables(folders, read_inputs(folders), figures_key(folders))[0]


def moved(before: pd.DataFrame, after: pd.DataFrame, ranks: Mapping[str, int]) -> FigureMoves:
    """What differs between the figures in force of two Figure tables; where a figure came from, and its release stage, do not count.

    `ranks` gives the order of the release stages: of several figures of one place, year, measure and group the most settled that is shown
    is in force.
    """
    before, after = (_in_force(table, ranks) for table in (before, after))
    both = before.merge(after, on=FIGURE, how="outer", suffixes=("", "_after"), indicator=True)
    differs = pd.Series(False, index=both.index)
    for column in PRINTED:
        one, other = both[column], both[f"{column}_after"]
        differs |= ~((one == other).fillna(False).astype(bool) | (one.isna() & other.isna()))
    move = both["_merge"].astype("string").map({"left_only": "gone", "right_only": "new", "both": "changed"})
    behind = both["delivery"].fillna("") + "," + both["delivery_after"].fillna("")
    return FigureMoves(both[FIGURE].assign(move=move, delivery=behind.astype("string"))[differs])


def _in_force(table: pd.DataFrame, ranks: Mapping[str, int]) -> pd.DataFrame:
    ranked = table.assign(_shown=table["status"] == SHOWN, _rank=table["release"].map(ranks))
    return ranked.sort_values(["_shown", "_rank"], kind="stable").drop_duplicates(FIGURE, keep="last")


def _counted(rows: pd.DataFrame) -> Moved:
    counts = rows["move"].value_counts()
    return Moved(*(int(counts.get(word, 0)) for word in ("new", "changed", "gone")))
