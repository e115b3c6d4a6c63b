"""What a backup holds: every file by its path below the data folder, with its hash and size. Nothing else in a backup counts."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.errors import BackupRefused
from pipeline.paths import UNFINISHED

NAME = "backup.json"
BELOW = "data"  # the folder of a backup that holds the files, beside its manifest
SCHEMA = 1
# Of a data folder: what is made again, comes with the project, or belongs to one run.
LEFT_OUT = ("store", "open", "synthetic", "hashes.json", "run.lock", UNFINISHED)
SET_ASIDE = "replaced-"  # begins the name of a folder in which a restore sets aside what was there
FORBIDDEN = {
    "\0",
    *("\\:" if os.name == "nt" else ""),
}  # in a name; on Windows a colon or a backslash leads to another folder
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class BackedUpFile:
    """One file as it was backed up."""

    sha256: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """The list of a backup's files, by their paths below the data folder, and when it was made (UTC)."""

    made: str
    files: Mapping[str, BackedUpFile]

    @property
    def bytes(self) -> int:
        """The size of all files together."""
        return sum(file.bytes for file in self.files.values())

    def to_json(self) -> str:
        files = {path: {"sha256": f.sha256, "bytes": f.bytes} for path, f in self.files.items()}
        return json.dumps({"schema": SCHEMA, "made": self.made, "files": files}, ensure_ascii=False, indent=1) + "\n"


def read_manifest(text: bytes, backup: object) -> Manifest:
    """The manifest in a backup; BackupRefused where it is damaged, or lists a path that leads out of the data folder."""
    try:
        plain = json.loads(text)
        schema, made = plain["schema"], str(plain["made"])
        files = {str(p): BackedUpFile(str(f["sha256"]), int(f["bytes"])) for p, f in plain["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BackupRefused(backup=backup, why=f"its {NAME} is damaged") from None
    if schema != SCHEMA:
        raise BackupRefused(backup=backup, why=f"it was made by another version of this program (schema {schema})")
    folded = [path.casefold() for path in files]
    for path, file in files.items():
        if not is_inside(path):
            raise BackupRefused(backup=backup, why=f"it lists {path!r}, which is not a file of a data folder")
        if not SHA256.fullmatch(file.sha256) or file.bytes < 0:
            raise BackupRefused(backup=backup, why=f"its {NAME} is damaged")
    if len(set(folded)) < len(folded):
        raise BackupRefused(backup=backup, why="two of its files would have the same name")
    return Manifest(made, files)


def is_inside(path: str) -> bool:
    """Whether a path leads to a file that a backup may hold, below the data folder on any system."""
    parts = PurePosixPath(path).parts
    plain = all(part not in ("..", "/") and not FORBIDDEN & set(part) for part in parts)
    return bool(parts) and plain and "/".join(parts) == path and belongs(parts[0])


def belongs(name: str) -> bool:
    """Whether an entry directly in a data folder is backed up."""
    return name not in LEFT_OUT and not name.startswith((".", SET_ASIDE))
