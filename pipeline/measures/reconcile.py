"""Figures from pupil records beside the published ones, cell by cell: where they differ, by how much, and what to do.

A cell is a place, year, measure and group. The verdicts:

- `equal`     the same counts, or the same exact value
- `rounding`  the figure from pupil records prints as published; only the published rounding differs
- `release`   they differ, and so do their release stages
- `differs`   they differ at the same release stage: somebody has to look
- `hidden`    the publisher shows no figure here
"""

from collections import defaultdict

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
    "points": "float64",  # the figure from pupil records less the published one, in the measure's unit; missing where one is not shown
    "said": "string",  # a sentence to act on
}
NEAR = 1e-9  # for published decimals, which are floats
Cells = dict[tuple, list[Fig]]


REMEDY = (
    "Look for a school whose records are held, and for pupils who were discounted, moved or re-marked after the file "
    "was sent; if there are none, ask the publisher."
)


def reconcile(pupil: pd.DataFrame, published: pd.DataFrame, declared: Declarations) -> pd.DataFrame:
    """One row for each cell that both tables have and pupil records give a figure for; both are Figure tables.

    Of several releases the latest that both have is compared, else the latest of each.
    """
    releases = declared.vocabulary.releases
    of_records, of_publisher = _cells(pupil, declared), _cells(published, declared)
    rows: list[tuple] = []
    for cell in sorted(of_records.keys() & of_publisher.keys()):
        measure = declared.measures[cell[2]]
        from_records, as_published = _pair(of_records[cell], of_publisher[cell], releases)
        if not from_records.shown:
            continue
        verdict = _verdict(from_records, as_published, measure)
        pupils = None if verdict == HIDDEN else _pupils_between(from_records, as_published, measure)
        points = float(exact(from_records.number) - exact(as_published.number)) if _has_value(as_published) else None
        advice = _advice(verdict, from_records, as_published, measure, pupils, points, releases)
        rows.append((*cell, from_records.release, as_published.release, verdict, pupils, points, advice))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def not_compared(pupil: pd.DataFrame, published: pd.DataFrame, declared: Declarations) -> pd.DataFrame:
    """How many cells only one side has, or pupil records give no figure for: one row a measure and reason."""
    releases = declared.vocabulary.releases
    of_records, of_publisher = _cells(pupil, declared), _cells(published, declared)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for cell in of_records.keys() | of_publisher.keys():
        if cell not in of_records:
            reason = "published only"
        elif cell not in of_publisher:
            reason = "from pupil records only"
        else:
            from_records, _ = _pair(of_records[cell], of_publisher[cell], releases)
            if from_records.shown:
                continue
            reason = f"published, and the pupil records give none ({from_records.status.replace('_', ' ')})"
        counts[cell[2], reason] += 1
    rows = [(measure, reason, cells) for (measure, reason), cells in sorted(counts.items())]
    return pd.DataFrame(rows, columns=["measure", "reason", "cells"])


def _cells(frame: pd.DataFrame, declared: Declarations) -> Cells:
    """Every cell's figures, one a release; published bands and undeclared measures are left out."""
    plain = frame.astype(object).where(frame.notna(), None)
    cells: Cells = defaultdict(list)
    for row in plain.to_dict("records"):
        if row["measure"] in declared.measures and not is_band(row["measure"]):
            cells[tuple(row[c] for c in CELL)].append(Fig(**row))
    return cells


def _pair(of_records: list[Fig], of_publisher: list[Fig], releases: ReleaseStages) -> tuple[Fig, Fig]:
    """The figure of the latest release stage that both sides have; else the latest of each."""
    both = {f.release for f in of_records} & {f.release for f in of_publisher}
    from_records, as_published = ([f for f in figs if f.release in both] or figs for figs in (of_records, of_publisher))
    ranks = releases.ranks
    return max(from_records, key=lambda f: ranks[f.release]), max(as_published, key=lambda f: ranks[f.release])


