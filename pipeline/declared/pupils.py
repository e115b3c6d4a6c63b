"""What pupil declarations say of each other: sources name scales, groups and sums name columns; every slip is told."""

from pipeline.declared.measures import Measure
from pipeline.declared.scales import Scale
from pipeline.declared.sources import Sources
from pipeline.declared.strict import Problems, did_you_mean
from pipeline.declared.vocabulary import PupilGroups

MADE = ["term_of_birth"]  # made from the date of birth when groups are told


def pupil_declarations_agree(
    measures: dict[str, Measure],
    groups: PupilGroups | None,
    sources: Sources,
    scales: dict[str, Scale],
    problems: Problems,
) -> None:
    """Adds to `problems` every scale, source, column or level that is named and not declared."""
    _scales_exist(sources, scales, problems)
    if groups:
        _groups_exist(groups, sources, problems)
        _groups_are_named(measures, groups, problems)
    for measure in measures.values():
        if measure.pupils:
            _sum_is_of_something(measure, sources, scales, problems)


def _scales_exist(sources: Sources, scales: dict[str, Scale], problems: Problems) -> None:
    for source in sources.values():
        for name, column in source.columns.items():
            if column.type == "outcome" and column.scale not in scales:
                hint = did_you_mean(column.scale, list(scales))
                problems.append(
                    f"sources/{source.id}.yml: {name} is on a scale {column.scale!r} nobody declares.{hint}"
                )


def _groups_exist(groups: PupilGroups, sources: Sources, problems: Problems) -> None:
    roll = sources.get(groups.source)
    if roll is None:
        hint = did_you_mean(groups.source, list(sources))
        problems.append(f"vocabulary/pupil_groups.yml reads a source {groups.source!r} that is not declared.{hint}")
        return
    known = [*roll.columns, *MADE]
    for name, group in groups.groups.items():
        if group.column and group.column not in known:
            hint = did_you_mean(group.column, known)
            problems.append(
                f"vocabulary/pupil_groups.yml: {name} is told by a column {group.column!r} of no roll.{hint}"
            )


def _groups_are_named(measures: dict[str, Measure], groups: PupilGroups, problems: Problems) -> None:
    known = list(groups.groups)
    for measure in measures.values():
        for name in sorted(measure.groups_delivered - set(known)):
            where = f"measures/{measure.stage}/{measure.id}.yml"
            problems.append(f"{where} has figures of a pupil group {name!r}.{did_you_mean(name, known)}")


def _sum_is_of_something(measure: Measure, sources: Sources, scales: dict[str, Scale], problems: Problems) -> None:
    spec, where = measure.pupils, f"measures/{measure.stage}/{measure.id}.yml"
    for name in (spec.source, *spec.beside):
        if name not in sources:
            hint = did_you_mean(name, list(sources))
            problems.append(f"{where} sums a source {name!r} that is not declared.{hint}")
            return
    columns = sources[spec.source].columns
    for name in spec.all_columns:
        if name not in columns:
            problems.append(f"{where} sums a column {name!r} of {spec.source}.{did_you_mean(name, list(columns))}")
    on = [columns[c].scale for c in spec.all_columns if c in columns and columns[c].type == "outcome"]
    levels = [level for s in on if s in scales for level in scales[s].levels]
    if spec.level and on and spec.level not in levels:
        problems.append(f"{where} counts a level {spec.level!r} its scale lacks.{did_you_mean(spec.level, levels)}")
