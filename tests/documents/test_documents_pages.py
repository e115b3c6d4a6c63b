"""How many pages a document has, and how full each is: a half-empty page, or one too many, is a page nobody planned."""

import numpy as np
import pypdfium2
import pytest

from tests.documents.conftest import ACCOUNT

# The most pages of a document made from published data; those of one page are held to it in test_documents_sound.py.
MOST = {
    "primary-booklet": 4,
    "secondary-booklet": 4,
    "cluster-booklet": 7,
    "trust-booklet": 7,
    "authority-booklet": 12,
    "scrutiny-report": 8,
}
FULL = 2 / 3  # of the room between head and foot
HEAD_MM, FOOT_MM, PAGE_MM = 17, 16, 297


def filled(page: pypdfium2.PdfPage) -> float:
    """The share of the page's height, between head and foot, down to the last thing printed on it."""
    drawn = page.render(scale=0.5, grayscale=True).to_numpy().squeeze()
    tall = len(drawn)
    head, foot = (round(tall * mm / PAGE_MM) for mm in (HEAD_MM, PAGE_MM - FOOT_MM))
    rows = np.flatnonzero((drawn[head:foot] < 200).any(axis=1))
    return float(rows[-1] + 1) / (foot - head) if len(rows) else 0.0


def pages(file) -> list[float]:
    with pypdfium2.PdfDocument(file) as document:
        return [filled(page) for page in document]


@pytest.fixture(scope="module")
def seen(issued) -> dict[tuple[int, str, str], list[float]]:
    """(year, publication, place) -> how full each page is."""
    return {key: pages(folder / "booklet.pdf") for key, folder in issued.items() if key[1] in MOST}


def test_no_document_has_more_pages_than_its_plan(seen):
    assert {key[1] for key in seen} >= {*MOST, *ACCOUNT}
    long = {key: len(shares) for key, shares in seen.items() if len(shares) > MOST[key[1]]}
    assert not long


def test_no_page_but_the_last_is_under_two_thirds_full(seen):
    empty = {
        (*key, number): round(share, 2)
        for key, shares in seen.items()
        for number, share in enumerate(shares[:-1], 1)
        if share < FULL
    }
    assert not empty


def test_a_half_empty_page_is_seen():
    with pypdfium2.PdfDocument.new() as document:
        page = document.new_page(595, 842)
        assert filled(page) == 0
        ink = pypdfium2.PdfBitmap.new_native(10, 10, pypdfium2.raw.FPDFBitmap_BGRA)
        ink.fill_rect((0, 0, 0, 255), 0, 0, 10, 10)
        picture = pypdfium2.PdfImage.new(document)
        picture.set_bitmap(ink)
        picture.set_matrix(pypdfium2.PdfMatrix().scale(100, 20).translate(100, 421))
        page.insert_obj(picture)
        page.gen_content()
        assert 0.4 < filled(page) < 0.55
