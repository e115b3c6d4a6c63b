"""Everything else a document prints: notes, rules, glossary, context, the names of places and measures, nameless spreads."""

from collections import Counter
from collections.abc import Iterator

from pipeline.changes.change import NOTHING, WORDING, Names, PrintedChange, Row, pairs

FIGURES = ("figures", "judgements", "gaps", "prompts")  # told by the other modules
SPREADS = {"positions": "spread of schools", "scatters": "spread of schools", "marks": "own point in the spread"}
KEYS = {  # what tells one row of a list from another, and the part of it that names it
    "places": (("role", "id"), "name"),
    "measures": (("id",), "name"),
    "context": (("label", "year"), "label"),
    "notes": (("kind", "text"), "text"),
    "sources": (("title", "year", "release", "publisher", "licence", "origin"), "title"),
    "glossary": (("term",), "term"),
}
CALLED = {"places": "place", "measures": "measure", "notes": "note", "sources": "source", "policy": "rules"}


def words(before: Row, after: Row, names: Names) -> list[PrintedChange]:
    """Every part of a document other than its figures that reads otherwise, part by part."""
    found = []
    for part in dict.fromkeys([*after, *before]):
        old, new = before.get(part), after.get(part)
        if part in FIGURES or old == new:
            continue
        if part in SPREADS:
            found += _spreads(part, old or {}, new or {}, names)
        elif part in KEYS:
            found += _rows(part, old or [], new or [])
        else:
            found += _leaves(CALLED.get(part, part), old, new)
    return found


def _rows(part: str, old: list[Row], new: list[Row]) -> Iterator[PrintedChange]:
    """Rows that came or went by their name; rows that stayed by what in them reads otherwise."""
    key, name = KEYS[part]
    called = CALLED.get(part, part)
    for was, now in pairs(old, new, key=lambda row: tuple(str(row.get(k)) for k in key)):
        if was is None or now is None:
            yield PrintedChange(
                WORDING, called, *(NOTHING if row is None else _row_said(row, name) for row in (was, now))
            )
        else:
            yield from _leaves(f"{called}: {now[name]}", was, now)


def _row_said(row: Row, name: str) -> str:
    more = row.get("text") or row.get("meaning") or row.get("release") or ""
    return str(row[name]) if not more or more == row[name] else f"{row[name]}: {more}"


def _leaves(what: str, old: object, new: object) -> Iterator[PrintedChange]:
    """The places inside a part at which it reads otherwise."""
    was, now = dict(_flat(old)), dict(_flat(new))
    for path in dict.fromkeys([*now, *was]):
        if was.get(path) != now.get(path):
            where = " ".join(step.replace("_", " ") for step in path)
            yield PrintedChange(
                WORDING, f"{what}, {where}" if where else what, was.get(path, NOTHING), now.get(path, NOTHING)
            )


def _flat(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text inside, by the steps that lead to it; nothing said is no text."""
    if isinstance(value, dict):
        for step, inside in value.items():
            yield from _flat(inside, (*path, str(step)))
    elif isinstance(value, (list, tuple)):
        yield from [(path, ", ".join(map(str, value)))] if value else []
    elif value not in (None, ""):
        yield path, str(value)


def _spreads(part: str, old: Row, new: Row, names: Names) -> Iterator[PrintedChange]:
    """What is drawn of the authority's schools without their names, and the booklet's own point among them."""
    said = _point if part == "marks" else _moved
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        if was != now:
            measures = " beside ".join(names.measures.get(m, {}).get("name", m) for m in key.split(","))
            yield PrintedChange(WORDING, SPREADS[part], *said(was, now), measure=measures)


def _point(was: list | None, now: list | None) -> tuple[str, str]:
    return tuple(NOTHING if point is None else " and ".join(map(str, point)) for point in (was, now))


def _moved(was: list | None, now: list | None) -> tuple[str, str]:
    """How many schools a spread holds, and how many of them stand elsewhere."""
    if was is None or now is None:
        return tuple(NOTHING if points is None else f"{len(points)} points" for points in (was, now))
    counted = [Counter(map(str, points)) for points in (was, now)]
    elsewhere = sum((counted[1] - counted[0]).values())
    return f"{len(was)} points", f"{len(now)} points, {elsewhere} of them elsewhere"
