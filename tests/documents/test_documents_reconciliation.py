"""The reconciliation without anything to compare; with both sides it is asked in tests/recomputed."""

import json

from pipeline.paths import NOTEBOOKS
from pipeline.report.reconciliation import open_reconciliation


def test_a_store_without_pupil_records_gets_a_sentence(bury, monkeypatch):
    for name, folder in bury.as_environment().items():
        monkeypatch.setenv(name, folder)
    page = open_reconciliation(2018)
    said = "".join(part._repr_html_() for part in (page.counts(), page.differing(), page.not_compared()))
    assert said.count("No pupil records have been received") == 3
    assert "<table" not in said


def test_its_first_cell_says_who_may_read_it():
    cells = json.loads((NOTEBOOKS / "reconciliation.ipynb").read_text(encoding="utf-8"))["cells"]
    assert "For the authority's data team only" in "".join(cells[0]["source"])
