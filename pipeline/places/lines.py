"""Builds schools from sightings and reviewed lineage, one for each line (LAESTAB): a conversion continues it, other starts begin one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from pipeline.declared.places import DeclaredPlaces, Event
from pipeline.places import lineage
from pipeline.places.place import Place
from pipeline.places.sightings import Sighting
from pipeline.places.types import phase_of, read_type


def school_lines(
    seen: Iterable[Sighting], declared: DeclaredPlaces, la: str
) -> tuple[dict[str, Place], tuple[Event, ...]]:
    """The authority's schools by line, and every event of their lineage: the reviewed events, then those the tables show."""
    seen = sorted(seen, key=lambda s: (s.edition, s.source, s.urn))
    line_of = _lines(seen, declared, la)
    by_line: dict[str, list[Sighting]] = defaultdict(list)
    for s in seen:
        if s.urn in line_of:
            by_line[line_of[s.urn]].append(s)
    reviewed = {e.line for e in declared.events}
    earliest = min((s.year for s in seen if s.year), default=0)
    shown = [_event_seen(line, its, earliest) for line, its in sorted(by_line.items()) if line not in reviewed]
    events = (*declared.events, *(event for event in shown if event))
    places: dict[str, Place] = {}
    for known in declared.schools:
        kind = read_type(known.type).kind
        places[known.line] = Place(
            known.line, known.name, "school", known.phase, (la,), tuple(known.urns), type=known.type, school_kind=kind
        )
    for line, its in by_line.items():
        if any(s.name for s in its):
            places[line] = _school(line, its, places.get(line), la)
    return {line: _dated(p, events, by_line.get(line, []), seen) for line, p in sorted(places.items())}, events


def _lines(seen: list[Sighting], declared: DeclaredPlaces, la: str) -> dict[str, str]:
    """URN -> line. A row without LAESTAB or authority counts only while no register lists the authority's schools."""
    lines = {s.urn: s.laestab for s in seen if s.laestab[:3] == la}
    lines |= lineage.lines_of_urns(declared.events)
    lines |= {urn: k.line for k in declared.schools for urn in k.urns}
    if not any(s.source == "register" for s in seen):
        lines |= {s.urn: f"urn{s.urn}" for s in seen if not s.la and s.urn not in lines}
    return lines


def _school(line: str, its: list[Sighting], known: Place | None, la: str) -> Place:
    """A line's school, named and described by the newest register; where none lists it, by the newest table.

    `known` is the declared school of the line: where no register lists it, only its URNs are completed.
    """
    best = max((s for s in its if s.name), key=lambda s: (s.source == "register", s.edition, s.urn))
    typed = next((s for s in (best, *reversed(its)) if s.type), best)
    kind = read_type(typed.type)
    aged = next((s.ages for s in (best, *reversed(its)) if None not in s.ages), (None, None))
    urns = {s.urn for s in its}
    if known and best.source != "register":
        return replace(known, urns=tuple(sorted({*known.urns, *urns}, key=int)))
    return Place(
        id=line,
        name=best.name,
        kind="school",
        phase=phase_of(kind.kind, best.phase, aged, {s.source for s in its}),
        parents=(la,),
        urns=tuple(sorted(urns, key=int)),
        opened=min((s.opened for s in its if s.opened), default=None),
        closed=_closed(its),
        type=kind.words,
        school_kind=kind.kind,
    )


def _closed(its: list[Sighting]) -> date | None:
    """The line's closing date in the newest register that lists it; None while one of its URNs is open there.

    A URN that no register lists yet, of an academy newer than the registers received, is open too.
    """
    listed = [s for s in its if s.source == "register"]
    unlisted = {s.urn for s in its} - {s.urn for s in listed}
    if not listed or unlisted:
        return None
    newest = [s.closed for s in listed if s.edition == listed[-1].edition]
    dates = [day for day in newest if day is not None]
    return max(dates) if len(dates) == len(newest) else None


def _dated(place: Place, events: tuple[Event, ...], its: list[Sighting], seen: list[Sighting]) -> Place:
    """The place with its first and last results years: by reviewed events, else the register's dates, else the tables."""
    begun, ended = lineage.first_years(events).get(place.id), lineage.last_years(events).get(place.id)
    converted = any(e.what == "conversion" and e.line == place.id for e in events)
    if begun is None and place.opened and not converted:
        begun = lineage.first_listed(place.opened)
    if ended is None and place.closed:
        ended = lineage.first_listed(place.closed) - 1
    if not any(s.source == "register" for s in seen):
        # A line begins and ends with the tables that list it; the first and the last year received leave it open.
        own_years = {s.year for s in its}
        years = {s.year for s in seen if s.source in {i.source for i in its}}
        if begun is None and years and min(own_years) > min(years):
            begun = min(own_years)
        if ended is None and years and max(own_years) < max(years):
            ended = max(own_years)
    # Where it converted after the newest register that lists it, no register names its new type yet.
    described = {s.urn for s in its if s.type}
    new_type = any(e.what == "conversion" and e.line == place.id and e.new_urn not in described for e in events)
    return replace(
        place,
        opened=None if converted else place.opened,
        first_year=begun,
        last_year=ended,
        type="Academy converter" if new_type else place.type,
    )


def _event_seen(line: str, its: list[Sighting], earliest: int) -> Event | None:
    """The conversion or sponsored start that a line's sightings show, if any.

    `earliest` is the first results year of all sightings: an academy listed in it may have opened at any time before.
    """
    typed = [s for s in its if s.type]
    if not typed:
        return None
    last = typed[-1]
    start = read_type(last.type).start
    before = [s for s in its if s.urn != last.urn]
    # The date the predecessor's rows give for the academy, else the academy's own; else the first tables that list it.
    announced = [day for urn, day in (s.academy for s in before) if urn == last.urn and day]
    when = announced[0] if announced else last.opened
    by = None if when else min(s.year for s in its if s.urn == last.urn)
    if start == "converter" and (before or last.opened):
        return Event(
            line=line, what="conversion", old_urns=sorted({s.urn for s in before}), new_urn=last.urn, when=when, by=by,
            reason="same establishment number, converter in the tables or register delivered",
        )  # fmt: skip
    if start == "sponsored" and (when or (by is not None and by > earliest)):
        reason = "academy sponsor led in the tables or register delivered"
        return Event(line=line, what="sponsored", new_urn=last.urn, reason=reason, when=when, by=by)
    return None
