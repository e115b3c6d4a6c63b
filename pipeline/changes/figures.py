"""Figures, and gaps between pupil groups, that print differently, by how many pupils; figures with a new release stage."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pipeline.changes.change import FIGURE, NOTHING, RELEASE, Names, PrintedChange, differing, pairs
from pipeline.measures.arithmetic import counts_behind, exact, half_up
from pipeline.packs.pack import FigureCell, Gap, MeasureCard, Pack


def figures(before: Pack, after: Pack, names: Names) -> list[PrintedChange]:
    """Every figure that prints differently, is new or is gone: most pupils first, then most points.

    Release stages are left out of the comparison: `releases` counts them together.
    """
    old_figures, new_figures = ([replace(f, release="") for f in pack.figures] for pack in (before, after))
    changes = []
    for old, new in pairs(old_figures, new_figures, key=_of):
        about = new or old
        assert about is not None  # at least one of a pair
        was, now = _texts(old, new)
        size = _size(old, new, names.measures.get(about.measure))
        changes.append(PrintedChange(FIGURE, "figure", was, now, **names.about(about), **size))
    return sorted(changes, key=_largest_first)


def _largest_first(change: PrintedChange) -> tuple[int, float, bool]:
    return (-(change.pupils or 0), -abs(change.points or 0), change.appeared or change.vanished)


def _of(figure: FigureCell) -> tuple[str, int, str, str]:
    return figure.place, figure.year, figure.measure, figure.group


def _texts(old: FigureCell | None, new: FigureCell | None) -> tuple[str, str]:
    """Both sides as printed, with whatever else of them differs: the cohort, the interval, the band."""
    if old is None or new is None:
        return (old.text if old else NOTHING), (new.text if new else NOTHING)
    fields = differing(old, new)
    was, now = _described(old, fields), _described(new, fields)
    if was == now:  # what differs is drawn or kept, not written
        name = fields[0]
        was, now = (f"{was}, {name.replace('_', ' ')} {getattr(side, name)}" for side in (old, new))
    return was, now


def _described(figure: FigureCell, fields: list[str]) -> str:
    """A figure's text, with those of its other facts that are among these fields."""
    parts = [figure.text]
    if "pupils" in fields:
        plural = "" if figure.pupils == 1 else "s"
        parts.append("cohort unknown" if figure.pupils is None else f"{figure.pupils} pupil{plural}")
    if {"lower", "upper", "interval"} & set(fields):
        if figure.lower is None or figure.upper is None:
            parts.append("no interval")
        else:
            parts.append(f"{figure.interval or 'published'} interval {figure.lower:g} to {figure.upper:g}")
    if "band" in fields:
        parts.append(figure.band or "no band")
    return ", ".join(parts)


def _size(old: FigureCell | None, new: FigureCell | None, measure: MeasureCard | None) -> dict[str, Any]:
    """How many pupils and points are between the two sides, as far as printed figures show it: fields of a PrintedChange."""
    if old is None or new is None or old.value is None or new.value is None:
        return {}
    points = float(exact(new.value) - exact(old.value))
    if not old.pupils or not new.pupils:
        return {"points": points}
    apart = abs(new.pupils - old.pupils)
    if measure is None or measure.unit != "percent":
        return {"points": points, "pupils": apart or None}
    was, is_certain = _count(old.value, old.pupils, measure.decimals)
    now, is_now_certain = _count(new.value, new.pupils, measure.decimals)
    return {"points": points, "pupils": max(abs(now - was), apart), "certain": is_certain and is_now_certain}


def _count(value: float, pupils: int, decimals: int) -> tuple[int, bool]:
    """The count behind a printed percentage, and whether no other count is printed as that percentage."""
    behind = counts_behind(value, pupils, decimals)
    if behind and behind[0] == behind[1]:
        return behind[0], True
    return int(half_up(exact(value) * pupils / 100)), False


def gaps(before: Pack, after: Pack, names: Names) -> list[PrintedChange]:
    """Gaps between pupil groups that print differently, are new or are gone, the widest change first."""

    def key(gap: Gap) -> tuple[str, int, str, str, str, str]:
        return gap.place, gap.year, gap.measure, gap.first, gap.second, gap.against

    changes = []
    for old, new in pairs(before.gaps, after.gaps, key=key):
        gap = new or old
        assert gap is not None  # at least one of a pair
        beside = "" if gap.against == gap.place else f" of {names.place(gap.against)}"
        points = float(exact(Decimal(new.gap)) - exact(Decimal(old.gap))) if old and new else None
        what = f"gap to {gap.second.replace('_', ' ')}{beside}"
        changes.append(PrintedChange(FIGURE, what, _gap(old), _gap(new), **names.about(gap), points=points))
    return sorted(changes, key=_largest_first)


def _gap(gap: Gap | None) -> str:
    if gap is None:
        return NOTHING
    pupils = f", {gap.pupils} of {gap.out_of} pupils" if gap.pupils is not None else ""
    before = f", {gap.before} the year before" if gap.before else ""
    return f"{gap.gap} points{pupils}{before}"


def releases(before: Pack, after: Pack, names: Names) -> list[PrintedChange]:
    """How many figures of a year and key stage went from one release stage to another: "provisional" to "revised"."""
    old = {_of(f): f for f in before.figures}
    moved: Counter[tuple[int, str, str, str]] = Counter()
    for figure in after.figures:
        earlier = old.get(_of(figure))
        if earlier and earlier.release != figure.release:
            card = names.measures.get(figure.measure)
            moved[figure.year, card.stage if card else "", earlier.release, figure.release] += 1
    stages = names.key_stages
    return [
        PrintedChange(RELEASE, stages.get(stage, stage), was, now, year=year, figures=count)
        for (year, stage, was, now), count in sorted(moved.items(), key=lambda item: (-item[1], item[0]))
    ]
