"""The index lists what was issued, and nothing else."""

import json
import re

from pipeline.portal.index import index_page, read_receipts, write_index


def issue(house, year, publication, place, name, kind="school", phase="primary"):
    folder = house.booklet(year, publication, place)
    folder.mkdir(parents=True)
    files = dict.fromkeys(["booklet.html", "booklet.pdf", "tables.xlsx", "booklet.ipynb"], "0" * 64)
    receipt = {
        "publication": publication, "title": "Primary assessment booklet", "place": place, "place_name": name,
        "place_kind": kind, "phase": phase, "year": year, "files": files, "issue": 1,
    }  # fmt: skip
    (folder / "receipt.json").write_text(json.dumps(receipt), encoding="utf-8")


def test_a_document_is_found_by_year_kind_and_name(house):
    issue(house, 2018, "primary-booklet", "3510001", "Oakfield Primary School")
    issue(house, 2017, "primary-booklet", "3510001", "Oakfield Primary School")
    issue(house, 2018, "authority-booklet", "351", "Anyborough", "authority", "")
    page = write_index(house).read_text(encoding="utf-8")
    assert page.index("2018 results") < page.index("2017 results")
    assert 'href="2018/primary-booklet/3510001/booklet.pdf"' in page
    assert page.index("The authority, 2018") < page.index("Primary schools, 2018")


def test_every_table_has_a_caption_and_every_head_a_scope(house):
    issue(house, 2018, "primary-booklet", "3510001", "Oakfield Primary School")
    page = index_page(read_receipts(house.outputs))
    assert page.count("<table>") == page.count("<caption>")
    assert not re.findall(r"<th(?![^>]*scope)(?!ead)", page)


def test_a_name_cannot_write_the_page(house):
    issue(house, 2018, "primary-booklet", "3510001", '<script>alert("x")</script>')
    page = index_page(read_receipts(house.outputs))
    assert page.count("<script>") == 1
    assert "&lt;script&gt;" in page


def test_the_page_asks_nothing_of_the_network(house):
    issue(house, 2018, "primary-booklet", "3510001", "Oakfield")
    page = index_page(read_receipts(house.outputs))
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)


def test_an_index_without_documents_is_still_a_page(house):
    assert "0 documents" in index_page([])
