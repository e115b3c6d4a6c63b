"""What is written is for the accounts it says, whatever the umask; what is wider is found, and a folder of pupils' data is closed."""

import os
import stat

import pytest

from pipeline import access
from pipeline.access import (
    AS_USUAL,
    EVERYONE,
    GROUP,
    PRIVATE,
    close_to_others,
    is_open_to_others,
    make_file,
    make_folder,
    wider,
)
from pipeline.atomic import write_bytes

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has access control lists instead")
UMASKS = (0o000, 0o022, 0o077)


@pytest.fixture(params=UMASKS, ids=oct)
def umask(request):
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def bits(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    "which, folder, file", [(PRIVATE, 0o700, 0o600), (GROUP, 0o750, 0o640), (EVERYONE, 0o755, 0o644)]
)
def test_a_file_and_every_folder_made_for_it_have_their_bits_whatever_the_umask(tmp_path, umask, which, folder, file):
    written = tmp_path / "data" / "store" / "a.txt"
    write_bytes(written, b"x", which)
    assert [bits(p) for p in (written, written.parent, written.parent.parent)] == [file, folder, folder]


def test_without_a_word_what_is_written_is_private(tmp_path, umask):
    write_bytes(tmp_path / "new" / "a.txt", b"x")
    make_file(tmp_path / "log" / "b.txt")
    made = {p.relative_to(tmp_path).as_posix(): bits(p) for p in tmp_path.rglob("*")}
    assert made == {"new": 0o700, "new/a.txt": 0o600, "log": 0o700, "log/b.txt": 0o600}


def test_declarations_are_written_as_the_account_writes_its_other_files(tmp_path, umask):
    write_bytes(tmp_path / "params" / "a.yml", b"x", AS_USUAL)
    by_hand = tmp_path / "by-hand.yml"
    by_hand.write_text("x")
    assert bits(tmp_path / "params" / "a.yml") == bits(by_hand)


def test_a_file_written_again_gets_its_bits_and_a_folder_that_is_there_keeps_its_own(tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o755)
    (folder / "a.txt").touch(0o644)
    write_bytes(folder / "a.txt", b"x")
    assert (bits(folder), bits(folder / "a.txt")) == (0o755, 0o600)


@pytest.fixture
def shared(tmp_path):
    """A data folder as it was made before anything was closed: everything readable, the folder for its group to write in too."""
    root = tmp_path / "data"
    for name in ("store/a.parquet", "open/published.csv", "ledger.sqlite"):
        write_bytes(root / name, b"x", EVERYONE)
    root.chmod(0o775)
    (root / "elsewhere").symlink_to("/etc")
    return root


def test_what_more_accounts_may_use_than_should_is_found_and_links_are_not_followed(shared):
    found = {p.relative_to(shared).as_posix() for p in wider(shared, besides=(shared / "open",))}
    assert found == {".", "store", "store/a.parquet", "ledger.sqlite"}
    assert {p.relative_to(shared).as_posix() for p in wider(shared, EVERYONE)} == {"."}, "its group may write in it"


def test_a_folder_of_pupils_data_is_closed_with_all_it_holds_but_the_published_data(shared):
    assert is_open_to_others(shared)
    close_to_others(shared)
    assert not is_open_to_others(shared)
    assert list(wider(shared, besides=(shared / "open",))) == []
    assert bits(shared / "open" / "published.csv") == 0o644


def test_a_disk_that_keeps_no_bits_and_another_accounts_file_stop_nothing(shared, monkeypatch):
    def refuse(path, mode):
        raise PermissionError(1, "Operation not permitted", str(path))

    monkeypatch.setattr(os, "chmod", refuse)
    close_to_others(shared)
    make_folder(shared / "another")
    assert is_open_to_others(shared) and (shared / "another").is_dir()


def test_where_there_are_no_such_bits_nothing_is_looked_at(shared, monkeypatch):
    monkeypatch.setattr(access, "HAS_BITS", False)
    close_to_others(shared)
    assert (list(wider(shared)), is_open_to_others(shared)) == ([], False)
