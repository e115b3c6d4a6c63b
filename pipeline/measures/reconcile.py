"""Figures from pupil records beside the published ones, cell by cell: where they differ, by how much, and what to do.

A cell is a place, year, measure and group. The verdicts:

- `equal`     the same counts, or the same exact value
- `rounding`  the pupils' figure prints as published; only the published rounding hides the rest
- `release`   they differ, and so do their release stages
- `differs`   they differ at the same release: somebody has to look
- `hidden`    the publisher shows no figure here
"""

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

from pipeline.declared import Declarations, Measure
from pipeline.declared.vocabulary import ReleaseStages
from pipeline.measures.arithmetic import counts_behind, exact, half_up
from pipeline.measures.bands import is_band
from pipeline.measures.figure_index import Fig

EQUAL, ROUNDING, RELEASE, DIFFERS, HIDDEN = VERDICTS = ("equal", "rounding", "release", "differs", "hidden")
CELL = ["place_id", "year", "measure", "group"]
COLUMNS = {
    **dict.fromkeys(CELL, "string"),
    "year": "int64",
    "pupil_release": "string",
    "published_release": "string",
    "verdict": "string",
    "pupils": "Int64",  # whole pupils between the two; missing where a mean differs or no cohort is known
    "points": "float64",  # pupils' figure less the published one, in the measure's unit; missing where one is not shown
    "said": "string",  # a sentence to act on
}
NEAR = 1e-9
Cells = dict[tuple, list[Fig]]


def reconcile(pupil: pd.DataFrame, published: pd.DataFrame, declared: Declarations) -> pd.DataFrame:
    """One row for each cell that both tables hold and whose pupils' figure is shown; both are Figure tables.

    Of several releases the ripest that both hold is compared, else the ripest of each.
    """
    ours, theirs, releases = _cells(pupil, declared), _cells(published, declared), declared.vocabulary.releases
    pairs = ((key, *_pair(ours[key], theirs[key], releases)) for key in sorted(ours.keys() & theirs.keys()))
    rows = [_row(key, mine, other, declared.measures[key[2]], releases) for key, mine, other in pairs if mine.shown]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def not_compared(pupil: pd.DataFrame, published: pd.DataFrame, declared: Declarations) -> pd.DataFrame:
    """How many cells only one side holds, or pupils' records give no figure for: one row a measure and reason."""
    ours, theirs = _cells(pupil, declared), _cells(published, declared)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for key in ours.keys() | theirs.keys():
        reason = _alone(ours.get(key), theirs.get(key), declared.vocabulary.releases)
        if reason:
            counts[key[2], reason] += 1
    rows = [(measure, reason, cells) for (measure, reason), cells in sorted(counts.items())]
    return pd.DataFrame(rows, columns=["measure", "reason", "cells"])


def _alone(ours: list[Fig] | None, theirs: list[Fig] | None, releases: ReleaseStages) -> str:
    if ours is None:
        return "published only"
    if theirs is None:
        return "from pupil records only"
    mine = _pair(ours, theirs, releases)[0]
    return "" if mine.shown else f"published, and the pupil records give none ({mine.status.replace('_', ' ')})"


def _cells(frame: pd.DataFrame, declared: Declarations) -> Cells:
    """Every cell's figures, one a release; published bands and measures nobody declares are no cells."""
    plain = frame.astype(object).where(frame.notna(), None)
    found: Cells = defaultdict(list)
    for row in plain.to_dict("records"):
        if row["measure"] in declared.measures and not is_band(row["measure"]):
            found[tuple(row[c] for c in CELL)].append(Fig(**row))
    return found


def _pair(ours: list[Fig], theirs: list[Fig], releases: ReleaseStages) -> tuple[Fig, Fig]:
    both = {f.release for f in ours} & {f.release for f in theirs}
    return _ripest(ours, both, releases), _ripest(theirs, both, releases)


def _ripest(figs: Iterable[Fig], wanted: set[str], releases: ReleaseStages) -> Fig:
    among = [f for f in figs if f.release in wanted] or figs
    return max(among, key=lambda f: releases.ranks[f.release])


def _row(key: tuple, mine: Fig, other: Fig, measure: Measure, releases: ReleaseStages) -> tuple:
    verdict = _verdict(mine, other, measure)
    pupils = _pupils(mine, other, measure) if verdict != HIDDEN else None
    points = float(exact(mine.value) - exact(other.value)) if _has_value(other) else None
    said = _sentence(verdict, mine, other, measure, pupils, points, releases)
    return (*key, mine.release, other.release, verdict, pupils, points, said)


