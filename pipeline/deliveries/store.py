"""Keeps originals whole or not at all: written to a temporary folder, made durable, then renamed; never overwritten.

What a delivery would do is first tried in a trial store, a second one beside the real one that shares its files; only what is
wanted is then taken over.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pipeline.access import make_folder
from pipeline.atomic import part_of, sync_folder, write_durably, write_text
from pipeline.deliveries.delivery import Delivery, Withdrawal, kept, read_delivery
from pipeline.deliveries.originals import enter_new, enter_withdrawal
from pipeline.ledger.originals import enter_originals, kept_originals
from pipeline.paths import Folders

TRIED = ("deliveries", "corrections", "kept", "store/validated")  # of the data folder, what a trial store shares
TRIED_FILES = ("figures.parquet", "expected.parquet", "figures.key", "across.json")  # of the store


def keep(folders: Folders, delivery: Delivery, data: bytes) -> Delivery:
    """Keep a delivery's bytes and what is known about it; bytes that are kept already get what is now known about them."""
    home = delivery.folder(folders)
    if (home / "delivery.json").is_file():
        return _kept_anew(folders, delivery, data)
    beside = part_of(home)
    make_folder(beside)
    try:
        write_durably(beside / delivery.file, data)
        write_durably(beside / "delivery.json", delivery.to_json().encode("utf-8"))
        sync_folder(beside)
        beside.rename(home)
        sync_folder(folders.deliveries)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    enter_new(folders, delivery, data)
    return delivery


def _kept_anew(folders: Folders, delivery: Delivery, data: bytes) -> Delivery:
    """The kept bytes as of another year or release stage, no longer withdrawn; their file keeps the name it first arrived under."""
    first = read_delivery(delivery.folder(folders))
    again = replace(delivery, file=first.file)
    enter_new(folders, again, data)
    write_text(again.folder(folders) / "delivery.json", again.to_json())
    (again.folder(folders) / "withdrawn.json").unlink(missing_ok=True)
    return again


def withdraw(folders: Folders, delivery: Delivery, withdrawal: Withdrawal) -> None:
    """Mark a delivery as taken back: its original stays, and nothing is made from it any more."""
    enter_withdrawal(folders, delivery, withdrawal.to_json())
    write_text(delivery.folder(folders) / "withdrawn.json", withdrawal.to_json())


def restore(folders: Folders, delivery: Delivery) -> None:
    """Take a withdrawn delivery in again."""
    enter_withdrawal(folders, delivery, "")
    (delivery.folder(folders) / "withdrawn.json").unlink(missing_ok=True)


@contextmanager
def trial_store(folders: Folders) -> Iterator[Folders]:
    """A second store that holds what the first holds; whatever is kept or withdrawn in it leaves the first as it is.

    Its files are the first store's own, under a second name where the disk allows it: nothing in a store is written in place.
    """
    data = part_of(folders.data / "trial")
    make_folder(data / "store")
    try:
        for name in TRIED:
            if (folders.data / name).is_dir():
                shutil.copytree(folders.data / name, data / name, copy_function=_share)
        for file in (folders.store / name for name in TRIED_FILES):
            if file.is_file():
                _share(file, data / "store" / file.name)
        if folders.ledger.is_file():  # a copy: it is written to, and the trial's original hashes are looked up in it
            make_folder(data)
            shutil.copy2(folders.ledger, data / folders.ledger.name)
        yield replace(folders, data=data)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def take_over(trial: Folders, folders: Folders) -> None:
    """Make the store as the trial store is. Originals come last, so that each has its table and findings, and in their order of
    arrival: a run that is killed has kept the first of them, and the next run goes on with the others as it would have."""
    in_store = {
        file: folders.store / file.relative_to(trial.store) for file in trial.store.rglob("*") if file.is_file()
    }
    changed = {file: target for file, target in sorted(in_store.items()) if not _same(file, target)}
    keys = {file: target for file, target in changed.items() if _is_key(file)}
    # A key says what the file beside it was made from: it goes first and comes last, so that it never stands beside another file.
    for target in keys.values():
        target.unlink(missing_ok=True)
    for file, target in [*((f, t) for f, t in changed.items() if f not in keys), *keys.items()]:
        _take_over(file, target)
    arrived = sorted(trial.deliveries.glob("*/delivery.json"), key=lambda file: read_delivery(file.parent).arrival)
    tried, known = kept_originals(trial.ledger), kept_originals(folders.ledger)
    for record in arrived:
        kept_there, home = record.parent, folders.deliveries / record.parent.name
        entry = [tried[home.name]] if home.name in tried and tried[home.name] != known.get(home.name) else []
        if not home.is_dir():
            make_folder(folders.deliveries)
            kept_there.rename(home)
            enter_originals(folders.ledger, entry)
            continue
        # Before the files, so that a killed run is completed: see `ledger.originals`.
        enter_originals(folders.ledger, entry)
        if not (kept_there / "withdrawn.json").is_file():  # asked before the mark is moved out of the trial store
            (home / "withdrawn.json").unlink(missing_ok=True)
        for file in sorted(kept_there.iterdir()):
            _take_over(file, home / file.name)
    if folders.deliveries.is_dir():
        sync_folder(folders.deliveries)


def _share(source: str | Path, target: str | Path) -> None:
    """Give a file a second name; where the disk cannot, copy it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _is_key(file: Path) -> bool:
    return file.suffix == ".key" or (file.suffix == ".json" and file.with_suffix(".parquet").is_file())


def _same(file: Path, target: Path) -> bool:
    return target.is_file() and (file.samefile(target) or file.read_bytes() == target.read_bytes())


def _take_over(file: Path, target: Path) -> None:
    if _same(file, target):
        return
    make_folder(target.parent)
    file.replace(target)


def find_delivery(folders: Folders, text: str) -> list[Delivery]:
    """Every delivery, withdrawn ones too, whose fingerprint begins so or whose file has this name."""
    wanted = text.strip()
    every = kept(folders, withdrawn=None)
    by_name = [d for d in every if d.file.casefold() == wanted.casefold()]
    return by_name or [d for d in every if len(wanted) >= 4 and d.fingerprint.startswith(wanted.casefold())]
