"""Every page that people open is accessible, fetches nothing and prints right, by construction and by check."""

import pikepdf
import pytest

from tests.checks import axe, html_checks, pdf_checks


def test_every_page_is_sound_html(issued):
    found = {str(k): html_checks.findings_of(folder / "booklet.html") for k, folder in issued.items()}
    assert {k: v for k, v in found.items() if v} == {}


def test_every_pdf_is_tagged_titled_and_described(issued):
    found = {str(k): pdf_checks.findings_of(folder / "booklet.pdf") for k, folder in issued.items()}
    assert {k: v for k, v in found.items() if v} == {}


@pytest.mark.usefixtures("browser")
def test_axe_finds_nothing_and_no_request_leaves_a_page(issued):
    pages = [folder / "booklet.html" for folder in issued.values()]
    index = next(iter(issued.values())).parents[2] / "index.html"
    assert axe.findings([*pages, index]) == {}


def test_a_release_briefing_is_one_page(issued):
    long = {}
    for key, folder in issued.items():
        with pikepdf.open(folder / "booklet.pdf") as pdf:
            long |= {key: len(pdf.pages)} if key[1].startswith("briefing-") else {}
    assert len(long) == 5, "one a stage of 2018"
    assert set(long.values()) == {1}, long