def _has_value(fig: Fig) -> bool:
    return fig.value is not None and fig.status in ("shown", "bounded")


def _verdict(mine: Fig, other: Fig, measure: Measure) -> str:
    if not _has_value(other):
        return HIDDEN
    if _same(mine, other):
        return EQUAL
    if _prints_alike(mine, other, measure):
        return ROUNDING
    return DIFFERS if mine.release == other.release else RELEASE


def _same(mine: Fig, other: Fig) -> bool:
    """The same counts; or the same value, of the same cohort where both are known."""
    if other.status == "bounded":
        return False
    if None not in (mine.numerator, other.numerator):
        return (mine.numerator, mine.denominator) == (other.numerator, other.denominator)
    cohorts = {mine.denominator, other.denominator} - {None}
    return abs(mine.value - other.value) <= NEAR and len(cohorts) <= 1


def _prints_alike(mine: Fig, other: Fig, measure: Measure) -> bool:
    if other.status == "bounded":
        return other.lower - NEAR <= mine.value <= other.upper + NEAR
    return half_up(mine.value, measure.decimals) == half_up(other.value, measure.decimals)


def _pupils(mine: Fig, other: Fig, measure: Measure) -> int | None:
    """Whole pupils between the two: of the count that met it or of the cohort, whichever is further apart."""
    if measure.unit != "percent" or mine.numerator is None:
        return None
    if other.denominator not in (None, mine.denominator):
        apart = abs(other.denominator - mine.denominator)
        return apart if other.numerator is None else max(apart, abs(other.numerator - mine.numerator))
    return _from_nearest(mine, other, measure)


def _from_nearest(mine: Fig, other: Fig, measure: Measure) -> int:
    """From our count to the nearest count of the same cohort that prints as published."""
    if other.status == "bounded":
        low, high = other.lower * mine.denominator / 100, other.upper * mine.denominator / 100
        return int(max(half_up(low) - mine.numerator, mine.numerator - half_up(high), 0))
    if other.numerator is not None:
        return abs(other.numerator - mine.numerator)
    behind = counts_behind(half_up(other.value, measure.decimals), mine.denominator, measure.decimals)
    if behind is None:  # no count of this cohort prints so: the cohorts must differ
        return max(1, int(half_up(abs(exact(mine.value) - exact(other.value)) * mine.denominator / 100)))
    return max(behind[0] - mine.numerator, mine.numerator - behind[1], 0)


def _sentence(
    verdict: str,
    mine: Fig,
    other: Fig,
    measure: Measure,
    pupils: int | None,
    points: float | None,
    releases: ReleaseStages,
) -> str:
    cohorts = other.denominator is not None and mine.denominator != other.denominator and measure.unit == "percent"
    apart = _apart(pupils, points, measure)
    if verdict == HIDDEN:
        return "The publisher shows no figure here; nothing to do."
    if verdict == EQUAL:
        return "Equal; nothing to do."
    if verdict == ROUNDING and cohorts:
        return f"Prints the same of another cohort ({_counts(mine, other)}): find the pupils only one side counts."
    if verdict == ROUNDING:
        return "Equal as printed; the published rounding hides the rest. Nothing to do."
    if verdict == RELEASE:
        ours, theirs = (releases.named(fig.release).adjective for fig in (mine, other))
        said = f"pupil records are {ours}, the published figure is {theirs}"
        return f"{apart} apart; {said}. Compare again when both are of one release."
    where = f" ({_counts(mine, other)})" if cohorts else ""
    return f"{apart} apart at the same release{where}. {REMEDY}"


REMEDY = (
    "Look for a school whose records are held, and for pupils who were discounted, moved or re-marked after the file "
    "was sent; if there are none, ask the publisher."
)


def _counts(mine: Fig, other: Fig) -> str:
    return f"{mine.denominator} pupils in the records, {other.denominator} published"


def _apart(pupils: int | None, points: float | None, measure: Measure) -> str:
    if pupils:
        return "1 pupil" if pupils == 1 else f"{pupils} pupils"
    size = half_up(abs(points or 0), max(measure.decimals, 1))
    return f"{size} {'point' if size == 1 else 'points'}"
