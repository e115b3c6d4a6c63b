"""Finds figures: for a place, year, measure and group the one of the latest release stage that is shown; and those known on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from pipeline.declared import Measure
from pipeline.declared.releases import Releases
from pipeline.measures.bands import band_of, is_band, measure_of
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

    @property
    def printable(self) -> bool:
        """Whether the figure is printed as a number or, where it is only known between two values, as a range."""
        return self.shown or self.status == "bounded"

    @property
    def number(self) -> float:
        """The value of a figure that has one, unrounded, in the measure's unit; ValueError for a figure without."""
        if self.value is None:
            raise ValueError(f"{self._name} has no value: {self.status}. Check `shown` before reading its number.")
        return self.value

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the most a figure can be that has both, in the measure's unit; ValueError for a figure without."""
        if self.lower is None or self.upper is None:
            raise ValueError(f"{self._name} has no bounds: {self.status}. Check `status` before reading its bounds.")
        return self.lower, self.upper

    @property
    def _name(self) -> str:
        return f"The figure of {self.place_id}, {self.measure}, {self.year}, {self.group}"


class FigureIndex:
    """Figures by (place, measure, group) and year; of several release stages the latest that is shown.

    Only where none is shown is it the latest one of all, whose status says why there is no figure. `ranks` is the
    vocabulary's order of the release stages.
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
            other = years.get(fig.year)
            if other is None or self._preference(fig) > self._preference(other):
                years[fig.year] = fig

    @classmethod
    def of(cls, frame: pd.DataFrame, ranks: Mapping[str, int]) -> "FigureIndex":
        """The whole Figure table, indexed; missing numbers become None."""
        columns = (
            frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in Fig.__dataclass_fields__
        )
        return cls(list(map(Fig, *columns)), ranks)

    def get(self, place: str, year: int, measure: str, group: str = "all") -> Fig | None:
        return self._figures.get((place, measure, group), {}).get(year)

    def all(self) -> list[Fig]:
        """Every figure, without the published bands, in the order in which they were given."""
        return [f for years in self._figures.values() for f in years.values() if not is_band(f.measure)]

    def holding(self, figures: list[Fig]) -> "FigureIndex":
        """An index of these figures only, and the published bands of those that are shown."""
        bands = (self.get(f.place_id, f.year, band_of(f.measure)) for f in figures if f.shown and f.group == "all")
        return FigureIndex([*figures, *(b for b in bands if b)], self._ranks)

    def years(self, place: str, measure: str, group: str = "all") -> list[int]:
        """The results years with a shown figure, oldest first."""
        figures = self._figures.get((place, measure, group), {})
        return sorted(year for year, fig in figures.items() if fig.shown)

    def groups(self, place: str, measure: str) -> list[str]:
        """The pupil groups a place has figures of, in the order in which they were given."""
        return self._groups.get((place, measure), [])

    def _preference(self, fig: Fig) -> tuple[bool, int]:
        return fig.shown, self._ranks[fig.release]


def known_on(
    figures: pd.DataFrame, day: date | None, releases: Releases, measures: Mapping[str, Measure]
) -> pd.DataFrame:
    """The rows of the Figure table published by the day; all of them where no day is given.

    A figure is known from the day its release was published, a band from the release of its measure. A later release is left
    out with its rows, so that the index finds the figure that was current on the day.
    """
    if day is None or figures.empty:
        return figures
    kinds = figures[["measure", "release", "year"]].drop_duplicates()
    published = [
        releases.on(measures[measure_of(k.measure)].stage, k.release, k.year) <= day
        for k in kinds.itertuples(index=False)
    ]
    return figures.merge(kinds[published], on=["measure", "release", "year"], how="inner")[figures.columns]
