"""Sightings and reviewed lineage -> schools, one for each line (LAESTAB): a conversion continues it, other starts begin one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from pipeline.declared.places import DeclaredPlaces, Event
from pipeline.places import lineage
from pipeline.places.place import Place
from pipeline.places.sightings import Sighting
from pipeline.places.types import phase_of, read_type


def school_lines(
    seen: Iterable[Sighting], declared: DeclaredPlaces, la: str
) -> tuple[dict[str, Place], tuple[Event, ...]]:
    """The authority's schools by line, and every event of their lineage: the reviewed ones, then those the tables show."""
    seen = sorted(seen, key=lambda s: (s.edition, s.source, s.urn))
    line_of = _lines(seen, declared, la)
    by_line: dict[str, list[Sighting]] = defaultdict(list)
    for s in seen:
        if s.urn in line_of:
            by_line[line_of[s.urn]].append(s)
    events = (*declared.events, *_events_seen(by_line, declared, seen))
    places = {k.line: _known(k, la) for k in declared.schools}
    for line, its in by_line.items():
        if any(s.name for s in its):
            places[line] = _school(line, its, places.get(line), la)
    return {k: _dated(p, events, by_line.get(k, []), seen) for k, p in sorted(places.items())}, events


def _lines(seen: list[Sighting], declared: DeclaredPlaces, la: str) -> dict[str, str]:
    """URN -> line. A row without LAESTAB or authority counts only while no register says who the authority's schools are."""
    lines = {s.urn: s.laestab for s in seen if s.laestab[:3] == la}
    lines |= lineage.lines_of_urns(declared.events)
    lines |= {urn: k.line for k in declared.schools for urn in k.urns}
    if not any(s.source == "register" for s in seen):
        lines |= {s.urn: f"urn{s.urn}" for s in seen if not s.la and s.urn not in lines}
    return lines


def _known(known, la: str) -> Place:
    kind = read_type(known.type).kind
    return Place(
        known.line, known.name, "school", known.phase, (la,), tuple(known.urns), type=known.type, school_kind=kind
    )


def _school(line: str, its: list[Sighting], known: Place | None, la: str) -> Place:
    """The newest register names and describes a school; where none lists it, the newest table does."""
    best = max((s for s in its if s.name), key=lambda s: (s.source == "register", s.edition, s.urn))
    typed = next((s for s in (best, *reversed(its)) if s.type), best)
    kind = read_type(typed.type)
    aged = next((s.ages for s in (best, *reversed(its)) if None not in s.ages), (None, None))
    if known and best.source != "register":
        return replace(known, urns=_urns(its, known.urns))
    return Place(
        id=line,
        name=best.name,
        kind="school",
        phase=phase_of(kind.kind, best.phase, aged, {s.source for s in its}),
        parents=(la,),
        urns=_urns(its, ()),
        opened=min((s.opened for s in its if s.opened), default=None),
        closed=_closed(its),
        type=kind.words,
        school_kind=kind.kind,
    )


def _urns(its: list[Sighting], also: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*also, *(s.urn for s in its)}, key=int))


def _closed(its: list[Sighting]):
    """The line's closing date, as the newest register that lists it says; None while one of its URNs is open there.

    A URN that no register lists yet, of an academy newer than the registers held, is open too.
    """
    listed = [s for s in its if s.source == "register"]
    newest = [s.closed for s in listed if s.edition == listed[-1].edition]
    unlisted = {s.urn for s in its} - {s.urn for s in listed}
    return max(newest) if newest and None not in newest and not unlisted else None


def _dated(place: Place, events: tuple[Event, ...], its: list[Sighting], seen: list[Sighting]) -> Place:
    """The first and last results years: by reviewed event, else by the register's dates, else by the tables themselves."""
    begun, ended = lineage.first_years(events).get(place.id), lineage.last_years(events).get(place.id)
    converted = any(e.what == "conversion" and e.line == place.id for e in events)
    if begun is None and place.opened and not converted:
        begun = lineage.first_listed(place.opened)
    if ended is None and place.closed:
        ended = lineage.first_listed(place.closed) - 1
    if not any(s.source == "register" for s in seen):
        begun, ended = _by_tables(its, seen, begun, ended)
    opened = None if converted else place.opened
    return replace(place, opened=opened, first_year=begun, last_year=ended, type=_type_now(place, events, its))


def _type_now(place: Place, events: tuple[Event, ...], its: list[Sighting]) -> str:
    """The type in the register's words; "Academy converter" where it converted after the newest register that lists it."""
    described = {s.urn for s in its if s.type}
    later = any(e.what == "conversion" and e.line == place.id and e.new_urn not in described for e in events)
    return "Academy converter" if later else place.type


def _by_tables(its: list[Sighting], seen: list[Sighting], begun: int | None, ended: int | None):
    """Without a register a line begins and ends with the tables that list it; the first and last held leave it open."""
    held = {s.year for s in seen if s.source in {i.source for i in its}}
    own = {s.year for s in its}
    if begun is None and held and min(own) > min(held):
        begun = min(own)
    if ended is None and held and max(own) < max(held):
        ended = max(own)
    return begun, ended


def _events_seen(by_line: dict[str, list[Sighting]], declared: DeclaredPlaces, seen: list[Sighting]) -> list[Event]:
    """Conversions and sponsored starts that the deliveries show of lines nobody has reviewed yet."""
    reviewed = {e.line for e in declared.events}
    earliest = min((s.year for s in seen if s.year), default=0)
    found = [_event_seen(line, its, earliest) for line, its in sorted(by_line.items()) if line not in reviewed]
    return [e for e in found if e]


def _event_seen(line: str, its: list[Sighting], earliest: int) -> Event | None:
    typed = [s for s in its if s.type]
    if not typed:
        return None
    last = typed[-1]
    start = read_type(last.type).start
    before = [s for s in its if s.urn != last.urn]
    since = {"when": last.opened} if last.opened else {"by": min(s.year for s in its if s.urn == last.urn)}
    told = next((s.academy[1] for s in before if s.academy == (last.urn, s.academy[1]) and s.academy[1]), None)
    since = {"when": told} if told else since
    if start == "converter" and (before or last.opened):
        return Event(
            line=line, what="conversion", old_urns=sorted({s.urn for s in before}), new_urn=last.urn,
            reason="same establishment number, converter in the tables or register delivered", **since,
        )  # fmt: skip
    if start == "sponsored" and (last.opened or since["by"] > earliest):
        reason = "academy sponsor led in the tables or register delivered"
        return Event(line=line, what="sponsored", new_urn=last.urn, reason=reason, **since)
    return None
