"""What a product depends on, as fingerprints: nothing unchanged is made again, and the reason for a change can be told."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pipeline.paths import ROOT


def fingerprint(*parts: str | bytes) -> str:
    """One SHA-256 over the parts in order; each part's length is counted in, so no two lists of parts look alike."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.hexdigest()


def of_files(files: Iterable[Path], root: Path) -> str:
    """The files' contents and their places below root."""
    listed = sorted(files)
    return fingerprint(*(p for f in listed for p in (f.relative_to(root).as_posix(), f.read_bytes())))


@cache
def of_code(*rooms: str) -> str:
    """The code, style and template of these rooms of pipeline/ (all of it by default), and the lock of what it runs on."""
    base = ROOT / "pipeline"
    folders = [base / r for r in rooms] or [base]
    files = [f for d in folders for f in d.rglob("*") if f.is_file() and "__pycache__" not in f.parts]
    lock = ROOT / "requirements.lock"
    return fingerprint(of_files(files, base), lock.read_bytes() if lock.exists() else b"")


def of_params(params: Path) -> str:
    """The declarations below a folder; one that is not there holds none."""
    return of_files((f for f in params.rglob("*") if f.suffix in (".yml", ".csv")), params)
