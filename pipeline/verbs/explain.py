"""`explain`: the rule, the counts and the delivery behind a printed number."""

from pipeline.declared.strict import did_you_mean
from pipeline.errors import CommandWrong
from pipeline.measures.arithmetic import wilson
from pipeline.measures.write import figure_text
from pipeline.packs.released import open_run_context
from pipeline.paths import Folders
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
        lines.append(f"counts       {fig.numerator} of {fig.denominator}; 95 % interval {low:.1f} to {high:.1f}")
    elif fig.denominator is not None:
        lines.append(
            f"cohort       {fig.denominator}; the count behind the figure is not certain from what was delivered"
        )
    for fingerprint in fig.delivery.split(","):
        origin = run.sources.origins.get(fingerprint)
        described = f" {origin.file}, {origin.title}, {origin.publisher}" if origin else ""
        lines.append(f"delivery     {fingerprint[:12]}{described}")
    print_lines(*lines)
    return 0
