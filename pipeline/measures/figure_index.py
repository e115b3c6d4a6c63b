"""The figures within reach: for a place, year, measure and group, the most mature release that is shown."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.measures.bands import band_of, is_band
from pipeline.measures.figure import SHOWN


@dataclass(frozen=True)
class Fig:
    """One row of the Figure table."""

    place_id: str
    year: int
    release: str
    measure: str
    group: str
    numerator: int | None
    denominator: int | None
    value: float | None
    lower: float | None
    upper: float | None
    status: str
    delivery: str

    @property
    def shown(self) -> bool:
        return self.status == SHOWN and self.value is not None


class FigureIndex:
    """Figures by (place, measure, group) and year; of several releases the most mature shown one is reached for.

    Only where none is shown is it the most mature one, which says why there is no figure. `ranks` is the vocabulary's: each
    release stage and its place in the order.
    """

    def __init__(self, figures: list[Fig], ranks: Mapping[str, int]) -> None:
        self._ranks = ranks
        self._figures: dict[tuple[str, str, str], dict[int, Fig]] = {}
        self._groups: dict[tuple[str, str], list[str]] = {}
        for fig in figures:
            key = (fig.place_id, fig.measure, fig.group)
            if key not in self._figures:
                self._groups.setdefault(key[:2], []).append(fig.group)
            years = self._figures.setdefault(key, {})
            held = years.get(fig.year)
            if held is None or self._reach(fig) > self._reach(held):
                years[fig.year] = fig

    @classmethod
    def of(cls, frame: pd.DataFrame, ranks: Mapping[str, int]) -> "FigureIndex":
        """The whole Figure table on a shelf; missing numbers become None."""
        columns = (
            frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in Fig.__dataclass_fields__
        )
        return cls(list(map(Fig, *columns)), ranks)

    def get(self, place: str, year: int, measure: str, group: str = "all") -> Fig | None:
        return self._figures.get((place, measure, group), {}).get(year)

    def all(self) -> list[Fig]:
        """Every figure on the shelf, bands apart, in the order they were laid."""
        return [f for years in self._figures.values() for f in years.values() if not is_band(f.measure)]

    def holding(self, figures: list[Fig]) -> "FigureIndex":
        """A new shelf with these figures only, and the published bands of those that are shown."""
        held = (self.get(f.place_id, f.year, band_of(f.measure)) for f in figures if f.shown and f.group == "all")
        return FigureIndex([*figures, *(b for b in held if b)], self._ranks)

    def years(self, place: str, measure: str, group: str = "all") -> list[int]:
        """The results years with a shown figure, oldest first."""
        held = self._figures.get((place, measure, group), {})
        return sorted(y for y, f in held.items() if f.shown)

    def groups(self, place: str, measure: str) -> list[str]:
        """The pupil groups a place has figures of, in the order they were delivered."""
        return self._groups.get((place, measure), [])

    def _reach(self, fig: Fig) -> tuple[bool, int]:
        return fig.shown, self._ranks[fig.release]
