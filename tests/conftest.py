"""Shared by every test: houses with the real deliveries received once, and folders no test shares with the project."""

import hashlib
import time
from pathlib import Path

import pytest

from pipeline.paths import ROOT, Folders
from pipeline.validated.receive import REFUSED, receive
from pipeline.validated.tables import declared

OPEN = ROOT / "data" / "open"


@pytest.fixture
def house(tmp_path) -> Folders:
    """The real params with empty data and outputs of the test's own."""
    return Folders(ROOT / "params", tmp_path / "data", tmp_path / "outputs")


@pytest.fixture(scope="session")
def bury(tmp_path_factory) -> Folders:
    """The shipped Bury, England and authorities' deliveries, received. Read only: a test that changes data copies it."""
    sources = [OPEN / "authorities", OPEN / "england", OPEN / "bury"]
    return _received("bury", ROOT / "params", sources, tmp_path_factory)


@pytest.fixture(scope="session")
def hampshire(tmp_path_factory) -> Folders:
    """Another council, opened by `init` and given its three published files. Read only."""
    from pipeline.verbs.init import open_council

    home = _shared(tmp_path_factory) / "hampshire"
    with _first(home) as first:
        if first:
            open_council(Folders(ROOT / "params", home / "data", home / "outputs"), "850", "Hampshire", home)
    return _received("hampshire", home / "params", [OPEN / "hampshire"], tmp_path_factory)


@pytest.fixture(scope="session")
def tree_of():
    """A fingerprint of every file below a folder, by path and content."""

    def fingerprint(folder: Path) -> str:
        seen = hashlib.sha256()
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            seen.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
        return seen.hexdigest()

    return fingerprint


def _shared(tmp_path_factory) -> Path:
    """One folder for the whole run, also where several test processes share it."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base


def _received(name: str, params: Path, files: list[Path], tmp_path_factory) -> Folders:
    home = _shared(tmp_path_factory) / name
    where = Folders(params, home / "data", home / "outputs")
    with _first(home / "received") as first:
        if first:
            refused = [o.path.name for o in receive(files, where, declared(params)) if o.what == REFUSED]
            assert not refused, f"refused: {refused}"
    return where


class _first:
    """Whether this process is the first to do a thing; the others wait until it is done."""

    def __init__(self, mark: Path) -> None:
        self._doing, self._done = mark.with_name(f"{mark.name}.doing"), mark.with_name(f"{mark.name}.done")

    def __enter__(self) -> bool:
        self._doing.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._doing.mkdir()
        except FileExistsError:
            while not self._done.exists():
                time.sleep(0.2)
            return False
        return True

    def __exit__(self, kind, *_) -> None:
        if kind is None:
            self._done.touch()
