"""Publishers' metafiles, which list the columns of a file and some columns' codes, compared with what a source declares."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.declared.sources import Column, Source, Sources
from pipeline.errors import CommandWrong

# The headings under which publishers list a file's columns, and the codes of a column a row each; folded and without spaces.
LISTED_UNDER = ("fieldname", "fieldreference", "metafileheading", "col_name", "variable", "variablename", "columnname")
CODES_UNDER = ("code", "codes", "value", "permittedvalue", "allowedvalue")
# A code and its meaning inside a description: "(1=Mainstream school; 2=Special school)", "AC = Academy, CY = Community school".
EXPLAINED = re.compile(r"(?:^|[(;:,.\n])\s*['\"]?([A-Za-z0-9*+]{1,8})['\"]?\s*=")
EMPTY = "blank"  # how a description says that a cell is left empty


@dataclass(frozen=True)
class CodesCompared:
    """The codes of one column that are new to us, and those of the year that the metafile does not list."""

    heading: str
    not_declared: tuple[str, ...]
    not_listed: tuple[str, ...]


@dataclass(frozen=True)
class MetafileComparison:
    """The source a metafile fits best, the columns that are new to us, and those of the year that it does not list.

    `codes` has each column with codes on both sides of which either lacks some; the case of a code does not matter.
    """

    file: str
    source: str
    listed: int
    not_declared: tuple[str, ...]
    not_listed: tuple[str, ...]
    codes: tuple[CodesCompared, ...]


def compare_metafile(file: Path, sources: Sources, year: int) -> MetafileComparison:
    """Compare a metafile with the source that declares most of its columns.

    CommandWrong where it lists no columns, or fits no source.
    """
    listed = _listed(file)
    folded = {h.casefold() for h in listed}
    declared = {s.id: _names(s, year) for s in sources.values()}
    best = max(declared, key=lambda name: len(folded & declared[name].keys()))
    shared = folded & declared[best].keys()
    if len(shared) < 2:
        raise CommandWrong(what=f"{file.name} lists {len(listed)} columns, of which no source declares two.")
    source = sources[best]
    wanted = {n: c for n, c in source.columns.items() if c.published_in(year) and c.names}
    last, before = source.years_before(year)
    not_listed = [
        c.names_in(last, before, year)[0]
        for c in wanted.values()
        if _names_of(c, last, before, year).isdisjoint(folded)
    ]
    not_declared = [h for h in listed if h.casefold() not in declared[best]]
    compared = (
        _codes_compared(heading, codes, _codes_of(source, declared[best][heading.casefold()], year))
        for heading, codes in listed.items()
        if heading.casefold() in shared
    )
    codes = tuple(c for c in compared if c.not_declared or c.not_listed)
    return MetafileComparison(file.name, best, len(listed), tuple(not_declared), tuple(not_listed), codes)


def _listed(file: Path) -> dict[str, list[str]]:
    """Each column that a metafile lists, with the codes it gives for it: none for most."""
    text = file.read_bytes().decode("utf-8-sig", errors="replace")
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in row)]
    for at, row in enumerate(rows[:10]):
        folded = ["".join(cell.split()).casefold() for cell in row]
        column = next((folded.index(name) for name in LISTED_UNDER if name in folded), None)
        if column is not None:
            code = next((folded.index(name) for name in CODES_UNDER if name in folded), None)
            return _with_codes([r for r in rows[at + 1 :] if len(r) > column and r[column].strip()], column, code)
    raise CommandWrong(what=f"{file.name} is no metafile: no column of it is headed Field Name, col_name or the like.")


def _with_codes(rows: Iterable[list[str]], column: int, code: int | None) -> dict[str, list[str]]:
    """The columns of a metafile's rows, with the codes that stand in a column of their own or inside a description."""
    listed: dict[str, list[str]] = {}
    for row in rows:
        codes = listed.setdefault(row[column].strip(), [])
        if code is not None and code != column:
            codes += [row[code].strip()] if len(row) > code and row[code].strip() else []
            continue
        explained = [found for n, cell in enumerate(row) if n != column for found in EXPLAINED.findall(cell)]
        if len(explained) > 1:  # a single "NEW = new school" is a symbol, and no list of codes
            codes += explained
    return listed


def _codes_of(source: Source, name: str, year: int) -> list[str]:
    """The codes declared for a column in a results year; none for a column that has any text or number."""
    column, scale = source.columns[name], source.scale_of(name)
    if scale is not None:
        return [code for code, its in scale.codes.items() if code and its.used_in(year)]
    return list(source.rows.kinds) if source.rows.column == name else list(column.codes)


def _codes_compared(heading: str, listed: list[str], declared: list[str]) -> CodesCompared:
    """What either side lacks; nothing where one of them gives no codes."""
    if not listed or not declared:
        return CodesCompared(heading, (), ())
    theirs, ours = ({c.casefold() for c in codes} - {EMPTY} for codes in (listed, declared))
    new = [c for c in dict.fromkeys(listed) if c.casefold() in theirs - ours]
    return CodesCompared(heading, tuple(new), tuple(c for c in declared if c.casefold() in ours - theirs))


def _names(source: Source, year: int) -> dict[str, str]:
    """Every heading the source may have in the year, folded -> our column."""
    last, before = source.years_before(year)
    return {heading: ours for ours, c in source.columns.items() for heading in _names_of(c, last, before, year)}


def _names_of(column: Column, last: int, before: int, year: int) -> set[str]:
    return {name.casefold() for name in column.names_in(last, before, year)}
