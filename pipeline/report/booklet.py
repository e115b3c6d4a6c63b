"""The front door of a notebook: one short line a section, each answered by its own module."""

from collections.abc import Callable

from pipeline.packs import prepare, stale
from pipeline.packs.pack import Pack
from pipeline.paths import folders
from pipeline.report.of_the_account import OfTheAccount
from pipeline.report.of_the_year import OfTheYear
from pipeline.report.pages import (
    authority,
    cluster,
    context,
    cover,
    endmatter,
    front_page,
    gaps,
    groups,
    key_figures,
    position,
    progress,
    prompts,
    side_by_side,
    stage_table,
    strengths,
    subjects,
    tracked,
    trend,
)
from pipeline.report.reading import Reading
from pipeline.report.style import in_our_look


class Booklet(OfTheAccount, OfTheYear):
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
        return strengths.strengths_and_concerns(self._reading, *stages)

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
        return self._of_ours(trend.trend, stage)

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

    def prompts(self):
        return prompts.prompts(self._reading)

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


def open_booklet(publication: str, place: str, year: int) -> Booklet:
    """The booklet of one place, from its pack; the pack is prepared first where it is not there yet."""
    place = str(place)  # papermill's own command reads 3512001 as a number
    file = folders().pack(year, publication, place)
    if not file.exists() or stale(publication, year):
        prepare(publication, place, year)
    in_our_look()
    return Booklet(Pack.read(file))
