"""The table of faults: what is said of each, how the command ends, and that nothing is lost by it."""

import hashlib
import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline import press
from pipeline.deliveries.originals import enter_erasure
from pipeline.ledger.issues import issues
from pipeline.lock import NAME as LOCK
from tests.killed.house import YEAR
from tests.validated.clean_authority import PHONICS, REGISTER

BUILD = ("build", "--year", YEAR)


def original(where, name=PHONICS):
    (found,) = where.deliveries.glob(f"*/{name}")
    return found


def pages(where):
    return sorted(where.outputs.glob("*/*/*/booklet.html"))


def issued_packs(where):
    return sorted(where.issued.rglob("*.json.gz"))


def cut_short(file):
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def alter(file):
    file.write_bytes(file.read_bytes() + b"x")


def lasting(where):
    """Everything that cannot be made again, by its bytes, but for the times of runs; and the documents."""
    files = [f for folder in (where.deliveries, where.issued, where.outputs) for f in folder.rglob("*") if f.is_file()]
    return {f.relative_to(where.data.parent).as_posix(): f.read_bytes() for f in files} | {
        "": repr(issues(where.ledger))
    }


@pytest.fixture
def before(kept):
    return lasting(kept)


# Faults of originals: what is spoiled, and what is said of it.
ORIGINALS = {
    "altered": (lambda w: alter(original(w)), "was altered or replaced since it was received"),
    "deleted": (lambda w: original(w).unlink(), "is missing"),
    "its folder deleted": (lambda w: shutil.rmtree(original(w).parent), "is missing"),
    "replaced by another": (lambda w: shutil.copy(original(w, REGISTER), original(w)), "was altered or replaced"),
    "a register altered": (lambda w: alter(original(w, REGISTER)), "was altered or replaced"),
    "a link in its place": (lambda w: (original(w).rename(w.data / "x"), (w.deliveries / "l").symlink_to(w.data / "x"),
        (w.deliveries / "l").rename(w.deliveries / original_folder(w) / PHONICS)), "is missing"),
}  # fmt: skip


def original_folder(where):
    return next(
        f.parent.name for f in where.deliveries.glob("*/delivery.json") if PHONICS in f.read_text(encoding="utf-8")
    )


@pytest.mark.parametrize("fault", ORIGINALS)
def test_an_original_that_is_not_what_was_received_holds_what_rests_on_it(fault, kept, booklets):
    spoil, said = ORIGINALS[fault]
    spoil(kept)
    code, out, err = booklets(kept, *BUILD)
    assert code == 1 and said in err and "booklets receive FILE" in err and PHONICS not in err
    assert out.count(", whose original ") == 2 and "held: primary-booklet of Alder North" in out


@pytest.mark.parametrize("fault", ["altered", "its folder deleted"])
def test_an_original_is_back_when_the_same_file_is_received_again(fault, kept, before, issued_house, booklets):
    spoil, said = ORIGINALS[fault]
    spoil(kept)
    code, out, _ = booklets(kept, "check")
    assert code == 1 and "must be mended: The original of " in out and said in out
    code, out, _ = booklets(kept, "receive", issued_house.arriving / PHONICS)
    assert code == 0 and "put back: the original of " in out
    assert booklets(kept, *BUILD)[0] == 0
    assert lasting(kept) == before


def test_an_original_is_not_read_again_when_it_is_not_what_was_received(kept, booklets):
    """Without the table made of it before, nothing of the year can be calculated, and the run stops with what to do."""
    alter(original(kept))
    shutil.rmtree(kept.store)
    code, out, err = booklets(kept, *BUILD)
    assert code == 1 and "Put it back by receiving the same file again" in err and "made" not in out
    code, out, _ = booklets(kept, "withdraw", original_folder(kept)[:12], "--by", "Data manager", "--because", "lost")
    assert code == 0 and "figures that move: not known" in out


def test_a_withdrawn_original_holds_nothing(kept, booklets):
    assert (
        booklets(kept, "withdraw", original_folder(kept)[:12], "--by", "Data manager", "--because", "a draft")[0] == 0
    )
    alter(original(kept))
    _, out, err = booklets(kept, *BUILD, "--dry-run")
    assert "was altered or replaced" in err and "whose original" not in out


@pytest.mark.parametrize("spoil", ["year", "cut short", "withdrawn by hand"])
def test_what_is_recorded_of_a_delivery_is_put_back_from_the_ledger(spoil, kept, before, booklets):
    record = original(kept).with_name("delivery.json")
    if spoil == "year":
        record.write_text(
            json.dumps(json.loads(record.read_text(encoding="utf-8")) | {"results_year": 2017}), encoding="utf-8"
        )
    elif spoil == "cut short":
        cut_short(record)
        code, _, err = booklets(kept, "list")
        assert code == 1 and "is damaged: what is recorded of a delivery cannot be read from it" in err
    else:
        record.with_name("withdrawn.json").write_text("{}", encoding="utf-8")
    code, _, err = booklets(kept, *BUILD)
    assert code == 0 and "was not as it was recorded and has been put back" in err
    assert lasting(kept) == before


