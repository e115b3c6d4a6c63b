"""Whether declarations agree: every name that one file takes from another is declared there; each that is not is reported."""

from collections.abc import Mapping

from pipeline.declared.measures import Measure
from pipeline.declared.policy import Policy
from pipeline.declared.publications import Publication
from pipeline.declared.scales import Scale
from pipeline.declared.sources import Sources
from pipeline.declared.strict import Problems, did_you_mean
from pipeline.declared.timeline import Timeline
from pipeline.declared.vocabulary import KeyStage, PupilGroups, Vocabulary
from pipeline.declared.years import Checklist

CALCULATED = ("term_of_birth",)  # columns of the roll that are calculated from others when pupils are put into groups


def check_measures(
    measures: Mapping[str, Measure],
    policy: Policy | None,
    groups: PupilGroups | None,
    sources: Sources,
    scales: Mapping[str, Scale],
    problems: Problems,
) -> None:
    """The RAG rule, pupil groups, sources, columns and levels that measures name."""
    for measure in measures.values():
        where = f"measures/{measure.stage}/{measure.id}.yml"
        if policy and measure.rag != "none":
            problems.require(measure.rag, policy.rag.rules, "RAG rule", f"{where}: rag", "policy/rag.yml")
        if groups:
            for group in sorted(measure.groups_delivered):
                problems.require(group, groups.groups, "pupil group", where)
        if measure.pupils is None:
            continue
        source = measure.pupils.source
        named = [problems.require(s, sources, "source", f"{where}: pupils") for s in (source, *measure.pupils.beside)]
        if not all(named):
            continue
        columns = sources[source].columns
        for name in measure.pupils.all_columns:
            problems.require(name, columns, "column", f"{where}: pupils", f"sources/{source}.yml")
        outcomes = [columns[c] for c in measure.pupils.all_columns if c in columns and columns[c].type == "outcome"]
        if measure.pupils.level and outcomes and all(c.scale in scales for c in outcomes):
            levels = [level for c in outcomes for level in scales[c.scale].levels]
            problems.require(measure.pupils.level, levels, "level", f"{where}: pupils.level", "its scale")


def check_groups(groups: PupilGroups, sources: Sources, problems: Problems) -> None:
    """The source and the columns from which pupil groups are read."""
    where = "vocabulary/pupil_groups.yml"
    if not problems.require(groups.source, sources, "source", f"{where}: source"):
        return
    known = [*sources[groups.source].columns, *CALCULATED]
    for name, group in groups.groups.items():
        if group.column:
            problems.require(group.column, known, "column", f"{where}: {name}.column", f"sources/{groups.source}.yml")


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
    groups: list[str],
    problems: Problems,
) -> None:
    """The measures that questions name, and the key stages and pupil groups that matrices name."""
    for question in policy.questions.questions:
        for name in question.measures:
            problems.require(name, measures, "measure", f"policy/questions.yml: {question.id}.measures")
    for area in (area for grid in policy.self_evaluation.grids.values() for area in grid):
        where = f"policy/self_evaluation.yml: {area.area}"
        for stage in area.stages if stages else []:
            problems.require(stage, stages, "key stage", where)
        for group in area.groups if groups else []:
            problems.require(group, groups, "pupil group", where)


def check_key_stages(
    sources: Sources, years: Mapping[int, Checklist], stages: Mapping[str, KeyStage], problems: Problems
) -> None:
    """The key stages that embargoes and the checklists of results years name."""
    for source in sources.values():
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
