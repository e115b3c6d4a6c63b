"""Which results year a file is of, decided from evidence: its content, then its name, then its folder, and `--year`.

Evidence that could mean something else never decides. Where what is sure disagrees, or nothing is sure, there is one
blocking question that names what was seen. `--year` answers it, except against the content: a file is never kept as of
another year than its own rows say.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.deliveries.evidence import Evidence, years_said
from pipeline.deliveries.findings import Finding

UNKNOWN, DIFFER, WRONG = "year_unknown", "years_differ", "wrong_year"


@dataclass(frozen=True)
class YearDecision:
    """The results year and the evidence it rests on; or no year and the question that has to be answered."""

    year: int | None
    because: tuple[Evidence, ...] = ()
    question: Finding | None = None


def decide_year(file: str, evidence: Sequence[Evidence], asked: int | None = None) -> YearDecision:
    """The results year of a file whose rows are all of one year. `asked` is the year given by --year."""
    content = [e for e in evidence if e.where == "content"]
    own = years_said(content, "certain", "likely")
    named = years_said((e for e in evidence if e.where != "content"), "certain", "likely")
    if asked is not None and own and own != {asked}:
        return YearDecision(None, question=_against_content(file, content, own, f"--year says {asked}"))
    if asked is not None and not own and named and asked not in named:
        return YearDecision(None, question=_not_what_was_asked(file, evidence, named, asked))
    if asked is not None:
        return YearDecision(asked, _speaking_for(asked, evidence))
    if len(own | named) == 1:
        (year,) = own | named
        return YearDecision(year, _speaking_for(year, evidence))
    if len(own) == 1 and len(named) == 1:
        (other,) = named
        where = " and ".join(
            dict.fromkeys(f"its {e.where}" for e in evidence if e.where != "content" and e.year == other)
        )
        return YearDecision(None, question=_against_content(file, content, own, f"{where} says {other}"))
    if own | named:
        return YearDecision(None, question=_several(file, evidence, own or named))
    return YearDecision(None, question=_nothing_sure(file, evidence))


def day_stated(evidence: Sequence[Evidence]) -> Evidence | None:
    """Of a register, whose name says the day it states: the date in its name, else its year, else those of its folder."""
    for where in ("name", "folder"):
        here = [e for e in evidence if e.where == where and e.year is not None]
        dates = [e for e in here if e.kind == "date"]
        years = [e for e in here if e.kind != "date" and e.certainty != "possible"]
        academic = [e for e in years if e.kind == "academic_year"]
        if academic or dates or years:
            # Two academic years are a span of them: it is stated at its end.
            return max(academic, key=lambda e: e.year or 0) if academic else (dates or years)[0]
    return None


def _speaking_for(year: int, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple(e for e in evidence if e.year == year and e.kind != "date" and e.certainty != "possible")


def _seen(evidence: Sequence[Evidence]) -> str:
    told = [e.sentence() for e in evidence if e.kind not in ("release", "authority")]
    return "; ".join(dict.fromkeys(told))


def _against_content(file: str, content: Sequence[Evidence], own: set[int], other: str) -> Finding:
    said = f"{other}, and the file itself is of another year: {_seen(content)}."
    if len(own) == 1:
        (year,) = own
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
    return Finding(file, 1, column, WRONG, said, remedy, rows=1)


def _not_what_was_asked(file: str, evidence: Sequence[Evidence], named: set[int], asked: int) -> Finding:
    said = f"--year says {asked}, and {_seen([e for e in evidence if e.year in named])}."
    remedy = f"If it is of {asked}, give the file or its folder a name that says so; else receive it without --year."
    return Finding(file, None, None, DIFFER, said, remedy)


def _several(file: str, evidence: Sequence[Evidence], years: set[int]) -> Finding:
    said = f"it is not clear which results year it is of: {_seen(evidence)}."
    choices = " or ".join(f"--year {y}" for y in sorted(years))
    return Finding(file, None, None, DIFFER, said, f"Receive it again with {choices}, whichever it is.")


def _nothing_sure(file: str, evidence: Sequence[Evidence]) -> Finding:
    seen = _seen(evidence)
    said = "neither its content nor the file's name nor its folder says surely which results year it is"
    said += f": {seen}." if seen else "."
    likely = sorted(years_said(evidence, "possible"))
    example = " or ".join(f"--year {y}" for y in likely) if likely else "--year and the calendar year of its summer"
    remedy = f"Receive it again with {example}, or put the academic year in its name or folder (2017-2018)."
    return Finding(file, None, None, UNKNOWN, said, remedy)
