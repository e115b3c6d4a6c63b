"""Corrections put in force: a cell is read otherwise than delivered, as long as it still reads what it read then.

Applied to the delivered text, before anything is made of it; the original is never changed. Every one applied is told,
and so is every one that no longer fits; none of it with a value.
"""

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
CHANGED = (
    "The cell is no longer what it was when the correction was written: look at it again, then mend the correction."
)
TAKE_OUT = "Take the correction out."


def corrections_of(folders: Folders, source: Source) -> list[Correction]:
    """The source's corrections, read strictly; ParamsWrong with every mistake."""
    problems = Problems()
    found = read_corrections(folders, source, problems)
    problems.settle(folders.params / "corrections")
    return found


def correct(
    raw: RawTable, source: Source, name: str, fingerprint: str, year: int | None, release: str, found: list[Correction]
) -> list[Finding]:
    """Change the cells of `raw` in place as the corrections say, and tell of each that speaks of this delivery."""
    at = source.found(raw.headings, year)
    out = []
    for correction in (c for c in found if c.speaks_of(year, release)):
        rows = _rows(raw, source, at, correction, fingerprint)
        if correction.column in at and len(rows) == 1:
            out.append(_cell(raw, source, at, correction, rows[0], name))
        elif len(rows) or _of_this_delivery(raw, at, correction):
            out.append(_unplaced(source, name, correction, len(rows), raw, at))
    return out


def _rows(raw: RawTable, source: Source, at: dict[str, int], correction: Correction, fingerprint: str) -> list[int]:
    """The lines in which every column named reads as the correction says."""
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
        fits &= cells == _plain(source, ours, text)
    return [int(n) for n in raw.cells.index[fits]]


def _text(raw: RawTable, source: Source, at: dict[str, int], ours: str) -> pd.Series | None:
    """A column's delivered text, put together from its parts where it is not delivered; identities without their dressing."""
    column = source.columns[ours]
    if ours in at:
        text = raw.cells[at[ours]].str.strip()
        return text.map({t: _plain(source, ours, t) for t in text.unique()})
    if column.join and all(p in at for p in column.join):
        parts = [raw.cells[at[p]].str.strip() for p in column.join]
        return parts[0].str.cat(parts[1:])
    return None


def _plain(source: Source, ours: str, text: str) -> str:
    """`351/2001` and `3512001` are one school, and letters of a pupil's number are capital."""
    text = text.strip()
    if source.columns[ours].type == "laestab":
        return types.read_laestab(text) or text
    return text.upper() if source.columns[ours].type == "upn" else text


def _cell(raw: RawTable, source: Source, at: dict[str, int], correction: Correction, row: int, name: str) -> Finding:
    place = at[correction.column]
    reads = str(raw.cells.at[row, place]).strip()
    if reads == correction.was:
        why = _words(raw, source, at, correction, row)
        raw.cells.at[row, place] = correction.becomes
        said, remedy = f"the cell is read as corrected on {correction.when.isoformat()}: {why}", ""
        return _finding(raw, source, at, correction, name, row, CORRECTED, said, remedy, ADVISORY)
    if reads == correction.becomes:
        said = f"the delivery already reads as correction {correction.id} would have it."
        return _finding(raw, source, at, correction, name, row, DONE, said, TAKE_OUT, ADVISORY)
    said = f"correction {correction.id} is not applied: the cell does not read what it says it read."
    return _finding(raw, source, at, correction, name, row, UNFIT, said, CHANGED, BLOCKING)


def _words(raw: RawTable, source: Source, at: dict[str, int], correction: Correction, row: int) -> str:
    """The reason as written, unless it names the pupil of the row: what is printed may not."""
    private = [raw.cells.at[row, at[n]].strip() for n, c in source.columns.items() if c.is_private and n in at]
    said = correction.why.casefold()
    return "a reason held with the correction." if any(p and p.casefold() in said for p in private) else correction.why


def _finding(
    raw: RawTable, source: Source, at: dict[str, int], correction: Correction, name: str, row: int, rule: str, said: str,
    remedy: str, severity: str,
) -> Finding:  # fmt: skip
    shown = _shown(raw, source, at, correction.column)
    school = _school(raw, source, at, row)
    return Finding(name, row, shown, rule, said, remedy, severity, 1, school=school, lines=(row,))


def _unplaced(
    source: Source, name: str, correction: Correction, rows: int, raw: RawTable, at: dict[str, int]
) -> Finding:
    """A correction that names no row of a delivery it should be in, more rows than one, or a column it has not."""
    if correction.column not in at:
        problem = "the delivery has not the column it corrects."
    else:
        problem = "more than one row fits it." if rows else "no row fits it."
    said = f"correction {correction.id} is not applied: {problem}"
    remedy = "Name the row so that it is the only one, or take the correction out."
    school = types.read_laestab(correction.where.get("laestab", "")) or ""
    shown = _shown(raw, source, at, correction.column)
    return Finding(name, None, shown, UNPLACED, said, remedy, ADVISORY, 0, school=school)


def _of_this_delivery(raw: RawTable, at: dict[str, int], correction: Correction) -> bool:
    """Whether the school a correction names has any row here, so that its row should have been found."""
    school = types.read_laestab(correction.where.get("laestab", ""))
    if school is None or "laestab" not in at:
        return False
    return bool((raw.cells[at["laestab"]].map(types.read_laestab) == school).any())


def _shown(raw: RawTable, source: Source, at: dict[str, int], ours: str) -> str | None:
    """The declaration's own spelling of the heading."""
    names = source.columns[ours].names or [n for named in source.columns[ours].named.values() for n in named]
    if ours not in at:
        return names[0] if names else None
    folded = raw.headings[at[ours]].strip().casefold()
    return next((n for n in names if n.casefold() == folded), names[0] if names else None)


def _school(raw: RawTable, source: Source, at: dict[str, int], row: int) -> str:
    """The row's LAESTAB; its URN where the delivery has no LAESTAB."""
    cells = _text(raw, source, at, "laestab") if "laestab" in source.columns else None
    found = types.read_laestab(str(cells.at[row])) if cells is not None else None
    return found or (str(raw.cells.at[row, at["urn"]]).strip() if "urn" in at else "")
