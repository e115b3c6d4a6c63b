"""The front door of a notebook: one short line a section, each answered by its own module."""

from collections.abc import Callable

from pipeline.packs import prepare, stale
from pipeline.packs.pack import Pack
from pipeline.paths import folders
from pipeline.report.pages import (
    account,
    authority,
    briefing,
    cluster,
    context,
    cover,
    endmatter,
    front_page,
    gaps,
    groups,
    key_figures,
    matrix,
    monitoring,
    overview,
    position,
    progress,
    side_by_side,
    stage_table,
    subjects,
    targets,
    tracked,
)
from pipeline.report.reading import Reading
from pipeline.report.style import in_our_look


class Booklet:
    """One place's booklet, section by section. Every method returns what its cell shows."""

    def __init__(self, pack: Pack) -> None:
        self._reading = Reading(pack)

    def _of_ours(self, page: Callable, stage: str):
        """The page of a stage; nothing, and so no heading, for a place that does not have the stage."""
        school = self._reading.subject.kind == "school"
        ours = self._reading.has(stage) if school else bool(self._reading.measures(stage))
        return page(self._reading, stage) if ours else None

    def cover(self):
        return cover.cover(self._reading)

    def key_figures(self, *stages: str):
        return key_figures.key_figures(self._reading, *stages)

    def summary(self, *stages: str):
        return front_page.summary(self._reading, *stages)

    def strengths_and_concerns(self, *stages: str):
        return front_page.strengths_and_concerns(self._reading, *stages)

    def data_status(self):
        return front_page.data_status(self._reading)

    def context(self):
        return context.context(self._reading)

    def headline_table(self, stage: str):
        return self._of_ours(stage_table.headline_table, stage)

    def stages(self, *stages: str):
        return stage_table.stages_table(self._reading, *stages)

    def around(self, *stages: str):
        return stage_table.around(self._reading, *stages)

    def trend(self, stage: str):
        return self._of_ours(stage_table.trend, stage)

    def subjects(self, stage: str):
        return self._of_ours(subjects.subjects, stage)

    def areas(self):
        return subjects.areas(self._reading)

    def progress(self, stage: str):
        return self._of_ours(progress.progress, stage)

    def gaps(self, *stages: str):
        return gaps.overview(self._reading, *stages)

    def groups(self, stage: str):
        return self._of_ours(groups.groups, stage)

    def tracked(self):
        return tracked.tracked(self._reading)

    def position(self, *stages: str):
        return position.position(self._reading, *stages)

    def scatter(self):
        return position.scatter(self._reading)

    def side_by_side(self, *stages: str):
        return side_by_side.side_by_side(self._reading, *stages)

    def without_schools(self, *stages: str):
        return side_by_side.without_schools(self._reading, *stages)

    def schools(self, stage: str):
        return cluster.schools(self._reading, stage)

    def clusters(self, *stages: str):
        return cluster.siblings(self._reading, *stages)

    def neighbours(self, *stages: str):
        return authority.neighbours(self._reading, *stages)

    # The yearly account against the strategy

    def standing(self):
        return account.summary.standing(self._reading)

    def in_short(self):
        return account.summary.in_short(self._reading)

    def well_and_not(self, *stages: str):
        return account.summary.well_and_not(self._reading, *stages)

    def not_known(self):
        return account.summary.not_known(self._reading)

    def key_facts(self):
        return account.facts.key_facts(self._reading)

    def vision(self):
        return account.strategy.vision(self._reading)

    def priorities(self):
        return account.strategy.priorities(self._reading)

    def latest(self, *stages: str):
        return account.latest.latest(self._reading, *stages)

    def course(self, measure: str):
        return account.latest.course(self._reading, measure)

    def groups_apart(self, *stages: str):
        return account.groups.groups(self._reading, *stages)

    def inspections(self):
        return account.facts.inspections(self._reading)

    def support(self):
        return account.facts.support(self._reading)

    def changed(self):
        return account.ending.changed(self._reading)

    def unknown(self):
        return account.ending.unknown(self._reading)

    def rules(self):
        return account.ending.how_to_read(self._reading)

    def definitions(self, *stages: str):
        return account.ending.definitions(self._reading, *stages)

    def next_days(self):
        return account.ending.next_days(self._reading)

    def briefing_cover(self):
        return briefing.cover(self._reading)

    def briefing(self):
        return briefing.says(self._reading)

    def briefing_figures(self):
        return briefing.figures(self._reading)

    def briefing_next(self):
        return briefing.next_steps(self._reading)

    def early_warning(self):
        return overview.warning(self._reading)

    def glance(self):
        return overview.glance(self._reading)

    def groups_at_a_glance(self):
        return overview.groups(self._reading)

    def still_to_come(self):
        return overview.still_to_come(self._reading)

    def monitoring_headlines(self):
        return monitoring.headlines(self._reading)

    def monitoring_moved(self):
        return monitoring.moved(self._reading)

    def monitoring_clusters(self):
        return monitoring.clusters(self._reading)

    def monitoring_not_known(self):
        return monitoring.not_known(self._reading)

    def matrix(self):
        return matrix.matrix(self._reading)

    def matrix_evidence(self):
        return matrix.evidence(self._reading)

    def coming_cohort(self):
        return targets.cohort(self._reading)

    def estimates(self):
        return targets.estimates(self._reading)

    def what_if(self):
        return targets.what_if(self._reading)

    def target_groups(self):
        return targets.groups(self._reading)

    def commitments(self):
        return targets.commitments(self._reading)

    # The last pages

    def prompts(self):
        return endmatter.prompts(self._reading)

    def how_to_read(self):
        return endmatter.how_to_read(self._reading)

    def glossary(self):
        return endmatter.glossary(self._reading)

    def notes(self):
        return endmatter.notes(self._reading)

    def sources(self):
        return endmatter.sources(self._reading)

    def contact(self):
        return endmatter.contact(self._reading)


def open_pack(publication: str, place: str, year: int) -> Booklet:
    """The booklet of one place, from its pack; the pack is prepared first where it is not there yet."""
    place = str(place)  # papermill's own command reads 3512001 as a number
    file = folders().pack(year, publication, place)
    if not file.exists() or stale(year):
        prepare(publication, place, year)
    in_our_look()
    return Booklet(Pack.read(file))
