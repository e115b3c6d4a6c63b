"""The packs of issued documents, kept for ever: what each audience has been told, and what a later issue is compared with.

A pack is kept before its document is put on the shelf, so that nothing stands there whose pack is lost; the ledger's row,
entered last, is what makes it an issue. They are not part of the store, which can be made again; these cannot.
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
    """What one issue of a document told its audience."""

    publication: str
    place: str
    year: int
    number: int
    audience: str
    file: Path  # compressed; read by Pack.read


@dataclass(frozen=True)
class Numbering:
    """How the next issue of one document gets its number: where its packs are kept, and what was issued last."""

    kept: Path
    last: Issue | None

    def number(self, pack: str, fingerprint: str, files: Mapping[str, str]) -> int:
        """The last issue's number where nothing differs from it, else a new one, under which the pack is now kept."""
        if self.last and self.last.is_the_same(fingerprint, files):
            return self.last.number
        return keep(self.kept, pack, self.last.number if self.last else 0)


def keep(folder: Path, pack: str, after: int) -> int:
    """Keep a pack under the first number after this one that is free, and say which; what is kept is never overwritten.

    A number under which the same pack is kept and nothing was issued was claimed by a killed run: it is taken up again.
    """
    number = after + 1
    while (file := _file(folder, number)).exists():
        if _text(file) == pack:
            return number
        number += 1
    write_bytes(file, gzip.compress(pack.encode(), mtime=0))
    return number


def issued_packs(where: Folders, year: int | None = None) -> Iterator[IssuedPack]:
    """Every pack that was issued (in a results year), by publication, place, year and number."""
    for issue in issues(where.ledger, year=year):
        found = issued_pack(where, issue)
        if found.file.exists():
            yield found


def issued_pack(where: Folders, issue: Issue) -> IssuedPack:
    """The pack of one issue; its file is missing where the issue is older than the keeping of packs."""
    folder = where.issued_packs(issue.year, issue.publication, issue.place)
    return IssuedPack(*issue.document, issue.number, issue.audience, _file(folder, issue.number))


def _file(folder: Path, number: int) -> Path:
    return folder / f"{number}.json.gz"


def _text(file: Path) -> str:
    return gzip.decompress(file.read_bytes()).decode()