LEDGERS = {
    "cut short": (lambda f: cut_short(f), "cannot be read: it is cut short or damaged"),
    "cut short by a page": (lambda f: f.write_bytes(f.read_bytes()[:-4096]), "damaged"),
    "not a ledger": (lambda f: f.write_text("Zorbette"), "cannot be read: it is cut short or damaged"),
    "emptied": (lambda f: f.write_bytes(b""), "is empty"),
    "deleted": (lambda f: f.unlink(), "is missing"),
}


@pytest.mark.parametrize("fault", LEDGERS)
def test_a_ledger_that_is_damaged_or_gone_stops_the_run_and_the_one_of_the_backup_goes_on(
    fault, kept, before, booklets, tmp_path
):
    copy = shutil.copy(kept.ledger, tmp_path / "copy")
    spoil, said = LEDGERS[fault]
    spoil(kept.ledger)
    for command in (BUILD, ("runs",), ("verify", pages(kept)[0]), ("check",)):
        code, _, err = booklets(kept, *command)
        assert code == 1 and (said in err or "damaged" in err) and "booklets restore --from BACKUP" in err, command
        assert "Zorbette" not in err
    shutil.copy(copy, kept.ledger)
    assert booklets(kept, *BUILD)[0] == 0
    assert lasting(kept) == before


@pytest.mark.parametrize("fault", ["garbled", "a file of its own", "without a fact"])
def test_a_lock_that_names_no_run_is_said_with_what_to_delete(fault, kept, booklets):
    lock = kept.data / LOCK
    if fault == "a file of its own":
        lock.write_text("x", encoding="utf-8")
    else:
        lock.mkdir()
        (lock / "1.json").write_text("{}" if fault == "without a fact" else '{"user": "a', encoding="utf-8")
    for command in (BUILD, ("backup", "--to", kept.data.parent / "copies")):
        code, _, err = booklets(kept, *command)
        assert code == 1 and f"{lock} does not say which run holds it" in err and f"delete {lock}" in err
    assert "does not say which run holds it" in booklets(kept, "runs")[1]
    shutil.rmtree(lock) if lock.is_dir() else lock.unlink()
    assert booklets(kept, *BUILD)[0] == 0


def test_a_key_given_twice_in_params_is_refused(kept, issued_house, booklets, tmp_path):
    params = tmp_path / "params"
    shutil.copytree(issued_house.params, params)
    policy = params / "policy" / "disclosure.yml"
    policy.write_text(policy.read_text(encoding="utf-8") + "\naudiences: {}\n", encoding="utf-8")
    code, out, err = booklets(type(kept)(params, kept.data, kept.outputs), *BUILD)
    assert code == 2 and "disclosure.yml has the key 'audiences' at line" in err and "and again at line" in err
    assert "made" not in out


def test_an_issued_pack_that_was_altered_or_lost_is_put_back_from_the_store(kept, before, booklets):
    one, other = issued_packs(kept)
    cut_short(one)
    other.unlink()
    code, out, _ = booklets(kept, "check")
    assert code == 1 and "was altered since it was issued" in out and "is missing" in out
    code, _, err = booklets(kept, *BUILD)
    assert code == 0 and err.count("it was put back from the store") == 2
    assert lasting(kept) == before


def test_an_issued_pack_that_cannot_be_put_back_holds_its_document_and_nothing_new_is_composed(kept, booklets):
    lost = issued_packs(kept)[0]
    lost.unlink()
    store_pack = kept.pack(YEAR, "primary-booklet", lost.parent.name)
    store_pack.write_text(store_pack.read_text(encoding="utf-8").replace("phonics", "Phonics"), encoding="utf-8")
    code, out, err = booklets(kept, *BUILD)
    assert code == 1 and "no figure can be protected without it" in err and str(lost) in err
    assert out.count("held: ") == 1 and "the pack of its issue 1 is missing" in out
    shutil.rmtree(kept.packs)  # now every document is to be composed, which needs to know what was told
    code, out, err = booklets(kept, *BUILD)
    assert code == 1 and "Copy the file from a backup" in err and "made" not in out


SHELF = {
    "page": ("booklet.html", alter, "booklet.html was altered since it was issued"),
    "PDF": ("booklet.pdf", cut_short, "booklet.pdf was altered since it was issued"),
    "notebook": ("booklet.ipynb", alter, "booklet.ipynb was altered since it was issued"),
    "workbook missing": ("tables.xlsx", Path.unlink, "tables.xlsx is missing"),
    "receipt cut short": ("receipt.json", cut_short, "its receipt cannot be read"),
}


