"""What an erasure takes out: one pupil's records wherever they are held, or whole deliveries of years that have passed.

It is made in a trial store first, so that what it does can be told before anything is done. The figures made from the records
stand: see `measures.kept_counts`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pandas as pd

from pipeline.atomic import write_bytes, write_text
from pipeline.declared.corrections import DELIVERY, ROW
from pipeline.deliveries.delivery import Delivery, fingerprint, kept, withdrawal_of
from pipeline.deliveries.originals import enter_erasure, read_original
from pipeline.deliveries.sought import INSTEAD, Sought
from pipeline.deliveries.store import TRIED, TRIED_FILES
from pipeline.deliveries.take_out import CannotTakeOut, TakenOut, take_out
from pipeline.deliveries.tombstone import NAME as STONE
from pipeline.deliveries.tombstone import Tombstone, is_emptied, tombstones, tombstones_text
from pipeline.errors import CommandWrong
from pipeline.keeping.corrections_of_pupils import corrections_without
from pipeline.keeping.pending import DataChange
from pipeline.keeping.traces import holds
from pipeline.ledger.runs import ItemResult
from pipeline.measures.expected import expected_table
from pipeline.measures.frompupils import school_counts
from pipeline.measures.kept_counts import KeptCounts, changed_units, read_kept_counts, write_kept_counts
from pipeline.measures.store import read_inputs
from pipeline.paths import Folders
from pipeline.pupils import read_records
from pipeline.validated.clean_tables import declared, table, year_of_file
from pipeline.validated.notes import keep_notes

ERASED = "erased"


@dataclass(frozen=True)
class Decision:
    """Who decided an erasure (a role), why, and by which rule."""

    by: str
    because: str
    rule: str
    on: date = field(default_factory=date.today)


@dataclass(frozen=True)
class ErasedFrom:
    """What was taken out of one delivery."""

    delivery: Delivery
    stone: Tombstone
    schools: frozenset[str]  # LAESTABs, whose records they were

    @property
    def sentence(self) -> str:
        """In words, without the file's name, which may be a pupil's."""
        records = f"{self.stone.records:,} record{'' if self.stone.records == 1 else 's'}"
        return f"{self.delivery.said} ({self.delivery.fingerprint[:12]}): {records}; original {self.stone.form}"

    @property
    def end(self) -> ItemResult:
        """For the ledger."""
        d = self.delivery
        return ItemResult(d.source, d.fingerprint[:12], d.said, ERASED, self.stone.because, d.results_year or 0)


@dataclass(frozen=True)
class Erased:
    """Everything one erasure takes out; `corrections` and `chase_lists` are paths below the data folder."""

    deliveries: list[ErasedFrom]
    corrections: list[str]
    chase_lists: list[str]


def known_names(folders: Folders, upn: str) -> Sought:
    """The pupil with a number, and every name it was delivered with."""
    names: set[tuple[str, str]] = set()
    for _, rows in _tables(folders):
        of_pupil = _rows_of(rows, Sought(upn))
        names |= {(s, f) for s, f, _ in _each(of_pupil) if s and f}
    return Sought(upn, frozenset(names))


def _rows_of(rows: pd.DataFrame, sought: Sought) -> pd.DataFrame:
    return rows[(rows["upn"] == sought.upn).fillna(False)]


def erase_pupil(where: Folders, trial: Folders, sought: Sought, decision: Decision) -> Erased:
    """Take one pupil out of everything in the trial store; CommandWrong where an original cannot be rewritten.

    A row without a number is the pupil's where both names and the date of birth are.
    """
    persons = {who for _, rows in _tables(trial) for who in _identities(_rows_of(rows, sought))}
    sources = declared(trial.params)
    found: list[ErasedFrom] = []
    gone: dict[str, list[int]] = {}  # fingerprint -> the numbers of its rows that were the pupil's
    for delivery in of_pupils(trial):
        if is_emptied(trial, delivery):
            continue
        source, rows = sources[delivery.source], table(trial, delivery)
        unnumbered = rows[rows["upn"].isna()]
        same = [int(row) for row, who in zip(unnumbered["row"], _each(unnumbered), strict=True) if who in persons]
        data = read_original(trial, delivery)
        try:
            taken = take_out(delivery.file, data, source, year_of_file(delivery, source), sought, same)
        except CannotTakeOut as error:
            raise CommandWrong(what=_refusal(delivery, error)) from None
        if taken is None and _neutral(delivery.file, sought) == delivery.file:
            continue
        own = _rows_of(rows, sought)
        gone[delivery.fingerprint] = [*map(int, own["row"]), *same]
        schools = frozenset(map(str, own["laestab"].dropna())) | frozenset(
            {delivery.la} if len(delivery.la) == 7 else ()
        )
        unchanged = TakenOut(data, 0, len(rows), "kept as it was")
        found.append(_put(trial, delivery, taken or unchanged, decision, sought, schools))
    corrections = corrections_without(trial, lambda source, c: _is_about(c.where, gone, sought))
    return Erased(found, corrections, _chase_lists(where, lambda file: holds(file.read_bytes(), sought)))


def _refusal(delivery: Delivery, error: CannotTakeOut) -> str:
    named = delivery.fingerprint[:12]
    return (
        f"Nothing was erased: the original of {delivery.said} ({named}) cannot be written again, because {error}. Ask its sender "
        f"for the file without the pupil and receive that; then erase the old file as a whole: booklets erase --delivery {named}"
    )


def erase_deliveries(where: Folders, trial: Folders, deliveries: list[Delivery], decision: Decision) -> Erased:
    """Take every record of these deliveries out of the trial store, and what was asked or corrected about their years."""
    found = []
    for delivery in deliveries:
        taken = TakenOut(None, len(table(where, delivery)), 0, "deleted")
        schools = frozenset(map(str, table(where, delivery)["laestab"].dropna()))
        found.append(_put(trial, delivery, taken, decision, None, schools))
    left = {(d.source, d.results_year) for d in of_pupils(trial) if not is_emptied(trial, d)}
    of_years = {(d.source, d.results_year) for d in deliveries} - left
    years = {str(year) for _, year in of_years}
    corrections = corrections_without(trial, lambda source, c: (source, c.results_year) in of_years)
    return Erased(found, corrections, _chase_lists(where, lambda file: file.parent.parent.name in years))


def of_pupils(folders: Folders) -> list[Delivery]:
    """Every kept delivery of pupil records, withdrawn ones too."""
    sources = declared(folders.params)
    return [d for d in kept(folders, withdrawn=None) if d.source in sources and sources[d.source].of_pupils]


def _tables(folders: Folders) -> Iterator[tuple[Delivery, pd.DataFrame]]:
    return ((d, table(folders, d)) for d in of_pupils(folders))


def _each(rows: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Surname, forename and date of birth of every row, as compared; "" for what is not there."""
    columns = [
        rows[c].fillna("").astype(str) if c in rows else [""] * len(rows) for c in ("surname", "forename", "born")
    ]
    return [(s.strip(), f.strip(), b) for s, f, b in zip(*columns, strict=True)]


