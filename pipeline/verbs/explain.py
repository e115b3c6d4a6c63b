"""`explain`: from a printed number to its rule, its counts and the delivery it came from."""

import sys

from pipeline.declared.strict import did_you_mean
from pipeline.errors import CommandWrong
from pipeline.measures.arithmetic import wilson
from pipeline.measures.write import figure_text
from pipeline.packs.released import open_run_context
from pipeline.paths import Folders


def explain_figure(where: Folders, measure: str, place: str, year: int, group: str) -> int:
    """Print everything behind one figure; 2 through CommandWrong when there is no such measure or figure."""
    run = open_run_context(where)
    spec = run.declared.measures.get(measure)
    if spec is None:
        raise CommandWrong(what=f"There is no measure {measure!r}.{did_you_mean(measure, list(run.declared.measures))}")
    found = run.register.find(place)
    fig = run.figures.get(found.id, year, measure, group)
    if fig is None:
        years = ", ".join(map(str, run.figures.years(found.id, measure, group))) or "none"
        raise CommandWrong(what=f"{found.name} has no figure of {measure} ({group}) for {year}. Years held: {years}.")
    rules = run.declared.policy.rag.rules
    lines = [
        f"{spec.name}: {found.name}, {year}, {group}",
        f"printed as   {figure_text(fig, spec, run.declared)}",
        f"rule         {spec.counts}, out of {spec.out_of}",
        *([f"standing     {spec.rag}: {rules[spec.rag].why}"] if spec.rag in rules else []),
        f"status       {fig.status}; release stage {fig.release}",
    ]
    if fig.numerator is not None:
        low, high = wilson(fig.numerator, fig.denominator)
        lines += [f"counts       {fig.numerator} of {fig.denominator}; 95 % interval {low:.1f} to {high:.1f}"]
    elif fig.denominator is not None:
        lines += [f"cohort       {fig.denominator}; the count behind the figure is not certain from what was delivered"]
    for one in fig.delivery.split(","):
        origin = run.sources.origins.get(one)
        lines.append(
            f"delivery     {one[:12]} {origin.file}, {origin.title}, {origin.publisher}"
            if origin
            else f"delivery     {one[:12]}"
        )
    sys.stdout.write("\n".join(lines) + "\n")
    return 0