@pytest.mark.parametrize("fault", SHELF)
def test_a_document_altered_on_the_shelf_is_named_and_to_be_made_again(fault, kept, booklets):
    name, spoil, said = SHELF[fault]
    spoil(pages(kept)[0].with_name(name))
    code, out, _ = booklets(kept, *BUILD, "--dry-run")
    assert code == 0 and "1 to make, 1 unchanged, 0 held" in out and f"Alder North: {said}" in out


def test_an_altered_document_is_made_again_as_it_was_also_where_its_receipt_was_altered_to_fit(kept, before, booklets):
    one, other = pages(kept)
    alter(one), alter(other)
    receipt = json.loads(other.with_name("receipt.json").read_text(encoding="utf-8"))
    receipt["files"]["booklet.html"] = hashlib.sha256(other.read_bytes()).hexdigest()
    other.with_name("receipt.json").write_text(json.dumps(receipt), encoding="utf-8")
    code, out, _ = booklets(kept, "check")
    assert (
        code == 1
        and out.count("was altered since it was issued. booklets build --year 2018 makes the document again") == 3
    )
    code, out, _ = booklets(kept, *BUILD)
    assert code == 0 and out.count("made again, the same as issue 1") == 2
    assert (
        "booklet.html was altered since it was issued;" in out and "its receipt was altered since it was issued;" in out
    )
    assert lasting(kept) == before


def test_a_receipt_of_an_issue_never_made_is_not_entered(kept, before, booklets):
    receipt = pages(kept)[0].with_name("receipt.json")
    forged = json.loads(receipt.read_text(encoding="utf-8")) | {"issue": 7}
    receipt.write_text(json.dumps(forged), encoding="utf-8")
    _, _, err = booklets(kept, *BUILD)
    assert "names an issue that the ledger does not know" in err
    assert {i.number for i in issues(kept.ledger)} == {1}


def test_a_damaged_store_is_made_again_and_no_document_with_it(kept, before, booklets):
    damaged = [f for f in kept.store.rglob("*") if f.is_file() and f.parent.name != "primary-booklet"]
    assert {f.suffix for f in damaged} >= {".json", ".parquet", ".key"}
    for file in damaged:
        cut_short(file)
    code, out, err = booklets(kept, *BUILD)
    assert (code, err) == (0, "")
    assert "made: " not in out
    assert lasting(kept) == before


def test_what_a_killed_run_left_is_cleared_away_and_said(kept, before, booklets):
    for folder in (kept.deliveries, kept.outputs / "2018"):
        part = folder / ".left.00000000-1.abc.part"
        part.mkdir()
        os.utime(part, (0, 0))
    code, _, err = booklets(kept, *BUILD)
    assert code == 0 and "cleared up after a killed run: 0 issues brought back, 2 parts taken away" in err
    assert lasting(kept) == before


def test_a_clock_that_went_back_stops_the_run(kept, before, booklets):
    with closing(sqlite3.connect(kept.ledger)) as book, book:
        book.execute(
            "insert into run (verb, started_by, started, ended) values ('build', 'person', '2999-01-01T00:00:00+00:00', null)"
        )
    code, _, err = booklets(kept, *BUILD)
    assert code == 1 and "Nothing was done, because issues would have the wrong date" in err
    assert lasting(kept) == before


def test_too_little_memory_is_said_in_words(kept, before, booklets, monkeypatch):
    """Where a limit is met depends on the machine and what it did before, so the run ends here as Python ends it there."""

    def no_room(*_):
        raise MemoryError

    monkeypatch.setattr(press, "plan", no_room)
    code, _, err = booklets(kept, *BUILD, "--force")
    assert code == 1
    assert "There is not enough memory" in err and "Traceback" not in err
    assert lasting(kept) == before


def test_an_original_from_which_records_were_erased_by_rule_is_what_should_be_there(kept, issued_house, booklets):
    """In part and as a whole: `check` finds no fault, and the file received again does not bring the records back."""
    fingerprint, file = original_folder(kept), original(kept)
    left = b"".join(file.read_bytes().splitlines(keepends=True)[:-1])
    file.write_bytes(left)
    assert "1 fault" in booklets(kept, "check")[1]
    enter_erasure(kept, fingerprint, "2018-09-01, one pupil, Data protection officer")
    assert "0 faults" in booklets(kept, "check")[1]
    assert "put back" not in booklets(kept, "receive", issued_house.arriving / PHONICS)[1] and file.read_bytes() == left
    file.unlink()
    enter_erasure(kept, fingerprint, "2019-09-01, retention, Data protection officer")
    assert "0 faults" in booklets(kept, "check")[1]
    alter(original(kept, REGISTER))
    assert "1 fault" in booklets(kept, "check")[1]
