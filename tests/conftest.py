"""Shared by every test: houses with the real deliveries received once, and folders no test shares with the project."""

import hashlib
import os
import sys
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.declared import Declarations, read_declared
from pipeline.packs.released import open_run_context
from pipeline.paths import ROOT, Folders
from pipeline.validated.clean_tables import declared
from pipeline.validated.intake import REFUSED, receive
from pipeline.workspace.run_context import RunContext
from tests.checks import axe
from tests.kinds import mark_kinds

OPEN = ROOT / "data" / "open"


@pytest.hookimpl(tryfirst=True)  # before pytest chooses by marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mark_kinds(items)


@pytest.fixture(scope="session", name="declared")
def real_declarations() -> Declarations:
    """Everything the real params declare. Read only."""
    return read_declared(ROOT / "params")


@pytest.fixture
def house(tmp_path) -> Folders:
    """The real params with empty data and outputs of the test's own."""
    return Folders(ROOT / "params", tmp_path / "data", tmp_path / "outputs")


@pytest.fixture(scope="session")
def bury(tmp_path_factory) -> Folders:
    """The shipped Bury, England and authorities' deliveries, received. Read only: a test that changes data copies it."""
    sources = [OPEN / "authorities", OPEN / "england", OPEN / "bury"]
    return _received(ROOT / "params", sources, tmp_path_factory.mktemp("bury"))


@pytest.fixture(scope="session")
def bury_run(bury) -> RunContext:
    """A run over Bury's deliveries, with every figure calculated. Read only."""
    return open_run_context(bury)


@pytest.fixture(scope="session")
def hampshire(tmp_path_factory) -> Folders:
    """Another council, opened by `init` and given its three published files. Read only."""
    from pipeline.verbs.init import open_council

    home = tmp_path_factory.mktemp("hampshire")
    open_council(Folders(ROOT / "params", home / "data", home / "outputs"), "850", "Hampshire", home)
    return _received(home / "params", [OPEN / "hampshire"], home)


@pytest.fixture(scope="session")
def little_authority(tmp_path_factory) -> Folders:
    """An authority that does not exist, without a fault in its pupil records, received. Read only."""
    from tests.validated import clean_authority

    home = tmp_path_factory.mktemp("little")
    arriving = home / "arriving"
    arriving.mkdir()
    for name, rows in clean_authority.files().items():
        (arriving / name).write_bytes(clean_authority.as_csv(rows))
    return _received(ROOT / "params", [arriving], home)


@pytest.fixture(scope="session")
def written_authority(tmp_path_factory) -> Path:
    """The folder `invent` writes: params and deliveries of eight years of an authority that does not exist. Read only."""
    from pipeline.verbs.invent import invent_authority

    home = tmp_path_factory.mktemp("written")
    assert invent_authority(Folders(ROOT / "params", home / "none", home / "none"), home / "made", 1) == 0
    return home / "made"


@pytest.fixture
def browser() -> None:
    """A headless Chromium for axe: a test that asks for it is skipped without one, and fails in CI."""
    axe.need_browser(axe.why_not(), os.environ.get("CI", ""))


@pytest.fixture
def booklets(monkeypatch, capsys):
    """Run one command as installed: (exit code, what it printed, what it complained of). Without folders it finds its own."""

    def run(where, *words):
        at = ["--params", where.params, "--data", where.data, "--outputs", where.outputs] if where else []
        for name in ("PARAMS", "DATA", "OUTPUTS"):
            monkeypatch.setenv(f"BOOKLETS_{name}", "")  # what a command sets for its children ends with it
        monkeypatch.setattr(sys, "argv", ["booklets", *map(str, [*at, *words])])
        with pytest.raises(SystemExit) as end:
            cli.main()
        said = capsys.readouterr()
        return end.value.code, said.out, said.err

    return run


@pytest.fixture(scope="session")
def tree_of():
    """A fingerprint of every file below a folder, by path and content."""

    def fingerprint(folder: Path) -> str:
        seen = hashlib.sha256()
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            seen.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
        return seen.hexdigest()

    return fingerprint


def _received(params: Path, files: list[Path], home: Path) -> Folders:
    where = Folders(params, home / "data", home / "outputs")
    refused = [o.path.name for o in receive(files, where, declared(params)) if o.what == REFUSED]
    assert not refused, f"refused: {refused}"
    return where
