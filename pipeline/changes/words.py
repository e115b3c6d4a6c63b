"""Everything else a document prints: notes, rules, glossary, context, names of places and measures, spreads of schools."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from operator import attrgetter
from typing import Any

from pipeline.changes.change import NOTHING, WORDING, Names, PrintedChange, pairs
from pipeline.packs.pack import Pack
from pipeline.packs.vocabulary import PrintedNames

FIGURES = ("figures", "judgements", "gaps", "prompts")  # compared by the other modules
UNPRINTED = ("schema",)
SPREADS = {"positions": "spread of schools", "scatters": "spread of schools", "marks": "own point in the spread"}
CALLED = {"policy": "rules"}


@dataclass(frozen=True)
class Listed:
    """How the rows of one part of a pack are identified and named."""

    called: str
    key: tuple[str, ...]  # the fields that identify a row
    name: str  # the field that names it
    more: str = ""  # the field printed with the name of a row that is new or gone


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
NAMED: dict[str, tuple[str, ...]] = {  # kind of name -> the fields that identify one of that kind
    **dict.fromkeys(("key_stages", "groups", "statuses", "releases"), ("id",)),
    "pairs": ("first", "second"),
}


def words(before: Pack, after: Pack, names: Names) -> list[PrintedChange]:
    """Every part of a document other than its figures that changed, part by part."""
    changes: list[PrintedChange] = []
    for part in sorted(vars(after)):
        old, new = getattr(before, part), getattr(after, part)
        if part in (*FIGURES, *UNPRINTED) or old == new:
            continue
        if part == VOCABULARY:
            changes += _renamed(old, new)
        elif part in SPREADS:
            changes += _spreads(part, old, new, names)
        elif part in LISTS:
            changes += _rows(LISTS[part], old, new)
        else:
            changes += _leaves(CALLED.get(part, part), old, new)
    return changes


def _renamed(old: PrintedNames, new: PrintedNames) -> Iterator[PrintedChange]:
    """Names on both sides that changed; a name that is new or gone is so with the figures it names."""
    for kind in vars(new):
        was, now = getattr(old, kind), getattr(new, kind)
        if kind not in NAMED:
            yield from _leaves(f"names, {kind.replace('_', ' ')}", was, now)
            continue
        identified = attrgetter(*NAMED[kind])
        for earlier, later in pairs(was, now, key=identified):
            if earlier is not None and later is not None:
                id = identified(later)
                name = id if isinstance(id, str) else " and ".join(id)
                yield from _leaves(f"name: {name}", earlier, later)


def _rows(listed: Listed, old: Sequence[Any], new: Sequence[Any]) -> Iterator[PrintedChange]:
    """Rows that are new or gone, by their name; rows on both sides, by what changed in them."""

    def text(row: object | None) -> str:
        if row is None:
            return NOTHING
        name, more = getattr(row, listed.name), getattr(row, listed.more) if listed.more else ""
        return f"{name}: {more}" if more else name

    for was, now in pairs(old, new, key=attrgetter(*listed.key)):
        if was is None or now is None:
            yield PrintedChange(WORDING, listed.called, text(was), text(now))
        else:
            yield from _leaves(f"{listed.called}: {getattr(now, listed.name)}", was, now)


def _leaves(what: str, old: object, new: object) -> Iterator[PrintedChange]:
    """Every text inside a part that changed."""
    before, after = dict(_flat(old)), dict(_flat(new))
    for path in dict.fromkeys([*after, *before]):
        was, now = before.get(path, NOTHING), after.get(path, NOTHING)
        if was != now:
            where = " ".join(step.replace("_", " ") for step in path)
            yield PrintedChange(WORDING, f"{what}, {where}" if where else what, was, now)


def _flat(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text inside, by the keys that lead to it; the rows of a list are numbered from 1; an empty text is left out."""
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
    """The spreads of schools without names: how many points there are and how many moved; and the booklet's own point."""
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        if part == "marks":
            before, after = (NOTHING if point is None else " and ".join(map(str, point)) for point in (was, now))
        else:
            before, after = (NOTHING if points is None else f"{len(points)} points" for points in (was, now))
            if was is not None and now is not None:
                # Points have no names, so a moved one is a point that is new among the values.
                elsewhere = sum((Counter(map(str, now)) - Counter(map(str, was))).values())
                after = f"{len(now)} points, {elsewhere} of them elsewhere"
        measures = " beside ".join(map(names.measure, key.split(",")))
        yield PrintedChange(WORDING, SPREADS[part], before, after, measure=measures)
