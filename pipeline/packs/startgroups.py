"""The pupil groups of a coming cohort: what may be printed of those that make it up together, such as girls and boys."""

from collections.abc import Mapping
from fractions import Fraction

from pipeline.declared.policy import Disclosure
from pipeline.measures.arithmetic import exact, half_up
from pipeline.measures.expected import Band
from pipeline.packs.pack_targets import GroupEstimate

HIGHEST = 120  # the highest scaled score; key stage 1 points end far below it


def told_of(
    whole: list[Band], family: Mapping[str, list[Band]], audience: str, policy: Disclosure
) -> list[GroupEstimate]:
    """A row a group: its pupils, its estimate in whole pupils, and its counts by band where none is of too few pupils.

    No row where a group is of too few pupils, since one could be had from the others; nor where a count of a few pupils could
    be worked out of the estimates, the rates and the whole cohort's counts.
    """
    rows = [_counts(whole, bands) for bands in family.values()]
    rest = tuple(b.pupils - sum(at) for b, at in zip(whole, zip(*rows, strict=True), strict=True))
    rows += [rest] if any(rest) else []  # pupils whose group is not known: all pupils less the groups tells of them
    least = policy.audiences[audience].minimum_group
    if min(map(sum, rows)) < least:
        return []
    estimates = [_estimate(whole, counts) for counts, _ in zip(rows, family, strict=False)]
    apart = min(n for counts in rows for n in counts if n) >= least
    if not apart and _given_away(whole, rows, estimates, policy):
        return []
    return [
        GroupEstimate(
            group=group,
            pupils=sum(counts),
            expected=f"{estimate}",
            percent=f"{half_up(Fraction(100 * estimate, sum(counts)))} %",
            bands=_grid(whole, counts) if apart else {},
        )
        for group, counts, estimate in zip(family, rows, estimates, strict=False)
    ]


def label(band: Band) -> str:
    """ "8 to 8.9", "up to 7.9", "110 or more": the outermost bands have no end."""
    low, high = f"{band.prior_from:g}", f"{half_up(band.prior_to, 1):f}".removesuffix(".0")
    if not band.prior_from:
        return f"up to {high}"
    return f"{low} or more" if band.prior_to >= HIGHEST else f"{low} to {high}"


def _counts(whole: list[Band], bands: list[Band]) -> tuple[int, ...]:
    """A group's pupils in each band of the whole cohort."""
    held = {b.prior_from: b.pupils for b in bands}
    return tuple(held.get(b.prior_from, 0) for b in whole)


def _estimate(whole: list[Band], counts: tuple[int, ...]) -> int:
    """How many reach the measure if they do as such pupils do nationally, in whole pupils."""
    return int(half_up(sum((n * exact(b.rate) / 100 for b, n in zip(whole, counts, strict=True)), Fraction(0))))


def _grid(whole: list[Band], counts: tuple[int, ...]) -> dict[str, int]:
    """Counts by band; a group all in one band needs none."""
    told = {label(b): n for b, n in zip(whole, counts, strict=True) if n}
    return told if len(told) > 1 else {}


def _given_away(whole: list[Band], rows: list[tuple[int, ...]], estimates: list[int], policy: Disclosure) -> bool:
    from pipeline.disclosure.band_estimates import BandEstimates, given_away
    from pipeline.disclosure.linked_table import ProtectionLevel

    family = BandEstimates(tuple(rows), tuple(b.rate / 100 for b in whole), tuple(estimates))
    return given_away(family, ProtectionLevel(policy.interval, policy.protects_below), policy.protects_below)
