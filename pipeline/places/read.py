"""Reads the register of places from params and validated tables."""

from pathlib import Path

from pipeline.declared.authority import Authority, read_authority
from pipeline.declared.places import ClusterRow, DeclaredPlaces, read_declared_places
from pipeline.declared.strict import Problems
from pipeline.places.areas import area_codes, area_places, neighbour_codes
from pipeline.places.lines import school_lines
from pipeline.places.place import Place
from pipeline.places.register import Register, cluster_id
from pipeline.places.sightings import Tables, sightings
from pipeline.places.trusts import read_trusts


def read_register(params: Path, tables: Tables) -> Register:
    """The register of the authority declared in params, from the tables delivered; ParamsWrong with every mistake.

    Without a delivered register of schools, the performance tables' rows serve as one; params/places may be absent.
    """
    problems = Problems()
    authority = read_authority(params, problems)
    declared = read_declared_places(params, problems)
    problems.settle(params)
    assert authority is not None  # an authority that cannot be read has been raised by settle
    return make_register(authority, declared, tables)


def make_register(authority: Authority, declared: DeclaredPlaces, tables: Tables) -> Register:
    """The register from declarations already read."""
    areas = area_places(authority, tables)
    schools, events = school_lines(sightings(tables), declared, authority.code)
    lines = {urn: p.id for p in schools.values() for urn in p.urns}
    trusts, memberships = read_trusts(tables, lines.get, authority.id)
    clusters = _clusters(authority, declared.clusters)
    return Register(
        authority,
        [*areas.values(), *clusters, *trusts.values(), *schools.values()],
        events,
        declared.clusters,
        memberships,
        neighbour_codes(authority, tables),
        area_codes(authority, areas, tables),
    )


def _clusters(authority: Authority, rows: tuple[ClusterRow, ...]) -> list[Place]:
    """One place for each cluster, in the order of phase and letter; its note is the reason for a heading without schools."""
    clusters: dict[str, Place] = {}
    for row in sorted(rows, key=lambda r: (r.phase, r.cluster, r.status != "heading")):
        note = row.reason[:1].upper() + row.reason[1:] + "." if row.status == "heading" else ""
        slug = cluster_id(authority.code, row)
        name = f"{row.phase.capitalize()} cluster {row.cluster.upper()}"
        clusters.setdefault(slug, Place(slug, name, "cluster", row.phase, (authority.id,), note=note))
    return list(clusters.values())
