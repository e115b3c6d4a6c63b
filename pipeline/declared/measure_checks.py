"""Whether everything a measure takes from another declaration is declared there: sources, columns, items, codes, groups, levels."""

from collections.abc import Iterable, Mapping

from pipeline.declared.measures import FromCounts, FromPupils, FromTable, Measure, Slot
from pipeline.declared.policy import Policy
from pipeline.declared.scales import Scale
from pipeline.declared.sources import Column, Sources
from pipeline.declared.strict import Problems
from pipeline.declared.vocabulary import PupilGroups

ITEM = "item"  # the column of a long file that names what a row's figure is of
OF_SLOTS = ("attainment8", "progress8")  # calculations that fill slots with a pupil's entries
ENTRIES = "ks4_entries"  # the source of those entries
ESTIMATES = "progress_estimates"  # the source of the national averages that progress starts from


def check_measures(
    measures: Mapping[str, Measure],
    policy: Policy | None,
    groups: PupilGroups | None,
    sources: Sources,
    scales: Mapping[str, Scale],
    problems: Problems,
) -> None:
    """Every name in params/measures that another file declares."""
    for measure in measures.values():
        where = f"measures/{measure.stage}/{measure.id}.yml"
        if policy and measure.rag != "none":
            problems.require(measure.rag, policy.rag.rules, "RAG rule", f"{where}: rag", "policy/rag.yml")
        if groups:
            for group in sorted(measure.groups_delivered):
                problems.require(group, groups.groups, "pupil group", where)
        if measure.estimate:
            problems.require(measure.estimate.cohort_of, measures, "measure", f"{where}: estimate.cohort_of")
        for source, table in measure.tables.items():
            if problems.require(source, sources, "source", f"{where}: tables"):
                _columns(_of_table(table), sources, source, f"{where}: tables.{source}", problems)
        for source, long in measure.long.items():
            if problems.require(source, sources, "source", f"{where}: long"):
                _items(long.items, sources, source, f"{where}: long.{source}.items", problems)
        for source, counts in measure.counts_of.items():
            if problems.require(source, sources, "source", f"{where}: counts_of"):
                _counts(counts, sources, source, f"{where}: counts_of.{source}", problems)
        if measure.pupils:
            _pupils(measure.pupils, sources, scales, where, problems)
            if measure.pupils.sum in OF_SLOTS:
                _slots(measure, measures, sources, where, problems)


def _of_table(table: FromTable) -> list[tuple[str, str]]:
    """Each key of a table's declaration that names a column, with the column."""
    single = [(key, getattr(table, key)) for key in ("column", "out_of", "lower", "upper", "band")]
    by_group = [(f"groups.{group}", column) for group, column in table.groups.items()]
    by_group += [(f"groups_out_of.{group}", column) for group, column in table.groups_out_of.items()]
    return [(key, column) for key, column in [*single, *by_group] if column is not None]


def _columns(named: Iterable[tuple[str, str]], sources: Sources, source: str, where: str, problems: Problems) -> None:
    for key, column in named:
        problems.require(column, sources[source].columns, "column", f"{where}.{key}", f"sources/{source}.yml")


def _items(items: Mapping[str, str], sources: Sources, source: str, where: str, problems: Problems) -> None:
    column = sources[source].columns.get(ITEM)
    if column is None:
        problems.append(f"{where}: {source} has no column {ITEM!r}, so it is no file of one row a figure.")
        return
    for group, item in items.items():
        declared_in = f"sources/{source}.yml under columns.{ITEM}.codes"
        problems.require(item, column.codes.values(), "item", f"{where}.{group}", declared_in)


def _counts(counts: FromCounts, sources: Sources, source: str, where: str, problems: Problems) -> None:
    columns = sources[source].columns
    single = [(key, getattr(counts, key)) for key in ("numerator", "denominator", "value", "lower", "upper")]
    _columns([(key, column) for key, column in single if column is not None], sources, source, where, problems)
    for group, filters in counts.breakdowns.items():
        inside = f"{where}.breakdowns.{group}"
        for column, word in filters.items():
            if problems.require(column, columns, "column", inside, f"sources/{source}.yml"):
                check_word(word, columns[column], f"{inside}.{column}", f"sources/{source}.yml", problems)


