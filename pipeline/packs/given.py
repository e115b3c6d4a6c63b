"""The pack a notebook is given while it is being issued: it opens that file and no other, and nothing is composed.

The press hands it to the engine that runs the cells, and the engine to the cells of that one run. It is not a parameter, because
an issued notebook shows its parameters and must not show the path of a file on this machine. A notebook run by hand is given none.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import NotTheGivenPack, PackChanged
from pipeline.packs.pack import Pack


@dataclass(frozen=True)
class GivenPack:
    """A pack's file and the fingerprint it must have."""

    file: Path
    fingerprint: str

    def open(self, publication: str, place: str, year: int) -> Pack:
        """The pack, if it is the one that was planned and of this document.

        PackChanged where its content has changed since, NotTheGivenPack where it is of another document, PackUnreadable where
        it cannot be read.
        """
        pack = Pack.read(self.file)
        if pack.fingerprint() != self.fingerprint:
            raise PackChanged(place=pack.place.name)
        given, wanted = (pack.publication, pack.place.id, pack.year), (publication, place, year)
        if given != wanted:
            raise NotTheGivenPack(given=" ".join(map(str, given)), asked=" ".join(map(str, wanted)))
        return pack


_GIVEN: ContextVar[GivenPack | None] = ContextVar("given_pack", default=None)


def given_pack() -> GivenPack | None:
    """The pack the running notebook was given; None for a notebook run by hand."""
    return _GIVEN.get()


@contextmanager
def giving(pack: GivenPack | None) -> Iterator[None]:
    """While inside, notebooks run in this process are being issued and have this pack; with None they run as by hand."""
    token = _GIVEN.set(pack)
    try:
        yield
    finally:
        _GIVEN.reset(token)
