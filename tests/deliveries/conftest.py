"""Comparing a store before and after."""

import hashlib
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def tree_of():
    """A fingerprint of every file below a folder, by path and content."""

    def fingerprint(folder: Path) -> str:
        seen = hashlib.sha256()
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            seen.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
        return seen.hexdigest()

    return fingerprint
