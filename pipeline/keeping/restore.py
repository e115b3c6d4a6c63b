"""Put a backup back: read whole first, written beside what is there, read again, then changed over.

Nothing is deleted: what was there is set aside in a folder of its own. The ledger goes first and comes last, and a mark stands in
the data folder meanwhile, so that no run works on what is of two moments.
"""

import os
import shutil
from pathlib import Path

from pipeline.access import make_folder, private_meanwhile
from pipeline.atomic import part_of, sync_folder, write_text
from pipeline.errors import BackupRefused, CommandWrong, DiskFull
from pipeline.file_hashes import sha256_of
from pipeline.keeping.backup import copied
from pipeline.keeping.manifest import SET_ASIDE, belongs
from pipeline.keeping.opened import OpenedBackup
from pipeline.paths import UNFINISHED, Folders

ROOM = 1.05  # times the files' size, so that the disk is not full to the last byte when they are there


def in_the_way(where: Folders) -> list[Path]:
    """What is in the data folder and would be replaced, the ledger first."""
    there = [f for f in where.data.iterdir() if belongs(f.name)] if where.data.is_dir() else []
    holding = (f for f in there if not f.is_dir() or f.is_symlink() or next(f.rglob("*"), None))
    return sorted(holding, key=lambda f: (not f.name.startswith(where.ledger.name), f.name))


def refuse_to_replace(where: Folders, replace: bool) -> None:
    """CommandWrong where the data folder holds deliveries, issues or anything else of an authority, and `replace` is not given."""
    there = in_the_way(where)
    if there and not replace:
        names = ", ".join(sorted(f.name for f in there))
        what = f"{where.data} is not empty: it holds {names}. To set that aside and put the backup in its place, add --replace."
        raise CommandWrong(what=what)


def put_in(where: Folders, backup: OpenedBackup, stamp: str) -> Path | None:
    """Put a verified backup's files into the data folder; the folder in which what was there was set aside, or None.

    The caller holds the lock. Until the last of the files is written nothing that was there is touched.
    """
    make_folder(where.data)
    if shutil.disk_usage(where.data).free < backup.manifest.bytes * ROOM:
        raise DiskFull(folder=where.data)
    part = part_of(where.data / "restore")
    with private_meanwhile():
        try:
            part.mkdir()
            for path in backup.manifest.files:
                _write(backup, path, part / path)
            return _change_over(where, part, stamp)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _write(backup: OpenedBackup, path: str, to: Path) -> None:
    """Write one file, make it durable and read it again."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with backup.file(path) as content, to.open("xb") as out:
        copied(content, out)
        out.flush()
        os.fsync(out.fileno())
    if sha256_of(to) != backup.manifest.files[path].sha256:
        raise BackupRefused(backup=backup.path, why=f"{path!r} in it was not the same when it was read again")


def _change_over(where: Folders, part: Path, stamp: str) -> Path | None:
    mark, aside = where.data / UNFINISHED, where.data / f"{SET_ASIDE}{stamp}"
    while aside.exists():  # of a restore in the same second
        aside = aside.with_name(f"{aside.name}-again")
    write_text(mark, "A restore is at work, or was stopped: see docs/operating.md.\n")
    there = in_the_way(where)
    if there:
        aside.mkdir()
    for old in there:
        old.rename(aside / old.name)
    for new in sorted(part.iterdir(), key=lambda f: (f.name == where.ledger.name, f.name)):
        new.rename(where.data / new.name)
    sync_folder(where.data)
    mark.unlink()
    return aside if there else None
