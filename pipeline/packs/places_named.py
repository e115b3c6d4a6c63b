"""The places in a booklet and the role of each: its subject, comparators in printed order, members, siblings, neighbours."""

from dataclasses import replace

from pipeline.declared import Publication
from pipeline.packs.pack import PlaceCard
from pipeline.places import Place, Register


def places_named(publication: Publication, place: Place, year: int, register: Register) -> list[PlaceCard]:
    """Every other place the booklet may name, in printed order; no other place's figures enter the pack."""
    cards = [c for role in publication.comparators for c in _comparators(role, place, year, register)]
    if publication.alone:
        return cards
    if place.kind in ("cluster", "trust"):
        cards += [place_card(m, "member", register, year) for m in register.members(place.id, year)]
    if place.kind == "cluster":
        cards += [place_card(c, "sibling", register, year) for c in register.clusters(year, place.phase)]
    if place.kind == "authority":
        cards += [place_card(c, "sibling", register, year) for c in register.clusters(year)]
    if place.kind == "authority" and publication.lists_schools:
        cards += [place_card(s, "school", register, year) for s in register.members(place.id, year)]
    return cards


def _comparators(role: str, place: Place, year: int, register: Register) -> list[PlaceCard]:
    if role == "neighbours":
        return [place_card(p, "neighbour", register, year) for p in register.neighbours()]
    if role == "groups":
        pairs = ((g, p) for g in register.groups() for p in register.members(g.id, year))
        return [replace(place_card(p, "group", register, year), note=g.name) for g, p in pairs]
    if role == "cluster":
        return [place_card(c, "comparator", register, year) for c in register.clusters_of(place.id, year)]
    comparator = register.comparator("neighbours" if role == "neighbours_median" else role)
    if comparator is None or comparator.id == place.id:
        return []
    return [place_card(comparator, "comparator", register, year)]


def place_card(place: Place, role: str, register: Register, year: int) -> PlaceCard:
    """A place as a booklet names it, with the note on its lineage that belongs to the year."""
    note = register.lineage_note(place.id, year)
    return PlaceCard(place.id, place.name, place.kind, place.phase, role, note, place.school_kind)
