"""What could be known on a day: a figure counts from the day its release was published."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from pipeline.declared import Measure
from pipeline.declared.releases import Releases
from pipeline.measures.bands import measure_of


def known_on(
    figures: pd.DataFrame, day: date | None, releases: Releases, measures: Mapping[str, Measure]
) -> pd.DataFrame:
    """The figures published by the day; all of them where no day is given.

    A band belongs to the release of its measure. A later release of the same figure is left out with its rows, so the
    one that stood on the day is reached for instead.
    """
    if day is None or figures.empty:
        return figures
    kinds = figures[["measure", "release", "year"]].drop_duplicates()
    told = [
        releases.on(measures[measure_of(k.measure)].stage, k.release, k.year) <= day
        for k in kinds.itertuples(index=False)
    ]
    return figures.merge(kinds[told], on=["measure", "release", "year"], how="inner")[figures.columns]
