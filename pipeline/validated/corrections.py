"""Applies corrections: a cell gets the declared value, as long as it still holds the value the correction expects.

They are applied to the delivered text before it is typed; the original file is never changed. Every correction applied is
reported as a finding, and so is every one that no longer fits; no finding repeats a value.
"""

from collections.abc import Iterable

import pandas as pd

from pipeline.declared.corrections import DELIVERY, ROW, Correction, corrections_state, read_corrections
from pipeline.declared.sources import Source
from pipeline.declared.strict import Problems
from pipeline.deliveries.findings import ADVISORY, BLOCKING, Finding
from pipeline.deliveries.read import RawTable
from pipeline.paths import Folders
from pipeline.validated import types

__all__ = ["ABOUT_CORRECTIONS", "CORRECTED", "correct", "corrections_of", "corrections_state"]

CORRECTED, DONE, UNFIT, UNPLACED = ABOUT_CORRECTIONS = (
    "corrected", "correction_done", "correction_unfit", "correction_unplaced",
)  # fmt: skip
CHANGED = "The cell has changed since the correction was written: look at it again, then change the correction."
DELETE = "Delete the correction."


def corrections_of(folders: Folders, source: Source) -> list[Correction]:
    """The source's corrections, read strictly; ParamsWrong with every mistake."""
    problems = Problems()
    corrections = read_corrections(folders, source, problems)
    problems.settle(folders.params / "corrections")
    return corrections


def correct(
    raw: RawTable,
    source: Source,
    name: str,
    fingerprint: str,
    year: int | None,
    release: str,
    corrections: Iterable[Correction],
) -> list[Finding]:
    """Change the cells of `raw` in place as the corrections say; one finding for each correction that concerns this delivery."""
    at = source.found(raw.headings, year)
    out = []
    for correction in (c for c in corrections if c.speaks_of(year, release)):
        rows = _rows(raw, source, at, correction, fingerprint)
        if correction.column in at and len(rows) == 1:
            out.append(_correct_cell(raw, source, at, correction, rows[0], name))
            continue
        school = types.read_laestab(correction.where.get("laestab", ""))
        if not rows:  # and no row of the correction's school either: a file of other schools, so nothing to report
            if school is None or "laestab" not in at:
                continue
            if not (raw.cells[at["laestab"]].map(types.read_laestab) == school).any():
                continue
        if correction.column not in at:
            reason = "the delivery does not have the column it corrects."
        else:
            reason = "more than one row fits it." if rows else "no row fits it."
        problem = f"correction {correction.id} is not applied: {reason}"
        remedy = "Describe the row so that only one fits, or delete the correction."
        heading = _heading(raw, source, at, correction.column)
        out.append(Finding(name, None, heading, UNPLACED, problem, remedy, ADVISORY, 0, school=school or ""))
    return out


def _rows(raw: RawTable, source: Source, at: dict[str, int], correction: Correction, fingerprint: str) -> list[int]:
    """The lines in which every column of `where` has the correction's value."""
    where = dict(correction.where)
    fits = pd.Series(True, index=raw.cells.index)
    if DELIVERY in where:
        if not fingerprint.startswith(where.pop(DELIVERY)):
            return []
        fits &= raw.cells.index == int(where.pop(ROW))
    for ours, text in where.items():
        cells = _text(raw, source, at, ours)
        if cells is None:
            return []
        fits &= cells == _comparable(source, ours, text)
    return [int(n) for n in raw.cells.index[fits]]


def _text(raw: RawTable, source: Source, at: dict[str, int], ours: str) -> pd.Series | None:
    """A column's delivered text in comparable form, joined from its parts where it is not delivered; None where it cannot be."""
    column = source.columns[ours]
    if ours in at:
        text = raw.cells[at[ours]].str.strip()
        return text.map({t: _comparable(source, ours, t) for t in text.unique()})
    if column.join and all(p in at for p in column.join):
        parts = [raw.cells[at[p]].str.strip() for p in column.join]
        return parts[0].str.cat(parts[1:])
    return None


def _comparable(source: Source, ours: str, text: str) -> str:
    """One spelling for each value: `351/2001` and `3512001` are one school, and letters of a pupil's number are capital."""
    text = text.strip()
    if source.columns[ours].type == "laestab":
        return types.read_laestab(text) or text
    return text.upper() if source.columns[ours].type == "upn" else text


def _correct_cell(
    raw: RawTable, source: Source, at: dict[str, int], correction: Correction, row: int, name: str
) -> Finding:
    """Correct the one cell where it still holds the expected value, and report what was done."""
    place = at[correction.column]
    text = str(raw.cells.at[row, place]).strip()
    if text == correction.was:
        # What is printed may not name the pupil of the row, so a reason that does is left out.
        private = [raw.cells.at[row, at[n]].strip() for n, c in source.columns.items() if c.is_private and n in at]
        names_pupil = any(p and p.casefold() in correction.why.casefold() for p in private)
        why = "a reason held with the correction." if names_pupil else correction.why
        raw.cells.at[row, place] = correction.becomes
        rule, severity, remedy = CORRECTED, ADVISORY, ""
        problem = f"the cell is read as corrected on {correction.when.isoformat()}: {why}"
    elif text == correction.becomes:
        rule, severity, remedy = DONE, ADVISORY, DELETE
        problem = f"the delivery already has the value that correction {correction.id} puts in."
    else:
        rule, severity, remedy = UNFIT, BLOCKING, CHANGED
        problem = f"correction {correction.id} is not applied: the cell does not hold the value the correction expects."
    laestabs = _text(raw, source, at, "laestab") if "laestab" in source.columns else None
    school = types.read_laestab(str(laestabs.at[row])) if laestabs is not None else None
    if not school:  # the URN where the delivery has no LAESTAB
        school = str(raw.cells.at[row, at["urn"]]).strip() if "urn" in at else ""
    heading = _heading(raw, source, at, correction.column)
    return Finding(name, row, heading, rule, problem, remedy, severity, 1, school=school, lines=(row,))


def _heading(raw: RawTable, source: Source, at: dict[str, int], ours: str) -> str | None:
    """The declaration's own spelling of the heading."""
    names = source.columns[ours].names or [n for named in source.columns[ours].named.values() for n in named]
    if ours not in at:
        return names[0] if names else None
    folded = raw.headings[at[ours]].strip().casefold()
    return next((n for n in names if n.casefold() == folded), names[0] if names else None)
