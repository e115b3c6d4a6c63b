"""Targets: how next summer's results are estimated from what pupils had reached before."""

from pipeline.declared.strict import Problems, StrictModel, did_you_mean


class Prior(StrictModel):
    """One outcome of the prior attainment: its weight in the average, and whose teachers' judgements stand for a score."""

    weight: int
    by_teacher: dict[str, list[str]] = {}  # teacher's column -> the test codes whose pupils take its points instead


class TargetStage(StrictModel):
    """Whose results are estimated, and from which earlier ones."""

    year_group: str  # on roll in the results year; they reach the end of the stage the summer after
    will_be: str
    prior_source: str
    years_before: int  # results years between the earlier results and the roll
    prior: dict[str, Prior]  # outcome column of the earlier results -> its part
    said: str


class Targets(StrictModel):
    """The stages estimates are made of, and how they are told."""

    what_if: int
    few: int
    few_said: str
    stages: dict[str, TargetStage]
    why: str
    to_confirm: str

    def agree(self, publications: dict, sources: dict, problems: Problems) -> None:
        """Adds every stage, source or column that is named here, or by a publication, and not declared."""
        for spec in publications.values():
            if spec.targets and spec.targets not in self.stages:
                hint = did_you_mean(spec.targets, list(self.stages))
                problems.append(
                    f"publications/{spec.slug}.yml estimates a stage {spec.targets!r} nobody declares.{hint}"
                )
        for name, stage in self.stages.items():
            source = sources.get(stage.prior_source)
            if source is None:
                hint = did_you_mean(stage.prior_source, list(sources))
                problems.append(f"targets.yml: {name} starts from a source {stage.prior_source!r}.{hint}")
                continue
            named = [*stage.prior, *(c for p in stage.prior.values() for c in p.by_teacher)]
            for column in (c for c in named if c not in source.columns):
                hint = did_you_mean(column, list(source.columns))
                problems.append(f"targets.yml: {name} starts from a column {column!r} of {source.id}.{hint}")
