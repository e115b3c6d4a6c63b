"""The packs of issued documents, kept for ever: the figures each audience has, and what a later issue is compared with.

A pack is kept before its document is published in outputs/, so that no published document is without its pack; the ledger's row,
entered last, is what makes it an issue. The packs are not part of the store, which can be made again; these cannot.
"""

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.atomic import write_bytes
from pipeline.errors import IssuedPackAltered
from pipeline.file_hashes import FileHashes, sha256_of
from pipeline.ledger.book import ledger
from pipeline.ledger.issues import ALTERED, MISSING, Issue, issues, record
from pipeline.paths import Folders

TABLES = """
create table if not exists issued_packs (
    publication text not null, place text not null, year integer not null, number integer not null,
    sha256 text not null, primary key (publication, place, year, number));
"""


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
class IssuedPackFault:
    """The kept pack of an issue that was altered or lost."""

    issue: Issue
    file: Path
    what: str  # ALTERED or MISSING

    @property
    def document(self) -> str:
        """Which issue of which document, in words."""
        i = self.issue
        return f"issue {i.number} of {i.publication} of {i.place_name} ({i.place}), {i.year}"

    def error(self) -> IssuedPackAltered:
        """The fault as the error of a step that needs the pack; its message says what to do."""
        return IssuedPackAltered(document=self.document, file=self.file, what=self.what)


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
    write_bytes(file, _compressed(pack))
    return number


def record_issues(where: Folders, receipts: Iterable[Mapping], by: str = "", note: str = "") -> None:
    """Enter the documents of these receipts and the hashes of their packs, which a killed run may have kept and not entered.

    `by` is the account that issued them, where it is not this one, and `note` says how that is known.
    """
    record(where.ledger, receipts, by, note)
    entered = _hashes(where)
    packs = (issued_pack(where, issue) for issue in issues(where.ledger) if _key(issue) not in entered)
    new = [(p.publication, p.place, p.year, p.number, sha256_of(p.file)) for p in packs if p.file.is_file()]
    if new:
        with ledger(where.ledger, TABLES) as book:
            book.executemany("insert or ignore into issued_packs values (?, ?, ?, ?, ?)", new)


def issued_pack_faults(where: Folders, hashes: FileHashes) -> list[IssuedPackFault]:
    """Every kept pack that is not as it was kept, by publication, place, year and number."""
    expected, faults = _hashes(where), []
    for issue in issues(where.ledger) if expected else ():
        file = issued_pack(where, issue).file
        wanted, found = expected.get(_key(issue)), hashes.of(file)
        if wanted and found != wanted:
            faults.append(IssuedPackFault(issue, file, ALTERED if found else MISSING))
    return faults


def put_back_pack(where: Folders, fault: IssuedPackFault) -> bool:
    """Write an issued pack again from the store, where that still has the same; whether it could be."""
    issue = fault.issue
    try:
        text = where.pack(issue.year, issue.publication, issue.place).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    content = _compressed(text)
    if hashlib.sha256(content).hexdigest() != _hashes(where)[_key(issue)]:
        return False
    write_bytes(fault.file, content)
    return True


def issued_packs(where: Folders, year: int | None = None) -> Iterator[IssuedPack]:
    """Every issued pack that was kept (of one results year), by publication, place, year and number.

    IssuedPackAltered at one that is not as it was kept: what it told would not be known.
    """
    entered = _hashes(where)
    for issue in issues(where.ledger, year=year):
        pack, wanted = issued_pack(where, issue), entered.get(_key(issue))
        if wanted and (not pack.file.is_file() or sha256_of(pack.file) != wanted):
            raise IssuedPackFault(issue, pack.file, ALTERED if pack.file.is_file() else MISSING).error()
        if pack.file.exists():
            yield pack


def issued_pack(where: Folders, issue: Issue) -> IssuedPack:
    """The pack of one issue; its file is missing for issues from before packs were kept."""
    return IssuedPack(*issue.document, issue.number, issue.audience, pack_file(where, *issue.document, issue.number))


def pack_file(where: Folders, publication: str, place: str, year: int, number: int) -> Path:
    """Where the pack of one issue of a document is kept."""
    return _file(where.issued_packs(year, publication, place), number)


def _hashes(where: Folders) -> dict[tuple[str, str, int, int], str]:
    """The hash of every kept pack, by document and number; an issue from before packs were kept has none."""
    if not where.ledger.exists():
        return {}
    with ledger(where.ledger, TABLES) as book:
        return {tuple(key): found for *key, found in book.execute("select * from issued_packs")}


def _key(issue: Issue) -> tuple[str, str, int, int]:
    return (*issue.document, issue.number)


def _compressed(pack: str) -> bytes:
    return gzip.compress(pack.encode(), mtime=0)


def _file(folder: Path, number: int) -> Path:
    return folder / f"{number}.json.gz"


def _text(file: Path) -> str:
    """A kept pack's text; "", which no pack has, where the file is damaged."""
    try:
        return gzip.decompress(file.read_bytes()).decode()
    except (EOFError, OSError, zlib.error, UnicodeDecodeError):
        return ""
