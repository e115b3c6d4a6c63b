"""Targets: how next summer's results are estimated from pupils' earlier results."""

from collections.abc import Mapping

from pipeline.declared.publications import Publication
from pipeline.declared.sources import Source
from pipeline.declared.strict import Problems, StrictModel


class Prior(StrictModel):
    """One outcome of the prior attainment: its weight in the average, and whose teacher assessments are taken instead of a score."""

    weight: int
    by_teacher: dict[str, list[str]] = {}  # teacher's column -> the test codes whose pupils take its points instead


class TargetStage(StrictModel):
    """Whose results are estimated, and from which earlier results."""

    year_group: str  # on roll in the results year; these pupils reach the end of the stage the summer after
    will_be: str
    prior_source: str
    years_before: int  # results years between the earlier results and the roll
    prior: dict[str, Prior]  # outcome column of the earlier results -> its part
    said: str


class Targets(StrictModel):
    """The key stages whose results are estimated, and how the estimates are printed."""

    what_if: int  # so many pupils fewer and more than expected are shown with what they would be in per cent
    few: int  # a cohort smaller than this gets the words below
    few_said: str
    stages: dict[str, TargetStage]
    why: str
    to_confirm: str

    def check_names(
        self, publications: Mapping[str, Publication], sources: Mapping[str, Source], problems: Problems
    ) -> None:
        """Note every stage, source or column that is named here, or by a publication, and not declared."""
        for spec in publications.values():
            if spec.targets:
                where = f"publications/{spec.slug}.yml: targets"
                problems.require(spec.targets, self.stages, "stage", where, "policy/targets.yml")
        for name, stage in self.stages.items():
            where = f"policy/targets.yml: {name}"
            if not problems.require(stage.prior_source, sources, "source", f"{where}.prior_source"):
                continue
            columns = sources[stage.prior_source].columns
            for column in (*stage.prior, *(c for p in stage.prior.values() for c in p.by_teacher)):
                problems.require(column, columns, "column", f"{where}.prior", f"sources/{stage.prior_source}.yml")
