"""Which results year a file is of, decided from evidence: its content, then its name, then its folder, and `--year`.

Evidence that could mean something else never decides. Where certain or likely evidence disagrees, or there is none, there is
one blocking question that names what was seen. `--year` answers it, except against the content: a file is never kept
under another year than its own rows give.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.deliveries.evidence import Evidence, years_of
from pipeline.deliveries.findings import Finding

UNKNOWN, DIFFER, WRONG = "year_unknown", "years_differ", "wrong_year"


@dataclass(frozen=True)
class YearDecision:
    """The results year and the evidence for it; or no year and the question that has to be answered."""

    year: int | None
    because: tuple[Evidence, ...] = ()
    question: Finding | None = None


def decide_year(file: str, evidence: Sequence[Evidence], year_given: int | None = None) -> YearDecision:
    """The results year of a file whose rows are all of one year. `year_given` is the year given by --year."""
    content = [e for e in evidence if e.where == "content"]
    content_years = years_of(content, "certain", "likely")
    named = years_of((e for e in evidence if e.where != "content"), "certain", "likely")
    if year_given is not None and content_years and content_years != {year_given}:
        return YearDecision(None, question=_against_content(file, content, content_years, f"--year says {year_given}"))
    if year_given is not None and not content_years and named and year_given not in named:
        problem = f"--year says {year_given}, and {_seen([e for e in evidence if e.year in named])}."
        remedy = f"If it is of {year_given}, give the file or its folder a name that says so; else receive it without --year."
        return YearDecision(None, question=Finding(file, None, None, DIFFER, problem, remedy))
    if year_given is not None:
        return YearDecision(year_given, _evidence_for(year_given, evidence))
    if len(content_years | named) == 1:
        (year,) = content_years | named
        return YearDecision(year, _evidence_for(year, evidence))
    if len(content_years) == 1 and len(named) == 1:
        (other,) = named
        places = dict.fromkeys(f"its {e.where}" for e in evidence if e.where != "content" and e.year == other)
        contrary = f"{' and '.join(places)} says {other}"
        return YearDecision(None, question=_against_content(file, content, content_years, contrary))
    if content_years | named:
        problem = f"it is not clear which results year it is of: {_seen(evidence)}."
        choices = " or ".join(f"--year {y}" for y in sorted(content_years or named))
        remedy = f"Receive it again with {choices}, whichever it is."
        return YearDecision(None, question=Finding(file, None, None, DIFFER, problem, remedy))
    return YearDecision(None, question=_none_certain(file, evidence))


def day_stated(evidence: Sequence[Evidence]) -> Evidence | None:
    """The date of a register, from its name: the date there, else the year there, else those of its folder."""
    for where in ("name", "folder"):
        here = [e for e in evidence if e.where == where and e.year is not None]
        dates = [e for e in here if e.kind == "date"]
        years = [e for e in here if e.kind != "date" and e.certainty != "possible"]
        academic = [e for e in years if e.kind == "academic_year"]
        if academic or dates or years:
            # Two academic years are the two ends of a span, and the register is of the later one.
            return max(academic, key=lambda e: e.year or 0) if academic else (dates or years)[0]
    return None


def _evidence_for(year: int, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple(e for e in evidence if e.year == year and e.kind != "date" and e.certainty != "possible")


def _seen(evidence: Sequence[Evidence]) -> str:
    """The evidence of years in words, each sentence once."""
    return "; ".join(dict.fromkeys(e.sentence() for e in evidence if e.kind not in ("release", "authority")))


def _against_content(file: str, content: Sequence[Evidence], content_years: set[int], contrary: str) -> Finding:
    """The question where the name or --year (`contrary`, in words) gives another year than the content."""
    problem = f"{contrary}, and the file itself is of another year: {_seen(content)}."
    if len(content_years) == 1:
        (year,) = content_years
        remedy = (
            f"If it is the file you meant, receive it again with --year {year}; else look for the right one. "
            "Where its columns are wrong, have them corrected by whoever sent it."
        )
        if any(e.kind == "born" for e in content):
            remedy += " Pupils taught out of their year group need the year group of each row."
        if any(e.kind == "held_figures" for e in content):
            remedy += " If it is the delivery held that has the wrong year, that one has to be taken back first."
    else:
        remedy = "Ask whoever sent it for a file of one year whose columns agree."
    column = next((e.column for e in content if e.column), None)
    return Finding(file, 1, column, WRONG, problem, remedy, rows=1)


def _none_certain(file: str, evidence: Sequence[Evidence]) -> Finding:
    seen = _seen(evidence)
    problem = "neither its content nor the file's name nor its folder says for certain which results year it is"
    problem += f": {seen}." if seen else "."
    possible = sorted(years_of(evidence, "possible"))
    example = " or ".join(f"--year {y}" for y in possible) if possible else "--year and the calendar year of its summer"
    remedy = f"Receive it again with {example}, or put the academic year in its name or folder (2017-2018)."
    return Finding(file, None, None, UNKNOWN, problem, remedy)