def _identities(rows: pd.DataFrame) -> set[tuple[str, str, str]]:
    """Those who are named in full."""
    return {who for who in _each(rows) if all(who)}


def _put(
    trial: Folders,
    delivery: Delivery,
    taken: TakenOut,
    decision: Decision,
    sought: Sought | None,
    schools: frozenset[str],
) -> ErasedFrom:
    """Put what is left of a delivery into the trial store, with its tombstone; its table and findings are made again."""
    folder = delivery.folder(trial)
    stays = replace(delivery, file=_neutral(delivery.file, sought)) if sought else delivery
    original = ""
    if stays.file != delivery.file or taken.data is None:
        delivery.original(trial).unlink(missing_ok=True)
    if taken.data is not None:
        original = fingerprint(taken.data)
        write_bytes(folder / stays.file, taken.data)
    if stays != delivery:
        write_text(folder / "delivery.json", stays.to_json())
    form = taken.form + (", under a name without the pupil" if stays != delivery else "")
    stone = Tombstone(
        decision.on.isoformat(), decision.by, decision.because, decision.rule, taken.records, taken.left, form, original
    )
    write_text(folder / STONE, tombstones_text([*tombstones(trial, delivery), stone]))
    enter_erasure(trial, delivery.fingerprint, stone.reason)
    for file in (trial.validated / delivery.source).glob(f"{delivery.fingerprint}.*"):
        file.unlink()
    return ErasedFrom(stays, stone, schools)


