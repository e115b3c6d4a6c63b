"""Issues: every document that was given out, by its number, with what it was made from and the hashes of its files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from pipeline.ledger import actions
from pipeline.ledger.actions import ISSUED, RecordedAction, enter_actions
from pipeline.ledger.book import ledger, now, require_ledger

TABLES = """
create table if not exists issues (
    publication text not null, place text not null, year integer not null, number integer not null,
    title text not null, place_name text not null, audience text not null, issued text not null, as_at text not null,
    pack text not null, html text, pdf text, xlsx text,
    primary key (publication, place, year, number));
"""
ALTERED, MISSING = "was altered since it was issued", "is missing"  # what is found of an issued file or its pack
DRAFT = "DRAFT, not issued"  # the title of a document that was made without being issued begins so, and each of its pages says so
FILES = {"html": "booklet.html", "pdf": "booklet.pdf", "xlsx": "tables.xlsx"}  # the files of a document


@dataclass(frozen=True)
class Issue:
    """One document as it was given out once. The order of the fields is that of the table's columns."""

    publication: str  # slug
    place: str  # id
    year: int  # results year
    number: int  # 1, 2, ... for each document; a number taken by a killed run may be missing
    title: str
    place_name: str
    audience: str
    issued: str  # UTC, to the second
    as_at: str  # the day up to which deliveries count in it; the day of issue where all of them count
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
        """Whether a document with this pack and these files (name -> SHA-256) is this issue again, byte for byte."""
        return self.pack == pack and all(getattr(self, kind) == files.get(name) for kind, name in FILES.items())


COLUMNS = [f.name for f in fields(Issue)]


def record(file: Path, receipts: Iterable[Mapping], by: str = "", note: str = "") -> None:
    """Enter the documents of these receipts, and that this account issued them, or the account `by`; `note` says how that is known.

    One that is entered already stays as it was entered; a draft, whose receipt has no number, is no issue.
    """
    when = now()
    entries = []
    for receipt in (r for r in receipts if not is_draft(r)):
        values = {**receipt, "number": receipt["issue"], "issued": when, "as_at": receipt.get("as_at") or when[:10]}
        values |= {kind: receipt["files"].get(name) for kind, name in FILES.items()}
        entries.append(tuple(values[column] for column in COLUMNS))
    entry = f"insert or ignore into issues values ({', '.join('?' * len(COLUMNS))})"
    with ledger(file, TABLES + actions.TABLES) as book:
        issued = [Issue(*values) for values in entries if book.execute(entry, values).rowcount]
        enter_actions(
            book,
            (
                RecordedAction(
                    ISSUED, f"{i.publication} {i.place} {i.year}", after=str(i.number), note=note, account=by
                )
                for i in issued
            ),
        )


def is_draft(receipt: Mapping) -> bool:
    """Whether a document was made without being issued, by its receipt."""
    return "issue" not in receipt


def issues(
    file: Path, publication: str | None = None, place: str | None = None, year: int | None = None
) -> list[Issue]:
    """Every issue entered, by publication, place, year and number; only those of the publication, place or year given."""
    wanted = {k: v for k, v in (("publication", publication), ("place", place), ("year", year)) if v is not None}
    where = f" where {' and '.join(f'{k} = ?' for k in wanted)}" if wanted else ""
    require_ledger(file)
    if not file.exists():
        return []
    with ledger(file, TABLES) as book:
        order = "order by publication, place, year, number"
        rows = book.execute(f"select {', '.join(COLUMNS)} from issues{where} {order}", tuple(wanted.values()))
        return [Issue(*row) for row in rows]


def last_issue(file: Path, publication: str, place: str, year: int) -> Issue | None:
    """A document's latest issue; None for one that was never issued."""
    all_issues = issues(file, publication, place, year)
    return all_issues[-1] if all_issues else None
