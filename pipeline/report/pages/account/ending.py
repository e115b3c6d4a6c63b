"""The last pages: what changed, what is not known, how to read, definitions and what comes next."""

from pipeline.report import words
from pipeline.report.prose import Lists, Note, Terms
from pipeline.report.reading import Reading
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell

VERDICTS = (
    "On track: the ambition has been reached, or the figure is at least as far on as a straight line from where it started to "
    "the ambition on its last day. Not yet: neither is so. Not known: no target was set, no figure is out, or officers have "
    "not reported. An ambition is reached only if the figure meets it before rounding and after it. Once its last day is past it "
    "is told as reached or not reached, by the figure of that day."
)
MEDIAN = (
    "The Department names the ten authorities most like this one. Their figure here is the middle one when all are put in "
    "order: half are above it, half below. It is taken before rounding. Where one of them has no figure, none is given."
)
ROUNDING = (
    "Figures are rounded once, when they are printed. Halves go up. Gaps and changes are taken between printed figures."
)
AS_AT = (
    "This report tells what was known on {day}. Each result counts from the day it was published; what came out later is "
    "left out, even where it is known today. A file of a later date is used only for what was out by then."
)


@section
def changed_since_last_year(reading: Reading) -> Table | Note:
    """What last year's report printed that reads otherwise today.

    From: last year's report calculated again by the same rule, beside today's figures.
    When empty: a line says that nothing reads otherwise.
    """
    account = reading.account
    own = reading.subject.id
    if not account.changed:
        when = f", as it was known on {account.last_day}," if account.last_day else ""
        line = f"Last year's report{when} has been worked out again. Nothing it printed reads otherwise today."
        return Note(id="changed", place=own, lines=(line,))
    rows = tuple(Row(c.what, tuple(TableCell(t, number=False) for t in (c.was, c.now, c.why))) for c in account.changed)
    return Table(
        id="t-changed",
        place=own,
        caption=f"What last year's report told{f' on {account.last_day}' if account.last_day else ''}, and now",
        corner="What",
        heads=tuple(Head(h, number=False) for h in ("Last year", "Now", "Why")),
        bodies=(Body(rows),),
        dense=True,
    )


@section
def what_is_not_known(reading: Reading) -> Lists:
    """Everything the report does not know.

    From: stages without figures, measures without a target or a report, and what the publication leaves out with its reason.
    When empty: a line says that nothing is missing.
    """
    said = reading.account.unknown or ("Nothing that this report should tell is missing.",)
    return Lists(id="unknown", place=reading.subject.id, lists=(("Not known, or not told", said),))


@section
def rules_of_the_report(reading: Reading) -> Terms:
    """The report's rules in plain words: what was known when, verdicts, standing, chance, rounding and small numbers.

    From: the policy, and the report's day.
    When empty: never.
    """
    policy = reading.pack.policy
    terms = [("What was known, and when", AS_AT.format(day=reading.as_at))] if reading.as_at else []
    terms += [("Verdicts", VERDICTS)] if reading.account.lines else []
    terms += [("Above, in line, below", policy.rag), ("Chance", words.CHANCE), ("Rounding", ROUNDING)]
    terms += [("Statistical neighbours", MEDIAN)] if any(p.kind == "neighbours" for p in reading.comparators) else []
    terms += [("Small numbers", policy.disclosure)] if policy.disclosure else []
    return Terms(id="how-to-read", place=reading.subject.id, caption="The rules", terms=tuple(terms))


@section
def definitions(reading: Reading, *stages: str) -> Terms:
    """What each headline counts, and of whom.

    From: the declarations of the headlines of every declared stage.
    When empty: an empty list where no headline is held.
    """
    found = [m for s in stages for m in reading.measures(s, "headline")]
    terms = tuple((m.name, f"{m.counts[:1].upper()}{m.counts[1:]}. Out of: {m.out_of}.") for m in found)
    return Terms(id="definitions", place=reading.subject.id, caption="What is counted", terms=terms)
