"""A folder, a file or a name that is wrong ends the command with two, what is wrong, and what to write; nothing is done."""

import shutil
from dataclasses import replace

import pytest

from pipeline import trouble
from pipeline.paths import ROOT, Folders

EVERY = [["check"], ["list"], ["build", "--year", "2018"], ["calendar"], ["due"], ["receive", str(ROOT / "README.md")]]


@pytest.fixture
def theirs(tmp_path) -> Folders:
    """A working folder of the test's own, with the real declarations and notebooks."""
    for name in ("params", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return Folders(tmp_path / "params", tmp_path / "data", tmp_path / "outputs")


def refused(booklets, where, words, *said):
    """The command ended with two, said all of this, and wrote nothing."""
    before = sorted(where.params.parent.rglob("*"))
    code, out, err = booklets(where, *words)
    assert (code, out) == (2, "")
    assert [part for part in said if part not in err] == []
    assert "Traceback" not in err and "drive" not in err
    assert sorted(where.params.parent.rglob("*")) == before


@pytest.mark.parametrize("words", EVERY, ids=lambda w: w[0])
def test_params_that_are_not_there(booklets, theirs, words, tmp_path):
    wrong = replace(theirs, params=tmp_path / "parms")
    refused(booklets, wrong, words, f"There is no folder {tmp_path}/parms.", "booklets --params FOLDER/params")


@pytest.mark.parametrize("words", EVERY, ids=lambda w: w[0])
@pytest.mark.parametrize("option", ["data", "outputs"])
def test_data_or_outputs_at_a_file(booklets, theirs, words, option, tmp_path):
    (tmp_path / "notes.txt").touch()
    wrong = replace(theirs, **{option: tmp_path / "notes.txt"})
    refused(booklets, wrong, words, "notes.txt is a file", f"Write a folder after --{option}")


def test_params_at_a_file_or_an_empty_folder(booklets, theirs, tmp_path):
    (tmp_path / "empty").mkdir()
    refused(booklets, replace(theirs, params=tmp_path / "empty"), ["check"], "empty holds no declarations")
    file = tmp_path / "params" / "timeline.yml"
    refused(booklets, replace(theirs, params=file), ["check"], "timeline.yml is a file, not a folder of declarations")


@pytest.mark.parametrize("words", [w for w in EVERY if w[0] != "build"], ids=lambda w: w[0])
def test_a_misspelt_notebook(booklets, theirs, words):
    file = theirs.params / "publications" / "trust-booklet.yml"
    text = file.read_text(encoding="utf-8")
    assert "notebook: trust_booklet" in text or "notebook: cluster_booklet" in text
    file.write_text(text.replace("notebook: cluster_booklet", "notebook: clustr_booklet"), encoding="utf-8")
    missing = f"there is no file {theirs.notebooks}/clustr_booklet.ipynb"
    refused(booklets, theirs, words, "trust-booklet.yml", missing, "Did you mean 'cluster_booklet'?")


def test_a_misspelt_notebook_stops_a_build_of_what_was_received(booklets, bury, theirs):
    file = theirs.params / "publications" / "primary-booklet.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("notebook: primary_booklet", "notebook: primary_boklet.ipynb"), encoding="utf-8")
    shutil.copytree(bury.data, theirs.data)
    code, out, err = booklets(theirs, "build", "primary-booklet", "--year", 2018)
    assert (code, out) == (2, "")
    assert "notebook: 'primary_boklet.ipynb' is missing" in err and "Did you mean 'primary_booklet'?" in err


def test_a_notebook_that_was_deleted_is_named(booklets, theirs):
    (theirs.notebooks / "scrutiny_report.ipynb").unlink()
    refused(booklets, theirs, ["check"], "scrutiny-report.yml", f"{theirs.notebooks}/scrutiny_report.ipynb")


@pytest.mark.parametrize(
    "name, said",
    [
        ("policy/rag.yml", "rag.yml is missing from policy/. Copy the starting one"),
        ("policy/pupil_checks.yml", "pupil_checks.yml is missing from policy/. Copy the starting one"),
        ("vocabulary/key_stages.yml", "key_stages.yml is missing from vocabulary/. Copy the starting one"),
        ("releases.yml", "releases.yml is missing from params/. Copy the starting one"),
        ("timeline.yml", "timeline.yml is missing from params/. Copy the starting one"),
        (
            "authority.yml",
            'authority.yml is missing from params/. Write it with at least two lines, as in: code: "351"',
        ),
        ("scales", "scales/ is missing, or holds no .yml file. Copy the starting one"),
        ("publications", "publications/ is missing, or holds no .yml file. Copy the starting one"),
    ],
)
def test_a_declaration_that_is_missing(booklets, theirs, name, said):
    gone = theirs.params / name
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    refused(booklets, theirs, ["check"], said)


@pytest.mark.parametrize("name", ["policy/rag.yml", "places/clusters.csv", "authority.yml", "sources/lait.yml"])
def test_a_declaration_saved_in_another_encoding(booklets, theirs, name):
    file = theirs.params / name
    file.write_bytes(file.read_bytes() + "# Crèche\n".encode("cp1252"))
    refused(booklets, theirs, ["check"], f"{file.name} is not UTF-8 text")


def test_a_folder_where_a_declaration_should_be(booklets, theirs):
    (theirs.params / "policy" / "rag.yml").unlink()
    (theirs.params / "policy" / "rag.yml").mkdir()
    refused(booklets, theirs, ["check"], "policy/rag.yml cannot be read (Is a directory)")


def test_a_template_that_is_missing_from_the_program(booklets, theirs, monkeypatch, tmp_path):
    package = shutil.copytree(
        trouble.PACKAGE, tmp_path / "pipeline", ignore=shutil.ignore_patterns("*.py", "__pycache__")
    )
    (package / "report/style/template/index.html.j2").unlink()
    monkeypatch.setattr(trouble, "PACKAGE", package)
    for words in EVERY:
        refused(booklets, theirs, words, f"{package}/report/style/template/index.html.j2 is missing", "git checkout --")


def test_a_folder_to_write_to_that_is_a_file(booklets, theirs, tmp_path):
    file = tmp_path / "notes.txt"
    file.touch()
    refused(booklets, theirs, ["calendar", "--out", file], "notes.txt", "cannot be used")
    refused(booklets, theirs, ["schedule", "--kind", "cron", "--out", file / "below"], "notes.txt", "cannot be used")
    for verb in (["init", "--authority", "850", "--name", "Hampshire"], ["invent"]):
        refused(booklets, theirs, [*verb, "--into", file], "notes.txt is a file; choose a folder with --into")


def test_help_of_a_verb_needs_no_folder(booklets, theirs, tmp_path):
    code, out, _ = booklets(replace(theirs, params=tmp_path / "none"), "build", "--help")
    assert (code, "--dry-run" in out) == (0, True)
