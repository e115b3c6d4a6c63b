"""Whether declarations agree: every name that one file takes from another is declared there; each that is not is reported."""

import re
from collections.abc import Mapping

from pipeline.declared.authority import Authority
from pipeline.declared.measure_checks import check_codes, check_word
from pipeline.declared.measures import Measure
from pipeline.declared.policy import Policy
from pipeline.declared.publications import Publication
from pipeline.declared.scales import Scale
from pipeline.declared.sources import Sources
from pipeline.declared.strict import Problems, did_you_mean
from pipeline.declared.timeline import Timeline
from pipeline.declared.vocabulary import KeyStage, PupilGroups, Vocabulary
from pipeline.declared.years import Checklist

# Columns of the roll that are calculated from others when pupils are put into groups -> the words they can have.
CALCULATED = {"term_of_birth": ("autumn", "spring", "summer")}


def check_groups(groups: PupilGroups, sources: Sources, problems: Problems) -> None:
    """The source and the columns from which pupil groups are read."""
    where = "vocabulary/pupil_groups.yml"
    if not problems.require(groups.source, sources, "source", f"{where}: source"):
        return
    columns = sources[groups.source].columns
    for name, group in groups.groups.items():
        if not group.column:
            continue
        declared_in = f"sources/{groups.source}.yml"
        problems.require(group.column, [*columns, *CALCULATED], "column", f"{where}: {name}.column", declared_in)
        for word in group.values:
            if group.column in CALCULATED:
                problems.require(word, CALCULATED[group.column], "term", f"{where}: {name}.values")
            elif group.column in columns:
                check_word(word, columns[group.column], f"{where}: {name}.values", declared_in, problems)


def check_publications(
    publications: Mapping[str, Publication],
    stages: Mapping[str, KeyStage],
    measures: Mapping[str, Measure],
    policy: Policy | None,
    problems: Problems,
) -> None:
    """The audience, matrix, measures and key stages that publications name."""
    for publication in publications.values():
        where = f"publications/{publication.slug}.yml"
        if policy:
            audiences, grids = policy.disclosure.audiences, policy.self_evaluation.grids
            problems.require(publication.audience, audiences, "audience", f"{where}: audience", "policy/disclosure.yml")
            if publication.grid:
                problems.require(publication.grid, grids, "matrix", f"{where}: grid", "policy/self_evaluation.yml")
        for name in (measure for pair in publication.scatters for measure in pair):
            problems.require(name, measures, "measure", f"{where}: scatters")
        for key, named in (("stages", publication.stages), ("needs.stages", publication.needs.stages)):
            for stage in named if stages else []:  # key stages that could not be read have their own mistakes reported
                problems.require(stage, stages, "key stage", f"{where}: {key}")
        for section, only in publication.sections.items():
            for stage in (s for s in only if s not in publication.stages):
                hint = did_you_mean(stage, publication.stages)
                problems.append(
                    f"{where}: sections.{section} shows a key stage {stage!r} that is not among the publication's "
                    f"own `stages`.{hint}"
                )


def check_policy(
    policy: Policy,
    stages: Mapping[str, KeyStage],
    measures: Mapping[str, Measure],
    groups: PupilGroups | None,
    problems: Problems,
) -> None:
    """The measures and pupil groups that questions name, and the key stages and groups of matrices, arrows and the glossary."""
    named, definitions = (groups.groups, groups.definitions) if groups else ({}, {})
    for question in (*policy.questions.schools.questions, *policy.questions.areas.questions):
        for name in question.measures:
            problems.require(name, measures, "measure", f"policy/questions.yml: {question.id}.measures")
        if groups:
            problems.require(question.group, named, "pupil group", f"policy/questions.yml: {question.id}.group")
    for stage in policy.arrows.published_once if stages else []:
        problems.require(stage, stages, "key stage", "policy/arrows.yml: published_once")
    for term in policy.glossary.terms:
        for stage in term.stages if stages else []:
            problems.require(stage, stages, "key stage", f"policy/glossary.yml: {term.term}.stages")
        for family in re.findall(r"{(.*?)}", term.meaning) if groups else []:
            where, declared_in = f"policy/glossary.yml: {term.term}.meaning", "vocabulary/pupil_groups.yml: definitions"
            problems.require(family, definitions, "definition", where, declared_in)
    for area in (area for grid in policy.self_evaluation.grids.values() for area in grid):
        where = f"policy/self_evaluation.yml: {area.area}"
        for stage in area.stages if stages else []:
            problems.require(stage, stages, "key stage", where)
        for group in area.groups if groups else []:
            problems.require(group, named, "pupil group", where)


def check_key_stages(
    sources: Sources, years: Mapping[int, Checklist], stages: Mapping[str, KeyStage], problems: Problems
) -> None:
    """The key stages that sources, their embargoes and the checklists of results years name."""
    for source in sources.values():
        if source.stage:
            problems.require(source.stage, stages, "key stage", f"sources/{source.id}.yml: stage")
        for stage in source.embargo.stages if source.embargo else []:
            problems.require(stage, stages, "key stage", f"sources/{source.id}.yml: embargo.stages")
    for year, checklist in years.items():
        for item in checklist.items:
            for stage in item.stages:
                problems.require(stage, stages, "key stage", f"years/{year}.yml: {item.id}.stages")


def check_release_stages(
    publications: Mapping[str, Publication],
    policy: Policy | None,
    timeline: Timeline | None,
    vocabulary: Vocabulary,
    problems: Problems,
) -> None:
    """The release stages that publications, the rule for arrows and the data year name."""
    named = [(f"publications/{p.slug}.yml: needs.releases", r) for p in publications.values() for r in p.needs.releases]
    for together in policy.arrows.comparable_releases if policy else []:
        named += [("policy/arrows.yml: comparable_releases", release) for release in together]
    for row in timeline.rows if timeline else []:
        named += [(f"timeline.yml: {row.id}.waits_for", need.release) for need in row.waits_for]
        named += [(f"timeline.yml: {row.id}.published", row.published.release)] if row.published else []
    for where, release in named:
        problems.require(release, vocabulary.releases.ids, "release stage", where)


def check_targets(policy: Policy, sources: Sources, scales: Mapping[str, Scale], problems: Problems) -> None:
    """The test codes that prior attainment names; its sources and columns are checked with the policy on targets."""
    for name, stage in policy.targets.stages.items():
        columns = sources[stage.prior_source].columns if stage.prior_source in sources else {}
        for column, prior in stage.prior.items():
            if column in columns:
                where = f"policy/targets.yml: {name}.prior.{column}"
                check_codes(prior.by_teacher, [columns[column].scale], scales, where, problems)


def check_year_groups(policy: Policy | None, groups: PupilGroups, sources: Sources, problems: Problems) -> None:
    """The year groups whose pupils a file or a target is about, which are words of the roll's own column."""
    roll = sources.get(groups.source)
    column = roll.columns.get("year_group") if roll else None
    if column is None:
        return
    declared_in = f"sources/{groups.source}.yml"
    for source in sources.values():
        if source.year_group:
            check_word(source.year_group, column, f"sources/{source.id}.yml: year_group", declared_in, problems)
    for name, stage in policy.targets.stages.items() if policy else ():
        check_word(stage.year_group, column, f"policy/targets.yml: {name}.year_group", declared_in, problems)


def check_comparators(authority: Authority, sources: Sources, problems: Problems) -> None:
    """The sources that comparators come from."""
    for source in authority.comparators_from.sources:
        problems.require(source, sources, "source", "authority.yml: comparators_from.sources")
