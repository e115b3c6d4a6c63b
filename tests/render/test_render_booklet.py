import gzip
import hashlib
import json
from dataclasses import replace

import pytest
from toy_pack import notebook

from pipeline.errors import PackChanged, PupilNumberFound, WrongPlace
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
    assert list(result.seconds) == ["start", "cells", "html", "pdf", "xlsx", "shelf"]


def test_a_numbered_booklet_keeps_its_pack_and_one_that_is_no_issue_has_no_number(toy_job, tmp_path):
    job, kept = toy_job(), tmp_path / "kept"
    booklet.make(job)
    assert "issue" not in json.loads((job.out / "receipt.json").read_text())
    booklet.make(replace(job, numbering=Numbering(kept, None)))
    assert json.loads((job.out / "receipt.json").read_text())["issue"] == 1
    told = gzip.decompress((kept / "1.json.gz").read_bytes())
    assert Pack.from_dict(json.loads(told)).fingerprint() == job.pack_fingerprint


def test_a_pack_that_is_not_the_one_planned_is_not_issued(toy_job):
    """Composed by hand in the meantime: its figures would go out under the receipt of others."""
    job = replace(toy_job(), pack_fingerprint="planned")
    with pytest.raises(PackChanged, match="composed again"):
        booklet.make(job)
    assert not job.out.exists()


def test_a_pack_that_changes_while_its_notebook_runs_is_not_issued(toy_job):
    """As where params are edited in the midst of a run: the pages would be of another pack than the receipt."""
    job = toy_job()
    meddle = f"import pathlib; p = pathlib.Path({str(job.pack)!r}); p.write_text(p.read_text() + ' ')"
    with pytest.raises(PackChanged):
        booklet.make(toy_job(notebook=notebook(OPEN, "booklet.cover()", meddle)))
    assert not job.out.exists()


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
