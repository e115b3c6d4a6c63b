"""National results before their day: a delivery of a statistical release is not received until the release is published."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from pipeline.declared import Declarations
from pipeline.declared.releases import long_day
from pipeline.declared.sources import Embargo, Source
from pipeline.deliveries.findings import Finding


@dataclass(frozen=True)
class EmbargoCheck:
    """Refuses national results before their publication day; applies to every delivery whose source declares an embargo."""

    on: date
    declared: Declarations

    def findings(self, file: str, source: Source, release: str, table: pd.DataFrame) -> list[Finding]:
        """One finding where the file holds results of a release after the day `on`: which, until when, and what to do."""
        if source.embargo is None:
            return []
        which = source.embargo.release or release
        results = self._results(source, source.embargo, table)
        days = {(self.declared.releases.on(stage, which, year), stage, year) for stage, year in results}
        early = sorted(d for d in days if d[0] > self.on)
        if not early:
            return []
        listed = ", ".join(f"{self.declared.stages[stage].name.lower()} {year}" for _, stage, year in early)
        until = long_day(early[-1][0])
        problem = f"it holds national results not yet published ({listed}, {which}): they are embargoed until {until}."
        remedy = (
            "Keep it where only those who may see it early can, and receive it on that day. "
            "If the day has moved, correct params/releases.yml."
        )
        return [Finding(file, None, None, "embargoed", problem, remedy)]

    def _results(self, source: Source, embargo: Embargo, table: pd.DataFrame) -> Iterator[tuple[str, int]]:
        """(key stage, results year) of every embargoed result; in a long file, of the items that measures are read from."""
        items = self.declared.items_of(source.id)
        if not items:
            years = [int(y) for y in table["results_year"].dropna().unique()]
            yield from ((stage, year) for stage in embargo.stages for year in years)
            return
        rows = table.loc[table["value"].notna(), ["item", "results_year"]].drop_duplicates()
        for item, year in rows.itertuples(index=False):
            if items.get(item) in embargo.stages:
                yield items[item], int(year)
