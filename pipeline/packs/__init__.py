"""Packs: one publication for one place, with everything its document may show; the only thing a notebook reads."""

from typing import TYPE_CHECKING

from pipeline.errors import NotTheGivenPack

if TYPE_CHECKING:
    from pipeline.packs.pack import Pack


def stale(publication: str, year: int) -> bool:
    """Whether a publication's packs of a year were made before the deliveries, params or code they depend on last changed."""
    from pipeline.packs.plan import is_stale

    return is_stale(publication, year)


def prepare(publication: str, place: str, year: int) -> "Pack":
    """The pack of one booklet, made on the spot in the environment's folders; see `pipeline.packs.plan.prepare`.

    Not for a notebook that is being issued: NotTheGivenPack.
    """
    from pipeline.packs.given import given_pack

    if given := given_pack():
        raise NotTheGivenPack(given=given.file.stem, asked=f"{publication} {place} {year} to be composed")
    from pipeline.packs.plan import prepare as make_ready

    return make_ready(publication, place, year)
