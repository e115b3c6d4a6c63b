"""`explain`: the rule, the counts and the delivery behind a printed number."""

from collections.abc import Iterator

from pipeline.declared import Declarations, Measure
from pipeline.declared.strict import did_you_mean
from pipeline.deliveries.delivery import kept
from pipeline.errors import CommandWrong
from pipeline.measures.arithmetic import wilson
from pipeline.measures.figure_index import Fig
from pipeline.measures.write import figure_text
from pipeline.packs.released import open_run_context
from pipeline.paths import Folders
from pipeline.places import Register
from pipeline.validated.clean_tables import as_delivered
from pipeline.validated.corrections import corrections_of
from pipeline.verbs.output import print_lines


def explain_figure(where: Folders, measure: str, place: str, year: int, group: str) -> int:
    """Print everything behind one figure, unprotected: for the data team. Returns 0.

    Raises CommandWrong where there is no such measure or figure, and NoSuchPlace where there is no such place.
    """
    run = open_run_context(where)
    spec = run.declared.measures.get(measure)
    if spec is None:
        raise CommandWrong(what=f"There is no measure {measure!r}.{did_you_mean(measure, list(run.declared.measures))}")
    found_place = run.register.find(place)
    fig = run.figures.get(found_place.id, year, measure, group)
    if fig is None:
        years = ", ".join(map(str, run.figures.years(found_place.id, measure, group))) or "none"
        raise CommandWrong(
            what=f"{found_place.name} has no figure of {measure} ({group}) for {year}. Years held: {years}."
        )
    lines = [
        f"{spec.name}: {found_place.name}, {year}, {group}",
        f"printed as   {figure_text(fig, spec, run.declared)}",
        f"rule         {spec.counts}, out of {spec.out_of}",
    ]
    rules = run.declared.policy.rag.rules
    if spec.rag in rules:
        lines.append(f"standing     {spec.rag}: {rules[spec.rag].why}")
    lines.append(f"status       {fig.status}; release stage {fig.release}")
    if fig.numerator is not None and fig.denominator is not None:
        low, high = wilson(fig.numerator, fig.denominator)
        lines.append(f"counts       {fig.numerator} of {fig.denominator}; 95% interval {low:.1f} to {high:.1f}")
    elif fig.denominator is not None:
        lines.append(
            f"cohort       {fig.denominator}; the count behind the figure is not certain from what was delivered"
        )
    for fingerprint in fig.delivery.split(","):
        origin = run.sources.origins.get(fingerprint)
        described = f" {origin.file}, {origin.title}, {origin.publisher}" if origin else ""
        lines.append(f"delivery     {fingerprint[:12]}{described}")
    print_lines(*lines, *_corrections(where, run.declared, run.register, fig))
    return 0


def _corrections(where: Folders, declared: Declarations, register: Register, fig: Fig) -> Iterator[str]:
    """The corrections of the rows behind a figure: both values of each applied, but not of a pupil's, and each that does not fit."""
    for delivery in (d for d in kept(where) if d.fingerprint in fig.delivery.split(",")):
        source = declared.sources[delivery.source]
        corrections = corrections_of(where, source)
        if not corrections:
            continue
        cells = as_delivered(where, delivery, source)
        columns = _columns_behind(declared.measures[fig.measure], source.id)
        for correction in corrections:
            rows = cells.rows_of(correction) if cells.speaks_of(correction) else []
            if len(rows) != 1 or (columns and not correction.leave_out and correction.column not in columns):
                continue
            if not _is_of(register, fig, cells.school_at(rows[0])):
                continue
            values = f"was {correction.was or 'empty'}, is read as {correction.becomes or 'empty'}"
            if correction.leave_out:
                values = f"row {rows[0]} is left out"
            elif not cells.expected_by(correction, rows[0]):
                values = "is not corrected: the delivered cell no longer reads `was`"
            elif source.of_pupils:
                values = f"a pupil's cell, both values in data/corrections/{source.id}.yml"
            yield (
                f"correction   {correction.id}, {correction.when.isoformat()}: {f'{correction.column} {values}'.strip()}; "
                f"{correction.told}: {correction.why if not source.of_pupils else 'the reason is held with it'}"
            )


def _columns_behind(measure: Measure, source: str) -> set[str]:
    """The columns of a published table that a measure is read from; empty where any column may bear on it, as of pupils."""
    spec = measure.tables.get(source)
    if spec is None:
        return set()
    named = (
        spec.column,
        spec.out_of,
        spec.lower,
        spec.upper,
        spec.band,
        *spec.groups.values(),
        *spec.groups_out_of.values(),
    )
    return {column for column in named if column}


def _is_of(register: Register, fig: Fig, number: str) -> bool:
    """Whether a row with this LAESTAB or URN, or with neither, is behind the figure of its place."""
    if register[fig.place_id].kind != "school" or not number:
        return True
    school = register.by_urn(number) or register.get(number)
    return school is not None and school.id == fig.place_id
