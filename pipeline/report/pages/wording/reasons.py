"""Why a figure has no change or no standing, and where a new series starts: notes below a table, each once."""

from itertools import pairwise

from pipeline.packs.pack import MeasureCard
from pipeline.report import words
from pipeline.report.pages.wording import cells
from pipeline.report.reading import Reading

NAMED = 4  # up to so many measures are named; beyond that the exceptions are, where they are fewer


def reasons(reading: Reading, measures: list[MeasureCard], years: list[int], staged: bool = False) -> list[str]:
    """Why our own row has no change or no standing, or where we have no row the last one above it: each reason once.

    A break in the series is left to its own note. `staged` names a measure's stage, for a table of several stages.
    """
    lacking: dict[tuple[str, str], list[str]] = {}  # measure and reason -> what is not given
    for m in measures:
        # Our own place, then its comparators from the last printed, which is the nearest, to the first.
        place = next(
            (p.id for p in [reading.subject, *reversed(reading.comparators)] if has_row(reading, p.id, m)),
            reading.subject.id,
        )
        judged = reading.judgement(place, m.id)
        no_change, no_standing = (why(reading, place, m) for why in (cells.why_no_change, cells.why_no_standing))
        noted_breaks = [why for year, why in m.breaks.items() if years and years[0] < int(year) <= years[-1]]
        if judged and not judged.arrow and no_change and no_change not in noted_breaks:
            lacking.setdefault((_name(reading, m, staged), no_change), []).append("change")
        if judged and not judged.standing and no_standing:
            lacking.setdefault((_name(reading, m, staged), no_standing), []).append("standing")
    found: dict[tuple[str, str], list[str]] = {}
    for (name, why), what in lacking.items():
        found.setdefault((" and no ".join(what), why), []).append(name)
    everyone = [_name(reading, m, staged) for m in measures]
    return [
        f"{_whose(names, everyone)}: no {what} is given ({words.lower_first(why).rstrip('.')})."
        for (what, why), names in found.items()
    ]


def _name(reading: Reading, measure: MeasureCard, staged: bool) -> str:
    return reading.headed(measure, staged=True, unit=False) if staged else measure.short


def _whose(names: list[str], everyone: list[str]) -> str:
    """The measures by name, or where they are many, "All measures but" the few others."""
    others = [name for name in everyone if name not in names]
    if len(names) <= NAMED or len(others) > NAMED:
        return words.listed(names)
    return f"All measures{f' but {words.listed(others)}' if others else ''}"


def break_notes(reading: Reading, measures: list[MeasureCard], years: list[int], staged: bool = False) -> list[str]:
    """Where a new series starts inside the years printed, and why."""
    found: dict[tuple[int, str], list[str]] = {}
    for m in measures:
        for year in last_breaks(m, years):
            found.setdefault((year, m.breaks[str(year)]), []).append(_name(reading, m, staged))
    lines = []
    for (year, why), names in found.items():
        whose = "New series" if len(names) == len(measures) else f"{words.listed(names)}: new series"
        lines.append(f"{whose} from {year}, not to be compared with the years before. {why}".strip())
    return lines


def last_breaks(measure: MeasureCard, years: list[int]) -> list[int]:
    """The breaks between printed years; of several between the same two years only the last."""
    starts = sorted(int(y) for y in measure.breaks)
    between = (max((s for s in starts if a < s <= b), default=None) for a, b in pairwise(years))
    return [s for s in between if s is not None]


def has_row(reading: Reading, place: str, measure: MeasureCard) -> bool:
    """Whether the place has a figure of the measure, printed or not, in any year shown."""
    return any(reading.figure(place, measure.id, y) for y in measure.years)
