"""The register: every place of the authority by id, and who belongs to whom in a results year."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from pipeline.declared.authority import Authority
from pipeline.declared.places import ClusterRow, Event
from pipeline.errors import CommandWrong, NoSuchPlace
from pipeline.places import lineage
from pipeline.places.matching import as_laestab, bare, by_part_of_name
from pipeline.places.place import Place
from pipeline.places.trusts import Membership

SCHOOL_ROWS = ("school", "special")
MOST_LISTED = 8  # places named in one question


class Register(Mapping[str, Place]):
    """Places by id. Groups list schools by line and date, never by name; members need not have a cohort."""

    def __init__(
        self,
        authority: Authority,
        places: Iterable[Place],
        events: tuple[Event, ...] = (),
        clusters: tuple[ClusterRow, ...] = (),
        memberships: Iterable[Membership] = (),
        neighbours: Iterable[str] = (),
        codes: Mapping[str, str] | None = None,
    ) -> None:
        self.authority = authority
        self._places = {p.id: p for p in places}
        self._events = events
        self._clusters = clusters
        self._memberships = tuple(memberships)
        self._neighbours = tuple(neighbours)
        self._codes = dict(codes or {})
        self._urns = {urn: p.id for p in self._places.values() for urn in p.urns}

    def __getitem__(self, place_id: str) -> Place:
        return self._places[place_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    # Which place

    def by_urn(self, urn: str) -> Place | None:
        """The school that has or had this URN; None for a URN of no school here."""
        line = self._urns.get(str(urn))
        return self._places[line] if line else None

    def place_of_row(self, row: Mapping) -> str | None:
        """The id of the place a row of a performance table is about; None for another authority's, or the row of all England's schools."""
        kind, la = row.get("row_kind"), _text(row.get("la"))
        if kind in SCHOOL_ROWS:
            laestab = _text(row.get("laestab"))
            place = self.by_urn(_text(row.get("urn"))) or self._places.get(laestab)
            return place.id if place and la in ("", self.authority.code) else None
        if kind == "authority":
            return self.authority.id if la == self.authority.code else None
        return self.authority.england.id if kind == "england" else None

    def areas(self) -> dict[str, str]:
        """Every publisher's area code of England, the region, the authority, its neighbours and groups -> place id."""
        return dict(self._codes)

    def find(self, text: str) -> Place:
        """The place of an id, a LAESTAB with or without its slash, a URN, a name or a part of a name.

        NoSuchPlace names the nearest; CommandWrong the places that share a name or a part of it, the best match first.
        """
        wanted = " ".join(text.split())
        laestab = as_laestab(wanted, self.authority.code)
        place = self._places.get(wanted.lower()) or self.by_urn(wanted) or self._places.get(laestab)
        if place:
            return place
        named = [p for p in self._places.values() if bare(p.name) == bare(wanted)]
        if len(named) == 1:
            return named[0]
        if named:
            in_time = sorted(named, key=lambda p: (p.first_year or 0, p.id))
            several = " and ".join(f"{p.id} ({self._years_said(p)})" for p in in_time)
            raise CommandWrong(what=f"The name {wanted!r} is shared by {several}: give the number.")
        parts = by_part_of_name(wanted, {p.id: p.name for p in self._places.values()})
        if len(parts) == 1:
            return self._places[parts[0]]
        if parts:
            listed = ", ".join(f"{self._places[p].name} ({p})" for p in parts[:MOST_LISTED])
            more = f" and {len(parts) - MOST_LISTED} more" if len(parts) > MOST_LISTED else ""
            raise CommandWrong(what=f"{wanted!r} is part of several names: {listed}{more}. Give the number of one.")
        raise NoSuchPlace(place=text, nearest=self._nearest(wanted))

    def _nearest(self, wanted: str) -> str:
        if wanted[:1].isdigit():
            ids = get_close_matches(wanted.replace("/", ""), list(self._places), n=2, cutoff=0.7)
            if ids:
                return f"Did you mean {', or '.join(f'{i!r} ({self._places[i].name})' for i in ids)}?"
        names = {bare(p.name): p for p in self._places.values()}
        near = get_close_matches(bare(wanted), list(names), n=3, cutoff=0.5)
        if not near:
            return "Give a LAESTAB, a URN, or a name as the register writes it."
        return f"Did you mean {', or '.join(f'{names[n].name} ({names[n].id})' for n in near)}?"

    def _years_said(self, place: Place) -> str:
        if place.last_year:
            return f"results to {place.last_year}"
        return f"results from {place.first_year}" if place.first_year else "all years"

    # Schools

    def school_ids(self) -> list[str]:
        """Every school of the authority, of any year."""
        return [p.id for p in self._places.values() if p.kind == "school"]

    def schools(self, year: int, phase: str | None = None) -> list[Place]:
        """The schools that year's tables can list, by name."""
        listed = (p for p in self._places.values() if p.kind == "school" and p.listed_in(year))
        return _by_name(p for p in listed if phase in (None, "", p.phase))

    def lineage_note(self, place_id: str, year: int) -> str:
        """What a booklet of that year prints of a place's history: conversion, new line, successor; "" for none."""
        place = self._places.get(place_id)
        if place is None:
            return ""
        if place.kind == "school":
            return lineage.note(place_id, year, self._events, self._name)
        if place.kind == "trust":
            years = [m.known_to for m in self._memberships if m.trust == place_id and m.known_to]
            newest = max(years, default=year)
            return f"Its schools are those of the list of trusts of {newest}." if newest < year else ""
        return place.note

    def _name(self, line: str) -> str:
        return self._places[line].name if line in self._places else "another school"

    # Groups

    def members(self, group_id: str, year: int) -> list[Place]:
        """The group's places in that year, by name: schools of a cluster, trust or authority, authorities of a group."""
        kind = self._places[group_id].kind if group_id in self._places else ""
        if kind == "cluster":
            rows = [r for r in self._clusters if cluster_id(self.authority.code, r) == group_id and r.holds(year)]
            return self._listed((r.laestab for r in rows), year)
        if kind == "trust":
            return self._listed((m.line for m in self._memberships if m.trust == group_id and m.holds(year)), year)
        if kind == "group":
            group = next(g for g in self.authority.groups if g.id == group_id)
            return _by_name(self._places[code] for code in group.authorities)
        return self.schools(year) if group_id == self.authority.id else []

    def _listed(self, lines: Iterable[str], year: int) -> list[Place]:
        """The schools of these lines which that year's tables can list, by name."""
        schools = (self._places[line] for line in dict.fromkeys(lines) if line in self._places)
        return _by_name(p for p in schools if p.listed_in(year))

    def clusters(self, year: int, phase: str | None = None) -> list[Place]:
        """The clusters that have members in that year, of one phase or of all."""
        return [c for c in self._groups("cluster", year) if phase in (None, "", c.phase)]

    def trusts(self, year: int) -> list[Place]:
        """The multi-academy trusts with at least one school here in that year, by name."""
        return _by_name(self._groups("trust", year))

    def _groups(self, kind: str, year: int) -> list[Place]:
        return [p for p in self._places.values() if p.kind == kind and self.members(p.id, year)]

    def clusters_of(self, place_id: str, year: int) -> list[Place]:
        """The clusters a school is in that year."""
        return [c for c in self.clusters(year) if any(m.id == place_id for m in self.members(c.id, year))]

    def neighbours(self) -> list[Place]:
        """The authority's statistical neighbours, nearest first."""
        return [self._places[code] for code in self._neighbours]

    def groups(self) -> list[Place]:
        """The declared groups of authorities."""
        return [p for p in self._places.values() if p.kind == "group"]

    # Comparators

    def comparator(self, role: str) -> Place | None:
        """England, the region or the authority; None where the authority has no region declared or delivered."""
        if role == "authority":
            return self._places[self.authority.id]
        return next((p for p in self._places.values() if p.kind == role), None)


def cluster_id(la: str, row: ClusterRow) -> str:
    """The id of a cluster's place, such as 351-primary-a."""
    return f"{la}-{row.phase}-{row.cluster}"


def _by_name(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda p: (p.name.casefold(), p.id))


def _text(value: object) -> str:
    return "" if value is None or value != value or str(value) == "<NA>" else str(value)
