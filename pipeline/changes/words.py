"""Everything else a document prints: notes, rules, glossary, context, the names of places and measures, nameless spreads."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from operator import attrgetter
from typing import Any

from pipeline.changes.change import NOTHING, WORDING, Names, PrintedChange, pairs
from pipeline.packs.pack import Pack
from pipeline.packs.vocabulary import PrintedNames

FIGURES = ("figures", "judgements", "gaps", "prompts")  # told by the other modules
UNPRINTED = ("schema",)
SPREADS = {"positions": "spread of schools", "scatters": "spread of schools", "marks": "own point in the spread"}
CALLED = {"policy": "rules"}


@dataclass(frozen=True)
class Listed:
    """How the rows of one part of a pack are told apart and named."""

    called: str
    key: tuple[str, ...]  # the fields that tell one row from another
    name: str  # the field that names it
    more: str = ""  # the field told beside the name of a row that came or went


LISTS = {
    "places": Listed("place", ("role", "id"), "name"),
    "measures": Listed("measure", ("id",), "name"),
    "context": Listed("context", ("label", "year"), "label", "text"),
    "notes": Listed("note", ("kind", "text"), "text"),
    "sources": Listed("source", ("title", "year", "release", "publisher", "licence", "origin"), "title", "release"),
    "glossary": Listed("glossary", ("term",), "term", "meaning"),
    "next_releases": Listed("next release", ("stage",), "stage", "day"),
}
VOCABULARY = "vocabulary"
NAMED = {  # what tells one name of a kind from another
    **dict.fromkeys(("key_stages", "groups", "statuses", "releases"), ("id",)),
    "pairs": ("first", "second"),
}


def words(before: Pack, after: Pack, names: Names) -> list[PrintedChange]:
    """Every part of a document other than its figures that reads otherwise, part by part."""
    found: list[PrintedChange] = []
    for part in sorted(vars(after)):
        old, new = getattr(before, part), getattr(after, part)
        if part in (*FIGURES, *UNPRINTED) or old == new:
            continue
        if part == VOCABULARY:
            found += _renamed(old, new)
        elif part in SPREADS:
            found += _spreads(part, old, new, names)
        elif part in LISTS:
            found += _rows(LISTS[part], old, new)
        else:
            found += _leaves(CALLED.get(part, part), old, new)
    return found


def _renamed(old: PrintedNames, new: PrintedNames) -> Iterator[PrintedChange]:
    """Names both sides print that read otherwise; a name that came or went did so with the figures it names."""
    for kind in vars(new):
        was, now = getattr(old, kind), getattr(new, kind)
        if kind not in NAMED:
            yield from _leaves(f"names, {kind.replace('_', ' ')}", was, now)
            continue
        identified = attrgetter(*NAMED[kind])
        for earlier, later in pairs(was, now, key=identified):
            if earlier is not None and later is not None:
                said = identified(later)
                name = said if isinstance(said, str) else " and ".join(said)
                yield from _leaves(f"name: {name}", earlier, later)


def _rows(listed: Listed, old: Sequence[Any], new: Sequence[Any]) -> Iterator[PrintedChange]:
    """Rows that came or went by their name; rows that stayed by what in them reads otherwise."""
    for was, now in pairs(old, new, key=attrgetter(*listed.key)):
        if was is None or now is None:
            yield PrintedChange(WORDING, listed.called, _row_said(was, listed), _row_said(now, listed))
        else:
            yield from _leaves(f"{listed.called}: {getattr(now, listed.name)}", was, now)


def _row_said(row: object | None, listed: Listed) -> str:
    if row is None:
        return NOTHING
    name, more = getattr(row, listed.name), getattr(row, listed.more) if listed.more else ""
    return f"{name}: {more}" if more else name


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
    """Every text inside, by the steps that lead to it; the rows of a list are numbered from 1; nothing said is no text."""
    if is_dataclass(value):
        for name in sorted(vars(value)):
            yield from _flat(getattr(value, name), (*path, name))
    elif isinstance(value, Mapping):
        for step, inside in value.items():
            yield from _flat(inside, (*path, str(step)))
    elif isinstance(value, (list, tuple)) and any(is_dataclass(row) or isinstance(row, (list, tuple)) for row in value):
        for number, row in enumerate(value, start=1):
            yield from _flat(row, (*path, str(number)))
    elif isinstance(value, (list, tuple)):
        yield from [(path, ", ".join(map(str, value)))] if value else []
    elif value not in (None, ""):
        yield path, str(value)


def _spreads(part: str, old: Mapping[str, list], new: Mapping[str, list], names: Names) -> Iterator[PrintedChange]:
    """What is drawn of the authority's schools without their names, and the booklet's own point among them."""
    said = _point if part == "marks" else _moved
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        if was != now:
            measures = " beside ".join(map(names.measure, key.split(",")))
            yield PrintedChange(WORDING, SPREADS[part], *said(was, now), measure=measures)


def _point(was: list[float] | None, now: list[float] | None) -> tuple[str, str]:
    before, after = (NOTHING if point is None else " and ".join(map(str, point)) for point in (was, now))
    return before, after


def _moved(was: list | None, now: list | None) -> tuple[str, str]:
    """How many schools a spread holds, and how many of them stand elsewhere."""
    if was is None or now is None:
        before, after = (NOTHING if points is None else f"{len(points)} points" for points in (was, now))
        return before, after
    counted = [Counter(map(str, points)) for points in (was, now)]
    elsewhere = sum((counted[1] - counted[0]).values())
    return f"{len(was)} points", f"{len(now)} points, {elsewhere} of them elsewhere"
