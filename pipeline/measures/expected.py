"""Next summer's expected results, if pupils do as such pupils do nationally: counts of pupils by band, then the sum of their rates."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from pipeline.declared import Declarations
from pipeline.measures.arithmetic import exact
from pipeline.places import Register
from pipeline.pupils import Cohorts, Records
from pipeline.pupils.cohort import Cohort
from pipeline.pupils.coming import RATES, Rates, coming

COLUMNS = [
    "place_id",
    "year",
    "stage",
    "measure",
    "group",
    "band",
    "prior_from",
    "prior_to",
    "rate",
    "pupils",
    "deliveries",
]
UNKNOWN = -1  # the band of pupils without earlier results
Z95 = 1.96


@dataclass(frozen=True)
class Band:
    """Pupils of one place and group in one band of prior attainment, and what such pupils reach nationally (per cent)."""

    prior_from: float
    prior_to: float
    rate: float
    pupils: int


@dataclass(frozen=True)
class ExpectedResult:
    """How many pupils reach a measure if they do as such pupils do nationally."""

    pupils: int  # with earlier results
    without: int  # in the cohort, without earlier results
    reached: Fraction  # pupils
    low: float  # pupils: the range that chance alone would give, 95 times in 100
    high: float

    @property
    def percent(self) -> Fraction:
        """Of the pupils with earlier results."""
        return 100 * self.reached / self.pupils


def expect(bands: list[Band], without: int) -> ExpectedResult | None:
    """The sum over bands of pupils times rate, and its spread if each pupil reaches the measure independently of the others.

    None where no pupil has earlier results.
    """
    pupils = sum(b.pupils for b in bands)
    if not pupils:
        return None
    reached = sum((b.pupils * exact(b.rate) / 100 for b in bands), Fraction(0))
    # The standard deviation of a sum of independent yes-or-no outcomes: the root of the sum of n p (1 - p).
    spread = sum(b.pupils * b.rate * (100 - b.rate) / 10_000 for b in bands) ** 0.5
    low, high = float(reached) - Z95 * spread, float(reached) + Z95 * spread
    return ExpectedResult(pupils, without, reached, max(low, 0.0), min(high, float(pupils)))


def expected_table(
    declared: Declarations, register: Register, records: Records, kept: pd.DataFrame | None = None
) -> pd.DataFrame:
    """One row a school, year, stage, measure, pupil group and band: how many pupils of the coming cohort are in it.

    A row is of the results year before: rates for the summer of 2026 go with the roll of 2025. Empty without rates.
    `kept` are rows of schools from which a pupil was erased; they stand while nothing was delivered since that they rest on.
    """
    # The newest delivery's rates of each summer and stage.
    rates: dict[tuple[int, str], tuple[str, pd.DataFrame]] = {}
    for delivery, table in records.get(RATES, []):
        for (summer, stage), of_stage in table.groupby(["results_year", "stage"]):
            rates[int(summer), str(stage)] = (delivery.fingerprint, of_stage)
    cohorts = Cohorts(declared, register.school_ids(), records)
    rows: list[tuple] = []
    for (summer, stage), (fingerprint, table) in rates.items():
        spec, year = declared.policy.targets.stages.get(stage), summer - 1
        if spec is None:
            continue
        roll = cohorts.deliveries(declared.vocabulary.groups.source, year)
        earlier = cohorts.deliveries(spec.prior_source, year - spec.years_before)
        deliveries = ",".join([fingerprint, *(d.fingerprint for d in [*roll, *earlier])])
        pupils = coming(cohorts, spec, year)
        standing = _standing(kept, year, stage, deliveries)
        schools = {row[0] for row in standing}
        if pupils is not None:
            banded = (row for row in _by_band(*pupils, table) if row[0] not in schools)
            rows += [(place, year, stage, *row, deliveries) for place, *row in banded]
        rows += standing
    return pd.DataFrame(rows, columns=COLUMNS)


def _standing(kept: pd.DataFrame | None, year: int, stage: str, deliveries: str) -> list[tuple]:
    """The kept rows of a year and stage that rest on these deliveries and no others."""
    if kept is None or kept.empty:
        return []
    chosen = (kept["year"] == year) & (kept["stage"] == stage) & (kept["deliveries"] == deliveries)
    return list(kept.loc[chosen, COLUMNS].itertuples(index=False, name=None))


def _by_band(pupils: Cohort, prior: np.ndarray, table: pd.DataFrame) -> Iterator[tuple]:
    """School, measure, group, band, its limits and rate, and pupils; of pupils on roll with their prior attainment (nan: none)."""
    schools = pupils.rows["laestab"].to_numpy()
    for measure, rows in table.groupby("measure"):
        rates = Rates.of(rows)
        band = rates.band(prior)
        for group, inside in pupils.groups.items():
            counts = pd.DataFrame({"place": schools[inside], "band": band[inside]}).value_counts().sort_index()
            for (place, at), number in counts.items():
                limits = (rates.prior_from[at], rates.prior_to[at], rates.rate[at]) if at != UNKNOWN else (np.nan,) * 3
                yield str(place), str(measure), group, int(at), *limits, int(number)
