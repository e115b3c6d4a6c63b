"""Figures, and gaps between pupil groups, that print otherwise; how many pupils stand behind; releases that ripened."""

from collections import Counter
from decimal import Decimal

from pipeline.changes.change import FIGURE, NOTHING, RELEASE, Names, PrintedChange, Row, pairs
from pipeline.measures.arithmetic import counts_behind, exact, half_up

GRAIN = ("place", "year", "measure", "group")
UNPRINTED = ("release", "delivery")  # releases are told together; the file a figure came from is printed nowhere


def figures(before: Row, after: Row, names: Names) -> list[PrintedChange]:
    """Every figure that prints otherwise, appeared or vanished: most pupils first, then most points."""
    found = []
    for old, new in pairs(*(map(_printed, p["figures"]) for p in (before, after)), key=lambda f: _key(f, GRAIN)):
        texts = _texts(old, new)
        size = _size(old, new, names.measures.get((new or old)["measure"], {}))
        found.append(PrintedChange(FIGURE, "figure", *texts, **names.about(new or old), **size))
    return sorted(found, key=_largest_first)


def _largest_first(change: PrintedChange) -> tuple:
    return (-(change.pupils or 0), -abs(change.points or 0), change.appeared or change.vanished)


def _key(row: Row, grain: tuple[str, ...]) -> tuple:
    return tuple(row[k] for k in grain)


def _printed(figure: Row) -> Row:
    return {k: v for k, v in figure.items() if k not in UNPRINTED}


def _texts(old: Row | None, new: Row | None) -> tuple[str, str]:
    """Both sides as printed, with whatever else of them differs: the cohort, the interval, the band."""
    if old is None or new is None:
        return tuple(NOTHING if f is None else f["text"] for f in (old, new))
    differing = [k for k in old.keys() | new.keys() if old.get(k) != new.get(k)]
    said = [[f["text"]] for f in (old, new)]
    for side, figure in zip(said, (old, new), strict=True):
        if "pupils" in differing:
            side.append(_pupils(figure.get("pupils")))
        if {"lower", "upper", "interval"} & set(differing):
            side.append(_interval(figure))
        if "band" in differing:
            side.append(figure.get("band") or "no band")
    if said[0] == said[1]:  # what differs is drawn or kept, not written
        name = sorted(differing)[0]
        for side, figure in zip(said, (old, new), strict=True):
            side.append(f"{name.replace('_', ' ')} {figure.get(name)}")
    return tuple(", ".join(side) for side in said)


def _pupils(number: int | None) -> str:
    if number is None:
        return "cohort unknown"
    return f"{number} pupil{'' if number == 1 else 's'}"


def _interval(figure: Row) -> str:
    if None in (figure.get("lower"), figure.get("upper")):
        return "no interval"
    return f"{figure.get('interval') or 'published'} interval {figure['lower']:g} to {figure['upper']:g}"


def _size(old: Row | None, new: Row | None, measure: Row) -> dict:
    """How many pupils and points lie between the two sides, as far as what was printed tells."""
    if old is None or new is None or None in (old.get("value"), new.get("value")):
        return {}
    points = float(exact(new["value"]) - exact(old["value"]))
    cohorts = [f.get("pupils") for f in (old, new)]
    if not all(cohorts):
        return {"points": points}
    apart = abs(cohorts[1] - cohorts[0])
    if measure.get("unit") != "percent":
        return {"points": points, "pupils": apart or None}
    counts = [_count(f, measure.get("decimals", 0)) for f in (old, new)]
    met = abs(counts[1][0] - counts[0][0])
    return {"points": points, "pupils": max(met, apart), "certain": counts[0][1] and counts[1][1]}


def _count(figure: Row, decimals: int) -> tuple[int, bool]:
    """The count behind a printed percentage, and whether only that count prints so."""
    behind = counts_behind(figure["value"], figure["pupils"], decimals)
    if behind and behind[0] == behind[1]:
        return behind[0], True
    return int(half_up(exact(figure["value"]) * figure["pupils"] / 100)), False


PAIR = ("place", "year", "measure", "first", "second", "against")


def gaps(before: Row, after: Row, names: Names) -> list[PrintedChange]:
    """Gaps between pupil groups that print otherwise, appeared or vanished, the widest change first."""
    found = []
    for old, new in pairs(*(p.get("gaps", []) for p in (before, after)), key=lambda g: _key(g, PAIR)):
        gap = new or old
        beside = "" if gap["against"] == gap["place"] else f" of {names.places.get(gap['against'], gap['against'])}"
        points = float(exact(Decimal(new["gap"])) - exact(Decimal(old["gap"]))) if old and new else None
        what = f"gap to {gap['second'].replace('_', ' ')}{beside}"
        found.append(PrintedChange(FIGURE, what, _gap(old), _gap(new), **names.about(gap), points=points))
    return sorted(found, key=_largest_first)


def _gap(gap: Row | None) -> str:
    if gap is None:
        return NOTHING
    pupils = f", {gap['pupils']} of {gap['out_of']} pupils" if gap.get("pupils") is not None else ""
    before = f", {gap['before']} the year before" if gap.get("before") else ""
    return f"{gap['gap']} points{pupils}{before}"


def releases(before: Row, after: Row, names: Names) -> list[PrintedChange]:
    """How many figures of a year and stage went from one release to another: "provisional" to "revised"."""
    old = {_key(f, GRAIN): f for f in before["figures"]}
    turned: Counter = Counter()
    for figure in after["figures"]:
        earlier = old.get(_key(figure, GRAIN))
        if earlier and earlier["release"] != figure["release"]:
            stage = names.measures.get(figure["measure"], {}).get("stage", "")
            turned[figure["year"], stage, earlier["release"], figure["release"]] += 1
    stages = after.get("policy", {}).get("stages", {})
    return [
        PrintedChange(RELEASE, stages.get(stage, {}).get("name", stage), was, now, year=year, figures=count)
        for (year, stage, was, now), count in sorted(turned.items(), key=lambda item: (-item[1], item[0]))
    ]
