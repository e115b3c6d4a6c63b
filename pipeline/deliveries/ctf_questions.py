"""Findings about a Common Transfer File: questions that refuse it, and advice. None repeats a pupil's value."""

import re
from collections.abc import Iterable

from pipeline.declared.ctf import Combination, code_set_file
from pipeline.declared.sources import Source
from pipeline.deliveries.ctf import CommonTransferFile, CtfUnreadable, school_in_name
from pipeline.deliveries.ctf_year import CtfOfYear
from pipeline.deliveries.findings import ADVISORY, BLOCKING, Finding

CODE = re.compile(r"[A-Za-z0-9]{1,4}")  # what a code looks like; anything longer may be a pupil's and is never repeated
NAMED_AT_MOST = 12  # combinations named in one finding
CONFIRM = "Confirm it with the Department's assessment component file of {year}, then receive the file again."


def unreadable(name: str, error: CtfUnreadable) -> Finding:
    return Finding(name, error.line, None, error.rule, error.problem, error.remedy, BLOCKING, 1 if error.line else 0)


def school_of(file: CommonTransferFile, name: str) -> tuple[str, list[Finding]]:
    """The LAESTAB of the school whose file it is, by the header, else by the file's name; or "" and the question."""
    named = school_in_name(name)
    if file.from_school and named and file.from_school != named:
        problem = "the school in the header (SourceSchool) is not the one the file's name begins with."
        remedy = "Ask the school which it is, and correct the name; or have the file exported again."
        return "", [_finding(name, "schools_differ", problem, remedy)]
    if not (file.from_school or named):
        problem = (
            "neither the header (SourceSchool: LEA and Estab) nor the file's name says which school the pupils are of."
        )
        remedy = "If all are of one school, begin the file's name with its seven digits (3512001_CTF_351LLLL_001.xml)."
        return "", [_finding(name, "school_unknown", problem, remedy)]
    return file.from_school or named, []


def year_of(
    file: CommonTransferFile, name: str, stated: int | None = None, year_given: int | None = None
) -> tuple[int | None, list[Finding]]:
    """The year of the file's newest results; or None and the question, where header or name disagree and --year does not settle it.

    `stated` is the results year in the file's name or folder, `year_given` the one given with --year. The header counts the year
    in which the academic year began and a result the summer in which it ended, so results of this summer are in a file of
    this academic year, or of the next one where it was made after the summer.
    """
    results = [r for p in file.pupils for r in p.results]
    if not results:
        problem = f"it holds {_count(len(file.pupils), 'pupil')} and not one result, so there is nothing to read."
        remedy = "Have the school export it again with the assessment results included."
        return None, [_finding(name, "no_results", problem, remedy)]
    without = sum(r.year is None for r in results)
    if without:
        problem = f"{_count(without, 'result')} of its {len(results):,} do not say of which year they are."
        return None, [_finding(name, "results_without_year", problem, "Have the school export the file again.")]
    years = sorted({r.year for r in results if r.year is not None})
    newest, begun = years[-1], file.year_begun
    doubts = []
    if begun and newest not in (begun, begun + 1):
        doubts.append(f"its header is of the academic year {begun}/{(begun + 1) % 100:02d}")
    if stated and stated != newest:
        doubts.append(f"its name or folder says {stated}")
    if not doubts:
        return newest, []
    if year_given in years:
        return year_given, []
    problem = f"its newest results are of {newest}, but {' and '.join(doubts)}."
    remedy = f"Receive it with --year and the results year meant (it holds {', '.join(map(str, years))}), or have it exported again."
    return None, [_finding(name, "year_in_doubt", problem, remedy)]


def no_code_set(name: str, year: int | None) -> Finding:
    problem = f"it holds results of {year}, and there is no {code_set_file(year or 0)} to say what their codes mean."
    remedy = f"Copy the file of the nearest year to that name, change its year, and go through every line. {CONFIRM.format(year=year)}"
    return _finding(name, "ctf_no_code_set", problem, remedy)


def about_the_file(ctf: CtfOfYear) -> list[Finding]:
    """What is true of the file as a whole: what it holds that no table takes, and whether a pupil is left unread by it."""
    year, out = ctf.year, codes_unlisted(ctf)
    if not ctf.sources and not ctf.pupils_unread:
        problem = f"{code_set_file(year)} leaves out every result of {year} in it, so there is nothing to read."
        remedy = "If they are wanted, give their lines a source and a column."
        out.append(_finding(ctf.name, "no_results", problem, remedy))
    if ctf.pupils_without_results:
        without = _count(ctf.pupils_without_results, "pupil")
        problem = f"{without} of its {len(ctf.file.pupils):,} have no result of {year}; no row was made of them."
        remedy = "Nothing, if they are of other year groups; else have the school enter the result, or the code of why there is none."
        out.append(_finding(ctf.name, "pupils_without_results", problem, remedy, ADVISORY))
    if ctf.other_years:
        listed = ", ".join(f"{n:,} of {other}" for other, n in ctf.other_years.items())
        problem = f"it also holds results of other years, which were not read: {listed}."
        remedy = "Nothing: results are received from a file of their own year, which holds all the pupils of that year."
        out.append(_finding(ctf.name, "results_of_other_years", problem, remedy, ADVISORY))
    reasons = dict.fromkeys(line.not_read for line in ctf.lines_used if line.not_read)
    if reasons:
        problem = f"results were left out, as {code_set_file(year)} says: {'; '.join(reasons)}"
        out.append(_finding(ctf.name, "results_left_out", problem, "Nothing, while the reason holds.", ADVISORY))
    if ctf.file.to_school and ctf.file.to_school != ctf.file.from_school:
        problem = "it is addressed to another school, so it may hold only the pupils who move there."
        remedy = "Check that it holds all the pupils: it replaces what was received of the school's results before."
        out.append(_finding(ctf.name, "addressed_to_school", problem, remedy, ADVISORY))
    return out


