"""Figures, and gaps between pupil groups, that print otherwise; how many pupils stand behind; releases that ripened."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pipeline.changes.change import FIGURE, NOTHING, RELEASE, Names, PrintedChange, differing, pairs
from pipeline.measures.arithmetic import counts_behind, exact, half_up
from pipeline.packs.pack import FigureCell, Gap, MeasureCard, Pack


def figures(before: Pack, after: Pack, names: Names) -> list[PrintedChange]:
    """Every figure that prints otherwise, appeared or vanished: most pupils first, then most points."""
    found = []
    for old, new in pairs(map(_without_release, before.figures), map(_without_release, after.figures), key=_of):
        about = new or old
        assert about is not None  # one side of a pair is there
        was, now = _texts(old, new)
        size = _size(old, new, names.measures.get(about.measure))
        found.append(PrintedChange(FIGURE, "figure", was, now, **names.about(about), **size))
    return sorted(found, key=_largest_first)


def _largest_first(change: PrintedChange) -> tuple:
    return (-(change.pupils or 0), -abs(change.points or 0), change.appeared or change.vanished)


def _of(figure: FigureCell) -> tuple[str, int, str, str]:
    return figure.place, figure.year, figure.measure, figure.group


def _without_release(figure: FigureCell) -> FigureCell:
    """The figure as it is compared: releases are told together."""
    return replace(figure, release="")


def _texts(old: FigureCell | None, new: FigureCell | None) -> tuple[str, str]:
    """Both sides as printed, with whatever else of them differs: the cohort, the interval, the band."""
    if old is None or new is None:
        return (old.text if old else NOTHING), (new.text if new else NOTHING)
    fields = differing(old, new)
    said = [[old.text], [new.text]]
    for side, figure in zip(said, (old, new), strict=True):
        if "pupils" in fields:
            side.append(_pupils(figure.pupils))
        if {"lower", "upper", "interval"} & set(fields):
            side.append(_interval(figure))
        if "band" in fields:
            side.append(figure.band or "no band")
    if said[0] == said[1]:  # what differs is drawn or kept, not written
        name = fields[0]
        for side, figure in zip(said, (old, new), strict=True):
            side.append(f"{name.replace('_', ' ')} {getattr(figure, name)}")
    return ", ".join(said[0]), ", ".join(said[1])


def _pupils(number: int | None) -> str:
    if number is None:
        return "cohort unknown"
    return f"{number} pupil{'' if number == 1 else 's'}"


def _interval(figure: FigureCell) -> str:
    if figure.lower is None or figure.upper is None:
        return "no interval"
    return f"{figure.interval or 'published'} interval {figure.lower:g} to {figure.upper:g}"


def _size(old: FigureCell | None, new: FigureCell | None, measure: MeasureCard | None) -> dict[str, Any]:
    """How many pupils and points lie between the two sides, as far as what was printed tells: fields of a Change."""
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
    """The count behind a printed percentage, and whether only that count prints so."""
    behind = counts_behind(value, pupils, decimals)
    if behind and behind[0] == behind[1]:
        return behind[0], True
    return int(half_up(exact(value) * pupils / 100)), False


def gaps(before: Pack, after: Pack, names: Names) -> list[PrintedChange]:
    """Gaps between pupil groups that print otherwise, appeared or vanished, the widest change first."""
    found = []
    for old, new in pairs(before.gaps, after.gaps, key=_between):
        gap = new or old
        assert gap is not None  # one side of a pair is there
        beside = "" if gap.against == gap.place else f" of {names.place(gap.against)}"
        points = float(exact(Decimal(new.gap)) - exact(Decimal(old.gap))) if old and new else None
        what = f"gap to {gap.second.replace('_', ' ')}{beside}"
        found.append(PrintedChange(FIGURE, what, _gap(old), _gap(new), **names.about(gap), points=points))
    return sorted(found, key=_largest_first)


def _between(gap: Gap) -> tuple[str, int, str, str, str, str]:
    return gap.place, gap.year, gap.measure, gap.first, gap.second, gap.against


def _gap(gap: Gap | None) -> str:
    if gap is None:
        return NOTHING
    pupils = f", {gap.pupils} of {gap.out_of} pupils" if gap.pupils is not None else ""
    before = f", {gap.before} the year before" if gap.before else ""
    return f"{gap.gap} points{pupils}{before}"


def releases(before: Pack, after: Pack, names: Names) -> list[PrintedChange]:
    """How many figures of a year and stage went from one release to another: "provisional" to "revised"."""
    old = {_of(f): f for f in before.figures}
    turned: Counter[tuple[int, str, str, str]] = Counter()
    for figure in after.figures:
        earlier = old.get(_of(figure))
        if earlier and earlier.release != figure.release:
            card = names.measures.get(figure.measure)
            turned[figure.year, card.stage if card else "", earlier.release, figure.release] += 1
    stages = names.key_stages
    return [
        PrintedChange(RELEASE, stages.get(stage, stage), was, now, year=year, figures=count)
        for (year, stage, was, now), count in sorted(turned.items(), key=lambda item: (-item[1], item[0]))
    ]
