"""The part of a pack that a target-setting booklet prints: the coming cohort and next summer's expected results.

Numbers are as printed. An estimate is how many pupils reach a measure if pupils with given earlier results reach it at the
national rate of such pupils.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class StartingBand:
    """The pupils of the coming cohort whose earlier results are in one band."""

    label: str  # "8 to 8.9", "up to 7.9"
    pupils: int
    rates: dict[str, str] = field(default_factory=dict)  # measure -> share of such pupils nationally: "64%"


@dataclass(frozen=True)
class TargetEstimate:
    """The estimate for one measure. Percentages are of the pupils with earlier results."""

    measure: str
    name: str
    expected: str  # pupils, one decimal: "14.0"
    percent: str  # "56%"
    low: int  # pupils; low to high is what chance alone would give, 19 times in 20
    high: int
    one_pupil: str  # percentage points one pupil of the whole cohort is worth: "3.7"


@dataclass(frozen=True)
class GroupEstimate:
    """The estimate for one pupil group by the first measure, in whole pupils so that no pupil's start can be derived."""

    group: str
    pupils: int
    expected: str  # pupils: "8"
    percent: str  # "42%"
    bands: dict[str, int] = field(default_factory=dict)  # band label -> pupils; {} where a count is of too few pupils


@dataclass(frozen=True)
class WhatIf:
    """A number of pupils who reach the first measure, and what per cent of the whole cohort that would be."""

    pupils: int
    percent: str  # "56%"
    expected: bool  # whether this is the number nearest to the estimate


@dataclass(frozen=True)
class CohortTargets:
    """Everything a target-setting booklet may show of the coming cohort of one key stage."""

    stage: str  # key stage
    year: int  # results year expected
    will_be: str  # what the pupils will be then: "year 6"
    said: str  # the results that the bands are of
    pupils: int  # the whole cohort
    without: int  # of them, pupils without earlier results: in no estimate
    few: str  # the caution printed for a small cohort; "" for any other
    bands: tuple[StartingBand, ...]
    estimates: tuple[TargetEstimate, ...]  # headline measures first
    groups: tuple[GroupEstimate, ...]  # () where no group may be printed
    what_if: tuple[WhatIf, ...]  # fewest pupils first