def codes_unlisted(ctf: CtfOfYear) -> list[Finding]:
    """The question about codes the code set does not list; it refuses the file where a pupil would be left unread."""
    if not ctf.unlisted:
        return []
    problem = f"results of {ctf.year} were not read, because {code_set_file(ctf.year)} does not list their codes "
    problem += f"(stage, subject, method, component, qualifier): {_listed(ctf)}."
    if ctf.pupils_unread:
        problem += f" Of {_count(ctf.pupils_unread, 'pupil')} nothing could be read."
    severity = BLOCKING if ctf.pupils_unread else ADVISORY
    return [_finding(ctf.name, "ctf_codes_unlisted", problem, _line_to_write(ctf), severity)]


def columns_lacking(ctf: CtfOfYear, source: Source, filled: Iterable[str]) -> list[Finding]:
    """Columns the table cannot do without and the file does not fill: no line gives them, or the file lacks them."""
    needed = [c for c, column in source.columns.items() if column.required and column.published_in(ctf.year)]
    lacking = [c for c in needed if c not in set(filled)]
    lines = [line for line in ctf.code_set.results if line.source == source.id]
    given = {*ctf.code_set.pupil, *(c for line in lines for c in (line.column, line.number))}
    unlisted = [c for c in lacking if c not in given]
    empty = [c for c in lacking if c in given]
    out = []
    if unlisted:
        problem = (
            f"it holds results of {source.id}, which needs {headings(source, unlisted, ctf.year)}, and no line of "
        )
        problem += f"{code_set_file(ctf.year)} says by which codes these are written."
        problem += f" Codes in the file without a line: {_listed(ctf)}." if ctf.unlisted else ""
        out.append(_finding(ctf.name, "ctf_column_unlisted", problem, _line_to_write(ctf)))
    if empty:
        problem = f"no pupil in it has what fills {headings(source, empty, ctf.year)} of {source.id}."
        remedy = "Have the school export it again with all results of the stage and the pupils' basic details."
        out.append(_finding(ctf.name, "ctf_column_empty", problem, remedy))
    return out


def two_results(ctf: CtfOfYear, source: Source, twice: dict[str, set[int]]) -> list[Finding]:
    """Pupils who have two different results of one assessment in the year (column -> their places in the file)."""
    places = sorted(set().union(*twice.values()))
    if not places:
        return []
    columns = headings(source, twice, ctf.year)
    problem = f"{_count(len(places), 'pupil')} (the first is pupil {places[0]} of the file) have two different results for {columns}."
    remedy = "Have the school take out the one that does not count, and export the file again."
    return [_finding(ctf.name, "two_results", problem, remedy)]


def to_confirm(ctf: CtfOfYear, source: Source) -> list[Finding]:
    """What is still open about the lines the table was read by."""
    points = ctf.code_set.open_points(line for line in ctf.lines_used if line.source == source.id)
    remedy = f"When it is confirmed, take `to_confirm` out of {code_set_file(ctf.year)}."
    return [_finding(ctf.name, "ctf_codes_to_confirm", " ".join(points), remedy, ADVISORY)] if points else []


def headings(source: Source, columns: Iterable[str], year: int) -> str:
    """Columns by the source's own headings of the year."""
    return ", ".join(source.columns[c].names_in(None, None, year)[0] for c in columns)


def _listed(ctf: CtfOfYear) -> str:
    """Unlisted codes in words, with the number of pupils of each."""
    items = []
    for unlisted in ctf.unlisted[:NAMED_AT_MOST]:
        codes = " ".join(_as_code(code) for code in unlisted.combination)
        # Country and status are named only where they differ from those that count.
        if unlisted.locale != ctf.code_set.locale:
            codes += f" with Locale {_as_code(unlisted.locale)}"
        if unlisted.status != ctf.code_set.status:
            codes += f" with ResultStatus {_as_code(unlisted.status)}"
        items.append(f"{codes} ({_count(unlisted.pupils, 'pupil')})")
    more = len(ctf.unlisted) - len(items)
    return "; ".join([*items, *([f"and {more} more"] if more else [])])


def _as_code(text: str) -> str:
    """A code as written. What does not look like a code may be a pupil's value, and is not repeated."""
    return text if CODE.fullmatch(text) else "[not a code]" if text else "[empty]"


def _line_to_write(ctf: CtfOfYear) -> str:
    """What to write into params, with the codes of the first combination that has all of them."""
    complete = (u.combination for u in ctf.unlisted if all(CODE.fullmatch(code) for code in u.combination))
    example = next(complete, Combination("…", "…", "…", "…", "…"))
    codes = ", ".join(f"{key}: {code}" for key, code in example._asdict().items())
    return (
        f"Write a line for each under `results` in {code_set_file(ctf.year)}, such as "
        f"`- {{{codes}, source: …, column: …, seen: …}}`, or with `not_read: …` and the reason in place of the last three. "
        f"{CONFIRM.format(year=ctf.year)}"
    )


def _finding(name: str, rule: str, problem: str, remedy: str, severity: str = BLOCKING) -> Finding:
    return Finding(name, None, None, rule, problem, remedy, severity)


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
