"""params/ read strictly into types; every mistake is reported at once."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.declared import cross_checks
from pipeline.declared.access import read_access_policy
from pipeline.declared.authority import read_authority, read_authority_codes
from pipeline.declared.files import check_files
from pipeline.declared.measure_checks import check_measures
from pipeline.declared.measures import Measure, read_measures
from pipeline.declared.policy import Policy, read_policy
from pipeline.declared.publications import Publication, notebooks_exist, read_publications
from pipeline.declared.releases import Releases, read_releases
from pipeline.declared.retention import Retention, read_retention
from pipeline.declared.scales import Scale, read_scales
from pipeline.declared.sources import Sources, read_sources
from pipeline.declared.strategy import Strategy, read_strategies
from pipeline.declared.strict import Problems
from pipeline.declared.timeline import Timeline, check_timeline, read_timeline
from pipeline.declared.vocabulary import KeyStage, Vocabulary, read_key_stages, read_vocabulary
from pipeline.declared.years import Checklist, read_years
from pipeline.paths import notebooks_of
from pipeline.trouble import check_params, put_back

__all__ = ["Declarations", "KeyStage", "Measure", "Policy", "Publication", "Vocabulary", "read_declared"]


@dataclass(frozen=True)
class Declarations:
    """Everything the data team has decided about what is measured, judged and published."""

    vocabulary: Vocabulary
    measures: dict[str, Measure]
    policy: Policy
    publications: dict[str, Publication]
    sources: Sources
    scales: dict[str, Scale]
    releases: Releases
    years: dict[int, Checklist]
    strategies: list[Strategy]
    timeline: Timeline
    retention: Retention

    @property
    def stages(self) -> dict[str, KeyStage]:
        """The key stages, in their order."""
        return self.vocabulary.key_stages

    def items_of(self, source: str) -> dict[str, str]:
        """The items of a long file that measures are read from, each with the key stage of its measure; {} for any other file."""
        measures = (m for m in self.measures.values() if source in m.long)
        return {item: m.stage for m in measures for item in m.long[source].items.values()}


def read_declared(params: Path) -> Declarations:
    """All of params/ but places, which their own room reads; each name that one file takes from another is checked.

    ParamsWrong with every mistake, CommandWrong where the folder holds no declarations at all.
    """
    check_params(params)
    problems = Problems()
    for folder in ("measures", "sources", "scales", "publications"):
        if not any((params / folder).rglob("*.yml")):
            problems.append(f"{folder}/ is missing, or holds no .yml file. {put_back('params', Path(folder))}")
    stages = read_key_stages(params, problems)
    measures = read_measures(params, stages, problems)
    policy = read_policy(params, problems)
    # Statuses print the policy's limit; where the policy could not be read nothing is printed, so any number will do.
    vocabulary = read_vocabulary(params, stages, policy.disclosure.protects_below if policy else 0, problems)
    publications = read_publications(params, problems)
    sources, scales = read_sources(params, problems), read_scales(params, problems)
    releases = read_releases(params, list(stages), vocabulary.releases, problems) if vocabulary else None
    timeline = read_timeline(params, problems)
    retention = read_retention(params, sources, problems)
    years = read_years(params, problems)
    groups = vocabulary.groups if vocabulary else None
    names = list(groups.groups) if groups else []
    strategies = read_strategies(params, list(measures), names, problems) if vocabulary else []

    # A file that could not be read has its mistakes noted; without it every name taken from it would look wrong.
    if stages:
        cross_checks.check_key_stages(sources, years, stages, problems)
    check_measures(measures, policy, groups, sources, scales, problems)
    cross_checks.check_publications(publications, stages, measures, policy, problems)
    notebooks_exist(publications, notebooks_of(params), problems)
    if groups:
        cross_checks.check_groups(groups, sources, problems)
        cross_checks.check_year_groups(policy, groups, sources, problems)
    if policy:
        cross_checks.check_policy(policy, stages, measures, groups, problems)
        policy.targets.check_names(publications, sources, problems)
        cross_checks.check_targets(policy, sources, scales, problems)
    if vocabulary:
        cross_checks.check_release_stages(publications, policy, timeline, vocabulary, problems)
    check_files(params, problems)
    read_access_policy(params, problems)
    read_authority_codes(params, problems)
    authority = read_authority(params, problems)
    if authority:
        cross_checks.check_comparators(authority, sources, problems)
    if timeline and releases:
        check_timeline(timeline, publications, sources, releases, problems)
    problems.settle(params)
    # Whatever could not be read has noted its mistakes, so from here on nothing is missing.
    assert vocabulary and policy and releases and timeline and retention
    return Declarations(
        vocabulary, measures, policy, publications, sources, scales, releases, years, strategies, timeline, retention
    )
