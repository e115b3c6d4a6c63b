"""What `receive` prints of each file: at most one screen, with the evidence for what it was taken for and what it changes."""

from collections.abc import Iterable, Sequence

from pipeline.console import complain
from pipeline.deliveries.delivery import Delivery
from pipeline.deliveries.findings import ADVISORY, BLOCKING, Finding, blocking
from pipeline.validated.corrections import ABOUT_CORRECTIONS
from pipeline.validated.finding_counts import FindingCounts
from pipeline.validated.receipt import KEPT, KNOWN, LEFT_ALONE, REFUSED, Receipt
from pipeline.validated.shortfalls import Shortfall
from pipeline.validated.validate import OTHER_AUTHORITIES
from pipeline.verbs.output import counted, print_lines
from pipeline.workspace.moved import FigureMoves

NAMED_IN_SHORT = (OTHER_AUTHORITIES, "partial_register", "no_longer_there")
IN_FULL = 3  # of more files than this each has one line, so that all of them fit on a screen
NOT_OURS = "neither its name nor its columns are those of a declared source"
LONGEST = 240  # characters of a finding that are printed, unless every one is asked for
SHORT_NAMED = 12  # schools short of their cohort that are named; the chase lists have all
FINDINGS = 5  # listed of one file, unless every one is asked for


def print_receipts(outcomes: Sequence[Receipt], moves: FigureMoves | None, every_finding: bool = False) -> None:
    """Print what each file is and what it changes, then the totals and what to type next."""
    in_full = sum(o.what in (KEPT, KNOWN) for o in outcomes) <= IN_FULL
    limit = None if every_finding else FINDINGS
    for outcome in outcomes:
        if outcome.what == REFUSED:
            _print_refused(outcome, limit)
        elif outcome.what == KEPT and outcome.delivery:
            print_lines(*_accepted(outcome, outcome.delivery, moves, in_full, limit))
        elif outcome.what == KNOWN and outcome.delivery and outcome.put_back:
            print_lines(
                f"put back: the original of {outcome.delivery.said} had been altered or lost and is whole again"
            )
        elif outcome.what == KNOWN and outcome.delivery and in_full:
            print_lines(
                f"known: {outcome.delivery.file} is held as {outcome.delivery.said}",
                "  if it is of another year or release stage: booklets receive --year … --release …",
            )
        elif outcome.what == LEFT_ALONE:
            print_lines(f"left alone: {outcome.path.name}; {NOT_OURS}")
    tally = {what: sum(o.what == what for o in outcomes) for what in (KEPT, KNOWN, REFUSED, LEFT_ALONE)}
    total = f"; figures that move: {moves.all().sentence()}" if moves else ""
    print_lines(
        ", ".join(f"{number} {what}" for what, number in tally.items() if number) + total, *_next(outcomes, moves)
    )


def print_to_mend(findings: Iterable[Finding]) -> None:
    """Print what only the data team can mend, as errors."""
    complain(*(f"must be mended: {f.sentence()}" for f in findings))


def _accepted(
    outcome: Receipt, delivery: Delivery, moves: FigureMoves | None, in_full: bool, limit: int | None
) -> list[str]:
    line = f"accepted: {delivery.file} as {delivery.said}"
    counts, advisory = outcome.finding_counts, [f for f in outcome.findings if f.severity == ADVISORY]
    if not in_full:
        of_others = [f"  - {f.sentence()}" for f in outcome.findings if f.rule in NAMED_IN_SHORT]
        known = sum(not f.for_the_team for f in advisory)
        if counts:
            short = (
                [f"  expected  {_expected(outcome.shortfall)}"] if outcome.shortfall and outcome.shortfall.short else []
            )
            return [f"{line}: {pupil_counts(counts)}", *short, *_listed(file_findings(outcome.findings), limit)]
        return [f"{line}; {counted(known, 'advisory finding')}" if known else line, *of_others]
    lines = [line, *_evidence(outcome, delivery)]
    if outcome.rows:
        lines.append(f"  rows      {outcome.rows.sentence()}")
    if counts:
        lines.append(f"  pupils    {pupil_counts(counts)}")
    if outcome.shortfall:
        lines.append(f"  expected  {_expected(outcome.shortfall)}")
    if outcome.replaces:
        lines.append(f"  replaces  {outcome.replaces.file} ({outcome.replaces.said})")
    lines.append(f"  figures   {_figures(outcome, delivery, moves)}")
    return [*lines, *_listed(file_findings(outcome.findings) if counts else advisory, limit)]


