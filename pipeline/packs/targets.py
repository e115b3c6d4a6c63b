"""Next summer's estimated results as a booklet may print them: counts by band, estimates, pupil groups, what one pupil more means."""

from collections.abc import Mapping
from fractions import Fraction

from pipeline.declared import Declarations, Publication
from pipeline.declared.policy import Disclosure
from pipeline.measures.arithmetic import exact, half_up
from pipeline.measures.expectations import Expectations
from pipeline.measures.expected import Band, ExpectedResult, expect
from pipeline.packs.pack_targets import CohortTargets, GroupEstimate, StartingBand, TargetEstimate, WhatIf

HIGHEST = 120  # the highest scaled score; key stage 1 points end far below it


def targets(
    publication: Publication, place: str, year: int, expectations: Expectations, declared: Declarations
) -> CohortTargets | None:
    """Everything a target-setting booklet may show of the coming cohort.

    None for any other publication, and where no pupil of the place's coming cohort has earlier results.
    """
    stage = publication.targets
    if not stage or not expectations.has(place, year, stage):
        return None
    spec, policy = declared.policy.targets.stages[stage], declared.policy.targets
    bands = {m: b for m in declared.measures if (b := expectations.bands(place, year, stage, m))}
    measures = sorted(bands, key=lambda m: declared.measures[m].topic != "headline")
    estimates = {m: expect(bands[m], expectations.without(place, year, stage, m)) for m in measures}
    estimated = {m: e for m, e in estimates.items() if e is not None}
    first = estimated[measures[0]]
    cohort = first.pupils + first.without

    rates = {m: {b.prior_from: b.rate for b in bands[m]} for m in measures}
    starting = []
    for band in bands[measures[0]]:
        printed = {m: f"{half_up(r[band.prior_from])}%" for m, r in rates.items() if band.prior_from in r}
        starting.append(StartingBand(label(band), band.pupils, printed))

    with_pupils = expectations.groups(place, year, stage, measures[0])
    families: dict[str, list[str]] = {}
    for group, family in declared.vocabulary.groups.families.items():
        if group in with_pupils:
            families.setdefault(family, []).append(group)
    groups: list[GroupEstimate] = []
    for names in families.values():
        family_bands = {g: expectations.bands(place, year, stage, measures[0], g) for g in names}
        groups += group_estimates(bands[measures[0]], family_bands, publication.audience, declared.policy.disclosure)

    return CohortTargets(
        stage=stage,
        year=year + 1,
        will_be=spec.will_be,
        said=spec.said,
        pupils=cohort,
        without=first.without,
        few=policy.few_said.format(few=policy.few) if cohort < policy.few else "",
        bands=tuple(starting),
        estimates=tuple(_printed(m, e, cohort, declared) for m, e in estimated.items()),
        groups=tuple(groups),
        what_if=tuple(_what_if(first, cohort, policy.what_if)),
    )


def _printed(measure: str, estimate: ExpectedResult, cohort: int, declared: Declarations) -> TargetEstimate:
    """One estimate in its printed forms: pupils to one decimal, whole per cent, the range in whole pupils."""
    return TargetEstimate(
        measure=measure,
        name=declared.measures[measure].name,
        expected=f"{half_up(estimate.reached, 1)}",
        percent=f"{half_up(estimate.percent)}%",
        low=int(half_up(estimate.low)),
        high=int(half_up(estimate.high)),
        one_pupil=f"{half_up(Fraction(100, cohort), 1)}",
    )


def _what_if(estimate: ExpectedResult, cohort: int, either_side: int) -> list[WhatIf]:
    """Numbers of pupils around the estimate's share of the whole cohort, each in per cent of the cohort.

    Pupils without earlier results are assumed to do as the others.
    """
    middle = int(half_up(estimate.percent * cohort / 100))
    numbers = range(max(0, middle - either_side), min(cohort, middle + either_side) + 1)
    return [WhatIf(n, f"{half_up(Fraction(100 * n, cohort))}%", n == middle) for n in numbers]


def label(band: Band) -> str:
    """ "8 to 8.9", "up to 7.9", "110 or more": the outermost bands are open."""
    low, high = f"{band.prior_from:g}", f"{half_up(band.prior_to, 1):f}".removesuffix(".0")
    if not band.prior_from:
        return f"up to {high}"
    return f"{low} or more" if band.prior_to >= HIGHEST else f"{low} to {high}"


def group_estimates(
    whole: list[Band], family: Mapping[str, list[Band]], audience: str, policy: Disclosure
) -> list[GroupEstimate]:
    """The rows of pupil groups that make up a cohort between them, such as girls and boys, as far as they may be printed.

    A row has the group's pupils and its estimate in whole pupils, and its counts by band where none is of too few pupils.
    There are no rows where a group is of too few pupils, since its figures could be derived from the others'; nor where a count
    of a few pupils could be derived from the estimates, the rates and the whole cohort's counts.
    """
    counts = {}
    for group, bands in family.items():
        pupils = {b.prior_from: b.pupils for b in bands}
        counts[group] = tuple(pupils.get(b.prior_from, 0) for b in whole)
    # All pupils less the groups gives the pupils whose group is not known, so these must be protected as well.
    rest = tuple(b.pupils - sum(at) for b, at in zip(whole, zip(*counts.values(), strict=True), strict=True))
    rows = [*counts.values(), *([rest] if any(rest) else [])]
    least = policy.audiences[audience].minimum_group
    if min(map(sum, rows)) < least:
        return []
    shares = [exact(b.rate) / 100 for b in whole]
    estimates = {
        group: int(half_up(sum((n * share for n, share in zip(row, shares, strict=True)), Fraction(0))))
        for group, row in counts.items()
    }
    counts_may_be_printed = min(n for row in rows for n in row if n) >= least
    if not counts_may_be_printed and _disclosed(whole, rows, list(estimates.values()), policy):
        return []
    printed = []
    for group, row in counts.items():
        by_band = {label(b): n for b, n in zip(whole, row, strict=True) if n}
        printed.append(
            GroupEstimate(
                group=group,
                pupils=sum(row),
                expected=f"{estimates[group]}",
                percent=f"{half_up(Fraction(100 * estimates[group], sum(row)))}%",
                bands=by_band if counts_may_be_printed and len(by_band) > 1 else {},  # of one band the row says it all
            )
        )
    return printed


def _disclosed(whole: list[Band], rows: list[tuple[int, ...]], estimates: list[int], policy: Disclosure) -> bool:
    """Whether a count of a few pupils could be derived from the estimates, the rates and the whole cohort's counts."""
    # Imported here: the solver behind it takes long to load, and few documents need it.
    from pipeline.disclosure.band_estimates import BandEstimates, given_away
    from pipeline.disclosure.linked_table import ProtectionLevel

    family = BandEstimates(tuple(rows), tuple(b.rate / 100 for b in whole), tuple(estimates))
    return given_away(family, ProtectionLevel(policy.interval, policy.protects_below), policy.protects_below)
