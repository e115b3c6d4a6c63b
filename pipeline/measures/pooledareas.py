"""The areas whose figures are pooled, and the schools each pools in a results year."""

from collections.abc import Iterator

from pipeline.declared import Declarations
from pipeline.places import Register


def pooled_areas(declared: Declarations, register: Register, year: int) -> Iterator[tuple[str, list[str]]]:
    """The authority, the clusters and the trusts of a year, each with its schools of the kinds that policy pools."""
    pooling = declared.policy.pooling
    kinds = [(register.authority.id, pooling.authority)]
    kinds += [(c.id, pooling.cluster) for c in register.clusters(year)]
    kinds += [(t.id, pooling.trust) for t in register.trusts(year)]
    for area, pooled in kinds:
        yield area, [m.id for m in register.members(area, year) if m.school_kind in pooled]
