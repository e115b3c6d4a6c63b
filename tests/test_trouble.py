"""What the operating system refused is said as it is known: which path, what is wrong with it, what to write."""

import errno
import os

import pytest

from pipeline import trouble
from pipeline.errors import CannotRead, CannotWrite, CommandWrong, DiskFull, FileMissing, NotAllowed, PathUnusable
from pipeline.paths import PACKAGE, ROOT, Folders
from pipeline.trouble import SHIPPED, check_copy, check_folders, check_params, in_words


@pytest.fixture
def where(tmp_path):
    """A working folder with one declaration and one notebook."""
    made = Folders(tmp_path / "params", tmp_path / "data", tmp_path / "outputs")
    for file in (made.params / "policy" / "rag.yml", tmp_path / "notebooks" / "primary_booklet.ipynb"):
        file.parent.mkdir(parents=True)
        file.touch()
    return made


def said(where, number, path):
    return in_words(OSError(number, os.strerror(number), str(path)), where)


def test_a_file_missing_from_data_or_outputs_is_said_by_its_folder_alone(where):
    for folder in (where.deliveries, where.outputs / "2018"):
        error = said(where, errno.ENOENT, folder / "Zorbette Quabblewick.csv")
        assert isinstance(error, CannotRead) and str(folder) in str(error) and "Quabblewick" not in str(error)


@pytest.mark.parametrize(
    "number, kind",
    [
        (errno.ENOENT, FileMissing), (errno.EACCES, NotAllowed), (errno.EROFS, NotAllowed), (errno.EISDIR, PathUnusable),
        (errno.ENOTDIR, PathUnusable), (errno.EEXIST, PathUnusable), (errno.ENOSPC, DiskFull), (errno.EIO, CannotRead),
    ],
)  # fmt: skip
def test_a_path_the_project_does_not_fill_itself_is_named(where, tmp_path, number, kind):
    error = said(where, number, tmp_path / "elsewhere" / "figures.csv")
    assert type(error) is kind and str(tmp_path / "elsewhere") in str(error)


def test_only_a_disk_or_a_share_that_failed_is_said_to_be_a_drive(where, tmp_path):
    for path in (
        where.params / "policy" / "arrows.yml",
        where.notebooks / "x.ipynb",
        tmp_path / "x",
        PACKAGE / "x.css",
    ):
        for number in (errno.ENOENT, errno.EACCES, errno.ENOTDIR, errno.EISDIR, errno.EEXIST):
            words = str(said(where, number, path))
            assert str(path) in words and "drive" not in words and "no longer" not in words
    assert "network drive" in str(said(where, errno.ESTALE, tmp_path / "x"))


def test_params_that_went_away_during_the_run_are_said_to_be_gone(where):
    file = where.params / "policy" / "rag.yml"
    file.unlink()
    assert isinstance(said(where, errno.ENOENT, file), FileMissing)
    file.parent.rmdir()
    where.params.rmdir()
    error = said(where, errno.ENOENT, file)
    assert isinstance(error, CannotRead) and f"{where.params} can no longer be read" in str(error)


def test_a_missing_declaration_notebook_or_file_of_the_program_says_where_to_take_it_from(where):
    for path, start in (
        (where.params / "policy" / "rag.yml", ROOT / "params" / "policy" / "rag.yml"),
        (where.notebooks / "trust_booklet.ipynb", None),
        (where.notebooks / "primary_booklet.ipynb", ROOT / "notebooks" / "primary_booklet.ipynb"),
    ):
        words = str(said(where, errno.ENOENT, path))
        assert words.startswith(f"{path} is missing.")
        assert (f"Copy the starting one: {start}" if start else "Put it back, from a backup or with git.") in words
    assert 'code: "351"' in str(said(where, errno.ENOENT, where.params / "authority.yml"))
    assert "git checkout -- pipeline/portal/look.css" in str(said(where, errno.ENOENT, PACKAGE / "portal/look.css"))


def test_an_error_that_names_no_file_is_not_given_one(where):
    assert in_words(FileNotFoundError(errno.ENOENT, "No such file or directory"), where) is None
    assert isinstance(in_words(OSError(errno.ENOSPC, "No space left on device"), where), DiskFull)
    assert isinstance(in_words(OSError(errno.EROFS, "Read-only file system"), where), CannotWrite)


def test_something_in_the_way_below_data_is_said_by_its_folder(where):
    error = said(where, errno.EEXIST, where.deliveries / "Quabblewick")
    assert isinstance(error, PathUnusable) and str(where.deliveries) in str(error) and "Quabblewick" not in str(error)


def test_folders_that_can_be_worked_in_pass(where):
    check_folders(where)
    where.data.mkdir()
    check_folders(where)


@pytest.mark.parametrize("option", ["data", "outputs"])
def test_a_file_where_data_or_outputs_should_be_or_above_it_is_refused(where, tmp_path, option):
    file = tmp_path / "file.txt"
    file.touch()
    for folder in (file, file / "below"):
        chosen = {"data": where.data, "outputs": where.outputs} | {option: folder}
        with pytest.raises(CommandWrong, match=rf"file\.txt is a file\. Write a folder after --{option}"):
            check_folders(Folders(where.params, **chosen))


def test_params_that_are_no_folder_of_declarations_are_refused_with_what_to_write(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    for name, said in (
        ("absent", "There is no folder"), ("file", "is a file, not a folder"), ("empty", "holds no declarations"),
    ):  # fmt: skip
        with pytest.raises(CommandWrong, match=said) as refused:
            check_params(tmp_path / name)
        assert "booklets --params FOLDER/params" in str(refused.value)
        assert "booklets init --into FOLDER --authority CODE --name NAME" in str(refused.value)


def test_the_list_of_shipped_files_is_every_file_of_the_program_that_is_not_python():
    there = {
        f.relative_to(PACKAGE).as_posix() for f in PACKAGE.rglob("*") if f.is_file() and f.suffix not in (".py", ".pyc")
    }
    assert there == set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_copy_without_one_of_its_files_says_which_before_anything_is_done(tmp_path, monkeypatch, name):
    for other in SHIPPED:
        file = tmp_path / "pipeline" / other
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    monkeypatch.setattr(trouble, "PACKAGE", tmp_path / "pipeline")
    check_copy()
    (tmp_path / "pipeline" / name).unlink()
    with pytest.raises(FileMissing, match=rf"{name} is missing\. This copy of the project is incomplete") as refused:
        check_copy()
    assert refused.value.exit_code == 2
