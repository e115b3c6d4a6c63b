"""Next summer's expected results as a booklet may print them: counts by band, estimates, what one pupil more would mean."""

from fractions import Fraction

from pipeline.declared import Declarations, Publication
from pipeline.measures.arithmetic import half_up
from pipeline.measures.expectations import Expectations
from pipeline.measures.expected import ExpectedResult, expect
from pipeline.packs.pack_targets import CohortTargets, GroupEstimate, StartingBand, TargetEstimate, WhatIf
from pipeline.packs.startgroups import label, told_of


def targets(
    publication: Publication, place: str, year: int, held: Expectations, declared: Declarations
) -> CohortTargets | None:
    """Everything a target-setting booklet may know of the coming cohort; None for any other publication.

    None as well where no pupil of the place's coming cohort has earlier results.
    """
    stage = publication.targets
    if not stage or not held.has(place, year, stage):
        return None
    spec, policy = declared.policy.targets.stages[stage], declared.policy.targets
    measures = [m for m in declared.measures if held.bands(place, year, stage, m)]
    measures.sort(key=lambda m: declared.measures[m].topic != "headline")
    found = {m: _expected(held, place, year, stage, m) for m in measures}
    whole = {m: e for m, e in found.items() if e is not None}
    first = whole[measures[0]]
    cohort = first.pupils + first.without
    return CohortTargets(
        stage=stage,
        year=year + 1,
        will_be=spec.will_be,
        said=spec.said,
        pupils=cohort,
        without=first.without,
        few=policy.few_said.format(few=policy.few) if cohort < policy.few else "",
        bands=tuple(_bands(held, place, year, stage, measures)),
        estimates=tuple(_estimate(m, e, cohort, declared) for m, e in whole.items()),
        groups=tuple(_groups(held, place, year, stage, measures[0], publication.audience, declared)),
        what_if=tuple(_what_if(first, cohort, policy.what_if)),
    )


def _expected(held: Expectations, place: str, year: int, stage: str, measure: str) -> ExpectedResult | None:
    """None where no pupil has earlier results."""
    return expect(held.bands(place, year, stage, measure), held.without(place, year, stage, measure))


def _bands(held: Expectations, place: str, year: int, stage: str, measures: list[str]) -> list[StartingBand]:
    """How many pupils are in each band, and what such pupils reach nationally."""
    rates = {m: {b.prior_from: b for b in held.bands(place, year, stage, m)} for m in measures}
    rows = []
    for band in rates[measures[0]].values():
        alike = {m: b for m in measures if (b := rates[m].get(band.prior_from)) is not None}
        told = {m: f"{half_up(b.rate)} %" for m, b in alike.items()}
        rows.append(StartingBand(label(band), band.pupils, told))
    return rows


def _estimate(measure: str, found: ExpectedResult, cohort: int, declared: Declarations) -> TargetEstimate:
    """One estimate in its printed forms: pupils to one decimal, whole per cent, the range in whole pupils."""
    return TargetEstimate(
        measure=measure,
        name=declared.measures[measure].name,
        expected=f"{half_up(found.reached, 1)}",
        percent=f"{half_up(found.percent)} %",
        low=int(half_up(found.low)),
        high=int(half_up(found.high)),
        one_pupil=f"{half_up(Fraction(100, cohort), 1)}",
    )


def _groups(
    held: Expectations, place: str, year: int, stage: str, measure: str, audience: str, declared: Declarations
) -> list[GroupEstimate]:
    """What may be printed of the pupil groups, by the first measure."""
    rows: list[GroupEstimate] = []
    whole = held.bands(place, year, stage, measure)
    for family in _families(held, place, year, stage, measure, declared):
        groups = {g: held.bands(place, year, stage, measure, g) for g in family}
        rows += told_of(whole, groups, audience, declared.policy.disclosure)
    return rows


def _families(
    held: Expectations, place: str, year: int, stage: str, measure: str, declared: Declarations
) -> list[list[str]]:
    """The groups with a pupil in the coming cohort, family by family in the policy's order."""
    there = held.groups(place, year, stage, measure)
    found: dict[str, list[str]] = {}
    for group, family in declared.vocabulary.groups.families.items():
        if group in there:
            found.setdefault(family, []).append(group)
    return list(found.values())


def _what_if(found: ExpectedResult, cohort: int, either_side: int) -> list[WhatIf]:
    """From so many pupils fewer than the estimate's share of the whole cohort to so many more, in per cent of it.

    The pupils without earlier results are taken to do as the others.
    """
    middle = int(half_up(found.percent * cohort / 100))
    steps = range(max(0, middle - either_side), min(cohort, middle + either_side) + 1)
    return [WhatIf(n, f"{half_up(Fraction(100 * n, cohort))} %", n == middle) for n in steps]
