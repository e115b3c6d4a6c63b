"""The packs of issued documents, kept for ever: the figures each audience has, and what a later issue is compared with.

A pack is kept before its document is published in outputs/, so that no published document is without its pack; the ledger's row,
entered last, is what makes it an issue. The packs are not part of the store, which can be made again; these cannot.
"""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.atomic import write_bytes
from pipeline.ledger.issues import Issue, issues
from pipeline.paths import Folders


@dataclass(frozen=True)
class IssuedPack:
    """The pack of one issue of a document."""

    publication: str
    place: str
    year: int
    number: int
    audience: str
    file: Path  # compressed; read by Pack.read


@dataclass(frozen=True)
class Numbering:
    """Gives the next issue of one document its number, from the folder of its packs and its last issue."""

    kept: Path
    last: Issue | None

    def number(self, pack: str, fingerprint: str, files: Mapping[str, str]) -> int:
        """The last issue's number where nothing differs from it, else a new one, under which the pack is now kept."""
        if self.last and self.last.is_the_same(fingerprint, files):
            return self.last.number
        return keep(self.kept, pack, self.last.number if self.last else 0)


def keep(folder: Path, pack: str, after: int) -> int:
    """Keep a pack under the first free number above `after` and return that number; nothing kept is ever overwritten.

    A number under which the same pack is kept and nothing was issued was taken by a killed run, so it is used again.
    """
    number = after + 1
    while (file := _file(folder, number)).exists():
        if _text(file) == pack:
            return number
        number += 1
    write_bytes(file, gzip.compress(pack.encode(), mtime=0))
    return number


def issued_packs(where: Folders, year: int | None = None) -> Iterator[IssuedPack]:
    """Every issued pack that was kept (of one results year), by publication, place, year and number."""
    for issue in issues(where.ledger, year=year):
        pack = issued_pack(where, issue)
        if pack.file.exists():
            yield pack


def issued_pack(where: Folders, issue: Issue) -> IssuedPack:
    """The pack of one issue; its file is missing for issues from before packs were kept."""
    folder = where.issued_packs(issue.year, issue.publication, issue.place)
    return IssuedPack(*issue.document, issue.number, issue.audience, _file(folder, issue.number))


def _file(folder: Path, number: int) -> Path:
    return folder / f"{number}.json.gz"


def _text(file: Path) -> str:
    return gzip.decompress(file.read_bytes()).decode()
