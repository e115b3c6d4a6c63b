"""Applies corrections: a cell gets the declared value, as long as it still holds the value the correction expects.

They are applied to the delivered text before it is typed; the original file is never changed. Every correction applied is
reported as a finding, and so is every one that no longer fits; no finding repeats a value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from pipeline.declared.corrections import (
    DELIVERY,
    ROW,
    SCHOOL_KEYS,
    Correction,
    corrections_state,
    read_corrections,
)
from pipeline.declared.sources import Source
from pipeline.declared.strict import Problems
from pipeline.deliveries.findings import ADVISORY, BLOCKING, Finding
from pipeline.deliveries.read import RawTable
from pipeline.paths import Folders
from pipeline.validated import types
from pipeline.validated.shape import IDENTITY

__all__ = [
    "ABOUT_CORRECTIONS",
    "CORRECTED",
    "DeliveredCells",
    "SchoolNumbers",
    "correct",
    "corrections_of",
    "corrections_state",
]

CORRECTED, DONE, UNFIT, UNPLACED = ABOUT_CORRECTIONS = (  # for the data team alone: no school can answer them
    "corrected", "correction_done", "correction_unfit", "correction_unplaced",
)  # fmt: skip
CHANGED = "The cell has changed since the correction was written: look at it again, then change the correction."
DELETE = "Delete the correction."
BY_CORRECTION = "by a correction"
SchoolNumbers = Mapping[str, frozenset[str]]  # a LAESTAB -> the URNs of its school, and a URN -> its LAESTABs


def corrections_of(folders: Folders, source: Source) -> list[Correction]:
    """The source's corrections, read strictly; ParamsWrong with every mistake."""
    problems = Problems()
    corrections = read_corrections(folders, source, problems)
    problems.settle(folders.params / "corrections")
    return corrections


@dataclass(frozen=True)
class DeliveredCells:
    """A delivery's cells as they arrived, and what finds a correction's row among them.

    `year` is None where each row gives its own; `same_school` is needed only where the file has one of a school's two numbers.
    `authority` is the code in the file's name, with which a school's four digits are read; "" without one.
    """

    raw: RawTable
    source: Source
    fingerprint: str
    year: int | None
    release: str
    same_school: SchoolNumbers
    authority: str = ""

    @cached_property
    def at(self) -> dict[str, int]:
        """Our columns -> their positions in the file."""
        return self.source.found(self.raw.headings, self.year)

    def speaks_of(self, correction: Correction) -> bool:
        """Whether the delivery can hold the correction's row: by its year and release stage, or the delivery it names."""
        if DELIVERY in correction.where and not self.fingerprint.startswith(correction.where[DELIVERY]):
            return False
        if self.source.results_year == "column":
            return True  # each row has its own year and may have its own release stage
        of_year = self.source.results_year == "none" or correction.results_year == self.year
        return of_year and correction.release in (None, self.release)

    def rows_of(self, correction: Correction) -> list[int]:
        """The lines in which every key of `where` has the correction's value."""
        where = {k: v for k, v in correction.where.items() if k not in (DELIVERY, ROW)}
        fits = self._of_its_year(correction)
        if ROW in correction.where:
            fits &= self.raw.cells.index == int(correction.where[ROW])
        for key, text in where.items():
            fits &= self._having(key, text)
        return [int(n) for n in self.raw.cells.index[fits]]

    def rows_of_school(self, correction: Correction) -> list[int]:
        """The lines of the school that the correction names; none where it names none."""
        if correction.school is None:
            return []
        fits = self._of_its_year(correction) & self._having(*correction.school)
        return [int(n) for n in self.raw.cells.index[fits]]

    def expected_by(self, correction: Correction, row: int) -> bool:
        """Whether the line's cell still reads what the correction expects."""
        at = self.at.get(correction.column)
        return at is not None and str(self.raw.cells.at[row, at]).strip() == correction.was

    def school_at(self, row: int) -> str:
        """The LAESTAB of a line, its URN where the file has no LAESTAB; "" where it has neither."""
        laestabs = self._text("laestab")
        school = types.read_laestab(str(laestabs.at[row])) if laestabs is not None else None
        urns = self._text("urn")
        return school or (str(urns.at[row]) if urns is not None else "")

    def _of_its_year(self, correction: Correction) -> pd.Series:
        """Which rows are of the correction's year and release stage, where each row gives its own."""
        everything = pd.Series(True, index=self.raw.cells.index)
        column = next((n for n, c in self.source.columns.items() if c.type == "period"), None)
        if self.source.results_year != "column" or column is None or column not in self.at:
            return everything
        text = self.raw.cells[self.at[column]].str.strip()
        read = {t: types.read_period(t, self.source.year_words) for t in text.unique()}
        wanted = {
            t
            for t, (year, stage) in read.items()
            if year == correction.results_year and correction.release in (None, stage or self.release)
        }
        return text.isin(list(wanted))

    def _having(self, key: str, text: str) -> pd.Series:
        """Which rows have this value; a school's number also where the file has only its other one."""
        cells, wanted = self._text(key), {self._comparable(key, text)}
        if cells is None and key in SCHOOL_KEYS:
            (other,) = set(SCHOOL_KEYS) - {key}
            cells, wanted = self._text(other), set(self.same_school.get(self._comparable(key, text), ()))
        return pd.Series(False, index=self.raw.cells.index) if cells is None else cells.isin(list(wanted))

    def _text(self, key: str) -> pd.Series | None:
        """A column's text in comparable form, joined from its parts where it is not delivered; None where it cannot be."""
        column = self.source.columns.get(key)
        if key in self.at:
            text = self.raw.cells[self.at[key]].str.strip()
            return text.map({t: self._comparable(key, t) for t in text.unique()})
        if column and column.join and all(p in self.at for p in column.join):
            parts = [self.raw.cells[self.at[p]].str.strip() for p in column.join]
            return parts[0].str.cat(parts[1:])
        return None

    def _comparable(self, key: str, text: str) -> str:
        """One spelling for each value, as the typed table has it: `351/2001` and `3512001` are one school, `351.0` and `351` one code."""
        text, column = text.strip(), self.source.columns.get(key)
        kind = column.type if column else key
        if kind == "laestab":
            return types.read_school(text, self.authority) or text
        return (IDENTITY[kind](text) if kind in IDENTITY else None) or text

    def heading(self, ours: str) -> str | None:
        """The declaration's own spelling of a column's heading, so that no finding repeats a sender's."""
        column = self.source.columns[ours]
        names = column.names or [n for named in column.named.values() for n in named]
        if ours not in self.at:
            return names[0] if names else None
        folded = self.raw.headings[self.at[ours]].strip().casefold()
        return next((n for n in names if n.casefold() == folded), names[0] if names else None)


