"""National results before their day: a delivery of a statistical release is not received until the release is published."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from pipeline.declared import Declarations
from pipeline.declared.releases import long_day
from pipeline.declared.sources import Source
from pipeline.deliveries.findings import Finding


@dataclass(frozen=True)
class EmbargoCheck:
    """What is published by a day: asked of every delivery whose source declares an embargo."""

    on: date
    declared: Declarations

    def findings(self, file: str, source: Source, release: str, table: pd.DataFrame) -> list[Finding]:
        """One finding where the file holds results of a release still to come; it says which, until when and what to do."""
        if source.embargo is None:
            return []
        held = source.embargo.release or release
        days = {
            (self.declared.releases.on(stage, held, year), stage, year) for stage, year in self._holds(source, table)
        }
        early = sorted(d for d in days if d[0] > self.on)
        if not early:
            return []
        results = ", ".join(f"{self.declared.stages[stage].name.lower()} {year}" for _, stage, year in early)
        until = long_day(early[-1][0])
        said = f"it holds national results not yet published ({results}, {held}): they are embargoed until {until}."
        remedy = (
            "Keep it where only those who may see it early can, and receive it on that day. "
            "If the day has moved, mend releases.yml."
        )
        return [Finding(file, None, None, "embargoed", said, remedy)]

    def _holds(self, source: Source, table: pd.DataFrame) -> Iterator[tuple[str, int]]:
        """(stage, results year) of every result waited for; in a long file by the items that measures are read from."""
        items = self.declared.items_of(source.id)
        if not items:
            years = [int(y) for y in table["results_year"].dropna().unique()]
            yield from ((stage, year) for stage in source.embargo.stages for year in years)
            return
        rows = table.loc[table["value"].notna(), ["item", "results_year"]].drop_duplicates()
        for item, year in rows.itertuples(index=False):
            if items.get(item) in source.embargo.stages:
                yield items[item], int(year)
