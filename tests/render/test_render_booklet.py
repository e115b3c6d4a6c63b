import gzip
import hashlib
import json
import os
from dataclasses import replace

import pytest
from toy_pack import keep_pack, notebook, toy_pack

from pipeline.errors import NotebookFailed, PackChanged, PupilNumberFound, WrongPlace
from pipeline.ledger.issued import Numbering
from pipeline.packs.pack import Pack
from pipeline.render import booklet

OPEN = "from toy_report import open_toy\nbooklet = open_toy(publication, place, year)"


def test_a_booklet_is_five_files_and_its_receipt_knows_the_other_four(toy_job):
    job = toy_job()
    result = booklet.make(job)
    assert {f.name for f in job.out.iterdir()} == {
        "booklet.html",
        "booklet.pdf",
        "tables.xlsx",
        "booklet.ipynb",
        "receipt.json",
    }
    receipt = json.loads((job.out / "receipt.json").read_text())
    for name, fingerprint in receipt["files"].items():
        assert hashlib.sha256((job.out / name).read_bytes()).hexdigest() == fingerprint
    assert receipt["figures"] == {"shown": 3, "hidden": {"suppressed": 1}}
    assert (receipt["place"], receipt["pack"], receipt["code"]) == ("3519001", job.pack_fingerprint, "c0de")
    assert list(result.seconds) == ["start", "cells", "html", "pdf", "xlsx", "files"]


def test_a_numbered_booklet_keeps_its_pack_and_one_that_is_no_issue_has_no_number(toy_job, tmp_path):
    job, kept = toy_job(), tmp_path / "kept"
    booklet.make(job)
    assert "issue" not in json.loads((job.out / "receipt.json").read_text())
    booklet.make(replace(job, numbering=Numbering(kept, None)))
    assert json.loads((job.out / "receipt.json").read_text())["issue"] == 1
    told = gzip.decompress((kept / "1.json.gz").read_bytes())
    assert Pack.from_json(told.decode()).fingerprint() == job.pack_fingerprint


def test_a_pack_that_is_not_the_one_planned_is_not_issued(toy_job):
    """Composed by hand in the meantime: its figures would go out under the receipt of others."""
    job = replace(toy_job(), pack_fingerprint="planned")
    with pytest.raises(PackChanged, match="composed again"):
        booklet.make(job)
    assert not job.out.exists()


def meddle(job):
    """A cell that composes the pack's file anew, with another name of the school."""
    return f"from pathlib import Path\np = Path({str(job.pack)!r})\np.write_text(p.read_text().replace('Oakfield', 'Elmfield'))"


def test_a_notebook_that_opens_a_pack_changed_since_it_was_planned_is_not_issued(toy_job):
    """As where params are edited in the midst of a run: the pages would be of another pack than the receipt."""
    job = toy_job()
    with pytest.raises(NotebookFailed, match=r"PackChanged: .* Nothing was issued. Build it again"):
        booklet.make(toy_job(notebook=notebook(meddle(job), OPEN, "booklet.cover()")))
    assert not job.out.exists()


def test_what_is_issued_is_the_pack_that_was_planned_even_if_its_file_changes_after_it_was_opened(toy_job, tmp_path):
    job = toy_job()
    job = replace(toy_job(notebook=notebook(OPEN, meddle(job), "booklet.cover()")), numbering=Numbering(tmp_path, None))
    booklet.make(job)
    assert "Elmfield" in job.pack.read_text()
    page, kept = (job.out / "booklet.html").read_text(), gzip.decompress((tmp_path / "1.json.gz").read_bytes()).decode()
    assert "Oakfield" in page and "Elmfield" not in page
    assert Pack.from_json(kept).fingerprint() == job.pack_fingerprint


def test_a_notebook_may_open_no_other_pack(toy_job, data):
    """Another school's lies in the store beside it, where a notebook run by hand would find it."""
    keep_pack(data, toy_pack("3519002", "Hilltop"))
    other = OPEN.replace("place, year", "'3519002', year")
    with pytest.raises(
        NotebookFailed, match=r"NotTheGivenPack: .*which is toy-booklet 3519001 2018.* toy-booklet 3519002 2018"
    ):
        booklet.make(toy_job(notebook=notebook(other, "booklet.cover()")))


def test_a_notebook_that_is_being_issued_cannot_compose(toy_job):
    compose = "from pipeline.packs import prepare\nprepare(publication, place, year)"
    with pytest.raises(NotebookFailed, match="NotTheGivenPack"):
        booklet.make(toy_job(notebook=notebook(OPEN, compose)))


def test_the_environment_and_the_issued_notebook_know_nothing_of_the_packs_path(toy_job, data, monkeypatch):
    monkeypatch.delenv("BOOKLETS_DATA")
    job = toy_job()
    booklet.make(job)
    written = (job.out / "booklet.ipynb").read_text() + (job.out / "receipt.json").read_text()
    assert str(data) not in written and "BOOKLETS_DATA" not in os.environ


@pytest.mark.parametrize(
    "cells, error",
    [
        ([OPEN, "booklet.cover()", "booklet.place = '3519999'", "booklet.table('t', 'T')"], WrongPlace),
        ([OPEN, "booklet.cover()", "booklet.sentence('Pupil H801200001001 did well.')"], PupilNumberFound),
    ],
)
def test_a_refused_booklet_changes_nothing_on_the_shelf(toy_job, cells, error):
    job = toy_job()
    booklet.make(job)
    before = (job.out / "receipt.json").read_bytes()
    with pytest.raises(error):
        booklet.make(toy_job(notebook=notebook(*cells)))
    assert (job.out / "receipt.json").read_bytes() == before


def test_three_schools_hold_only_themselves(toy_job):
    names = {"3519001": "Oakfield", "3519002": "Hilltop", "3519003": "Riverside"}
    small = notebook(OPEN, "booklet.cover()", "booklet.table('t', 'T', 3)")
    for place, name in names.items():
        job = toy_job(place, small, name)
        booklet.make(job)
        text = (job.out / "booklet.html").read_text() + (job.out / "booklet.ipynb").read_text()
        assert name in text and not [other for other in names.values() if other != name and other in text]
