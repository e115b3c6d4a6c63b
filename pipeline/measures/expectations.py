"""Finds the pupils behind an expected result: of a place, year and stage, by measure and pupil group."""

from collections import defaultdict

import pandas as pd

from pipeline.measures.expected import COLUMNS, UNKNOWN, Band

Key = tuple[str, int, str]  # place, year, stage


class Expectations:
    """Bands of pupils by place, year and stage, then by measure and group."""

    def __init__(self, table: pd.DataFrame | None = None) -> None:
        self._bands: dict[Key, dict[tuple[str, str], list[Band]]] = defaultdict(lambda: defaultdict(list))
        self._without: dict[tuple[Key, str, str], int] = {}
        self._deliveries: dict[Key, str] = {}
        for row in (table if table is not None else pd.DataFrame(columns=COLUMNS)).itertuples(index=False):
            key: Key = (row.place_id, int(row.year), row.stage)
            self._deliveries[key] = row.deliveries
            if row.band == UNKNOWN:
                self._without[key, row.measure, row.group] = int(row.pupils)
                self._bands[key].setdefault((row.measure, row.group), [])
            else:
                band = Band(float(row.prior_from), float(row.prior_to), float(row.rate), int(row.pupils))
                self._bands[key][row.measure, row.group].append(band)

    def has(self, place: str, year: int, stage: str) -> bool:
        """Whether anything can be expected there: a pupil with earlier results."""
        return any(self._bands.get((place, year, stage), {}).values())

    def groups(self, place: str, year: int, stage: str, measure: str) -> list[str]:
        return [g for m, g in self._bands.get((place, year, stage), {}) if m == measure]

    def bands(self, place: str, year: int, stage: str, measure: str, group: str = "all") -> list[Band]:
        """Pupils by band, lowest first; bands without pupils are left out."""
        bands = self._bands.get((place, year, stage), {}).get((measure, group), [])
        return sorted(bands, key=lambda b: b.prior_from)

    def deliveries(self, place: str, year: int, stage: str) -> str:
        """The fingerprints of the deliveries that the expected results depend on, comma separated."""
        return self._deliveries.get((place, year, stage), "")

    def without(self, place: str, year: int, stage: str, measure: str) -> int:
        """Pupils of the cohort who have no earlier results."""
        return self._without.get(((place, year, stage), measure, "all"), 0)
