"""The working folder is the one a person is in; what is asked for goes first."""

import os

import pytest

from pipeline import paths
from pipeline.paths import NOTEBOOKS, ROOT, Folders, folders, working_folder


@pytest.fixture
def work(tmp_path, monkeypatch):
    """An opened working folder, and nothing in the environment that says otherwise."""
    for name in ("PARAMS", "DATA", "OUTPUTS"):
        monkeypatch.delenv(f"BOOKLETS_{name}", raising=False)
    home = tmp_path / "W"
    (home / "notebooks").mkdir(parents=True)
    (home / "params").mkdir()
    (home / "params" / "authority.yml").touch()
    return home


def test_it_is_found_from_inside_it_also_from_the_folder_of_its_notebooks(work, monkeypatch):
    for inside in (work, work / "notebooks"):
        monkeypatch.chdir(inside)
        assert folders() == Folders(work / "params", work / "data", work / "outputs")
        assert folders().notebooks == work / "notebooks"


@pytest.mark.parametrize("lacking", ["notebooks", "params/authority.yml"])
def test_a_folder_that_lacks_its_notebooks_or_its_authority_is_none(work, monkeypatch, lacking):
    gone = work / lacking
    gone.rmdir() if gone.is_dir() else gone.unlink()
    monkeypatch.chdir(work)
    assert working_folder() is None
    assert folders().params == ROOT / "params"


def test_what_is_asked_for_goes_before_the_environment_and_that_before_the_working_folder(work, monkeypatch, tmp_path):
    monkeypatch.chdir(work)
    monkeypatch.setenv("BOOKLETS_DATA", str(tmp_path / "environment"))
    assert folders().data == tmp_path / "environment"
    assert folders(data=tmp_path / "asked").data == tmp_path / "asked"
    assert folders().params == work / "params"


def test_declarations_without_notebooks_beside_them_use_the_starting_ones(tmp_path):
    there = Folders(tmp_path / "params", tmp_path / "data", tmp_path / "outputs")
    assert there.notebooks == NOTEBOOKS
    (tmp_path / "notebooks").mkdir()
    assert there.notebooks == tmp_path / "notebooks"


def test_an_installed_copy_outside_a_working_folder_never_works_in_the_folder_it_is_installed_in(
    monkeypatch, tmp_path, work
):
    monkeypatch.setattr(paths, "INSTALLED", True)
    monkeypatch.chdir(tmp_path)
    assert folders() == Folders(tmp_path / "params", tmp_path / "data", tmp_path / "outputs")


def test_a_current_folder_that_was_deleted_is_no_working_folder(tmp_path):
    gone, before = tmp_path / "gone", os.getcwd()
    gone.mkdir()
    os.chdir(gone)
    try:
        gone.rmdir()
        assert working_folder() is None
    finally:
        os.chdir(before)
