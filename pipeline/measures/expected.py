"""Next summer's results as national rates let expect them: counts of pupils by band first, then the sum of their rates."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from pipeline.declared import Declarations
from pipeline.measures.arithmetic import exact
from pipeline.places import Register
from pipeline.pupils import Cohorts, Records
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
    """The sum over bands of pupils times rate, and its spread when each pupil reaches it or not on their own.

    None where no pupil has earlier results.
    """
    pupils = sum(b.pupils for b in bands)
    if not pupils:
        return None
    reached = sum((b.pupils * exact(b.rate) / 100 for b in bands), Fraction(0))
    spread = sum(b.pupils * b.rate * (100 - b.rate) / 10_000 for b in bands) ** 0.5
    low, high = float(reached) - Z95 * spread, float(reached) + Z95 * spread
    return ExpectedResult(pupils, without, reached, max(low, 0.0), min(high, float(pupils)))


def expected_table(declared: Declarations, register: Register, records: Records) -> pd.DataFrame:
    """One row a school, year, stage, measure, pupil group and band: how many pupils of the coming cohort are in it.

    A row is of the results year before: rates for the summer of 2026 go with the roll of 2025. Empty without rates.
    """
    rates = _rates(records)
    cohorts = Cohorts(declared, register.school_ids(), records)
    parts = []
    for (year, stage), (fingerprint, table) in rates.items():
        behind = ",".join([fingerprint, *_rests_on(declared, cohorts, stage, year - 1)])
        parts += [(*row, behind) for row in _of_stage(declared, cohorts, stage, year - 1, table)]
    return pd.DataFrame(parts, columns=COLUMNS)


def _rates(records: Records) -> dict[tuple[int, str], tuple[str, pd.DataFrame]]:
    """The newest delivery's rates of each summer and stage, and the delivery's fingerprint."""
    found = {}
    for delivery, table in records.get(RATES, []):
        for (year, stage), rows in table.groupby(["results_year", "stage"]):
            found[int(year), str(stage)] = (delivery.fingerprint, rows)
    return found


def _rests_on(declared: Declarations, cohorts: Cohorts, stage: str, year: int) -> list[str]:
    """The deliveries of the roll and of the earlier results."""
    spec = declared.policy.targets.stages.get(stage)
    if spec is None:
        return []
    sources = ((declared.vocabulary.groups.source, year), (spec.prior_source, year - spec.years_before))
    return [d.fingerprint for source, of in sources for d in cohorts.deliveries(source, of)]


def _of_stage(declared: Declarations, cohorts: Cohorts, stage: str, year: int, table: pd.DataFrame) -> Iterator[tuple]:
    spec = declared.policy.targets.stages.get(stage)
    found = coming(cohorts, spec, year) if spec else None
    if found is None:
        return
    pupils, prior = found
    schools = pupils.rows["laestab"].to_numpy()
    for measure, rows in table.groupby("measure"):
        rates = Rates.of(rows)
        band = rates.band(prior)
        for group, inside in pupils.groups.items():
            counted = pd.DataFrame({"place": schools[inside], "band": band[inside]}).value_counts().sort_index()
            for (place, at), many in counted.items():
                told = (rates.prior_from[at], rates.prior_to[at], rates.rate[at]) if at >= 0 else (np.nan,) * 3
                yield (str(place), year, stage, str(measure), group, int(at), *told, int(many))