def check_word(word: str, column: Column, where: str, declared_in: str, problems: Problems) -> None:
    """Note a word that is not among those a column's codes stand for; a column without codes may hold any."""
    if column.codes:
        problems.require(word, list(dict.fromkeys(column.codes.values())), "word", where, declared_in)


def _pupils(pupils: FromPupils, sources: Sources, scales: Mapping[str, Scale], where: str, problems: Problems) -> None:
    source, inside = pupils.source, f"{where}: pupils"
    named = [problems.require(s, sources, "source", inside) for s in (source, *pupils.beside)]
    if not all(named):
        return
    columns = sources[source].columns
    for name in pupils.all_columns:
        problems.require(name, columns, "column", inside, f"sources/{source}.yml")
    outcomes = [columns[c] for c in pupils.all_columns if c in columns and columns[c].type == "outcome"]
    if pupils.level and outcomes and all(c.scale in scales for c in outcomes):
        levels = [level for c in outcomes for level in scales[c.scale].levels]
        problems.require(pupils.level, levels, "level", f"{inside}.level", "its scale")
    for column, word in pupils.where.items():
        if column in columns:
            check_word(word, columns[column], f"{inside}.where.{column}", f"sources/{source}.yml", problems)
    check_codes(pupils.by_teacher, [c.scale for c in outcomes], scales, inside, problems)
    if pupils.subject and ESTIMATES in sources:
        subjects = sources[ESTIMATES].columns["subject"]
        check_word(pupils.subject, subjects, f"{inside}.subject", f"sources/{ESTIMATES}.yml", problems)


def check_codes(
    by_teacher: Mapping[str, Iterable[str]],
    tests: Iterable[str],
    scales: Mapping[str, Scale],
    where: str,
    problems: Problems,
) -> None:
    """Note each test code, of pupils whose teacher assessment is taken instead, that is in none of the tests' scales."""
    known = [code for scale in tests if scale in scales for code in scales[scale].codes]
    for column, codes in by_teacher.items():
        for code in codes if known else ():
            problems.require(code, known, "test code", f"{where}.by_teacher.{column}", "scales/")


def _slots(measure: Measure, measures: Mapping[str, Measure], sources: Sources, where: str, problems: Problems) -> None:
    """Slots of kinds that entries have, within the most a pupil can score; other slots begin another series."""
    pupils, inside = measure.pupils, f"{where}: pupils.slots"
    assert pupils  # its calculation is one of slots
    if pupils.slots_of:
        problems.require(pupils.slots_of, measures, "measure", f"{where}: pupils.slots_of")
    first = min((s.start for s in measure.series), default=0)
    if not pupils.slots_in(first):
        problems.append(f"{inside}: give the slots from {first} on, the first year of its series.")
    if not pupils.slots_of and ENTRIES in sources:
        columns = sources[ENTRIES].columns
        for year, slots in pupils.slots.items():
            for slot in slots:
                for kind in (*slot.of, *slot.times_with_all, *slot.at_most):
                    declared_in = f"sources/{ENTRIES}.yml"
                    check_word(kind, columns["counts_as"], f"{inside}.{year}: {slot.name}", declared_in, problems)
            _within_reach(measure, year, slots, columns["points"], inside, problems)
    for year in sorted(pupils.slots)[1:]:
        crossed = any(s.start < year and s.holds(year) for s in measure.series)
        if crossed or any(s.start == year and not s.because for s in measure.series):
            problems.append(
                f"{where}: series: other slots count from {year}, so figures are not comparable with those before: "
                f"end the series before with `to: {year - 1}`, and add {{from: {year}, because: ...}}."
            )


def _within_reach(
    measure: Measure, year: int, slots: list[Slot], points: Column, inside: str, problems: Problems
) -> None:
    """`per_pupil`, by which disclosure control finds what a mean gives away, must hold the most that a pupil can score."""
    most = points.bounds[1]
    reach = None if most is None else most * sum(slot.best * slot.times for slot in slots)
    if reach is not None and measure.per_pupil and measure.per_pupil[1] < reach:
        problems.append(
            f"{inside}.{year}: a pupil can score {reach:g}, and per_pupil says {measure.per_pupil[1]:g} at most."
        )
