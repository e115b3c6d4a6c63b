"""Issues: every document that went out, by its number, with what it was made from and the hashes of its files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from pipeline.ledger.book import ledger, now

TABLES = """
create table if not exists issues (
    publication text not null, place text not null, year integer not null, number integer not null,
    title text not null, place_name text not null, audience text not null, issued text not null, as_at text not null,
    pack text not null, html text, pdf text, xlsx text,
    primary key (publication, place, year, number));
"""
FILES = {"html": "booklet.html", "pdf": "booklet.pdf", "xlsx": "tables.xlsx"}  # the files a reader is given


@dataclass(frozen=True)
class Issue:
    """One document as it went out once. The order of the fields is that of the table's columns."""

    publication: str  # slug
    place: str  # id
    year: int  # results year
    number: int  # 1, 2, ... for each document; a number claimed by a killed run may be missing
    title: str
    place_name: str
    audience: str
    issued: str  # UTC, to the second
    as_at: str  # the day whose knowledge it tells; the day of issue where it tells everything received
    pack: str  # SHA-256 of the pack it was made from
    html: str | None  # SHA-256 of the file as issued
    pdf: str | None
    xlsx: str | None

    @property
    def document(self) -> tuple[str, str, int]:
        """Which document this is an issue of: publication, place, results year."""
        return self.publication, self.place, self.year

    @property
    def heading(self) -> str:
        """The title its files carry inside."""
        return f"{self.title}: {self.place_name}, {self.year}"

    def is_the_same(self, pack: str, files: Mapping[str, str]) -> bool:
        """Whether a document with this pack and these files (name -> SHA-256) is this issue over again, byte for byte."""
        return self.pack == pack and all(getattr(self, kind) == files.get(name) for kind, name in FILES.items())


COLUMNS = [f.name for f in fields(Issue)]


def record(file: Path, receipts: Iterable[Mapping]) -> None:
    """Enter the documents these receipts tell of. One that is entered already stays as it was entered."""
    when = now()
    entries = [_entry(receipt, when) for receipt in receipts]
    with ledger(file, TABLES) as book:
        book.executemany(f"insert or ignore into issues values ({', '.join('?' * len(COLUMNS))})", entries)


def _entry(receipt: Mapping, when: str) -> tuple:
    told = {**receipt, "number": receipt["issue"], "issued": when, "as_at": receipt.get("as_at") or when[:10]}
    told |= {kind: receipt["files"].get(name) for kind, name in FILES.items()}
    return tuple(told[column] for column in COLUMNS)


def issues(
    file: Path, publication: str | None = None, place: str | None = None, year: int | None = None
) -> list[Issue]:
    """Every issue entered, of these documents only where one is named, by publication, place, year and number."""
    asked = {k: v for k, v in (("publication", publication), ("place", place), ("year", year)) if v is not None}
    where = f" where {' and '.join(f'{k} = ?' for k in asked)}" if asked else ""
    if not file.exists():
        return []
    with ledger(file, TABLES) as book:
        order = "order by publication, place, year, number"
        rows = book.execute(f"select {', '.join(COLUMNS)} from issues{where} {order}", tuple(asked.values()))
        return [Issue(*row) for row in rows]


def last_issue(file: Path, publication: str, place: str, year: int) -> Issue | None:
    """The issue of a document that is in force; None for one that was never issued."""
    found = issues(file, publication, place, year)
    return found[-1] if found else None
