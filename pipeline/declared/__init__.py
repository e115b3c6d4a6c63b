"""params/ read strictly into types; every mistake is reported at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.declared.measures import Measure, read_measures
from pipeline.declared.policy import Policy, read_policy
from pipeline.declared.publications import Publication, notebooks_exist, read_publications
from pipeline.declared.pupils import pupil_declarations_agree
from pipeline.declared.releases import Releases, read_releases
from pipeline.declared.scales import Scale, read_scales
from pipeline.declared.sources import Sources, read_sources
from pipeline.declared.strategy import Strategy, read_strategies
from pipeline.declared.strict import Problems, did_you_mean
from pipeline.declared.timeline import Timeline, read_timeline, timeline_agrees
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

    @property
    def stages(self) -> dict[str, KeyStage]:
        """The key stages, in their order."""
        return self.vocabulary.key_stages

    def items_of(self, source: str) -> dict[str, str]:
        """The items of a long file that measures are read from, each with the stage of its measure; none of another file."""
        read = (m for m in self.measures.values() if source in m.long)
        return {item: m.stage for m in read for item in m.long[source].items.values()}


def read_declared(params: Path) -> Declarations:
    """All of params/ but places (their room reads those), cross-checked; raises ParamsWrong with every mistake, and CommandWrong
    where the folder holds no declarations at all."""
    check_params(params)
    problems = Problems()
    for needed in ("measures", "sources", "scales", "publications"):
        if not any((params / needed).rglob("*.yml")):
            problems.append(f"{needed}/ is missing, or holds no .yml file. {put_back('params', Path(needed))}")
    stages = read_key_stages(params, problems)
    measures = read_measures(params, stages, problems)
    policy = read_policy(params, problems)
    below = policy.disclosure.protects_below if policy else 0
    vocabulary = read_vocabulary(params, stages, below, problems)
    publications = read_publications(params, problems)
    sources, scales = read_sources(params, problems), read_scales(params, problems)
    names = vocabulary.releases.ids if vocabulary else ()
    releases = read_releases(params, list(stages), vocabulary.releases, problems) if vocabulary else None
    timeline = read_timeline(params, problems)
    years = read_years(params, problems)
    _checklists_name_stages(years, stages, problems)
    groups = list(vocabulary.groups.groups) if vocabulary else []
    strategies = read_strategies(params, list(measures), groups, problems) if vocabulary else []
    if policy:
        _rules_exist(measures, policy, problems)
        _questions_point_somewhere(measures, policy, problems)
        _audiences_exist(publications, policy, problems)
        _grids_exist(publications, stages, groups, policy, problems)
        policy.targets.agree(publications, sources, problems)
    _stages_and_measures_exist(publications, stages, measures, problems)
    notebooks_exist(publications, notebooks_of(params), problems)
    pupil_declarations_agree(measures, vocabulary.groups if vocabulary else None, sources, scales, problems)
    _embargoes_name_stages(sources, stages, problems)
    if vocabulary:
        _releases_are_named(publications, policy, timeline, names, problems)
    if timeline and releases:
        timeline_agrees(timeline, publications, sources, releases, problems)
    problems.settle(params)
    return Declarations(
        vocabulary, measures, policy, publications, sources, scales, releases, years, strategies, timeline
    )


def _rules_exist(measures: dict[str, Measure], policy: Policy, problems: Problems) -> None:
    for measure in measures.values():
        if measure.rag != "none" and measure.rag not in policy.rag.rules:
            hint = did_you_mean(measure.rag, list(policy.rag.rules))
            problems.append(
                f"measures/{measure.stage}/{measure.id}.yml names a RAG rule {measure.rag!r} that rag.yml lacks.{hint}"
            )


def _embargoes_name_stages(sources: Sources, stages: dict[str, KeyStage], problems: Problems) -> None:
    for source in sources.values():
        for stage in source.embargo.stages if source.embargo else []:
            if stage not in stages:
                hint = did_you_mean(stage, list(stages))
                problems.append(f"sources/{source.id}.yml has an embargo on a stage {stage!r}.{hint}")


def _questions_point_somewhere(measures: dict[str, Measure], policy: Policy, problems: Problems) -> None:
    for question in policy.questions.questions:
        for name in question.measures:
            if name not in measures:
                problems.append(
                    f"questions.yml: {question.id} asks about {name!r}.{did_you_mean(name, list(measures))}"
                )


def _releases_are_named(
    publications: dict[str, Publication],
    policy: Policy | None,
    timeline: Timeline | None,
    names: Sequence[str],
    problems: Problems,
) -> None:
    """Adds every release stage that a publication, a rule or the data year names and the vocabulary does not."""
    named = [(f"publications/{p.slug}.yml", r) for p in publications.values() for r in p.needs.releases]
    named += [("arrows.yml", r) for together in policy.arrows.comparable_releases for r in together] if policy else []
    for row in timeline.rows if timeline else ():
        waited = [need.release for need in row.waits_for] + ([row.published.release] if row.published else [])
        named += [(f"timeline.yml: {row.id}", release) for release in waited]
    for where, release in ((w, r) for w, r in named if r not in names):
        problems.append(f"{where} names a release stage {release!r}.{did_you_mean(release, list(names))}")


def _audiences_exist(publications: dict[str, Publication], policy: Policy, problems: Problems) -> None:
    for publication in publications.values():
        where = f"publications/{publication.slug}.yml"
        if publication.audience not in policy.disclosure.audiences:
            hint = did_you_mean(publication.audience, list(policy.disclosure.audiences))
            problems.append(f"{where} is for an audience {publication.audience!r} that disclosure.yml lacks.{hint}")


def _checklists_name_stages(years: dict[int, Checklist], stages: dict[str, KeyStage], problems: Problems) -> None:
    for year, checklist in years.items():
        named = {stage: item.id for item in checklist.items for stage in item.stages}
        for stage in sorted(named.keys() - stages.keys()):
            hint = did_you_mean(stage, list(stages))
            problems.append(f"years/{year}.yml: {named[stage]} names a stage {stage!r}.{hint}")


def _grids_exist(
    publications: dict[str, Publication],
    stages: dict[str, KeyStage],
    groups: list[str],
    policy: Policy,
    problems: Problems,
) -> None:
    grids = policy.self_evaluation.grids
    for publication in publications.values():
        if publication.grid and publication.grid not in grids:
            hint = did_you_mean(publication.grid, list(grids))
            problems.append(
                f"publications/{publication.slug}.yml prints a matrix {publication.grid!r} nobody declares.{hint}"
            )
    known = {"stage": list(stages), "pupil group": groups}
    for area in (a for grid in grids.values() for a in grid):
        named = [("stage", s) for s in area.stages] + [("pupil group", g) for g in area.groups]
        for kind, name in ((k, n) for k, n in named if known[k] and n not in known[k]):
            problems.append(
                f"self_evaluation.yml: {area.area} reads a {kind} {name!r}.{did_you_mean(name, known[kind])}"
            )


def _stages_and_measures_exist(
    publications: dict[str, Publication], stages: dict[str, KeyStage], measures: dict[str, Measure], problems: Problems
) -> None:
    for publication in publications.values():
        where = f"publications/{publication.slug}.yml"
        for name in (m for pair in publication.scatters for m in pair if m not in measures):
            problems.append(f"{where} draws a measure {name!r}.{did_you_mean(name, list(measures))}")
        for stage in [*publication.stages, *publication.needs.stages]:
            if stage not in stages:
                problems.append(f"{where} names a stage {stage!r}.{did_you_mean(stage, list(stages))}")
        for name, only in publication.sections.items():
            for stage in (s for s in only if s not in publication.stages):
                hint = did_you_mean(stage, publication.stages)
                problems.append(
                    f"{where} has a stage {stage!r} for its section {name}, but not among its stages.{hint}"
                )