def _has_value(fig: Fig) -> bool:
    return fig.value is not None and fig.printable


def _verdict(from_records: Fig, as_published: Fig, measure: Measure) -> str:
    if not _has_value(as_published):
        return HIDDEN
    if as_published.status == "bounded":
        lower, upper = as_published.bounds
        equal, prints_alike = False, lower - NEAR <= from_records.number <= upper + NEAR
    else:
        if from_records.numerator is not None and as_published.numerator is not None:
            equal = (from_records.numerator, from_records.denominator) == (
                as_published.numerator,
                as_published.denominator,
            )
        else:  # the same value, of the same cohort where both cohorts are known
            cohorts = {from_records.denominator, as_published.denominator} - {None}
            equal = abs(from_records.number - as_published.number) <= NEAR and len(cohorts) <= 1
        prints_alike = half_up(from_records.number, measure.decimals) == half_up(as_published.number, measure.decimals)
    if equal:
        return EQUAL
    if prints_alike:
        return ROUNDING
    return DIFFERS if from_records.release == as_published.release else RELEASE


def _pupils_between(from_records: Fig, as_published: Fig, measure: Measure) -> int | None:
    """Whole pupils between the two figures; None for a mean, or where pupil records give no counts.

    With different cohorts it is the difference of the cohorts or of the counts that met it, whichever is larger. With the same
    cohort, or an unknown one, it is from our count to the nearest count that prints as published.
    """
    met, cohort = from_records.numerator, from_records.denominator
    if measure.unit != "percent" or met is None or cohort is None:
        return None
    if as_published.denominator is not None and as_published.denominator != cohort:
        of_cohorts = abs(as_published.denominator - cohort)
        return of_cohorts if as_published.numerator is None else max(of_cohorts, abs(as_published.numerator - met))
    if as_published.status == "bounded":
        lower, upper = as_published.bounds
        low, high = half_up(lower * cohort / 100), half_up(upper * cohort / 100)
        return max(int(low) - met, met - int(high), 0)
    if as_published.numerator is not None:
        return abs(as_published.numerator - met)
    counts = counts_behind(half_up(as_published.number, measure.decimals), cohort, measure.decimals)
    if counts is None:  # no count of this cohort prints so: the cohorts must differ
        return max(1, int(half_up(abs(exact(from_records.number) - exact(as_published.number)) * cohort / 100)))
    fewest, most = counts
    return max(fewest - met, met - most, 0)


def _advice(
    verdict: str,
    from_records: Fig,
    as_published: Fig,
    measure: Measure,
    pupils: int | None,
    points: float | None,
    releases: ReleaseStages,
) -> str:
    """The verdict in a sentence, and what to do about it."""
    if verdict == HIDDEN:
        return "The publisher shows no figure here; nothing to do."
    if verdict == EQUAL:
        return "Equal; nothing to do."
    other_cohort = (
        as_published.denominator is not None
        and from_records.denominator != as_published.denominator
        and measure.unit == "percent"
    )
    cohorts = (
        f"({from_records.denominator} pupils in the records, {as_published.denominator} published)"
        if other_cohort
        else ""
    )
    if verdict == ROUNDING and other_cohort:
        return f"Prints the same for another cohort {cohorts}: find the pupils that only one side counts."
    if verdict == ROUNDING:
        return "Equal as printed; only the published rounding differs. Nothing to do."
    if pupils:
        apart = "1 pupil" if pupils == 1 else f"{pupils} pupils"
    else:
        size = half_up(abs(points or 0), max(measure.decimals, 1))
        apart = f"{size} {'point' if size == 1 else 'points'}"
    if verdict == RELEASE:
        of_records, of_publisher = (releases.named(fig.release).adjective for fig in (from_records, as_published))
        difference = f"{apart} apart; pupil records are {of_records}, the published figure is {of_publisher}"
        return f"{difference}. Compare again when both are of the same release stage."
    return f"{apart} apart at the same release{f' {cohorts}' if cohorts else ''}. {REMEDY}"
