"""A backup is the whole data folder, checked at both ends; one that is not whole, or leads elsewhere, is refused before anything."""

import json
import os
import shutil
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest

from pipeline.keeping.manifest import NAME, is_inside
from pipeline.ledger.runs import last_runs
from tests.keeping.test_keeping_faults import BUILD, alter, lasting, original, pages
from tests.killed.test_killed import mounted


def backed_up(booklets, where, to):
    """The backup made in or as `to`."""
    code, out, err = booklets(where, "backup", "--to", to)
    assert (code, err) == (0, "") and "each read again and the same" in out, out + err
    return to if to.suffix else next(to.iterdir())


def everything(folder):
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


@pytest.fixture(params=["folder", "backup.zip"])
def backup(request, kept, booklets, tmp_path):
    """A backup of the house, as a folder and as a zip."""
    return backed_up(booklets, kept, tmp_path / request.param)


def test_after_the_loss_of_the_data_folder_a_restore_leaves_nothing_to_make(kept, booklets, tmp_path):
    before, backup = lasting(kept), backed_up(booklets, kept, tmp_path / "copies")
    shutil.rmtree(kept.data)
    code, out, err = booklets(kept, "restore", "--from", backup)
    assert (code, err) == (0, "") and "each the same as when it was backed up" in out
    assert "the ledger knows 3 originals and 2 issues" in out
    assert lasting(kept) == before
    assert "genuine" in booklets(kept, "verify", *pages(kept))[1]
    code, out, err = booklets(kept, *BUILD)
    assert (code, err) == (0, "") and "made: " not in out and "0 documents made" in out
    assert lasting(kept) == before


def test_a_backup_and_a_restore_are_entered_and_no_copy_holds_a_run_without_an_end(kept, backup, booklets):
    before = lasting(kept)
    assert booklets(kept, "restore", "--from", backup, "--replace")[0] == 0
    assert lasting(kept) == before
    runs = last_runs(kept.ledger, 9)
    assert [r.verb for r in runs] == ["restore", "build", "receive"] and all(r.ended for r in runs)
    copies = list(kept.data.glob("replaced-*"))
    assert len(copies) == 1
    assert [r.verb for r in last_runs(copies[0] / "ledger.sqlite", 1)] == ["backup"]


def test_only_whoever_makes_a_backup_can_open_it_and_it_leaves_out_what_is_made_again(kept, backup, tmp_path):
    below = [backup, *backup.rglob("*")] if backup.is_dir() else [backup]
    assert {stat.S_IMODE(f.lstat().st_mode) & 0o077 for f in below} == {0}
    if backup.is_dir():
        held = {f.name for f in (backup / "data").iterdir()}
        assert held == {"deliveries", "issued", "ledger.sqlite", "logs"}
    assert not [f for f in tmp_path.rglob("*.part*") if kept.data not in f.parents]


def test_a_folder_that_is_not_empty_is_replaced_only_when_told_and_set_aside(kept, backup, booklets):
    before, alone = lasting(kept), everything(kept.deliveries)
    code, _, err = booklets(kept, "restore", "--from", backup)
    assert code == 2 and "is not empty: it holds deliveries, issued, ledger.sqlite, logs" in err and "--replace" in err
    assert lasting(kept) == before
    original(kept).unlink()
    code, out, _ = booklets(kept, "restore", "--from", backup, "--replace")
    assert code == 0 and everything(kept.deliveries) == alone
    (aside,) = kept.data.glob("replaced-*")
    assert str(aside) in out and len(everything(aside / "deliveries")) == len(alone) - 1