def correct(cells: DeliveredCells, name: str, corrections: Iterable[Correction]) -> list[Finding]:
    """Change the cells in place as the corrections say; findings for each correction that concerns this delivery.

    A correction whose school is in the file and whose row is not refuses a table, and holds the school's pupils. One that
    concerns nobody in this file is silent here: `unmatched_corrections` asks whether any delivery has its row.
    """
    out = []
    for correction in (c for c in corrections if cells.speaks_of(c)):
        rows = cells.rows_of(correction)
        if correction.leave_out and len(rows) == 1:
            out.append(_leave_out_row(cells, correction, rows[0], name))
        elif correction.column in cells.at and len(rows) == 1:
            out.append(_correct_cell(cells, correction, rows[0], name))
        elif rows or cells.rows_of_school(correction):
            out += _not_placed(cells, correction, rows, name)
    return out


def why_not_placed(cells: DeliveredCells, correction: Correction, rows: list[int]) -> str:
    """Why a correction cannot be applied to a file, as the end of a sentence."""
    if not correction.leave_out and correction.column not in cells.at:
        return "the delivery does not have the column it corrects."
    return "more than one row fits it." if rows else "no row fits it."


def _not_placed(cells: DeliveredCells, correction: Correction, rows: list[int], name: str) -> list[Finding]:
    """One finding for each school that the correction concerns."""
    problem = f"correction {correction.id} is not applied: {why_not_placed(cells, correction, rows)}"
    remedy = "Describe the row so that only one fits, or delete the correction."
    lines_of: dict[str, list[int]] = {}
    for row in rows or cells.rows_of_school(correction):
        lines_of.setdefault(cells.school_at(row), []).append(row)
    heading = None if correction.leave_out else cells.heading(correction.column)
    return [
        Finding(
            name, None, heading, UNPLACED, problem, remedy, BLOCKING, 0, school=school,
            lines=tuple(lines) if cells.source.of_pupils else (),
        )
        for school, lines in lines_of.items()
    ]  # fmt: skip


def _leave_out_row(cells: DeliveredCells, correction: Correction, row: int, name: str) -> Finding:
    """Take the one row out, and report that it was."""
    school, why = cells.school_at(row), _printable_reason(cells, correction, row)
    cells.raw.cells = cells.raw.cells.drop(index=row)
    cells.raw.left_out[BY_CORRECTION] = cells.raw.left_out.get(BY_CORRECTION, 0) + 1
    problem = f"the row is left out, as decided on {correction.when.isoformat()}: {why}"
    return Finding(name, row, None, CORRECTED, problem, "", ADVISORY, 1, school=school, lines=(row,))


def _printable_reason(cells: DeliveredCells, correction: Correction, row: int) -> str:
    """The correction's reason; what is printed may not name the pupil of the row, so one that does is left out."""
    private = [
        cells.raw.cells.at[row, cells.at[n]].strip()
        for n, c in cells.source.columns.items()
        if c.is_private and n in cells.at
    ]
    names_pupil = any(p and p.casefold() in correction.why.casefold() for p in private)
    return "a reason held with the correction." if names_pupil else correction.why


def _correct_cell(cells: DeliveredCells, correction: Correction, row: int, name: str) -> Finding:
    """Correct the one cell where it still holds the expected value, and report what was done."""
    raw, place = cells.raw, cells.at[correction.column]
    text = str(raw.cells.at[row, place]).strip()
    school, heading = cells.school_at(row), cells.heading(correction.column)
    if cells.expected_by(correction, row):
        why = _printable_reason(cells, correction, row)
        raw.cells.at[row, place] = correction.becomes
        rule, severity, remedy = CORRECTED, ADVISORY, ""
        problem = f"the cell is read as corrected on {correction.when.isoformat()}: {why}"
    elif text == correction.becomes:
        rule, severity, remedy = DONE, ADVISORY, DELETE
        problem = f"the delivery already has the value that correction {correction.id} puts in."
    else:
        rule, severity, remedy = UNFIT, BLOCKING, CHANGED
        problem = f"correction {correction.id} is not applied: the cell does not hold the value the correction expects."
    return Finding(name, row, heading, rule, problem, remedy, severity, 1, school=school, lines=(row,))
