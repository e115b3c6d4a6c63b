"""The release stage of a school's figures: that of its delivery, but no later than the vocabulary allows while a result is pending."""

from collections.abc import Iterable, Mapping

from pipeline.declared.vocabulary import ReleaseStages


def release_of(release: str, pending: bool, releases: ReleaseStages) -> str:
    """The release stage of figures made from a delivery of this release."""
    return earliest_release([release, releases.results_to_come], releases.ranks) if pending else release


def earliest_release(releases: Iterable[str], ranks: Mapping[str, int]) -> str:
    return min(releases, key=lambda release: ranks[release])