def spoiled(backup: Path, home: Path, how: str) -> Path:
    """A copy of a folder's backup with one thing wrong."""
    copy = home / "spoiled"
    shutil.copytree(backup, copy)
    listed = copy / NAME
    plain = json.loads(listed.read_text(encoding="utf-8"))
    a_file = next(f for f in sorted((copy / "data" / "deliveries").rglob("*")) if f.is_file())
    path = a_file.relative_to(copy / "data").as_posix()
    if how == "a byte changed":
        content = bytearray(a_file.read_bytes())
        content[len(content) // 2] ^= 1
        a_file.write_bytes(content)
    elif how == "a file missing":
        a_file.unlink()
    elif how == "a stranger":
        (copy / "data" / "deliveries" / "stranger").write_text("x", encoding="utf-8")
    elif how == "beside the data":
        (copy / "stranger").write_text("x", encoding="utf-8")
    elif how == "a link to a file":
        a_file.rename(home / "elsewhere")
        a_file.symlink_to(home / "elsewhere")
    elif how == "a link to a folder":
        shutil.move(a_file.parent, home / "elsewhere")
        a_file.parent.symlink_to(home / "elsewhere")
    elif how == "a pipe":
        a_file.unlink()
        os.mkfifo(a_file)
    elif how == "list cut short":
        listed.write_bytes(listed.read_bytes()[:-9])
        return copy
    elif how == "another version":
        plain["schema"] = 99
    else:  # a path that leads elsewhere
        plain["files"][how] = plain["files"].pop(path)
    listed.write_text(json.dumps(plain), encoding="utf-8")
    return copy


WRONG = ("a byte changed", "a file missing", "a stranger", "beside the data", "a link to a file", "a link to a folder", "a pipe",
         "list cut short", "another version", "../outside.txt", "/outside.txt", "store/packs/x.json", "deliveries/../../x")  # fmt: skip


@pytest.mark.parametrize("how", WRONG)
def test_a_backup_that_is_not_whole_or_leads_elsewhere_is_refused_before_anything_is_written(
    how, kept, booklets, tmp_path
):
    wrong = spoiled(backed_up(booklets, kept, tmp_path / "folder"), tmp_path, how)
    before = everything(tmp_path / "house")
    code, out, err = booklets(kept, "restore", "--from", wrong, "--replace")
    assert code == 1 and "Nothing was written" in err and not out
    assert everything(tmp_path / "house") == before and not (tmp_path / "outside.txt").exists()


@pytest.mark.parametrize(
    "how", ["cut short", "a byte changed", "a link", "a name twice", "leads outside", "no zip", "another zip"]
)
def test_a_zip_that_is_not_whole_or_leads_elsewhere_is_refused(how, kept, booklets, tmp_path):
    good, wrong = backed_up(booklets, kept, tmp_path / "good.zip"), tmp_path / "wrong.zip"
    content = bytearray(good.read_bytes())
    if how == "cut short":
        content = content[: len(content) // 2]
    elif how == "a byte changed":
        content[len(content) // 3] ^= 1
    elif how == "no zip":
        content = bytearray(b"x")
    wrong.write_bytes(content)
    if how in ("a link", "a name twice", "leads outside"):
        with zipfile.ZipFile(wrong, "a") as archive:
            entry = zipfile.ZipInfo("../outside" if how == "leads outside" else "data/deliveries/x")
            entry.external_attr = ((stat.S_IFLNK if how == "a link" else stat.S_IFREG) | 0o777) << 16
            archive.writestr(entry, "x")
            if how == "a name twice":
                archive.writestr(archive.infolist()[0].filename, "x")
    elif how == "another zip":
        with zipfile.ZipFile(wrong, "w") as archive:
            archive.writestr("readme.txt", "x")
    before = everything(tmp_path / "house")
    code, _, err = booklets(kept, "restore", "--from", wrong, "--replace")
    assert code == 1 and "Nothing was written" in err
    assert everything(tmp_path / "house") == before and not (tmp_path / "outside").exists()


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("deliveries/ab/x.csv", True), ("ledger.sqlite", True), ("chase/a b.html", True), ("", False), (".", False), ("..", False),
        ("deliveries/../x", False), ("/etc/x", False), ("deliveries//x", False), ("./ledger.sqlite", False), ("store/x", False),
        (".hidden", False), ("run.lock/x", False), ("replaced-1/x", False), ("deliveries/a\0b", False),
    ],
)  # fmt: skip
def test_only_a_plain_path_below_the_data_folder_is_inside_it(path, inside):
    assert is_inside(path) is inside


def test_a_backup_is_never_overwritten_nor_made_inside_what_it_is_of(kept, booklets, tmp_path):
    good = backed_up(booklets, kept, tmp_path / "good.zip")
    content = good.read_bytes()
    code, _, err = booklets(kept, "backup", "--to", good)
    assert code == 2 and "a backup is never overwritten" in err and good.read_bytes() == content
    for inside in (kept.data / "copies", kept.outputs / "b.zip"):
        code, _, err = booklets(kept, "backup", "--to", inside)
        assert code == 2 and "is inside" in err and not inside.exists()


def test_a_backup_of_what_is_not_as_it_was_kept_says_so(kept, booklets, tmp_path):
    alter(original(kept))
    code, out, _ = booklets(kept, "backup", "--to", tmp_path / "copies")
    assert code == 1 and "not as it was kept: The original of " in out and "keep an earlier one" in out
    (made,) = (tmp_path / "copies").iterdir()
    shutil.rmtree(kept.data)
    code, out, _ = booklets(kept, "restore", "--from", made)
    assert code == 1 and "not as it was kept: The original of " in out


def test_a_link_in_the_data_folder_is_not_followed_into_a_backup(kept, booklets, tmp_path):
    (tmp_path / "elsewhere").write_text("x", encoding="utf-8")
    (kept.deliveries / "link").symlink_to(tmp_path / "elsewhere")
    code, _, err = booklets(kept, "backup", "--to", tmp_path / "copies")
    assert code == 1 and "holds a link" in err and not list((tmp_path / "copies").iterdir())


def test_a_folder_of_several_backups_asks_for_one(kept, booklets, tmp_path):
    made = backed_up(booklets, kept, tmp_path / "copies")
    shutil.copytree(made, made.with_name("booklets-19990101T000000"))
    code, _, err = booklets(kept, "restore", "--from", tmp_path / "copies", "--replace")
    assert code == 2 and f"the last is: --from {made}" in err


def test_what_a_killed_backup_left_is_cleared_by_the_next_and_said(kept, booklets, tmp_path):
    left = tmp_path / "copies" / ".booklets-1.00000000-1.abc.part"
    left.mkdir(parents=True)
    os.utime(left, (0, 0))
    assert "cleared away: 1 unfinished backup" in booklets(kept, "backup", "--to", tmp_path / "copies")[1]
    assert not left.exists()


def test_a_restore_that_was_stopped_half_way_lets_nothing_else_run_and_can_be_run_again(
    kept, booklets, tmp_path, monkeypatch
):
    before, made = lasting(kept), backed_up(booklets, kept, tmp_path / "copies")
    renamed = Path.rename

    def stop_before_the_ledger(self, target):
        if self.name == "ledger.sqlite" and "replaced-" not in str(target):
            raise KeyboardInterrupt
        return renamed(self, target)

    monkeypatch.setattr(Path, "rename", stop_before_the_ledger)
    assert booklets(kept, "restore", "--from", made, "--replace")[0] == 130, "as after Ctrl-C"
    monkeypatch.undo()
    code, _, err = booklets(kept, *BUILD)
    assert code == 1 and "A restore into" in err and "was stopped before its end" in err
    assert booklets(kept, "restore", "--from", made, "--replace")[0] == 0
    assert lasting(kept) == before
    assert len(list(kept.data.glob("replaced-*/deliveries"))) >= 1, "nothing that was there is deleted"


def test_a_full_or_read_only_disk_stops_a_backup_with_nothing_left_of_it(kept, booklets, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if not mounted(disk, "size=16k"):
        pytest.skip("a file system may not be mounted here")
    try:
        for to in (disk / "copies", disk / "copy.zip"):
            code, _, err = booklets(kept, "backup", "--to", to)
            assert code == 1 and "There is no room left on the disk" in err
        assert not [f for f in disk.rglob("*") if f.is_file()]
        assert mounted(disk, "remount,ro")
        code, _, err = booklets(kept, "backup", "--to", disk / "copy.zip")
        assert code in (1, 2) and "copy.zip" in err and "Read-only" in err
    finally:
        subprocess.run(["umount", disk], check=True)
