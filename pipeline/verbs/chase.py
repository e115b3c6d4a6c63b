"""`chase`: each school's questions are written for it alone; the team is told how many, without any pupil."""

import re
import sys

from pipeline.chase import ChaseQuestion, chase_questions, summary, write_lists
from pipeline.declared.authority import read_authority
from pipeline.declared.strict import Problems
from pipeline.deliveries.delivery import kept
from pipeline.errors import CommandWrong, NothingReceived
from pipeline.ledger.runs import ItemResult
from pipeline.paths import Folders
from pipeline.runs.at_work import BY_A_PERSON, AtWork, Start, at_work
from pipeline.validated import declared, tables


def chase_schools(where: Folders, year: int, school: str | None, start: Start = BY_A_PERSON) -> int:
    """0 when every list was written, also where nothing is asked of anybody. Without a year, the newest held."""
    if school and not re.fullmatch(r"[0-9]{7}", school):
        raise CommandWrong(what="A school is named by its LAESTAB, seven digits.")
    sources = {n for n, s in declared(where.params).items() if s.about == "pupils"}
    years = {d.results_year for d in kept(where) if d.source in sources and d.results_year}
    if not years or (year and year not in years):
        raise NothingReceived(folder=where.deliveries, example=f"the pupil records{f' of {year}' if year else ''}")
    with at_work(where, "chase", year or max(years), start) as run:
        _write(run, year or max(years), school)
    return 0


def _write(run: AtWork, year: int, school: str | None) -> None:
    where = run.where
    asked = chase_questions(where, year)
    names, contact = _names(where), _contact(where)
    chosen = [s for s in asked if school in (None, s)]
    for laestab in chosen:
        name = names.get(laestab, f"school {laestab}")
        files = write_lists(where, year, laestab, name, contact, asked[laestab])
        _say(f"{laestab} {name}: {_told(asked[laestab])}; {files[0].parent}")
    if not chosen:
        _say(f"nothing is asked of {school or 'any school'} for {year}")
    run.ended(ItemResult("chase-list", s, names.get(s, ""), "made") for s in chosen)


def _told(asked: list[ChaseQuestion]) -> str:
    """How a school stands, in numbers."""
    s = summary("", asked)
    state = f"held, {s.blocking} to be answered" if s.held else "not held"
    return f"{state}; {s.questions} question{'' if s.questions == 1 else 's'} ({'; '.join(s.about)})"


def _names(where: Folders) -> dict[str, str]:
    """LAESTAB -> the school's name, by the newest register held."""
    found = {}
    for _, table in tables(where, "register"):
        known = table[table["laestab"].notna() & table["school_name"].notna()]
        found |= dict(zip(known["laestab"], known["school_name"], strict=True))
    return found


def _contact(where: Folders) -> str:
    problems = Problems()
    authority = read_authority(where.params, problems)
    problems.settle(where.params)
    return authority.contact or "the school data team"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
