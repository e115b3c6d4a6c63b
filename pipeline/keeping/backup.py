"""Copy a data folder into a backup, a folder or a zip, and read every file of it again before it gets its name."""

import hashlib
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

from pipeline.access import private_meanwhile
from pipeline.atomic import is_left_over, part_of, sync_folder
from pipeline.errors import BackupRefused, CommandWrong
from pipeline.file_hashes import BLOCK, sha256_of
from pipeline.keeping.manifest import BELOW, NAME, BackedUpFile, Manifest, belongs
from pipeline.keeping.opened import open_backup, verify
from pipeline.paths import Folders

ZIP = ".zip"


def target_of(where: Folders, to: Path, made: str) -> Path:
    """The file or folder a backup becomes: the zip that is named, else a new folder with the time in its name below `to`.

    CommandWrong where it would stand inside the folders it is a backup of, or is there already.
    """
    stamp = "".join(sign for sign in made if sign.isalnum())[:15]
    target = to.absolute() if to.suffix.casefold() == ZIP else to.absolute() / f"booklets-{stamp}"
    for folder in (where.data, where.outputs, where.params):
        if target.resolve().is_relative_to(folder):
            raise CommandWrong(
                what=f"{to} is inside {folder}. Name a folder or file elsewhere, on another disk if you can."
            )
    if target.exists():
        raise CommandWrong(what=f"{target} is there already, and a backup is never overwritten. Name another.")
    return target


def clear_left_over(target: Path) -> int:
    """Delete what killed backups left beside the target; how many there were."""
    left = [p for p in target.parent.glob(".*.part") if is_left_over(p)] if target.parent.is_dir() else []
    for part in left:
        shutil.rmtree(part) if part.is_dir() else part.unlink(missing_ok=True)
    return len(left)


def make_backup(where: Folders, target: Path, made: str) -> Manifest:
    """Write the backup and give its manifest. It is only readable by whoever makes it, and appears whole or not at all.

    BackupRefused where the data folder holds a link, or a file read again is not what was written. The caller holds the lock.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(target)
    with private_meanwhile():
        try:
            files = (_into_zip if target.suffix.casefold() == ZIP else _into_folder)(where, part, made)
            verify(open_backup(part))
            part.rename(target)
            sync_folder(target.parent)
        finally:
            shutil.rmtree(part, ignore_errors=True)
            part.unlink(missing_ok=True)
    return files


def _files(where: Folders) -> Iterator[tuple[str, Path]]:
    """Every file to back up, by its path below the data folder, but for the ledger."""
    for file in sorted(where.data.rglob("*")):
        inside = file.relative_to(where.data)
        if not belongs(inside.parts[0]) or any(part.startswith(".") for part in inside.parts):
            continue
        if file.is_symlink() or not (file.is_file() or file.is_dir()):
            why = f"{inside.parent.as_posix()} holds a link or something else that is no file; take it out"
            raise BackupRefused(backup=where.data, why=why)
        if file.is_file() and not inside.parts[0].startswith(where.ledger.name):
            yield inside.as_posix(), file


def _into_folder(where: Folders, part: Path, made: str) -> Manifest:
    files: dict[str, BackedUpFile] = {}
    (part / BELOW).mkdir(parents=True)
    if where.ledger.is_file():
        copy_ledger(where.ledger, part / BELOW / where.ledger.name)
        files[where.ledger.name] = _backed_up(part / BELOW / where.ledger.name)
    for path, file in _files(where):
        to = part / BELOW / path
        to.parent.mkdir(parents=True, exist_ok=True)
        with file.open("rb") as content, to.open("wb") as out:
            files[path] = copied(content, out)
            out.flush()
            os.fsync(out.fileno())
    manifest = Manifest(made, files)
    (part / NAME).write_text(manifest.to_json(), encoding="utf-8")
    return manifest


def _into_zip(where: Folders, part: Path, made: str) -> Manifest:
    files: dict[str, BackedUpFile] = {}
    with part.open("wb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            ledger = part.with_name(f"{part.name}.ledger")
            try:
                if where.ledger.is_file():
                    copy_ledger(where.ledger, ledger)
                    files[where.ledger.name] = _added(archive, where.ledger.name, ledger)
            finally:
                ledger.unlink(missing_ok=True)
            files |= {path: _added(archive, path, file) for path, file in _files(where)}
            manifest = Manifest(made, files)
            archive.writestr(NAME, manifest.to_json())
        out.flush()
        os.fsync(out.fileno())
    return manifest


def _added(archive: zipfile.ZipFile, path: str, file: Path) -> BackedUpFile:
    entry = zipfile.ZipInfo(f"{BELOW}/{path}")
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    with file.open("rb") as content, archive.open(entry, "w", force_zip64=True) as out:
        return copied(content, out)


def copy_ledger(ledger: Path, to: Path) -> None:
    """A copy of the ledger as of one moment, by SQLite itself, whoever reads it meanwhile."""
    with closing(sqlite3.connect(ledger, timeout=30)) as source, closing(sqlite3.connect(to)) as copy:
        source.backup(copy)


def copied(content: IO[bytes], out: IO[bytes]) -> BackedUpFile:
    """Copy what is left of one file into another; the hash and size of what was read."""
    digest, size = hashlib.sha256(), 0
    while block := content.read(BLOCK):
        digest.update(block)
        size += len(block)
        out.write(block)
    return BackedUpFile(digest.hexdigest(), size)


def _backed_up(file: Path) -> BackedUpFile:
    return BackedUpFile(sha256_of(file), file.stat().st_size)