def _evidence(outcome: Receipt, delivery: Delivery) -> list[str]:
    reasons = outcome.reasons
    if reasons is None:
        return []
    year = (
        f"  year      {delivery.results_year}: {reasons.year}"
        if delivery.results_year
        else f"  year      {reasons.year}"
    )
    return [
        f"  source    {delivery.source}: {reasons.source}",
        year,
        f"  release   {delivery.release}: {reasons.release}",
    ]


def _expected(shortfall: Shortfall) -> str:
    """The cohort by the roll, how many came, and which schools are short by how many."""
    came = f"{shortfall.returned:,} of the {shortfall.expected:,} pupils expected by the roll of {shortfall.roll_year}"
    short = [f"{school} by {n}" for school, n in shortfall.short.items()]
    listed = f"; short: {', '.join(short[:SHORT_NAMED])}" if short else ""
    more = f" and {len(short) - SHORT_NAMED} more schools" if len(short) > SHORT_NAMED else ""
    return f"{came}{listed}{more}"


def _figures(outcome: Receipt, delivery: Delivery, moves: FigureMoves | None) -> str:
    """How many figures it moves; where a more settled delivery stays in force, that it moves none for that reason."""
    moved = moves.of(delivery.fingerprint) if moves else None
    if outcome.more_settled and (moved is None or moved.sentence() == "none"):
        held = f"a {outcome.more_settled.release} is held ({outcome.more_settled.file})"
        return f"{held}: this is kept as {delivery.release} and changes no figure"
    return f"that move: {moved.sentence()}" if moved else "none move"


def _listed(findings: Sequence[Finding], limit: int | None) -> list[str]:
    shown = list(findings[:limit])
    more = len(findings) - len(shown)
    rest = [f"  and {counted(more, 'more finding')}: add --all to see them"] if more else []
    return [*(f"  - {_short(finding.sentence(), limit)}" for finding in shown), *rest]


def _short(sentence: str, limit: int | None) -> str:
    if limit is None or len(sentence) <= LONGEST:
        return sentence
    return f"{sentence[:LONGEST].rsplit(' ', 1)[0]} … (--all prints the rest)"


def _print_refused(outcome: Receipt, limit: int | None) -> None:
    complain(f"refused: {outcome.path.name}; nothing of it was kept")
    if outcome.taken_for:
        complain(f"  source    {outcome.taken_for}")
    reasons = [f for f in outcome.findings if f.severity == BLOCKING]
    complain(*(f"  - {_short(finding.sentence(), limit)}" for finding in reasons[:limit]))
    more = len(reasons) - len(reasons[:limit])
    if more:
        complain(f"  and {counted(more, 'more finding')}: add --all to see them")


def _next(outcomes: Sequence[Receipt], moves: FigureMoves | None) -> list[str]:
    """What to type next: the questions to schools, else the documents of the years whose figures move."""
    deliveries = [(o.delivery, o.finding_counts) for o in outcomes if o.delivery and o.what == KEPT]
    years = sorted({d.results_year for d, counts in deliveries if counts and d.results_year})
    if years:
        verbs = "; ".join(f"booklets chase --year {y}" for y in years)
        return [f"next: {verbs} writes each school's questions, including those found by comparing files"]
    moved = sorted({int(year) for year in moves.rows["year"]}) if moves else []
    newest = [f"next: booklets build --year {moved[-1]}"] if moved else []
    return newest


def pupil_counts(counts: FindingCounts) -> str:
    """What a file about pupils holds, in numbers only, so that nothing about a pupil is printed."""
    return ", ".join((
        counted(counts.rows, "row"),
        counted(counts.schools, "school"),
        f"{counted(counts.held, 'school')} held",
        counted(counts.questions, "question"),
    ))  # fmt: skip


def file_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Findings no school can answer: about the file as a whole, rows of no school, or corrections. They are for the data team."""
    every = list(findings)
    asked = [f for f in every if not f.school or f.rule in ABOUT_CORRECTIONS]
    return [f for f in asked if f not in must_be_mended(every)]


def must_be_mended(findings: Iterable[Finding]) -> list[Finding]:
    """Blocking findings that no school's answer lifts: today's rules would refuse the file, or a correction does not fit it."""
    return [f for f in blocking(findings) if not f.lines or f.rule in ABOUT_CORRECTIONS]