def _neutral(name: str, sought: Sought) -> str:
    """The file's name without the pupil's number, and where it gives both names without these; all else in it stays."""
    for both in sought.names:
        words = [re.compile(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", re.IGNORECASE) for word in both]
        if all(word.search(name) for word in words):
            for word in words:
                name = word.sub(INSTEAD, name)
    return sought.number.sub(INSTEAD, name)


def _is_about(described: dict[str, str], gone: dict[str, list[int]], sought: Sought) -> bool:
    """Whether a correction's row is one of the pupil's."""
    if any(sought.is_row([text]) for text in described.values()):
        return True
    return any(
        named.startswith(described[DELIVERY]) and int(described[ROW]) in rows
        for named, rows in gone.items() if ROW in described
    )  # fmt: skip


def _chase_lists(where: Folders, wanted: Callable[[Path], bool]) -> list[str]:
    """The chase lists to delete, a school's list as a whole; `booklets chase` writes what is left of them again."""
    folders = {file.parent for file in (where.data / "chase").rglob("*") if file.is_file() and wanted(file)}
    files = (file for folder in folders for file in folder.iterdir() if file.is_file())
    return sorted(file.relative_to(where.data).as_posix() for file in files)


def keep_what_stands(where: Folders, trial: Folders, erased: Erased) -> None:
    """Keep in the trial store the counts, expected results and notes that would not be the same without what was erased."""
    for delivery in {one.delivery.fingerprint: one.delivery for one in erased.deliveries}.values():
        if withdrawal_of(where, delivery) is None:
            keep_notes(where, trial, delivery)
    standing = read_kept_counts(where)
    (before, expected), (after, expected_after) = (_counted(folders, standing) for folders in (where, trial))
    changed = changed_units(before, after)
    counts = pd.concat([standing.counts, changed], ignore_index=True) if len(standing.counts) else changed
    counts = counts.drop_duplicates(["measure", "year", "place", "release", "group"], keep="last")
    of_stage = ["place_id", "year", "stage"]
    now = {key: _plain(rows) for key, rows in expected_after.groupby(of_stage)}
    moved = [rows for key, rows in expected.groupby(of_stage) if now.get(key) != _plain(rows)]
    tables = [t for t in (standing.expected, *moved) if len(t)]
    kept_expected = pd.concat(tables, ignore_index=True) if tables else expected.iloc[:0]
    write_kept_counts(trial, KeptCounts(counts, kept_expected))


def _counted(folders: Folders, standing: KeptCounts) -> tuple[pd.DataFrame, pd.DataFrame]:
    inputs = read_inputs(folders)
    records = read_records(folders, inputs.holds)
    counts = school_counts(inputs.declared, inputs.register, records, inputs.holds, standing)
    return counts, expected_table(inputs.declared, inputs.register, records, standing.expected)


def _plain(rows: pd.DataFrame) -> list[tuple]:
    columns = ["measure", "group", "band", "pupils"]
    return sorted(rows[columns].itertuples(index=False, name=None))


def change_of(trial: Folders, where: Folders, erased: Erased) -> DataChange:
    """Everything in which the trial store differs from the real one, as steps."""
    there, here = _shared_files(trial), _shared_files(where)
    replaced = {path: file for path, file in there.items() if path not in here or not _same(file, here[path])}
    deleted = (*(path for path in here if path not in there), *erased.chase_lists)
    return DataChange(replaced, deleted, tuple(e.end for e in erased.deliveries))


def _shared_files(folders: Folders) -> dict[str, Path]:
    """What a trial store shares with the real one, by its path below the data folder."""
    files = [f for name in TRIED for f in (folders.data / name).rglob("*") if f.is_file()]
    files += [f for f in (folders.store / name for name in TRIED_FILES) if f.is_file()]
    return {f.relative_to(folders.data).as_posix(): f for f in sorted(files)}


def _same(file: Path, other: Path) -> bool:
    return file.samefile(other) or file.read_bytes() == other.read_bytes()
