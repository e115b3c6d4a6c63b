"""`chase`: write each school's questions about its pupil records. The team sees how many there are, and no pupil."""

from pipeline.chase import ChaseQuestion, chase_questions, summary, write_lists
from pipeline.declared.authority import load_authority
from pipeline.deliveries.delivery import kept
from pipeline.errors import CommandWrong, NothingReceived
from pipeline.ledger.runs import ItemResult
from pipeline.paths import Folders
from pipeline.places.matching import as_laestab
from pipeline.runs.at_work import BY_A_PERSON, AtWork, Start, at_work
from pipeline.validated import declared, tables
from pipeline.validated.finding_counts import is_school
from pipeline.verbs.output import counted, print_lines
from pipeline.verbs.places_named import place_ids

NO_CONTACT = "the school data team"


def chase_schools(where: Folders, year: int, school: str | None, start: Start = BY_A_PERSON) -> int:
    """Write the lists of one school, named in any form, or of all; returns 0, also where there are no questions.

    Without a year, that of the newest pupil records received. Raises NothingReceived where there are none of the year, and
    CommandWrong where the place named is no school.
    """
    sources = {n for n, s in declared(where.params).items() if s.about == "pupils"}
    years = {d.results_year for d in kept(where) if d.source in sources and d.results_year}
    if not years or (year and year not in years):
        raise NothingReceived(folder=where.deliveries, example=f"the pupil records{f' of {year}' if year else ''}")
    school = _laestab(where, school) if school else None
    with at_work(where, "chase", year or max(years), start) as run:
        _write(run, year or max(years), school)
    return 0


def _laestab(where: Folders, school: str) -> str:
    """The school's LAESTAB; a whole one is taken as it is, since a school that no register has has questions too, about that."""
    whole = as_laestab(school, "")
    found = whole if is_school(whole) else place_ids(where, [school])[0]
    if not found.isdecimal() or not is_school(found):
        raise CommandWrong(what=f"{school!r} is no school: a list of questions is for one school.")
    return found


def _write(run: AtWork, year: int, school: str | None) -> None:
    where = run.where
    questions = chase_questions(where, year)
    names = _school_names(where)
    contact = load_authority(where.params).contact or NO_CONTACT
    chosen = [s for s in questions if school in (None, s)]
    for laestab in chosen:
        name = names.get(laestab, f"school {laestab}")
        files = write_lists(where, year, laestab, name, contact, questions[laestab])
        print_lines(f"{laestab} {name}: {_in_numbers(questions[laestab])}; {files[0].parent}")
    if not chosen:
        print_lines(f"there are no questions for {school or 'any school'} about {year}")
    run.ended(ItemResult("chase-list", s, names.get(s, ""), "made") for s in chosen)


def _in_numbers(questions: list[ChaseQuestion]) -> str:
    """Whether a school is held, how many questions it has, and about which files."""
    totals = summary("", questions)
    state = f"held, {totals.blocking} to be answered" if totals.held else "not held"
    return f"{state}; {counted(totals.questions, 'question')} ({'; '.join(totals.about)})"


def _school_names(where: Folders) -> dict[str, str]:
    """LAESTAB -> the school's name, from every register received; a newer one replaces the names of an older one."""
    names: dict[str, str] = {}
    for _, table in tables(where, "register"):
        known = table[table["laestab"].notna() & table["school_name"].notna()]
        names |= dict(zip(known["laestab"], known["school_name"], strict=True))
    return names
