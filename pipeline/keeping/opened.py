"""A backup as it is read: a folder or a zip, in either case only the files its manifest lists, each of which must be as listed."""

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pipeline.errors import BackupRefused, CommandWrong
from pipeline.file_hashes import sha256_of_rest
from pipeline.keeping.manifest import BELOW, NAME, Manifest, read_manifest

LARGEST_MANIFEST = 100_000_000  # bytes; half a million files


@dataclass(frozen=True)
class OpenedBackup:
    """A backup and what it says it holds; nothing of it has been looked at yet."""

    path: Path
    manifest: Manifest

    @contextmanager
    def file(self, path: str) -> Iterator[IO[bytes]]:
        """One of the files, open for reading."""
        if self.path.is_dir():
            with (self.path / BELOW / path).open("rb") as content:
                yield content
            return
        with zipfile.ZipFile(self.path) as archive, archive.open(f"{BELOW}/{path}") as content:
            yield content

    def sizes(self) -> dict[str, int]:
        """Every file that is there by its path below the data folder, with its size; BackupRefused at one that is no plain file."""
        return self._of_folder() if self.path.is_dir() else self._of_zip()

    def _of_folder(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for folder, folders, names in os.walk(self.path):
            for name in [*folders, *names]:
                file = Path(folder) / name
                about, inside = file.lstat(), file.relative_to(self.path).as_posix()
                if stat.S_ISDIR(about.st_mode):
                    continue
                if not stat.S_ISREG(about.st_mode):
                    raise BackupRefused(backup=self.path, why=f"{inside!r} in it is a link or no file")
                found[inside] = about.st_size
        return self._below(found)

    def _of_zip(self) -> dict[str, int]:
        found: dict[str, int] = {}
        with zipfile.ZipFile(self.path) as archive:
            for entry in archive.infolist():
                kind = stat.S_IFMT(entry.external_attr >> 16)
                if entry.is_dir() or entry.filename in found or kind not in (0, stat.S_IFREG):
                    raise BackupRefused(
                        backup=self.path, why=f"{entry.filename!r} in it is a link, a folder or there twice"
                    )
                found[entry.filename] = entry.file_size
        return self._below(found)

    def _below(self, found: dict[str, int]) -> dict[str, int]:
        found.pop(NAME, None)
        strangers = [path for path in found if not path.startswith(f"{BELOW}/")]
        if strangers:
            raise BackupRefused(backup=self.path, why=f"{strangers[0]!r} in it is not listed in its {NAME}")
        return {path.removeprefix(f"{BELOW}/"): size for path, size in found.items()}


def open_backup(path: Path) -> OpenedBackup:
    """A backup by its path; BackupRefused where it is none or its manifest is damaged, CommandWrong at a folder of several."""
    try:
        if path.is_dir():
            inside = sorted(f.parent.name for f in path.glob(f"*/{NAME}"))
            if not (path / NAME).is_file() and inside:
                raise CommandWrong(
                    what=f"{path} holds several backups. Name one; the last is: --from {path / inside[-1]}"
                )
            text = (path / NAME).read_bytes()
        else:
            with zipfile.ZipFile(path) as archive, archive.open(NAME) as content:
                text = content.read(LARGEST_MANIFEST)
    except (FileNotFoundError, KeyError):
        raise BackupRefused(backup=path, why=f"it holds no {NAME}") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise BackupRefused(backup=path, why="it is no backup of this program, or is cut short or damaged") from None
    return OpenedBackup(path, read_manifest(text, path))


def verify(backup: OpenedBackup) -> None:
    """Read every file of a backup; BackupRefused at the first that is missing, is not listed or is not as it was backed up."""
    try:
        sizes = backup.sizes()
        listed = backup.manifest.files
        for path in sorted(sizes.keys() | listed.keys()):
            if path not in listed:
                raise BackupRefused(backup=backup.path, why=f"{path!r} in it is not listed in its {NAME}")
            if path not in sizes:
                raise BackupRefused(backup=backup.path, why=f"{path!r} is missing from it")
            if sizes[path] != listed[path].bytes or _sha256(backup, path) != listed[path].sha256:
                raise BackupRefused(backup=backup.path, why=f"{path!r} in it is not as it was backed up")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise BackupRefused(backup=backup.path, why="it is cut short or damaged") from None


def _sha256(backup: OpenedBackup, path: str) -> str:
    with backup.file(path) as content:
        return sha256_of_rest(content)
