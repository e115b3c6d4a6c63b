"""Publishers' metafiles, which list the columns of a file, compared with what a source declares."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from pipeline.declared.sources import Column, Source, Sources
from pipeline.errors import CommandWrong

# The headings under which publishers list a file's columns, folded and without spaces.
LISTED_UNDER = ("fieldname", "fieldreference", "metafileheading", "col_name", "variable", "variablename", "columnname")


@dataclass(frozen=True)
class MetafileComparison:
    """The source a metafile fits best, the columns that are new to us, and those of the year that it does not list."""

    file: str
    source: str
    listed: int
    not_declared: tuple[str, ...]
    not_listed: tuple[str, ...]


def compare_metafile(file: Path, sources: Sources, year: int) -> MetafileComparison:
    """Compare a metafile with the source that declares most of its columns.

    CommandWrong where it lists no columns, or fits no source.
    """
    headings = _headings(file)
    folded = {h.casefold() for h in headings}
    declared = {s.id: _names(s, year) for s in sources.values() if not s.of_pupils}
    best = max(declared, key=lambda name: len(folded & declared[name].keys()))
    shared = folded & declared[best].keys()
    if len(shared) < 2:
        raise CommandWrong(what=f"{file.name} lists {len(headings)} columns, of which no source declares two.")
    wanted = {n: c for n, c in sources[best].columns.items() if c.published_in(year) and c.names}
    last, before = sources[best].years_before(year)
    not_listed = [
        c.names_in(last, before, year)[0]
        for c in wanted.values()
        if _names_of(c, last, before, year).isdisjoint(folded)
    ]
    not_declared = [h for h in headings if h.casefold() not in declared[best]]
    return MetafileComparison(file.name, best, len(headings), tuple(not_declared), tuple(not_listed))


def _headings(file: Path) -> list[str]:
    text = file.read_bytes().decode("utf-8-sig", errors="replace")
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in row)]
    for at, row in enumerate(rows[:10]):
        folded = ["".join(cell.split()).casefold() for cell in row]
        column = next((folded.index(name) for name in LISTED_UNDER if name in folded), None)
        if column is not None:
            return [r[column].strip() for r in rows[at + 1 :] if len(r) > column and r[column].strip()]
    raise CommandWrong(what=f"{file.name} is no metafile: no column of it is headed Field Name, col_name or the like.")


def _names(source: Source, year: int) -> dict[str, str]:
    """Every heading the source may have in the year, folded -> our column."""
    last, before = source.years_before(year)
    return {heading: ours for ours, c in source.columns.items() for heading in _names_of(c, last, before, year)}


def _names_of(column: Column, last: int, before: int, year: int) -> set[str]:
    return {name.casefold() for name in column.names_in(last, before, year)}
